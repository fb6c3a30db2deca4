"""Single sign-on: what is asked of the one OpenID Connect provider, and what it answers.

Authlib does the protocol (code with PKCE, state, nonce; signature, issuer, audience and age of the
token). Whose identity it is and what it may is the matter of `people/`.
"""
import logging
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, session
from flask_babel import gettext as _
from werkzeug.local import LocalProxy

from cop.base.checks import Finding
from cop.base.errors import Forbidden
from cop.base.lazy_import import late
from cop.web.session import me
from cop.web.sign_ins import this_sign_in

flask_client = late("authlib.integrations.flask_client")
authlib_errors, jose_errors = late("authlib.common.errors"), late("joserfc.errors")
requests = late("requests")

log = logging.getLogger(__name__)

#: Seconds for one answer of the provider.
PATIENCE = 5
#: Where the provider may send us; all at its own host.
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint")
#: Signatures that only the provider can make.
SIGNATURES = {f"{kind}{size}" for kind in ("RS", "PS", "ES") for size in (256, 384, 512)} | {
    "EdDSA", "Ed25519"}
#: Words of a provider for «not with a password alone» (RFC 8176).
SEVERAL = {"mfa", "otp", "hwk", "swk", "fpt", "face", "pin", "sc"}
#: What a provider says (RFC 6749) where trying again mends nothing.
SET_UP_WRONGLY = {"invalid_client", "unauthorized_client", "invalid_scope", "invalid_request",
                  "unsupported_response_type"}
#: Seconds by which clocks may differ.
LEEWAY = 60


class Provider:
    """The provider of this installation."""

    def __init__(self, app: Flask, config: Any) -> None:
        self.issuer = config.oidc_issuer.rstrip("/")
        self.host = urlsplit(self.issuer).netloc
        self.label = config.oidc_label or urlsplit(self.issuer).hostname
        self.groups_claim = config.oidc_groups_claim
        self.role_list = config.oidc_role_list
        self.client = flask_client.OAuth(app).register(
            "provider", client_id=config.oidc_client_id, client_secret=config.oidc_client_secret,
            server_metadata_url=f"{self.issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": config.oidc_scopes, "code_challenge_method": "S256",
                           "default_timeout": PATIENCE, "max_redirects": 0})

    def ask(self, back: str, **more: Any) -> Response:
        """Send the browser there; it comes back to `back`."""
        self.learn()
        return self.client.authorize_redirect(back, **more)

    def answer(self) -> tuple[dict[str, Any], str]:
        """The claims of who came back, and the token they stand in. Forbidden, with a sentence,
        for everything that is not as it must be."""
        self.learn()
        try:
            token = self.client.authorize_access_token(leeway=LEEWAY)
        except requests.RequestException as silence:
            raise _unreachable(silence) from silence
        except (authlib_errors.AuthlibBaseError, jose_errors.JoseError, ValueError,
                KeyError) as wrong:
            raise self._broken_off(wrong) from wrong
        if not token.get("userinfo", {}).get("sub"):
            raise self._broken_off(ValueError("no subject"))
        return dict(token["userinfo"]), token["id_token"]

    def _broken_off(self, why: Exception) -> Forbidden:
        """Its keys may have changed since: the next one asks for them anew."""
        self.client.server_metadata.pop("jwks", None)
        log.warning("a sign-in with the provider was broken off: %s: %.200r",
                    type(why).__name__, str(why))
        if getattr(why, "error", "") in SET_UP_WRONGLY:
            return _not_set_up()
        return Forbidden(_("The sign-in with %(provider)s was broken off. Please start again.",
                           provider=self.label))

    def groups_of(self, claims: dict[str, Any]) -> list[str]:
        """`realm_access.roles` means the roles within realm_access."""
        found: Any = claims.get(self.groups_claim)
        if found is None:
            found = claims
            for part in self.groups_claim.split("."):
                found = found.get(part) if isinstance(found, dict) else None
        return [str(each) for each in found] if isinstance(found, list) else []

    def way_out(self, token: str, back: str) -> str:
        """Where signing out there begins; empty where there is no such place, or nobody answers."""
        try:
            self.learn()
            return self.client.create_logout_url(
                post_logout_redirect_uri=back, id_token_hint=token,
                client_id=self.client.client_id)["url"]
        except (Forbidden, RuntimeError):
            return ""

    def learn(self) -> None:
        """What the provider says of itself, once; only what stays at its own host is believed."""
        known = self.client.server_metadata
        try:
            said = self.client.load_server_metadata()
        except (requests.RequestException, ValueError) as silence:
            raise _unreachable(silence) from silence
        if said.get("issuer", "").rstrip("/") != self.issuer or not all(
                urlsplit(said[name])[:2] == urlsplit(self.issuer)[:2]
                for name in ENDPOINTS if name in said):
            issuer = said.get("issuer", "")
            known.clear()
            log.warning("the provider says that it is %.200r, or points to other hosts", issuer)
            raise _not_set_up()
        said["id_token_signing_alg_values_supported"] = [
            each for each in said.get("id_token_signing_alg_values_supported", ["RS256"])
            if each in SIGNATURES]


def init_app(app: Flask, config: Any) -> None:
    """Call after Flask-Security is installed. Without settings there is no provider."""
    app.extensions["sign_on"] = Provider(app, config) if config.oidc_issuer else None
    app.jinja_env.globals["sign_on"] = LocalProxy(provider)
    views = app.view_functions
    views["security.logout"] = _out_there_too(views["security.logout"])


def provider() -> Any:
    """The provider of this installation, or none."""
    return current_app.extensions["sign_on"]


def check_sign_on() -> Iterator[Finding]:
    """For `cop doctor`: does the provider answer, and is it the one that was named?"""
    there = provider()
    if there is None:
        return
    try:
        there.learn()
    except Forbidden as no:
        why = str(no.__cause__ or "what it says of itself is another issuer, or at other hosts")
        yield Finding("single sign-on", f"{there.issuer}: {why[:200]}",
                      "COP_OIDC_ISSUER must be, letter for letter, what its page "
                      "/.well-known/openid-configuration calls “issuer”, and be reached from here.")
    else:
        yield Finding("single sign-on", f"{there.issuer} answers")


def is_strong(claims: dict[str, Any]) -> bool:
    """Did the provider ask for more than a password?"""
    said = claims.get("amr")
    return isinstance(said, list) and bool(SEVERAL & set(map(str, said)))


def is_just_now(claims: dict[str, Any]) -> bool:
    """Did somebody prove there who they are since we asked?"""
    proved, asked = claims.get("auth_time"), session.pop("asked_provider_at", 0)
    return isinstance(proved, int) and asked and proved >= asked - LEEWAY


def note_asked() -> None:
    session["asked_provider_at"] = int(time.time())


def _out_there_too(view: Callable[..., Any]) -> Callable[..., Any]:
    """Who came from the provider signs out there, too."""

    @wraps(view)
    def leave(*args: Any, **kwargs: Any) -> Any:
        sign_in = this_sign_in() if me().is_signed_in else None
        token = sign_in.provider_token if sign_in else ""
        answer = view(*args, **kwargs)
        config = current_app.config["COP"]
        if token and provider() and (
                out := provider().way_out(token, config.base_url.rstrip("/") + "/")):
            return redirect(out)
        return answer

    return leave


def _not_set_up() -> Forbidden:
    return Forbidden(_("The provider of sign-ins is not set up rightly. Sign in with your "
                       "password, and tell the administrator."))


def _unreachable(silence: Exception) -> Forbidden:
    log.warning("the provider of sign-ins does not answer: %.200r", str(silence))
    return Forbidden(_("The provider of sign-ins does not answer at this moment. Sign in with your "
                       "password, or try again later."))

"""The forms of Flask-Security, in our words and with what registration asks here.

What the pages answer stands in `sentences.py`; how they are wired, in `security.py`.
"""
from collections.abc import Callable
from typing import Any

import flask_security as fs
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security.utils import get_message, validate_redirect_url
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.validators import InputRequired, Length

from cop.base.contacts import is_in_domains
from cop.base.site import fresh_site
from cop.base.text import clean
from cop.people.fields import AsOnPage, RegionsField
from cop.people.letters import ask_letter
from cop.people.policy import may_sign_in
from cop.people.profile import LONGEST_NAME, SHORTEST_NAME

LABELS = {
    "email": _l("E-mail address"),
    "password": _l("Password"),
    "password_confirm": _l("The same password again"),
    "new_password": _l("New password"),
    "new_password_confirm": _l("The new password again"),
    "remember": _l("Keep me signed in on this device"),
    "code": _l("Code"),
}


class Worded:
    """Labels in our words; an address of another site to come back to is forgotten."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, words in LABELS.items():
            if name in self._fields:
                self._fields[name].label.text = words
        if "password" in self._fields:
            self.password.description = ""

    def validate_next(self, field: Field) -> None:
        if field.data and not validate_redirect_url(field.data):
            field.data = ""


class AddressAsked(Worded):
    """Says that an address is missing or is none, but never whether somebody has it: not by the
    time it takes either. Who it is, and whether they get the letter, is found out by a job; so
    Flask-Security hears «no» and answers as it answers always."""

    letter: str

    def validate(self, **kwargs: Any) -> bool:
        super().validate(**kwargs)
        wrong = {str(get_message(key)[0])
                 for key in ("EMAIL_NOT_PROVIDED", "INVALID_EMAIL_ADDRESS")}
        self.form_errors += [each for each in self.email.errors if str(each) in wrong]
        if not self.form_errors:
            ask_letter(self.letter, self.email.data, get_locale().language)
        return False


class LoginForm(Worded, fs.LoginForm):
    """E-mail address and password. Who knows both may hear why the account is not open."""

    def validate(self, **kwargs: Any) -> bool:
        valid = super().validate(**kwargs)
        if not valid and self.user_authenticated:
            suspended = may_sign_in(self.user).reason if self.user.active else ""
            self.form_errors += [suspended] if suspended else self.email.errors
            self.email.errors = []
        return valid


class VerifyForm(Worded, fs.VerifyForm):
    """The password again, before something that matters."""


class SendConfirmationForm(AddressAsked, fs.SendConfirmationForm):
    """Where to send the letter that confirms an address."""

    letter = "confirm"


class ChangePasswordForm(Worded, fs.ChangePasswordForm):
    """The old password and the new one."""


class ChangeEmailForm(Worded, fs.ChangeEmailForm):
    """The new address."""


#: Was this address invited to something? Higher features say so (`invites`).
_invitations: dict[str, Callable[[str], bool]] = {}


def invites(to: str, knows: Callable[[str], bool]) -> None:
    """Let a higher feature say whom it has invited."""
    _invitations[to] = knows


def is_invited(email: str) -> bool:
    return any(knows(email) for knows in _invitations.values())


def joining_problem(email: str) -> str:
    """Why who comes from the provider of sign-ins cannot join; empty when they can."""
    site = fresh_site()
    if not email:
        return _("The provider told us no e-mail address of yours. Ask who runs it.")
    if site.registration in ("closed", "approval"):
        return _("Registration is closed here.")
    if site.registration == "invitation" and not is_invited(email):
        return _("Registration is by invitation only. Use the address at which you were invited.")
    if not is_in_domains(email, site.mail_domains):
        return _("Registration is for addresses of %(domains)s. Write to whoever runs this "
                 "community if you have none.", domains=", ".join(site.mail_domains))
    return ""


class Introduction:
    """What everybody who joins is asked."""

    name = StringField(
        _l("Your name, as colleagues know it"),
        filters=[lambda text: " ".join(clean(text or "").split())],
        validators=[InputRequired(_l("Please write your name.")),
                    Length(SHORTEST_NAME, LONGEST_NAME,
                           _l("A name has 2 to 100 characters."))])
    accept_terms = BooleanField(
        _l("I accept the terms of use."),
        validators=[InputRequired(_l("Please accept the terms to take part."))])


class FirstSignInForm(AsOnPage, Introduction, FlaskForm):
    """Whoever comes from the provider of sign-ins for the first time."""

    on_page = ("name", "region", "interface_language", "accept_terms")

    region = RegionsField(_l("Region you work for"))
    interface_language = SelectField(_l("Language of the pages"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.interface_language.choices = languages

    @property
    def region_code(self) -> str:
        return (self.region.data or [""])[0]


class RegisterForm(AsOnPage, Introduction, Worded, fs.RegisterFormV2):
    """Registration asks for a name, and for the terms to be accepted."""

    on_page = ("name", "email", "password", "accept_terms")

    def validate(self, **kwargs: Any) -> bool:
        site = fresh_site()
        if site.registration in ("closed", "approval"):
            self.form_errors.append(_("Registration is closed here."))
            return False
        valid = super().validate(**kwargs)
        if site.registration == "invitation" and not is_invited(self.email.data or ""):
            self.form_errors.append(_("Registration is by invitation only. Use the address at "
                                      "which you were invited."))
            return False
        if self.email.data and not is_in_domains(self.email.data, site.mail_domains):
            self.email.errors = [*self.email.errors, _(
                "Registration is for addresses of %(domains)s. Write to whoever runs this "
                "community if you have none.", domains=", ".join(site.mail_domains))]
            return False
        return valid


class ForgotPasswordForm(AddressAsked, fs.ForgotPasswordForm):
    """Also for accounts whose address is not confirmed: the answered letter confirms it."""

    letter = "reset"


class ResetPasswordForm(Worded, fs.ResetPasswordForm):
    """Who has not accepted the terms yet (their account was made for them) does so here."""

    accept_terms = BooleanField(_l("I accept the terms of use."))

    @property
    def asks_for_terms(self) -> bool:
        return self.user is not None and not self.user.terms_version

    def validate(self, **kwargs: Any) -> bool:
        if not super().validate(**kwargs):
            return False
        if self.asks_for_terms and not self.accept_terms.data:
            self.accept_terms.errors = [_("Please accept the terms to take part.")]
            return False
        return True


class CodeForm(Worded, fs.TwoFactorVerifyCodeForm):
    """A code of an app."""


class RecoveryForm(Worded, fs.MfRecoveryForm):
    """A recovery code in the place of the second step."""


class PasskeyForm(Worded, fs.WebAuthnRegisterForm):
    """What a new passkey shall be called."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.name.label.text = _("Name of the passkey")


class PasskeySignInForm(Worded, fs.WebAuthnSigninForm):
    """Whether to stay signed in; who it is, the passkey says."""


FORMS = {
    "two_factor_verify_code_form": CodeForm, "mf_recovery_form": RecoveryForm,
    "wan_register_form": PasskeyForm, "wan_signin_form": PasskeySignInForm,
    "login_form": LoginForm, "verify_form": VerifyForm, "register_form": RegisterForm,
    "send_confirmation_form": SendConfirmationForm, "forgot_password_form": ForgotPasswordForm,
    "reset_password_form": ResetPasswordForm, "change_password_form": ChangePasswordForm,
    "change_email_form": ChangeEmailForm,
}

"""How often things may be done, counted per person or address by Flask-Limiter."""
import math
import time
from typing import Any

from flask import Flask, current_app, request, session
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from flask_limiter.util import get_remote_address
from limits.storage import MemoryStorage

from cop.web import devices
from cop.web.session import me
from cop.web.transaction import SAFE

#: So long what nobody needs any more is kept in memory; seconds.
SWEPT = 60
#: A Redis that does not answer within so many seconds is gone: each process counts for itself.
REDIS_PATIENCE = 1


def who() -> str:
    """A person counts as one wherever they are; visitors count by address."""
    person = me()
    return f"person:{person.id}" if person.is_signed_in else f"address:{get_remote_address()}"


def is_counted_elsewhere() -> bool:
    """Reading is; and signing in where its own limits (`brute_force.py`) know better than the
    address who it is: its owner is not held up by what others send from the same line."""
    if request.method in SAFE:
        return True
    if request.endpoint == "security.login":
        return devices.knows(request.form.get("email", ""))
    return request.endpoint in SECOND_STEPS and "tf_user_id" in session


#: What one person, or the visitors of one address, may send altogether, whatever it is.
SENT = "120/minute;3000/hour"
#: For who knows the password.
SECOND_STEPS = {"security.two_factor_token_validation", "security.mf_recovery"}
#: Posts and topics of one person.
WRITTEN = "15/minute;150/hour"


class Sparing(Limiter):
    """Views with limits of their own look after them; others are counted before, and of these
    reading only where a blueprint says so. Without this, limits are looked up at each page."""

    def _check_request_limit(self, callable_name: str | None = None,
                             in_middleware: bool = True) -> None:
        if not in_middleware or request.method not in SAFE or self.limit_manager.blueprint_limits(
                current_app, request.blueprint):
            super()._check_request_limit(callable_name, in_middleware)


limiter = Sparing(who, headers_enabled=False, strategy="moving-window",
                  application_limits=[SENT], application_limits_exempt_when=is_counted_elsewhere)


class Share(MemoryStorage):
    """Kept by each process for itself: each allows its share, so that all together allow about
    what is meant."""

    STORAGE_SCHEME = ["share"]

    def __init__(self, uri: str | None = None, *, processes: int = 1, **more: Any):
        super().__init__(uri, **more)
        self.processes, self._swept_at = processes, time.monotonic()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        return super().acquire_entry(key, self._share_of(limit), expiry, amount)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Who has used up the share of this process has used up all: what is counted only when it
        went wrong is asked here, before."""
        began, count = super().get_moving_window(key, limit, expiry)
        return began, limit if count >= self._share_of(limit) else count

    def _MemoryStorage__schedule_expiry(self) -> None:
        """Would start a thread after each request, which looks at what everybody has sent."""
        if time.monotonic() - self._swept_at > SWEPT:
            self._swept_at = time.monotonic()
            super()._MemoryStorage__schedule_expiry()

    def _share_of(self, limit: int) -> int:
        return max(limit // self.processes, 1)


def init_app(app: Flask, redis_url: str, processes: int) -> None:
    """Tests switch it on where they mean it."""
    if redis_url:
        app.config["RATELIMIT_STORAGE_URI"] = redis_url
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {
            "socket_timeout": REDIS_PATIENCE, "socket_connect_timeout": REDIS_PATIENCE}
    else:
        app.config["RATELIMIT_STORAGE_URI"] = "share://"
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {"processes": processes}
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(redis_url)
    limiter.enabled = True
    limiter.init_app(app)
    limiter.enabled = not app.config["COP"].testing


def seconds_until_free() -> int:
    """How long whoever was just refused has to wait."""
    refused = limiter.current_limit
    return max(math.ceil(refused.reset_at - time.time()), 1) if refused else 1


def said_of(refusal: Exception) -> str:
    """The sentence of the limit that was reached; empty where it has none of its own."""
    spoken = isinstance(refusal, RateLimitExceeded) and refusal.limit.error_message
    return str(refusal.description) if spoken else ""

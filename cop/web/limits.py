"""How often things may be done, counted per person or address by Flask-Limiter."""
import math
import time

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from cop.web.session import me


def who() -> str:
    """A person counts as one wherever they are; visitors count by address."""
    person = me()
    return f"person:{person.id}" if person.is_signed_in else f"address:{get_remote_address()}"


limiter = Limiter(who, headers_enabled=False, strategy="moving-window")


def init_app(app: Flask, redis_url: str) -> None:
    """Tests switch it on where they mean it."""
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(redis_url)
    limiter.enabled = True
    limiter.init_app(app)
    limiter.enabled = not app.config["COP"].testing


def seconds_until_free() -> int:
    """How long whoever was just refused has to wait."""
    refused = limiter.current_limit
    return max(math.ceil(refused.reset_at - time.time()), 1) if refused else 1

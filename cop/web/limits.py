"""How often things may be done, counted per person or address by Flask-Limiter."""
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
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    app.config["RATELIMIT_ENABLED"] = not app.config["COP"].testing
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(redis_url)
    limiter.init_app(app)

"""What our cookies are called: over https so that no other site of the domain can set them."""
from flask import Flask, Response, current_app, request

#: Browsers take a cookie of such a name from this very host alone, and encrypted.
OWN = "__Host-"


def init_app(app: Flask, *, is_encrypted: bool) -> None:
    app.extensions["cookies"] = OWN if is_encrypted else ""
    for of, name in (("SESSION", "session"), ("REMEMBER", "remember_token")):
        app.config |= {f"{of}_COOKIE_NAME": app.extensions["cookies"] + name,
                       f"{of}_COOKIE_SAMESITE": "Lax", f"{of}_COOKIE_HTTPONLY": True,
                       f"{of}_COOKIE_SECURE": is_encrypted}
    app.jinja_env.globals["cookie_name"] = full_name


def full_name(name: str) -> str:
    return current_app.extensions["cookies"] + name


def read(name: str) -> str:
    return request.cookies.get(full_name(name), "")


def give(response: Response, name: str, value: str, *, seconds: int) -> None:
    """To be kept for so long; no script reads it."""
    response.set_cookie(full_name(name), value, max_age=seconds, httponly=True, samesite="Lax",
                        secure=bool(current_app.extensions["cookies"]))


def take_back(response: Response, name: str) -> None:
    response.delete_cookie(full_name(name), httponly=True, samesite="Lax",
                           secure=bool(current_app.extensions["cookies"]))

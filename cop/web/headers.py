"""Security headers: nothing from elsewhere, nothing inline, nothing framed; and what may be kept.

What the addresses of static files look like is said in `rendering.py`.
"""
from urllib.parse import urlsplit

from flask import Flask, Response, request

from cop.web.look import look

POLICY = "; ".join([
    "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
])
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{each}=()" for each in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
        "encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer",
        "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    )),
}
#: A year, the names below this one included.
ONLY_ENCRYPTED = "max-age=31536000; includeSubDomains"
#: Nobody after them at the same machine finds these pages in its cache: what is one's own, and what
#: people with a role see of others.
NEVER_KEPT = ("/me", "/admin", "/moderation", "/decisions")

#: The address of a static file changes with its content.
FOR_EVER = "public, max-age=31536000, immutable"


def init_app(app: Flask, base_url: str, provider: str = "") -> None:
    """`provider`: the address of a provider of sign-ins, to which forms lead in the end."""
    there = "{0.scheme}://{0.netloc}".format(urlsplit(provider)) if provider else ""
    policy = POLICY.replace("form-action 'self'", f"form-action 'self' {there}".rstrip())

    @app.after_request
    def protect(response: Response) -> Response:
        without_pictures = response.mimetype == "text/html" and look().text_only
        said = policy.replace("img-src 'self'", "img-src") if without_pictures else policy
        for name, value in (HEADERS | {"Content-Security-Policy": said}).items():
            response.headers.setdefault(name, value)
        if request.is_secure or base_url.startswith("https:"):
            response.headers["Strict-Transport-Security"] = ONLY_ENCRYPTED
        if request.endpoint == "security.logout":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        if _is_of_accounts():  # Flask-Security writes «no-store=True», which no browser knows
            response.headers["Cache-Control"] = "private, no-store"
        elif request.endpoint != "static":
            response.headers.setdefault("Cache-Control", _how_kept())
        elif "v" in request.args and response.status_code == 200:
            response.headers["Cache-Control"] = FOR_EVER
        return response


def _is_of_accounts() -> bool:
    return (request.endpoint or "").startswith("security.")


def _how_kept() -> str:
    """By the browser alone, which asks each time; or not at all."""
    is_own = any(request.path == place or request.path.startswith(f"{place}/")
                 for place in NEVER_KEPT)
    return "private, no-store" if is_own else "private, no-cache"

"""Security headers: nothing from elsewhere, nothing inline, nothing framed; and what may be kept.

What the addresses of static files look like is said in `rendering.py`.
"""
from urllib.parse import urlsplit

from flask import Flask, Response, request

POLICY = "; ".join([
    "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "form-action 'self'",
    "base-uri 'none'", "frame-ancestors 'none'",
])
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


#: The address of a static file changes with its content.
FOR_EVER = "public, max-age=31536000, immutable"


def init_app(app: Flask, provider: str = "") -> None:
    """`provider`: the address of a provider of sign-ins, to which forms lead in the end."""
    there = "{0.scheme}://{0.netloc}".format(urlsplit(provider)) if provider else ""
    policy = POLICY.replace("form-action 'self'", f"form-action 'self' {there}".rstrip())

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in (HEADERS | {"Content-Security-Policy": policy}).items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "private, no-cache")
        elif "v" in request.args and response.status_code == 200:
            response.headers["Cache-Control"] = FOR_EVER
        return response

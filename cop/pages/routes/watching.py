"""What watching machines read: /metrics."""
from hmac import compare_digest
from ipaddress import ip_address

from flask import Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST

from cop.base.errors import NotFound
from cop.base.metrics import exposition
from cop.pages.queries.metrics import list_facts
from cop.pages.routes.pages import bp
from cop.web.session import open_to_visitors

#: What a proxy in front says: then it is somebody else who asks from this machine.
PROXIED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


@bp.get("/metrics")
@open_to_visitors
def metrics() -> Response:
    if not (_knows_token() or _is_of_this_machine()):
        raise NotFound
    return Response(exposition(list_facts()), content_type=CONTENT_TYPE_LATEST)


def _knows_token() -> bool:
    token = current_app.config["COP"].metrics_token
    given = request.headers.get("Authorization", "")
    return bool(token) and compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_of_this_machine() -> bool:
    """Asked from here, past any proxy, where no token was set."""
    if current_app.config["COP"].metrics_token or any(name in request.headers for name in PROXIED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False

"""One JSON line per event in the log, each with the id of its request.

What is worth an entry in the audit log is decided in `base/audit.py`.
"""
import json
import logging
import re
import secrets
import sys
import time
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from cop.base.db import id_of

REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
#: Parts of an address that open something: they stand in no log.
SECRETS = ("secret", "token")
USUAL = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"), "level": record.levelname,
            "from": record.name, "message": record.getMessage(),
        }
        if has_request_context():
            line["request"] = request_id()
        line |= {k: v for k, v in vars(record).items() if k not in USUAL}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """The same for reading."""

    def format(self, record: logging.LogRecord) -> str:
        told = [self.formatTime(record, "%H:%M:%S"), record.levelname, record.name,
                record.getMessage()]
        if has_request_context():
            told.append(f"request={request_id()}")
        told += [f"{k}={v}" for k, v in vars(record).items() if k not in USUAL]
        trace = [self.formatException(record.exc_info)] if record.exc_info else []
        return "\n".join([" ".join(told), *trace])


FORMATS = {"json": JsonLines, "text": PlainLines}


def init_app(app: Flask, level: str, form: str) -> None:
    _write_lines(level, form)

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = request_id()
        took = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
        logging.getLogger("cop.requests").info(
            "answered", extra={"method": request.method, "path": _path(),
                               "status": response.status_code, "ms": took, "person": _person()})
        return response


def request_id() -> str:
    """The id of this request: it is in the log, in the answer's header and on error pages."""
    return g.get("request_id", "-")


def _person() -> int | None:
    """The number of who asked, where the page looked at it; never a name."""
    return id_of(g.get("_login_user"))


def _path() -> str:
    path = request.path
    for name in SECRETS:
        if secret := (request.view_args or {}).get(name):
            path = path.replace(secret, "…")
    return path


def _write_lines(level: str, form: str) -> None:
    root = logging.getLogger("cop")
    root.setLevel(level)
    if not root.handlers:
        root.addHandler(logging.StreamHandler(sys.stderr))
        root.propagate = False
    root.handlers[0].setFormatter(FORMATS[form]())

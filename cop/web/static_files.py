"""Static files as they travel: compressed once for all starts, answered before all else is asked.

Compressing them for each request took longer than the pages of visitors do. Addresses that do not
carry the digest of what is there now, and methods other than reading, are left to the application.
"""
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic, time
from typing import Any
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from cop.web.headers import HEADERS
from cop.web.rendering import digest

COMMENT = re.compile(rb"/\*.*?\*/\n?", re.DOTALL)
#: What pages are told about themselves says nothing of a style sheet.
SAID = ("X-Content-Type-Options", "Cross-Origin-Resource-Policy")
#: Who answers from a file marks it so often; one that nobody marks any more is of a version before.
MARKED_EVERY, KEPT_UNMARKED = 3600, 7 * 24 * 3600  # seconds


class StaticFiles(WhiteNoise):
    def __init__(self, application: Any, kept: Path) -> None:
        super().__init__(application, allow_all_origins=False, add_headers_function=_protect,
                         immutable_file_test=lambda _path, _url: True)
        self._asked: dict[str, str] = {}
        self._kept, self._own = kept, set[str]()
        self._due = monotonic() + MARKED_EVERY

    def add(self, address: str, version: str, path: Path) -> None:
        self._asked[address] = f"v={version}"
        self._own |= {path.name + packed for packed in ("", ".br", ".gz")}
        self.add_file_to_dictionary(address, str(path))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        asked = self._asked.get(environ["PATH_INFO"])
        if asked and asked == environ["QUERY_STRING"]:
            if monotonic() > self._due:
                self._due = monotonic() + MARKED_EVERY
                self._keep_house()
            return super().__call__(environ, start_response)
        return self.application(environ, start_response)


    def _keep_house(self) -> None:
        """Mark our own files, and take away those that nobody marks: another process may answer
        from those of another version for as long as it runs."""
        with suppress(OSError):
            for file in filter(Path.is_file, self._kept.iterdir()):
                if file.name in self._own:
                    os.utime(file)
                elif file.stat().st_mtime < time() - KEPT_UNMARKED:
                    file.unlink()


def serve(app: Flask, kept: Path) -> None:
    """Let this application answer its static files from there. Call when it is put together."""
    folder = Path(app.static_folder or "")
    files = StaticFiles(app.wsgi_app, kept)
    with suppress(OSError):  # no room: the application answers itself
        kept.mkdir(exist_ok=True)
        for file in filter(Path.is_file, folder.rglob("*")):
            path = file.relative_to(folder).as_posix()
            version = digest(str(folder), path)
            files.add(f"{app.static_url_path}/{path}", version,
                      _compressed(file, kept / f"{version}-{file.name}"))
    app.wsgi_app = files


def _compressed(file: Path, ready: Path) -> Path:
    """Beside it stands what it is compressed to; it comes last, so that all is there when it is."""
    if not ready.exists():
        with tempfile.TemporaryDirectory(dir=ready.parent) as half:
            made = Path(half) / ready.name
            made.write_bytes(_content(file))
            Compressor(quiet=True).compress(str(made))
            for each in sorted(Path(half).iterdir(), reverse=True):
                os.replace(each, ready.parent / each.name)
    return ready


def _content(file: Path) -> bytes:
    """What is said in a style sheet to who reads its source does not travel."""
    content = file.read_bytes()
    return COMMENT.sub(b"", content) if file.suffix == ".css" else content


def _protect(headers: Headers, _path: str, _url: str) -> None:
    for name in SAID:
        headers[name] = HEADERS[name]

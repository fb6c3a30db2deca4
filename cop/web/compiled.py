"""Templates as Python's bytecode, kept from one start to the next in a folder of this host.

A process that begins reads in a tenth of a second what took two to make. Whoever can write into the
folder must not thereby run what they like: each file is sealed with the secret key, and one that is
not is made anew.
"""
import hashlib
import hmac
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

SEAL = hashlib.sha256().digest_size


class Compiled(BytecodeCache):
    def __init__(self, folder: Path, secret: str) -> None:
        self._folder, self._key = folder, f"templates {secret}".encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            kept = self._file(bucket.key).read_bytes()
            if hmac.compare_digest(kept[:SEAL], self._seal(bucket.key, kept[SEAL:])):
                bucket.bytecode_from_string(kept[SEAL:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Where there is no room, it is made again another time."""
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as half:
                half.write(self._seal(bucket.key, code) + code)
            os.replace(half.name, self._file(bucket.key))

    def has(self, name: str, file: str | None) -> bool:
        return self._file(self.get_cache_key(name, file)).exists()

    def _file(self, key: str) -> Path:
        return self._folder / key

    def _seal(self, key: str, code: bytes) -> bytes:
        return hmac.digest(self._key, key.encode() + code, "sha256")


def init_app(app: Flask, folder: Path, secret: str) -> None:
    app.jinja_env.bytecode_cache = Compiled(folder, secret)


def load_what_is_kept(app: Flask) -> None:
    """All templates that were asked for since there is this folder, before processes are forked
    that share them."""
    environment = app.jinja_env
    for name in environment.list_templates():
        _source, file, _is_current = environment.loader.get_source(environment, name)
        if environment.bytecode_cache.has(name, file):
            environment.get_template(name)

"""The file of a backup: a tar with the database, the uploaded files and, last, a manifest that says
what they are and the SHA-256 of each.

What is taken into it and put back is decided in `backup.py`. Nothing is ever unpacked to a path
that an archive names: members have the names below or the whole is refused, and their bytes are
handed to who knows where they belong.
"""
import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from cop.base.errors import Forbidden

DATABASE, MANIFEST = "database", "manifest.json"
NAME = re.compile(r"database|manifest\.json|files/[0-9a-f]{64}|parts/\d{1,10}/\d{1,10}")
LARGEST_MANIFEST = 512 * 1024 * 1024
CHUNK = 1024 * 1024
FORMAT = 1

Member = tuple[str, Path | bytes]


@contextmanager
def whole_or_nothing(file: Path) -> Iterator[Path]:
    """A draft beside the file, which takes its place once everything went well. A full disk leaves
    what was there before."""
    draft = file.with_name(file.name + ".part")
    try:
        draft.touch(mode=0o600)
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    except OSError as problem:
        raise Forbidden(f"{file}: {problem.strerror or problem}.") from problem
    finally:
        draft.unlink(missing_ok=True)


def write_archive(draft: Path, members: Iterable[Member],
                  facts: Mapping[str, Any]) -> Iterator[str]:
    """Write the members, then the manifest: the facts and all sums. Names each as it is done."""
    sums: dict[str, str] = {}
    with tarfile.open(draft, "w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members:
            sums[name] = _add(archive, name, content)
            yield name
        manifest = {"format": FORMAT, **facts, "members": sums}
        _add(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def read_manifest(file: Path) -> dict[str, Any]:
    """What the archive says of itself, once every member was found to be what it says.

    Forbidden when a sum differs, something lacks or is there that does not belong, or names a
    place outside.
    """
    sums, manifest = {}, b""
    with _opened(file) as members:
        for member, content in members:
            if member.name == MANIFEST:
                manifest = content.read(LARGEST_MANIFEST)
            else:
                sums[member.name] = _sum(content)
    told = _parsed(file, manifest)
    for name in sorted(sums.keys() ^ told["members"].keys()):
        raise Forbidden(f"{file}: {name} is in the {'archive' if name in sums else 'manifest'} "
                        "only. The archive is not whole.")
    for name, digest in told["members"].items():
        if sums[name] != digest:
            raise Forbidden(f"{file}: {name} is damaged, its SHA-256 is not what it was.")
    return told


def read_members(file: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """(name, bytes) of all but the manifest."""
    with _opened(file) as members:
        for member, content in members:
            if member.name != MANIFEST:
                yield member.name, content


@contextmanager
def _opened(file: Path) -> Iterator[Iterator[tuple[tarfile.TarInfo, IO[bytes]]]]:
    try:
        with tarfile.open(file, "r:") as archive:
            yield _members(file, archive)
    except tarfile.TarError as problem:
        raise Forbidden(f"{file} is no backup, or half of one: {problem}.") from problem
    except OSError as problem:
        raise Forbidden(f"{file}: {problem.strerror or problem}.") from problem


def _members(file: Path, archive: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    for member in archive:
        if not (member.isreg() and NAME.fullmatch(member.name)):
            raise Forbidden(f"{file}: “{member.name}” does not belong into a backup. Nothing was "
                            "taken from it.")
        yield member, archive.extractfile(member)


def _parsed(file: Path, manifest: bytes) -> dict[str, Any]:
    try:
        told = json.loads(manifest)
        if told["format"] == FORMAT and {"database", "revision", "version"} <= told.keys() and all(
                isinstance(digest, str) for digest in told["members"].values()):
            return told
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise Forbidden(f"{file} has no manifest that this version understands: it is no backup, half "
                    "of one, or a newer version made it.")


def _add(archive: tarfile.TarFile, name: str, content: Path | bytes) -> str:
    """Its SHA-256."""
    member = tarfile.TarInfo(name)
    member.mode = 0o600
    with (io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")) as source:
        member.size = source.seek(0, io.SEEK_END)
        source.seek(0)
        digest = _sum(source)
        source.seek(0)
        archive.addfile(member, source)
    return digest


def _sum(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()

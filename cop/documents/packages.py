"""DOCX, ODT, EPUB and XLSX are zip files: their parts rewritten, and the same bytes each time.

What is to be rewritten is said by the module of each format.
"""
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

Rewrite = Callable[[str], str]
#: The first moment a zip file can name.
BEGINNING = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644 << 16
UNIX = 3
#: The build time in the properties of office files and, in its own form, of books.
MOMENTS = re.compile(
    r"\s*(<(dcterms:created|dcterms:modified|meta:creation-date|dc:date)\b[^>]*>)[^<]*(</\2>)"
)
MOMENT_OF_BOOK = re.compile(r'(<meta property="dcterms:modified">)[^<]*')


def rewritten(
    package: bytes, rewrites: Mapping[str, Rewrite], added: Mapping[str, str] | None = None
) -> bytes:
    """The package with fixed times, each part whose path fits a pattern rewritten, and more."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(result, "w") as new:
        for part in old.infolist():
            content = _part(part.filename, old.read(part), rewrites)
            new.writestr(_timeless(part.filename), content)
        for name, content in (added or {}).items():
            new.writestr(_timeless(name), content)
    return result.getvalue()


def with_first(part: str, paragraph: str, beginning: str) -> str:
    """The part with a paragraph (a pattern) moved to where its text begins: above the title,
    which pandoc always writes first."""
    found = re.search(paragraph, part, re.DOTALL)
    if not found:
        return part
    rest = part[:found.start()] + part[found.end():]
    return rest.replace(beginning, beginning + found[0], 1)


def with_moment(properties: str, made_at: datetime | None) -> str:
    """The build time in the properties of an office file, or none at all."""
    if made_at is None:
        return MOMENTS.sub("", properties)
    return MOMENTS.sub(rf"\g<1>{_written(made_at)}\g<3>", properties)


def with_moment_of_book(properties: str, made_at: datetime | None) -> str:
    """The build time of a book, which must have one: without, the beginning of zip files."""
    moment = made_at or datetime(*BEGINNING, tzinfo=UTC)
    return MOMENT_OF_BOOK.sub(rf"\g<1>{_written(moment)}", properties)


def _written(moment: datetime) -> str:
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _part(name: str, content: bytes, rewrites: Mapping[str, Rewrite]) -> bytes:
    for pattern, rewrite in rewrites.items():
        if re.fullmatch(pattern, name):
            content = rewrite(content.decode()).encode()
    return content


def _timeless(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, BEGINNING)
    part.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    part.external_attr = READABLE
    part.create_system = UNIX
    return part

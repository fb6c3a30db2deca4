"""What a file is, found out from what it holds: never from its name or from what a client says.

Pictures are only told apart here; `pictures.py` makes them anew.
"""
import csv
import re
import zipfile
from collections import Counter
from io import BytesIO
from itertools import groupby, islice

from defusedxml import ElementTree
from flask_babel import gettext as _

from cop.base.errors import Invalid
from cop.files.kinds import BY_MEDIA_TYPE, KINDS, NAMES, Kind

#: How much of a file is searched for the beginning of a web page.
HEAD = 1024
PAGE = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)
#: How much of a table is looked at, in characters and in rows.
LINES, ROWS = 20_000, 20
#: What no table of words and numbers begins with: markup, JSON, RTF, PostScript, a script.
NO_TABLE = ("<", "{", "[", "%!", "#!", "%PDF")
#: Limits of what is looked at in a document: members, bytes of all of them, bytes of one part.
MOST_MEMBERS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_READ = 1024 * 1024
CONTENT_TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    kind.media_type + ".main+xml": kind
    for kind in KINDS.values() if "openxmlformats" in kind.media_type}
MACROS = re.compile(r"macroenabled|vbaproject|^basic/|^scripts/|vbadata", re.IGNORECASE)


def kind_of(content: bytes) -> Kind:
    """The kind of a file. Invalid with a sentence where it is none that can be attached."""
    if not content:
        raise _refusal(_("This file is empty."))
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_package(content)
    if content.startswith(b"%PDF-"):
        return _check_pdf(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return KINDS["png"]
    if content.startswith(b"\xff\xd8\xff"):
        return KINDS["jpg"]
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return KINDS["webp"]
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refusal(_("This document is in an old format or locked by a password. Please save "
                         "it as DOCX, XLSX, PPTX or PDF, without a password."))
    if _is_table(content):
        return KINDS["csv"]
    raise _refusal(_("Files of this kind cannot be attached. These can: %(kinds)s.", kinds=NAMES))


def table_text(content: bytes) -> str | None:
    """The words of a CSV file: UTF-8, UTF-16 where it says so, else Windows-1252."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else (
            "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _check_pdf(content: bytes) -> Kind:
    """A PDF and nothing else: no web page at its head, no archive at its end."""
    if PAGE.search(content[:HEAD]) or zipfile.is_zipfile(BytesIO(content)):
        raise _not_what_it_seems()
    return KINDS["pdf"]


def _is_table(content: bytes) -> bool:
    """Lines of text with something that separates cells, and nothing a browser would run."""
    text = table_text(content)
    if text is None or any(c < " " and c not in "\t\r\n" for c in text):
        return False
    begin = text.lstrip()
    return (not begin.startswith(NO_TABLE) and not PAGE.search(begin[:HEAD].encode())
            and any(_has_columns(begin, separator) for separator in ";,\t"))


def _has_columns(text: str, separator: str) -> bool:
    """Do most of the first lines have the same number of cells, two at least? Or is it several
    tables with empty lines between them, as our digests are?"""
    try:
        rows = list(islice(csv.reader(text[:LINES].splitlines(), delimiter=separator), ROWS))
    except csv.Error:
        return False
    blocks = [list(block) for is_filled, block in groupby(rows, key=bool) if is_filled]
    tables = [block for block in blocks if _is_even(block, lines=2)]
    return _is_even([row for row in rows if row], lines=1) or len(tables) * 2 > len(blocks)


def _is_even(rows: list[list[str]], *, lines: int) -> bool:
    """Have most of them, and at least so many, the same number of cells?"""
    sizes = Counter(map(len, rows))
    cells, count = max(sizes.items(), key=lambda each: each[1], default=(0, 0))
    return cells > 1 and count >= lines and count * 2 > len(rows)


def _kind_of_package(content: bytes) -> Kind:
    """The kind of a document that is a ZIP archive. Little of it is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_members(package)
            names = package.namelist()
            if CONTENT_TYPES in names:
                return _kind_of_ooxml(package)
            if names[0] == "mimetype":
                return _kind_of_odf(package)
    except (zipfile.BadZipFile, ElementTree.ParseError, ValueError, EOFError, OSError,
            NotImplementedError, RuntimeError, MemoryError) as error:
        raise _not_what_it_seems() from error
    raise _refusal(_("Files of this kind cannot be attached. These can: %(kinds)s.", kinds=NAMES))


def _check_members(package: zipfile.ZipFile) -> None:
    """No bomb, no macros, no password, no name twice, nothing before the first member."""
    members = package.infolist()
    names = [member.filename for member in members]
    if (not members or len(members) > MOST_MEMBERS or len(set(names)) < len(names)
            or min(member.header_offset for member in members) != 0
            or any(name.startswith("/") or ".." in name.split("/") for name in names)):
        raise _not_what_it_seems()
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise _refusal(_("Unpacked, this document is far too large."))
    if any(member.flag_bits & 1 for member in members):
        raise _refusal(_("This document is locked by a password: nobody here could open it."))
    if any(MACROS.search(name.rpartition("word/")[2]) for name in names):
        raise _macros()


def _kind_of_ooxml(package: zipfile.ZipFile) -> Kind:
    """Said by the content type of its main part."""
    types = [element.get("ContentType", "") for element in ElementTree.fromstring(
        _read(package, CONTENT_TYPES)).iter()]
    if any(MACROS.search(content_type) for content_type in types):
        raise _macros()
    found = [MAIN_PARTS[content_type] for content_type in types if content_type in MAIN_PARTS]
    if len(found) != 1:
        raise _not_what_it_seems()
    return found[0]


def _kind_of_odf(package: zipfile.ZipFile) -> Kind:
    """Said by its first member."""
    kind = BY_MEDIA_TYPE.get(_read(package, "mimetype").decode("ascii"))
    if kind is None or "opendocument" not in kind.media_type or (
            "content.xml" not in package.namelist()):
        raise _not_what_it_seems()
    return kind


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """A small member, whatever size it says it has."""
    with package.open(name) as member:
        content = member.read(MOST_READ + 1)
    if len(content) > MOST_READ:
        raise _not_what_it_seems()
    return content


def _refusal(sentence: str) -> Invalid:
    return Invalid({"file": sentence})


def _not_what_it_seems() -> Invalid:
    return _refusal(_("This file is damaged, or not what it seems to be."))


def _macros() -> Invalid:
    return _refusal(_("This document has macros in it. Please save it without them."))

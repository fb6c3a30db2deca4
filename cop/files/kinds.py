"""The kinds of files that can be attached, and how large they may be.

How a kind is found out from what a file holds is said in `sniffing.py`.
"""
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
#: Files of one post, case …
MOST_FILES = 10

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file. `ending` is how the names of such files end, `label` what people call it."""

    ending: str
    media_type: str
    label: str
    is_picture: bool = False


KINDS = {kind.ending: kind for kind in (
    Kind("pdf", "application/pdf", "PDF"),
    Kind("docx", _OOXML + "wordprocessingml.document", "DOCX"),
    Kind("odt", _ODF + "text", "ODT"),
    Kind("xlsx", _OOXML + "spreadsheetml.sheet", "XLSX"),
    Kind("ods", _ODF + "spreadsheet", "ODS"),
    Kind("csv", "text/csv", "CSV"),
    Kind("pptx", _OOXML + "presentationml.presentation", "PPTX"),
    Kind("odp", _ODF + "presentation", "ODP"),
    Kind("png", "image/png", "PNG", is_picture=True),
    Kind("jpg", "image/jpeg", "JPG", is_picture=True),
    Kind("webp", "image/webp", "WebP", is_picture=True),
)}
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS.values()}
#: What a file field offers first.
ACCEPT = ",".join(f".{ending}" for ending in [*KINDS, "jpeg"])
NAMES = ", ".join(kind.label for kind in KINDS.values())

"""A guide to be read without a connection: one ZIP of web pages, the guide and each of its cases.

It has what its reader may see, and no more; how a page looks is said in `documents/`.
"""
import zipfile
from collections.abc import Callable, Mapping
from typing import IO

from cop.base.site import Site
from cop.cases.document import as_document
from cop.cases.reading import Reading as CaseReading
from cop.documents.render import render
from cop.guides.reading import Part, Reading

#: Number of a case → the name of its page in the ZIP.
Names = Mapping[int, str]


def write_pack(file: IO[bytes], reading: Reading, show_index: Callable[[Names], str], *,
               site: Site, base_url: str) -> None:
    """Case by case, so that no more than one is in memory."""
    names = {part.case.id: _name_of(part) for part in reading.parts if part.case}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", show_index(names))
        for part in reading.parts:
            if part.case:
                paper = as_document(part.case, CaseReading(part.revision), site=site,
                                    base_url=base_url)
                archive.writestr(names[part.case.id], render(paper, "html"))


def _name_of(part: Part) -> str:
    return f"cases/{part.case.id}-{part.case.slug}.html"

"""Cases to be read without a connection: one ZIP of web pages, an index and a page for each case.

Which cases, and what the index says, is the matter of whoever packs them, and so is who may see
them; how a page looks is said in `documents/`.
"""
import zipfile
from collections.abc import Callable, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO

from cop.base.site import Site
from cop.cases.document import as_document
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.reading import Reading
from cop.documents.render import render

#: A pack that is larger lies on disk while it is made.
MOST_IN_MEMORY = 2_000_000  # bytes
#: Number of a case → the name of its page in the ZIP.
Names = Mapping[int, str]


def pack(cases: Sequence[tuple[Case, CaseRevision]], show_index: Callable[[Names], str], *,
         site: Site, base_url: str) -> IO[bytes]:
    """Case by case, so that no more than one is in memory. Whoever asked for it closes it."""
    file = SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115
    names = {case.id: f"cases/{case.id}-{case.slug}.html" for case, _revision in cases}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", show_index(names))
        for case, revision in cases:
            paper = as_document(case, Reading(revision), site=site, base_url=base_url)
            archive.writestr(names[case.id], render(paper, "html"))
    return file

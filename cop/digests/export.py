"""Which paper a digest is in which format. How each is written: `document.py`, `tables.py`."""
from cop.base.site import Site
from cop.digests.document import as_document
from cop.digests.models import Digest
from cop.digests.queries.contents import Contents
from cop.digests.tables import as_tables
from cop.documents.model import Document

#: Formats that hold tables and nothing else.
TABLE_FORMATS = ("csv", "xlsx", "json")


def paper_for(format: str, digest: Digest, contents: Contents, *, site: Site,
              base_url: str) -> Document:
    """The digest as it is read in this format: a text, or tables to calculate with."""
    write = as_tables if format in TABLE_FORMATS else as_document
    return write(digest, contents, site=site, base_url=base_url)

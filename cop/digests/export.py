"""A digest on paper: a text to read, tables to calculate with, or dates, as the format wants it.

How each is written: `document.py`, `tables.py`.
"""
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.site import Site
from cop.digests import words
from cop.digests.contents import Contents
from cop.digests.document import blocks_of, dates_of
from cop.digests.models import Digest
from cop.digests.tables import tables_of
from cop.documents.model import Document, Picture
from cop.files import storage
from cop.vocabulary.lists import THEMES

#: Formats that hold tables and nothing else.
TABLE_FORMATS = ("csv", "xlsx", "json")


@dataclass(frozen=True)
class Sender:
    """Whose paper it is, the address of the site (without its last slash) and that of letters."""

    site: Site
    base_url: str
    address: str = ""


def paper_for(format: str, digest: Digest, contents: Contents, sender: Sender) -> Document:
    """The digest as it is read in this format. An issue says when it was frozen, a draft not."""
    with force_locale(digest.language):
        return _in_frame(format, digest, contents, sender)


def _in_frame(format: str, digest: Digest, contents: Contents, sender: Sender) -> Document:
    base, site = sender.base_url, sender.site
    blocks = (tables_of(contents, base) if format in TABLE_FORMATS
              else blocks_of(digest, contents, base))
    return Document(
        title=words.title_of(digest), language=digest.language,
        subtitle=words.edition_of(digest), organisation=site.organisation,
        author=site.name if site.name != site.organisation else "",
        subject=_("Digest of a community of practice"),
        keywords=tuple(THEMES.label(code, digest.language) for code in contents.themes),
        source_url=f"{base}/digests/{digest.id}" if digest.id else f"{base}/digests",
        made_at=digest.frozen_there, notice=words.demo_notice() if site.is_demo else "",
        blocks=tuple(blocks), sender=sender.address, logo=_logo(digest, site),
        dates=tuple(dates_of(contents, base, urlsplit(base).hostname or "localhost")))


def _logo(digest: Digest, site: Site) -> Picture | None:
    """In the smaller of its sizes: a letterhead is a hand wide."""
    file = digest.logo
    if file is None or not file.medium:
        return None
    office = site.organisation or site.name
    return Picture(storage.read(file.medium), file.media_type,
                   _("Logo of %(name)s", name=office))

"""Where the index is at home, and what changed while it was built anew.

The index itself lies in a folder beside the database, or with some engines in it.
"""
from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import UNSEEN, Model


class IndexHome(Model):
    """The one host whose folder holds the index, and when it was last seen at work.

    There is one row, with the id ONLY: of two hosts that write the first one, one is heard.
    `generation` is the index that is known to be whole: where another one lies, it was lost or
    begun anew, and is filled. `rebuild` names the building that is going on, if one is.
    """

    __tablename__ = "index_homes"
    __table_args__ = UNSEEN
    ONLY = 1
    host: Mapped[str]
    seen_at: Mapped[datetime]
    generation: Mapped[str] = mapped_column(default="", server_default="")
    rebuilt_at: Mapped[datetime | None]
    rebuild: Mapped[str] = mapped_column(default="", server_default="")
    rebuild_began_at: Mapped[datetime | None]


class IndexChange(Model):
    """Things that were indexed while the index was built anew: the new one is told of them too."""

    __tablename__ = "index_changes"
    __table_args__ = UNSEEN
    kind: Mapped[str]
    ids: Mapped[list[int]] = mapped_column(JSON)

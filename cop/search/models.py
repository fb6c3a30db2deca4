"""Tables of search. The index itself lies in a folder beside the database."""
from datetime import datetime

from sqlalchemy.orm import Mapped

from cop.base.db import Model


class IndexHome(Model):
    """The one host whose folder holds the index, and when it was last seen at work."""

    __tablename__ = "index_homes"
    host: Mapped[str]
    seen_at: Mapped[datetime]

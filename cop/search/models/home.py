"""Where the index is at home. The index itself lies in a folder beside the database."""
from datetime import datetime

from sqlalchemy.orm import Mapped

from cop.base.db import Model


class IndexHome(Model):
    """The one host whose folder holds the index, and when it was last seen at work.

    There is one row, with the id ONLY: of two hosts that write the first one, one is refused.
    """

    __tablename__ = "index_homes"
    ONLY = 1
    host: Mapped[str]
    seen_at: Mapped[datetime]

"""The index of the engine that lives in PostgreSQL. On SQLite the table stays empty."""
from sqlalchemy import ARRAY, BigInteger, Index, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import UNSEEN, db


class SearchEntry(db.Model):
    """One findable thing. `terms` hold its words where they stand, and its codes; `facets` the
    codes that are counted, as «kind:case»; `kept` is what a hit is made of, as JSON.

    The row without a key is no thing: in it the name of this generation is kept.
    """

    __tablename__ = "search_entries"
    __table_args__ = (Index("ix_search_entries_terms", "terms", postgresql_using="gin"), UNSEEN)
    key: Mapped[str] = mapped_column(primary_key=True)
    terms: Mapped[str] = mapped_column(TSVECTOR().with_variant(Text(), "sqlite"))
    facets: Mapped[list[str]] = mapped_column(ARRAY(String()).with_variant(Text(), "sqlite"))
    kept: Mapped[str] = mapped_column(Text())
    weight: Mapped[float]
    moment: Mapped[int] = mapped_column(BigInteger(), index=True)
    merit: Mapped[int] = mapped_column(BigInteger())
    adopted: Mapped[int]
    helpful: Mapped[int]
    topic: Mapped[int] = mapped_column(default=0, server_default="0")

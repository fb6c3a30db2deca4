"""Topics, what they are filed under, and their posts. The order of posts is said in `tree.py`."""
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import ByteOrdered, Model, db
from cop.base.site import read_site
from cop.base.text import excerpt, running, slug
from cop.discussions.mentions import shown
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.drafts import Draft
from cop.files.models import File
from cop.people.models import Person
from cop.spaces.models import Space

KINDS = ("discussion", "question", "clinic", "request", "event")


class TopicRegion(db.Model):
    """A region a topic is about: a NUTS code or a country, stored at writing time."""

    __tablename__ = "topic_regions"
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True)
    code: Mapped[str] = mapped_column(ByteOrdered, primary_key=True, index=True)


class TopicTheme(db.Model):
    """A theme of a topic: a concept of the thesaurus."""

    __tablename__ = "topic_themes"
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True, index=True)


class Topic(Model):
    """A question or a thought that opened a conversation. Its first post is post number 1.

    A clinic puts a situation from somebody's work before their peers, who first ask and then
    advise; a request looks for a person, a document, a visit or help. When and where an event
    is, a higher package knows (`meetings/`).

    Numbers are never given twice: `last_number` goes on where posts were split off. A topic that
    was merged into another has no posts left; it stays so that its address leads there.
    While it `is_waiting` for a moderator, nobody but its author sees it.
    """

    __tablename__ = "topics"
    __table_args__ = (
        Index("ix_topics_space_id_last_post_at", "space_id", "last_post_at", "id"),
        Index("ix_topics_last_post_at_id", "last_post_at", "id"),
        Index("ix_topics_created_at_id", "created_at", "id"),
        Index("ix_topics_post_count_id", "post_count", "id"),
        Index("ix_topics_kind_last_post_at", "kind", "last_post_at", "id"),
        Index("ix_topics_subject_kind_subject_id", "subject_kind", "subject_id"),
        *(Index(f"ix_topics_{name}", *columns, sqlite_where=text(rows), postgresql_where=text(rows))
          for name, columns, rows in (
              ("solved", ("solved_at", "id"), "accepted_post_id IS NOT NULL"),
              ("solved_last_post_at", ("last_post_at", "id"), "accepted_post_id IS NOT NULL"),
              ("unanswered", ("post_count", "last_post_at", "id"), "post_count = 1"),
              ("archived", ("last_post_at", "id"), "archived_at IS NOT NULL"),
              ("merged", ("merged_into_id",), "merged_into_id IS NOT NULL"),
              ("pinned", ("space_id",), "pinned_at IS NOT NULL"))),
    )
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(default="discussion")
    title: Mapped[str]
    language: Mapped[str]
    post_count: Mapped[int] = mapped_column(default=0)
    last_number: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[datetime] = mapped_column(default=now)
    locked_at: Mapped[datetime | None]
    pinned_at: Mapped[datetime | None]
    pinned_until: Mapped[date | None]
    archived_at: Mapped[datetime | None]
    is_waiting: Mapped[bool] = mapped_column(default=False, server_default=false())
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    accepted_post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", use_alter=True, name="fk_topics_accepted_post_id"))
    solved_at: Mapped[datetime | None]
    subject_kind: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[int | None]
    external_id: Mapped[str | None] = mapped_column(unique=True)

    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Person] = relationship()
    accepted_post: Mapped["Post | None"] = relationship(
        foreign_keys=accepted_post_id, viewonly=True)
    poll: Mapped["Poll | None"] = relationship(back_populates="topic")  # noqa: F821
    drafts: Mapped[list[Draft]] = relationship(
        primaryjoin="and_(foreign(Draft.target_id) == Topic.id, Draft.kind == 'answer')",
        viewonly=True)
    region_rows: Mapped[list[TopicRegion]] = relationship(
        cascade="all, delete-orphan", order_by=TopicRegion.code)
    theme_rows: Mapped[list[TopicTheme]] = relationship(
        cascade="all, delete-orphan", order_by=TopicTheme.code)
    regions: AssociationProxy[list[str]] = association_proxy(
        "region_rows", "code", creator=lambda code: TopicRegion(code=code))
    themes: AssociationProxy[list[str]] = association_proxy(
        "theme_rows", "code", creator=lambda code: TopicTheme(code=code))

    @property
    def slug(self) -> str:
        return slug(self.title)

    @property
    def is_pinned(self) -> bool:
        """Until the end of its last day, if it has one."""
        until = self.pinned_until
        return self.pinned_at is not None and (until is None or until >= now().date())

    @property
    def is_solved(self) -> bool:
        return self.accepted_post_id is not None

    @property
    def reply_count(self) -> int:
        return max(self.post_count - 1, 0)


class Post(Model):
    """A contribution in a topic. `html` is made from `source` when it is written.

    `path` sorts the posts of a topic as a tree is read; see `tree.py`. The opening post has
    depth 0, answers to it depth 1. A deleted post keeps its place and loses its text.
    `version` counts every change; what a reader hears of are the revisions (`revisions.py`).
    `withheld` is why moderation keeps it from readers, if so: it `waits` to be seen for the first
    time, was `hidden` until a moderator looks, or `removed`. Such a post counts as deleted
    (`deleted_at`) wherever posts are read.
    """

    __tablename__ = "posts"
    __table_args__ = (
        Index("ix_posts_topic_id_path", "topic_id", "path"),
        *(Index(f"ix_posts_{name}", *columns, sqlite_where=text(rows), postgresql_where=text(rows))
          for name, columns, rows in (
              ("waiting", ("topic_id",), "withheld = 'waits'"),
              ("written", ("created_at", "topic_id", "author_id"), "deleted_at IS NULL"),
              ("deleted", ("deleted_at", "created_at"), "deleted_at IS NOT NULL"))),
        UniqueConstraint("topic_id", "number"),
    )
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    licence: Mapped[str] = mapped_column(
        default=lambda: read_site().licence, server_default="CC-BY-4.0")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    number: Mapped[int]
    path: Mapped[str] = mapped_column(ByteOrdered)
    depth: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    language: Mapped[str]
    source: Mapped[str]
    html: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    is_wiki: Mapped[bool] = mapped_column(default=False)
    deleted_at: Mapped[datetime | None]
    withheld: Mapped[str] = mapped_column(default="", server_default="")
    whole_text_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    external_id: Mapped[str | None] = mapped_column(unique=True)

    topic: Mapped[Topic] = relationship(foreign_keys=topic_id)
    author: Mapped[Person] = relationship(foreign_keys=author_id)
    edited_by: Mapped[Person | None] = relationship(foreign_keys=edited_by_id)
    parent: Mapped["Post | None"] = relationship(remote_side="Post.id")
    whole_text: Mapped[File | None] = relationship()
    signs: Mapped[list["Sign"]] = relationship(back_populates="post")  # noqa: F821
    attachments: Mapped[list[PostFile]] = relationship(
        cascade="all, delete-orphan", order_by=PostFile.place)
    #: What those are called whom it mentions, for the reader it was read for.
    names: ClassVar[Mapping[int, str]] = MappingProxyType({})

    @property
    def shown(self) -> str:
        """The text as its reader sees it."""
        return shown(self.html, self.names)

    @property
    def excerpt(self) -> str:
        """The first words, without their form."""
        return excerpt(running(self.shown))

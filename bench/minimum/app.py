"""*Minimum*: what a competent hand would write for these pages alone.

Flask, SQLAlchemy and Jinja over the same rows in SQLite, with the HTML that is stored for each
post. No permissions, no languages, no marks of what is new, no tokens in its forms. Which database:
the file that BENCH_DATABASE names.
"""
import os
from datetime import UTC, datetime

import bleach
import markdown
from flask import Flask, Response, abort, redirect, render_template, request, url_for
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, event, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

ON_PAGE = 20
TAGS = {"p", "a", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre"}

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['BENCH_DATABASE']}"
app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
db = SQLAlchemy(app)


class Organisation(db.Model):
    __tablename__ = "organisations"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Person(db.Model):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    organisation: Mapped[Organisation | None] = relationship()


class Space(db.Model):
    __tablename__ = "spaces"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    name: Mapped[str]
    description: Mapped[str]
    topic_count: Mapped[int]
    member_count: Mapped[int]


class Topic(db.Model):
    __tablename__ = "topics"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    language: Mapped[str]
    post_count: Mapped[int]
    last_number: Mapped[int]
    created_at: Mapped[datetime]
    last_post_at: Mapped[datetime]
    solved_at: Mapped[datetime | None]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    accepted_post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    space: Mapped[Space] = relationship()
    author: Mapped[Person] = relationship()
    accepted_post: Mapped["Post | None"] = relationship(foreign_keys=accepted_post_id)


class Post(db.Model):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    path: Mapped[str]
    depth: Mapped[int]
    language: Mapped[str]
    source: Mapped[str]
    html: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    is_wiki: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author: Mapped[Person] = relationship()


with app.app_context():
    @event.listens_for(db.engine, "connect")
    def connect(connection, _record) -> None:
        for pragma in ("busy_timeout=10000", "synchronous=NORMAL", "cache_size=-32000"):
            connection.execute(f"PRAGMA {pragma}")


@app.get("/")
def home() -> str:
    spaces = select(Space).order_by(Space.topic_count.desc(), Space.name).limit(6)
    solved = select(Topic).where(Topic.accepted_post_id.is_not(None)).options(
        joinedload(Topic.author), joinedload(Topic.space), joinedload(Topic.accepted_post))
    solved = solved.order_by(Topic.solved_at.desc()).limit(5)
    return render_template("home.html", spaces=db.session.scalars(spaces).all(),
                           solved=db.session.scalars(solved).all())


@app.get("/topics")
def list_topics() -> str:
    topics = select(Topic).options(joinedload(Topic.author), joinedload(Topic.space))
    topics = topics.order_by(Topic.last_post_at.desc(), Topic.id.desc()).limit(ON_PAGE)
    return render_template("topics.html", topics=db.session.scalars(topics).all())


@app.get("/topics/<int:topic_id>")
def show_topic(topic_id: int) -> str:
    topic = db.session.get(Topic, topic_id, options=[joinedload(Topic.space)]) or abort(404)
    after, is_last = request.args.get("after", 0, type=int), request.args.get("page") == "last"
    posts = select(Post).where(Post.topic_id == topic.id, Post.number > after)
    posts = posts.options(joinedload(Post.author).joinedload(Person.organisation))
    posts = posts.order_by(Post.number.desc() if is_last else Post.number).limit(ON_PAGE + 1)
    found = db.session.scalars(posts).all()
    page = found[:ON_PAGE]
    return render_template(
        "topic.html", topic=topic, posts=page[::-1] if is_last else page,
        next=page[-1].number if len(found) > ON_PAGE and not is_last else None)


@app.post("/topics/<int:topic_id>/posts")
def write_post(topic_id: int) -> Response:
    topic = db.session.get(Topic, topic_id, with_for_update=True) or abort(404)
    source = request.form.get("source", "").strip() or abort(422)
    topic.last_number, topic.post_count = Topic.last_number + 1, Topic.post_count + 1
    topic.last_post_at = datetime.now(UTC)
    db.session.flush()
    number, moment = topic.last_number, topic.last_post_at
    post = Post(topic_id=topic.id, number=number, author_id=1, language=topic.language,
                path=f"{number:08}", depth=1, source=source, created_at=moment,
                html=bleach.clean(markdown.markdown(source), tags=TAGS))
    db.session.add(post)
    db.session.commit()
    place = url_for("show_topic", topic_id=topic.id, page="last")
    return redirect(f"{place}#post-{post.id}")

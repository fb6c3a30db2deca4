"""Reads the signs on posts: those of a whole page at once, or one remark."""
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, lazyload, load_only

from cop.base.db import db, one
from cop.base.prepared import prepared
from cop.discussions.models.signs import Sign
from cop.discussions.models.topics import Post
from cop.discussions.policy import visible_posts
from cop.people.models import Person, Reader, Visitor

#: Of those who found a post helpful, so many are named; of the remarks, so many are shown.
MOST_SHOWN = 12


@dataclass
class Signs:
    """What a page shows below a post. `helpful` counts all, `people` are the last of them."""

    helpful: int = 0
    people: list[Person] = field(default_factory=list)
    is_mine: bool = False
    remarks: list[Sign] = field(default_factory=list)
    remark_count: int = 0
    my_remark: Sign | None = None
    #: Where one can say that one uses what the topic is about.
    tell_use: str = ""


def signs_of(reader: Person | Visitor, posts: Iterable[Post], *,
             tell_use: str = "") -> dict[int, Signs]:
    """post id → what was said of it: one query whatever the number of posts and signs."""
    found: dict[int, Signs] = defaultdict(lambda: Signs(tell_use=tell_use))
    for sign, total in db.session.execute(*_of_posts(reader, posts=[post.id for post in posts])):
        _count_in(found[sign.post_id], sign, total, is_mine=sign.person_id == reader.id)
    return found


def find_sign(person: Person, post: Post, kind: str) -> Sign | None:
    return db.session.scalar(select(Sign).where(
        Sign.post_id == post.id, Sign.person_id == person.id, Sign.kind == kind))


def find_own_remark(person: Person, sign_id: int) -> Sign | None:
    """A remark of one's own, by its id."""
    return db.session.scalar(select(Sign).where(
        Sign.id == sign_id, Sign.person_id == person.id, Sign.kind == "tried"))


def get_remark(reader: Reader, sign_id: int) -> Sign:
    """A remark on a post that the reader may see and that is still there."""
    query = select(Sign).join(Sign.post).where(
        Sign.id == sign_id, Sign.kind == "tried", Post.deleted_at.is_(None),
        visible_posts(reader))
    return one(query.options(joinedload(Sign.post).joinedload(Post.topic)))


@prepared
def _of_posts(reader: Reader) -> Select[tuple[Sign, int]]:
    """The signs on these posts with their number for each post and kind, one's own first."""
    each = [Sign.post_id, Sign.kind]
    own = [(Sign.person_id == reader.id).desc()] if reader.is_signed_in else []
    ranked = select(
        Sign.id, func.count().over(partition_by=each).label("total"),
        func.row_number().over(partition_by=each, order_by=[*own, Sign.id.desc()]).label("place"),
    ).where(Sign.post_id.in_(bindparam("posts", expanding=True))).subquery()
    named = joinedload(Sign.person).options(
        load_only(Person.name, Person.profile_is_public), lazyload(Person.organisation))
    return select(Sign, ranked.c.total).join(ranked, ranked.c.id == Sign.id).where(
        ranked.c.place <= MOST_SHOWN).order_by(Sign.id).options(named)


def _count_in(signs: Signs, sign: Sign, total: int, *, is_mine: bool) -> None:
    if sign.kind == "helpful":
        signs.helpful, signs.is_mine = total, signs.is_mine or is_mine
        signs.people.append(sign.person)
    else:
        signs.remark_count = total
        signs.remarks.append(sign)
        signs.my_remark = sign if is_mine else signs.my_remark

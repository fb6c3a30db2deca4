"""Letters about posts: in the reader's language, threaded in their mail program, to be answered.

Who gets one, and when, is decided elsewhere.
"""
import re
from collections.abc import Callable
from email.utils import formataddr

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from cop.base import mail
from cop.base.clock import now
from cop.base.site import read_site
from cop.base.text import excerpt, plain
from cop.discussions.mentions import named
from cop.discussions.models.topics import Post
from cop.discussions.queries.mentions import name_mentions
from cop.meetings.facts import facts_of
from cop.notifications.queries.whom import get_opening
from cop.people.models import Person
from cop.web.letters import Written, in_letter, render_letter
from cop.web.links import language_of, public_url

#: A longer post is sent as its beginning: mail programs cut what is larger.
LONGEST = 20_000
BEGINNING = 2_000
#: A letter can be answered by mail for so long.
DAYS_TO_ANSWER = 60
FILE = re.compile(r"\(file:(\d+)\)")


def write_of_post(reader: Person, post: Post, *, sentence: Callable[[], str], kind: str,
                  unsubscribe: str, key: str = "") -> None:
    """Tell somebody of a post by mail; whether they may read it was asked before, and is asked
    again when the letter leaves. `sentence` is said in their language: why they get it.

    A letter with a `key` of its own does not bring the post: something else happened to it. Then
    that stands in its subject, and it comes from the community, not from the author."""
    key, itself = key or f"post:{post.id}", key in ("", f"post:{post.id}")
    with force_locale(language_of(reader.interface_language)):
        hides, said = hides_content(reader, post), sentence()
        written = compose(reader, post, sentence=said, unsubscribe=unsubscribe)
        mail.write_letter(
            reader.email, subject=_subject(post, "" if itself else said, hides=hides),
            body=written.body, html=written.html, kind=kind, person_id=reader.id,
            unsubscribe=unsubscribe, key=key, headers=_headers(reader, post),
            thread=thread_of(post) + ([] if itself else [f"post:{post.id}"]),
            sender_name=f"{post.author.name} · {read_site().name}" if itself and not hides else "",
            about=f"post:{post.id}", is_limited=True)


def compose(reader: Person, post: Post, *, sentence: str, unsubscribe: str) -> Written:
    """The letter in the language in force."""
    hides = hides_content(reader, post)
    name_mentions(reader, [post])
    return render_letter(
        "post", post=None if hides else post, sentence=sentence, text=_text(post),
        facts=_facts(reader, post),
        words=_words(post), address=public_url(f"/posts/{post.id}"), unsubscribe=unsubscribe,
        can_answer=bool(reply_address(reader, post)))


def hides_content(reader: Person, post: Post) -> bool:
    """Does the reader, or the space, want e-mails without what was written?"""
    return reader.letters_without_content or post.topic.space.letters_without_content


def reply_address(reader: Person, post: Post) -> str:
    """What this person sends there answers this post; empty where no mail is taken in."""
    last_day = now().toordinal() + DAYS_TO_ANSWER
    return mail.address_of_ours("reply", reader.id, post.id, last_day)


def thread_of(post: Post) -> list[str]:
    """What a letter about this post answers: the one about the topic, the one about the parent."""
    if post.number == 1:
        return []
    opening = get_opening(post.topic_id)
    return [f"post:{each}" for each in dict.fromkeys((opening.id, post.parent_id or opening.id))]


def _subject(post: Post, happened: str, *, hides: bool) -> str:
    if hides:
        return _("Something new for you")
    if happened:
        return f"{happened}: {post.topic.title}"
    return post.topic.title if post.number == 1 else f"Re: {post.topic.title}"


def _headers(reader: Person, post: Post) -> dict[str, str]:
    space = post.topic.space
    domain = mail.sender_address().rpartition("@")[2]
    headers = {"List-Id": f"<{space.slug}.{domain}>",
               "List-Archive": f"<{public_url(f'/spaces/{space.slug}')}>", "Precedence": "list"}
    if address := reply_address(reader, post):
        headers["Reply-To"] = formataddr((read_site().name, address))
    return headers


def _facts(reader: Person, post: Post) -> list[str]:
    """Of what announces an event, when and where it is."""
    is_event = post.number == 1 and post.topic.kind == "event" and post.topic.meeting
    return facts_of(post.topic.meeting, reader) if is_event else []


def _text(post: Post) -> str:
    if len(post.source) > LONGEST:
        return excerpt(plain(post.shown), BEGINNING)
    places = {each.file.id: f"/files/{each.file.id}/{each.file.name}" for each in post.attachments}
    return FILE.sub(lambda link: f"({public_url(places.get(int(link[1]), '/'))})",
                    named(post.source, post.names))


def _words(post: Post) -> Markup:
    if len(post.source) > LONGEST:
        return Markup("<p>{}</p>").format(escape(excerpt(plain(post.shown), BEGINNING)))
    return in_letter(post.shown)

"""What somebody is typing: the text kept over signing in, the likely languages, the preview.

The forms themselves are in `forms.py`, the addresses in `reading.py` and `writing.py`.
"""
from collections.abc import Iterable
from typing import Any

from flask import flash, render_template, request, session
from werkzeug.datastructures import MultiDict

from cop.base.markup import to_html
from cop.discussions.forms import NewTopicForm, PostForm, ReplyForm
from cop.discussions.mentions import shown
from cop.discussions.models.drafts import Draft
from cop.discussions.models.topics import KINDS, Topic
from cop.discussions.places import Place
from cop.discussions.queries.drafts import find_draft
from cop.discussions.queries.mentions import names_in
from cop.discussions.queries.outlines import outlines_of
from cop.discussions.service.attaching import Files
from cop.discussions.service.drafts import clear_draft
from cop.discussions.service.mentions import tokenised_at
from cop.discussions.subjects import Subject, read_subject
from cop.discussions.texts import post_problem, tidy_post
from cop.files.attaching import enclosures
from cop.spaces.models import Space
from cop.web.rendering import ui_language
from cop.web.session import kept_text, me


def render_beforehand(**_place: Any) -> None:
    """Have the text that is sent rendered before its transaction begins: others who write wait for
    that no longer. Whoever stores it finds it done (`base/markup.py`)."""
    source = tidy_post(request.form.get("source", ""))
    if "_user_id" in session and not post_problem(source):
        to_html(source)


def reply_form(topic: Topic) -> ReplyForm:
    """The form of an answer to a topic or to the post that the address or the form names."""
    wanted = request.args.get("reply", "")
    wanted = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 0
    drafts = topic.drafts if request.method == "GET" else ()
    form = ReplyForm(**resumed(Place("answer", topic.id, wanted), drafts=drafts),
                     likely=likely(topic.language), meta={"csrf": me().is_signed_in})
    if request.method == "GET":
        form.parent.data, form.seen.data = form.parent.data or wanted or "", topic.last_number
    form.place = Place("answer", topic.id, form.parent_id or 0)
    return form


def new_topic_form(space: Space, words: dict[str, Any] | None = None) -> NewTopicForm:
    """The form of a new topic: as it was sent or kept, else of the kind the address asks for."""
    words = resumed(Place("topic", space.id), words)
    wanted = request.args.get("kind", "")
    outlines = outlines_of(space)
    begun = {"kind": wanted, "source": outlines.get(wanted, "")} if wanted in KINDS else {}
    form = NewTopicForm(**words, data=begun, likely=likely(space.language), outlines=outlines)
    form.about.data = request.args.get("about") or form.about.data
    return form


def new_topic_page(space: Space, form: NewTopicForm) -> str:
    return render_template("discussions/new_topic.html", space=space, form=form,
                           preview=preview(form), subject=subject_of(form))


def subject_of(form: NewTopicForm) -> Subject | None:
    """What the topic is to be about, if its author may see that."""
    return read_subject(me(), form.about.data or "")


def kept() -> dict[str, MultiDict]:
    """What was typed before signing in, for a form to show it again."""
    words = kept_text() if request.method == "GET" else {}
    return {"formdata": MultiDict(words)} if words else {}


def resumed(place: Place, words: dict[str, Any] | None = None,
            drafts: Iterable[Draft] | None = None) -> dict[str, Any]:
    """What a form at this place goes on with: the text kept over signing in, else the draft,
    which is among these `drafts` where they were read already."""
    words = words or kept()
    if words or request.method != "GET" or not me().is_signed_in:
        return words | {"place": place}
    here = [find_draft(me(), place)] if drafts is None else drafts
    draft = next((draft for draft in here if draft and draft.place == place), None)
    return {"place": place, "draft": draft, "formdata": MultiDict(draft.words) if draft else None}


def sent(place: Place) -> None:
    """What was written here is sent: it is no draft any more, nor in the browser."""
    clear_draft(me(), place)
    flash(f"{me().id}-{place}", "sent")


def likely(language: str) -> list[str]:
    """In which languages somebody may write here, the likeliest first."""
    reads = getattr(me(), "languages", [])
    begin = [language] if language in reads else []
    return [*begin, ui_language(), *reads, language]


def takes_outline(form: NewTopicForm) -> bool:
    """Was a button of an outline pressed? Then it stands below what was typed so far."""
    wanted = request.form.get("outline", "")
    if wanted in form.outlines:
        form.begin(wanted)
    return wanted in form.outlines


def wants_preview() -> bool:
    return "preview" in request.form


def preview(form: PostForm) -> str:
    """What was typed as it will look, once it is something that can be posted."""
    if form.errors or not wants_preview():
        return ""
    return rendered(form.source.data, form.place, form.files.data)


def rendered(source: str, place: Place | None, files: Files = ()) -> str:
    """A text that is still being written, as its readers will see it."""
    if place and "@" in source:
        source = tokenised_at(me(), place, source)
    html = to_html(source, key="preview", enclosures=enclosures(files))
    return shown(html, names_in(me(), source))

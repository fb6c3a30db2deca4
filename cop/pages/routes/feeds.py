"""URLs of feeds: those for everybody, those behind a secret address, and the page where one makes
and revokes such addresses."""
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask import url_for as url
from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.text import plain
from cop.cases.forms.library import LibraryForm
from cop.cases.models.cases import Case
from cop.cases.shown import author_of
from cop.discussions.models.topics import Post, Topic
from cop.pages.forms import FeedForm
from cop.pages.queries.feeds import LENGTH, LISTS, News, read_news
from cop.people.models import Person, Visitor
from cop.people.queries import get_address, get_address_of, list_addresses
from cop.people.service import addresses
from cop.search.asking import ask
from cop.search.engines.protocol import Hit
from cop.search.queries.index import list_space_names
from cop.search.queries.saved import get_saved, list_saved
from cop.search.saved import form_of
from cop.search.schemas import hit_json
from cop.vocabulary.lists import LICENCES, THEMES
from cop.web import atom
from cop.web.links import language_of, public_url
from cop.web.rendering import site, ui_language
from cop.web.session import me, open_to_visitors, signed_in
from cop.web.transaction import afterwards

bp = Blueprint("feeds", __name__)

#: kind of a result → what its address begins with
THINGS = {"topic": "topics", "post": "posts", "case": "cases", "person": "people",
          "space": "spaces"}


@bp.get("/feeds/topics.atom")
@open_to_visitors
def of_topics() -> Response:
    return _public("topics")


@bp.get("/feeds/cases.atom")
@open_to_visitors
def of_cases() -> Response:
    return _public("cases", form=LibraryForm(request.args))


@bp.get("/feeds/<any(spaces, themes, regions):kind>/<target>.atom")
@open_to_visitors
def of_one(kind: str, target: str) -> Response:
    return _public(kind, target)


@bp.get("/feeds/private/<secret>.atom")
@open_to_visitors
def private(secret: str) -> Response:
    """What the owner of the address may see now."""
    address = get_address_of(secret, "feed")
    if addresses.is_first_use_today(address):
        afterwards(lambda: addresses.note_use(get_address_of(secret, "feed")))
    reader = address.person
    with force_locale(language_of(reader.interface_language)):
        feed = _feed(reader, address.kind, address.target,
                     named=(f"feeds/{address.id}", address.created_at))
        return atom.answer(feed, private=True)


@bp.get("/me/feeds")
@signed_in
def own_feeds() -> str:
    return _own_page(FeedForm(formdata=None, spaces=list_space_names(me()),
                              data=request.args.to_dict()))


@bp.post("/me/feeds")
@signed_in
def make_feed() -> Any:
    form = FeedForm(spaces=list_space_names(me()))
    if not form.validate_on_submit():
        return _own_page(form), 422
    address, secret = addresses.make_address(me(), "feed", form.kind.data, form.target)
    page = render_template("pages/new_feed.html", name=form.name,
                           address=public_url(url(".private", secret=secret)))
    return page, 201, {"Cache-Control": "no-store"}


@bp.post("/me/feeds/<int:address_id>/revoke")
@signed_in
def revoke_feed(address_id: int) -> Response:
    addresses.revoke_address(me(), get_address(me(), address_id))
    flash(_("There is nothing at this address any more."))
    return redirect(url(".own_feeds"))


def _public(kind: str, target: str = "", **more: Any) -> Response:
    """The same for everybody: it asks neither who comes nor what their browser prefers."""
    wish = request.args.get("ui", "")
    with force_locale(language_of(wish)):
        return atom.answer(_feed(Visitor(), kind, target, **more))


def _feed(reader: Person | Visitor, kind: str, target: str, *, form: LibraryForm | None = None,
          **more: Any) -> atom.Feed:
    if kind == "searches":
        return _feed_of_search(reader, int(target), **more)
    news = read_news(reader, kind, target, form.wanted if form else None)
    entries = [_of_topic(reader, topic, news.openings[topic.id]) for topic in news.topics]
    entries += [_of_case(reader, case) for case in news.cases]
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    page = url("cases.library", **form.asked()) if form else _page(news, kind, target)
    return atom.Feed(title=_title(news, kind, target, form), url=page,
                     language=news.space.language if news.space else ui_language(),
                     entries=entries[:LENGTH], **more)


def _feed_of_search(reader: Person | Visitor, saved_id: int, **more: Any) -> atom.Feed:
    """What a saved search finds, the newest first."""
    saved = get_saved(reader, saved_id)
    asked = replace(form_of(saved.address), sort="newest")
    found = ask(reader, asked, ui_language(), list_space_names(reader)).found
    return atom.Feed(title=f"{saved.name} · {site().name}", language=ui_language(),
                     url=url("search.search") + asked.address(),
                     entries=[_of_hit(hit) for hit in found.hits], **more)


def _title(news: News, kind: str, target: str, form: LibraryForm | None) -> str:
    if news.space:
        return news.space.name
    if kind == "topics":
        return site().name
    name = LISTS[kind].label(target, ui_language()) if kind in LISTS else _("Good practices")
    narrowed = [label for _facet, _code, label in form.chosen] if form else []
    return " · ".join([name, *narrowed, site().name])


def _page(news: News, kind: str, target: str) -> str:
    """The page that shows the same."""
    if news.space:
        return url("spaces.show_space", slug=news.space.slug)
    if kind in ("themes", "regions"):
        return url("search.search", **{kind.removesuffix("s"): target})
    return url("cases.library") if kind == "cases" else url("discussions.list_topics")


def _of_topic(reader: Person | Visitor, topic: Topic, opening: Post) -> atom.Entry:
    return atom.Entry(
        thing=f"topics/{topic.id}", born=topic.created_at, title=topic.title,
        url=url("discussions.show_topic", topic_id=topic.id, slug=topic.slug),
        language=topic.language, published=topic.created_at,
        updated=max(topic.last_post_at, opening.edited_at or topic.last_post_at),
        author=_name(reader, topic.author), html=opening.html, rights=_rights(topic, opening),
        categories=[(topic.space.slug, topic.space.name)])


def _rights(topic: Topic, opening: Post) -> str:
    """In public spaces, the licence it was written under."""
    reusable = topic.space.visibility == "public" and opening.licence in LICENCES
    return LICENCES.label(opening.licence, ui_language()) if reusable else ""


def _of_case(reader: Person | Visitor, case: Case) -> atom.Entry:
    return atom.Entry(
        thing=f"cases/{case.id}", born=case.created_at, title=case.title,
        url=url("cases.show_case", case_id=case.id, slug=case.slug), language=case.language,
        published=case.published_at, updated=case.updated_at,
        author=_name(reader, author_of(reader, case)), summary=case.summary,
        categories=[(code, THEMES.label(code, ui_language())) for code in case.themes])


def _of_hit(hit: Hit) -> atom.Entry:
    return atom.Entry(
        thing=f"{THINGS[hit.kind]}/{hit.id}", born=hit.at, title=plain(hit.title),
        url=hit_json(hit)["url"], language=hit.language, published=hit.at, updated=hit.at,
        html=hit.snippet)


def _name(reader: Person | Visitor, author: Person | None) -> str:
    shown = author and (reader.is_signed_in or author.profile_is_public)
    return author.name if shown else ""


def _own_page(form: FeedForm) -> str:
    searches = {str(saved.id): saved.name for saved in list_saved(me())}
    feeds = [(address, form.name_of(address.kind, address.target, searches))
             for address in list_addresses(me(), "feed")]
    return render_template("pages/feeds.html", form=form, feeds=feeds)


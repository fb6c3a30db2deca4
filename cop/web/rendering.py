"""What every template can use: who reads, languages, dates, names of codes, addresses of files.

What a page shows is said in its template; what a reader may see, in the features.
"""
import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_skeleton
from babel.units import format_unit
from flask import Flask, Response, current_app, g, has_request_context, request, session
from flask_babel import Babel, get_locale
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from cop.base.clock import now
from cop.base.days import format_date, format_time
from cop.base.site import Site, read_site
from cop.web import cookies, look, memoized, partial
from cop.web.session import me

babel = Babel()

#: Holds the language of the pages that was chosen in this browser, and nothing else.
LANGUAGE_COOKIE = "ui"


def init_app(app: Flask, languages: list[str], abilities: dict[str, Callable[[Any], Any]]) -> None:
    """`abilities`: name → does the person have it? Asked by menus, as `can('admin')`."""
    app.extensions["abilities"] = abilities
    app.config["BABEL_DEFAULT_LOCALE"] = languages[0]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(app.root_path) / "translations")
    babel.init_app(app, locale_selector=choose_language)
    LazyString.__html__ = lambda text: escape(str(text))  # else what it is filled with is trusted
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    memoized.init_app(app)
    look.init_app(app)
    app.jinja_env.filters |= FILTERS
    app.jinja_env.globals |= {
        "me": me, "site": site, "notice": notice, "static_url": static_url,
        "ui_language": ui_language, "ui_languages": ui_languages,
        "languages_here": languages_here, "reader_language": reader_language,
        "text_direction": text_direction, "in_language": partial.in_language,
        "is_from_the_right": partial.is_from_the_right,
        "can": lambda name: bool(abilities[name](me())),
    }


def choose_language() -> str:
    """Of this page: the reader's, where the page speaks it, else the first one.

    Jobs and commands have no reader: they speak the default language unless told otherwise.
    """
    if not has_request_context():
        return current_app.config["COP"].language_list[0]
    wished = reader_language()
    spoken = partial.speaks(wished, request.endpoint or "")
    return wished if spoken else current_app.config["COP"].language_list[0]


def reader_language() -> str:
    """`?ui=` on this page, else the profile's, else the one chosen before, else the browser's.
    What is around every page speaks it."""
    own = "" if g.get("without_database") else me().interface_language
    return _first(own, current_app.config["COP"].language_list)


def language_of_visitor() -> str:
    """The same for who has no profile. It looks at the request alone."""
    return _first("", current_app.config["COP"].language_list)


def _first(of_profile: str, offered: list[str]) -> str:
    wishes = (request.args.get("ui"), of_profile, cookies.read(LANGUAGE_COOKIE))
    for wish in wishes:
        if wish in offered:
            return wish
    return request.accept_languages.best_match(offered) or offered[0]


def keep_language(response: Response, language: str) -> Response:
    """Let the browser of a visitor remember the language of the pages, for a year."""
    cookies.give(response, LANGUAGE_COOKIE, language, seconds=366 * 24 * 3600)
    return response


def ui_language() -> str:
    return memoized.language()


def ui_languages() -> list[tuple[str, str]]:
    """Offered interface languages: (code, the language's own name for itself)."""
    return _with_names(current_app.config["COP"].language_list)


def whole_languages() -> list[tuple[str, str]]:
    """Those in which letters and documents are written."""
    return _with_names(partial.whole(current_app.config["COP"].language_list))


def languages_here() -> list[str]:
    """Those that this page is spoken in."""
    offered = current_app.config["COP"].language_list
    return [code for code in offered if partial.speaks(code, request.endpoint or "")]


def _with_names(codes: list[str]) -> list[tuple[str, str]]:
    return [(code, Locale(code).get_display_name(code).capitalize()) for code in codes]


def text_direction(language: str = "") -> str:
    """Of a language; without one, of this page's."""
    return (Locale(language) if language else get_locale()).text_direction


def site() -> Site:
    """What the administrator decided: the same throughout a request."""
    if "site" not in g:
        g.site = read_site()
    return g.site


def notice() -> str:
    """What the administrator has to say to everybody today; nothing where it was hidden."""
    if not site().notice:
        return ""
    said = site().notice_in(ui_language(), now().date())
    hidden = site().notice_level == "info" and session.get("hidden_notice") == notice_name()
    return "" if hidden else said


def notice_name() -> str:
    """Changes with the words of the notice, so that a new one is shown to who hid the last."""
    return hashlib.sha256(repr(sorted(site().notice.items())).encode()).hexdigest()[:12]


def static_url(path: str) -> str:
    """The address of a static file; it changes with its content, so it may be kept for ever."""
    version = digest(current_app.static_folder or "", path)
    return memoized.address("static", filename=path, v=version)


@lru_cache(maxsize=256)
def digest(folder: str, path: str) -> str:
    """Of a file in that folder."""
    return hashlib.sha256((Path(folder) / path).read_bytes()).hexdigest()[:10]


def _local(moment: datetime) -> str:
    """A moment in the time zone it carries."""
    clock = format_time(moment, "short", rebase=False)
    return f"{format_date(moment, 'long', rebase=False)}, {clock} {moment.tzname()}"


def _iso(moment: date) -> str:
    """As `<time datetime>` takes it: with three digits of a second at most."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="milliseconds")
    return moment.isoformat()


def _filesize(size: int) -> str:
    """Bytes as people read them: 312 kB, 1.4 MB; in French 312 ko."""
    kilo, mega = max(round(size / 1000), 1), round(size / 1_000_000, 1)
    number, unit = (kilo, "kilobyte") if size < 1_000_000 else (mega, "megabyte")
    return format_unit(number, f"digital-{unit}", "short", locale=get_locale())


def _prose(html: str) -> Markup:
    """What somebody wrote; a table in it that is too wide can be moved by keyboard, too."""
    if "<table>" in html:
        place = Markup('<div class="scroll" tabindex="0" role="region" aria-label="{}"><table>')
        html = html.replace("<table>", place.format(_("Table")))
        html = html.replace("</table>", "</table></div>")
    return Markup(html)


FILTERS: dict[str, Callable[..., Any]] = {
    "month": lambda words: format_skeleton(
        "yMMMM", date.fromisoformat(f"{words}-01"), locale=get_locale()),
    "local": lambda moment: _local(moment) if moment else "",
    "date": lambda day, width="long": memoized.day(day, width) if day else "",
    "datetime": lambda moment: memoized.exact(moment) if moment else "",
    "iso": lambda moment: _iso(moment) if isinstance(moment, date) else "",
    "number": memoized.number,
    "filesize": _filesize,
    "prose": _prose,
}

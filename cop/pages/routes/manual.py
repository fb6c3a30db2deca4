"""URLs of the manual, and the way to a page of it from where the question arises."""
from flask import Blueprint, render_template

from cop.pages import examples, manual
from cop.web.rendering import ui_language
from cop.web.session import open_to_visitors

bp = Blueprint("manual", __name__)


@bp.get("/help/keys")
@open_to_visitors
def show_keys() -> str:
    """A part of a page, for scripts."""
    return render_template("pages/_keys.html")


@bp.get("/help/details")
@open_to_visitors
def show_details() -> str:
    return render_template("pages/help_details.html", examples=examples.rendered())


@bp.get("/help/<name>")
@open_to_visitors
def show(name: str) -> str:
    return render_template("pages/manual.html", page=manual.get_page(name, ui_language()),
                           pages=manual.list_pages(ui_language()))


def link_to(name: str) -> str:
    return render_template("pages/_manual_link.html", page=manual.get_page(name, ui_language()))

"""The logo of this place is for everybody."""
from sqlalchemy import ColumnElement

from cop.base.site import read_site
from cop.files.models import File
from cop.people.models import Reader


def visible_logo(_reader: Reader) -> ColumnElement[bool]:
    return held_logo()


def held_logo() -> ColumnElement[bool]:
    return File.id == read_site().logo

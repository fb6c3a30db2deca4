"""Who sees a notice: the person it was written for, nobody else."""
from sqlalchemy import ColumnElement

from cop.notifications.models import Notice
from cop.people.models import Reader


def visible_notices(reader: Reader) -> ColumnElement[bool]:
    return Notice.person_id == reader.id

"""What was asked while something was made."""
from sqlalchemy import select

from cop.base import revalidation
from cop.base.content_version import ContentVersion
from cop.base.db import db


def test_a_text_that_is_written_anew_each_time_is_remembered_once(app):
    with app.app_context():
        db.session.connection()  # begins what is read in
        revalidation.begin()
        for _time in range(2):
            db.session.scalars(select(ContentVersion).where(ContentVersion.id.in_([1, 2, 3]))).all()
        (first, _), (second, _) = revalidation.end().questions
    assert first is second
    assert "(?, ?, ?)" in first or "%" in first

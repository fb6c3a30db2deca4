"""What `cop doctor` looks at on the floor: the database, what waits, letters, the audit log.

What it looks at in files and in the index stands in `files/checks.py` and `search/checks.py`.
"""
import smtplib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from cop.base import audit_chain, counts, mail_transport, steps
from cop.base.clock import now
from cop.base.db import db
from cop.base.jobs import Job
from cop.base.mail_tables import Letter

#: What is due for longer, nobody does.
WORKED_WITHIN, SENT_WITHIN = timedelta(minutes=10), timedelta(hours=1)
#: Clocks that differ by more than so many seconds are not set by the network.
MOST_SKEW = 2.0
SHOWN = 3


@dataclass(frozen=True)
class Finding:
    """What was looked at and found; with `mend`, that it is wrong and what to do."""

    about: str
    told: str
    mend: str = ""

    @property
    def is_well(self) -> bool:
        return not self.mend


def find_database() -> Finding | None:
    """What is wrong where it does not answer; nothing where it does."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as problem:
        said = str(getattr(problem, "orig", problem)).strip().splitlines()[0]
        return Finding("database", f"does not answer: {said}",
                       "Is it running? Are address, name and password in COP_DATABASE_URL right? "
                       "What is in the database was not looked at.")
    finally:
        db.session.rollback()
    return None


def check_database() -> Iterator[Finding]:
    """Is it sound?"""
    if db.engine.dialect.name == "postgresql":
        version = db.session.scalar(text("SHOW server_version"))
        yield Finding("database", f"PostgreSQL {version} answers")
        return
    said = db.session.scalars(text("PRAGMA integrity_check(3)")).all()
    lost = db.session.execute(text("PRAGMA foreign_key_check")).all()
    if list(said) != ["ok"] or lost:
        what = "; ".join(map(str, said)) if list(said) != ["ok"] else (
            f"{len(lost)} rows point to nothing, the first in {lost[0][0]}")
        yield Finding("database", f"SQLite is damaged: {what}",
                      "Stop everything, keep a copy of the file, and restore the last backup "
                      "(cop restore).")
    else:
        yield Finding("database", "SQLite is sound, and no row points to nothing")


def check_schema(migrations: Path) -> Iterator[Finding]:
    there, wanted = steps.current(), steps.newest(migrations)
    if there == wanted:
        yield Finding("schema", f"that of this version ({wanted})")
    elif steps.is_known(migrations, there) or not there:
        yield Finding("schema", f"{there or 'none'}, and this version has {wanted}",
                      "Run cop db upgrade.")
    else:
        yield Finding("schema", f"{there}, which a newer version made",
                      "Start the version that made it, or a newer one.")


def check_counts() -> Iterator[Finding]:
    wrong = counts.list_wrong()
    if not wrong:
        yield Finding("counts", "all equal what they count")
        return
    shown = ", ".join(f"{each.name} {each.id} ({each.kept}, there are {each.there})"
                      for each in wrong[:SHOWN])
    yield Finding("counts", f"{len(wrong)} are wrong: {shown}",
                  "Run cop doctor --recount. It should not happen: please report it.")


def check_clock() -> Iterator[Finding]:
    """Of this host against that of the database; it matters where these are two."""
    if db.engine.dialect.name != "postgresql":
        return
    before = time.time()
    there = float(db.session.scalar(text("SELECT extract(epoch FROM clock_timestamp())")))
    skew = there - (before + time.time()) / 2
    if abs(skew) > MOST_SKEW:
        yield Finding("clock", f"differs from that of the database by {skew:.1f} seconds",
                      "Let both set their clocks by the network (systemd-timesyncd, chrony).")
    else:
        yield Finding("clock", f"that of the database to {abs(skew):.2f} seconds")


def check_jobs() -> Iterator[Finding]:
    parked = db.session.execute(
        select(Job.name, func.count(Job.id)).where(Job.parked_at.is_not(None))
        .group_by(Job.name).order_by(func.count(Job.id).desc())).all()
    if parked:
        yield Finding("jobs", f"{sum(n for _, n in parked)} were given up, most of them "
                      f"{parked[0][0]}", "Look at /admin/jobs: what failed, try again or drop it.")
    due = db.session.scalar(select(func.min(Job.due_at)).where(
        Job.parked_at.is_(None), Job.leased_until.is_(None) | (Job.leased_until < now())))
    late = _since(due)
    if late > WORKED_WITHIN:
        yield Finding("jobs", f"the oldest has been due for {_span(late)}",
                      "Is cop work running (or cop serve without --no-worker)? Its log says why "
                      "not. While nothing may be written, jobs wait.")
    elif not parked:
        yield Finding("jobs", "done as they come, none given up")


def check_mail(url: str) -> Iterator[Finding]:
    if not url:
        yield Finding("mail", "COP_MAIL_URL is empty, letters stay where they are",
                      "Set COP_MAIL_URL, so that people can confirm their address.")
        return
    try:
        mail_transport.try_line(url)
    except (OSError, smtplib.SMTPException) as problem:
        yield Finding("mail", f"the mail server does not take us: {problem}",
                      "Mend COP_MAIL_URL or the server. Nothing is lost: letters wait.")
    else:
        yield Finding("mail", "the mail server answers")


def check_letters() -> Iterator[Finding]:
    since = _since(db.session.scalar(
        select(func.min(Letter.created_at)).where(Letter.outcome == "waiting")))
    if since > SENT_WITHIN:
        yield Finding("letters", f"the oldest has waited for {_span(since)}",
                      "Look at /admin/jobs for mail.send and why it fails; is cop work running?")
    else:
        yield Finding("letters", "none waits for long")


def check_audit_log() -> Iterator[Finding]:
    found = audit_chain.verify()
    if found.holds:
        yield Finding("audit log", f"holds, {found.sealed} entries are sealed")
    else:
        yield Finding("audit log", " ".join(map(str, found.problems[:SHOWN])),
                      "docs/audit.md says what this can mean. After the secret key was changed: "
                      "cop audit sign.")


def _since(moment: datetime | None) -> timedelta:
    return max(now() - moment, timedelta()) if moment else timedelta()


def _span(time_: timedelta) -> str:
    minutes = int(time_.total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"

"""The audit log: who reads it, what stands in it, and how it is looked through."""
import re
from datetime import UTC, datetime, timedelta

import pytest

from cop.base.audit import AuditEntry, record
from cop.base.clock import at
from cop.base.db import db
from cop.cases.service import reviewing
from cop.discussions.service.deletions import delete_post
from cop.discussions.service.topics import lock_topic
from tests.make import reviewed

NEWS = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def admin(make):
    return make.granted("administrator", name="Alma Amministra")


def acts(page):
    return re.findall(r"<code[^>]*>([^<]+)</code>", page.text)


@pytest.mark.parametrize("role", ["administrator", "data_officer"])
def test_administrators_and_the_data_officer_read_who_did_what(make, browse, role):
    reader, actor = make.granted(role), make.person("Paolo Curti")
    record(actor.id, "role.granted", reader, role="curator", scope_kind="theme")
    page = browse(reader).get("/moderation/log")
    assert page.status_code == 200
    assert acts(page) == ["role.granted"]
    assert "Paolo Curti" in page.text
    assert ">Role granted</a>" in page.text
    assert f"Person {reader.id}" in page.text
    assert "Role: Curator · Where: A theme" in page.text


@pytest.mark.parametrize("role", ["", "curator", "regional_manager"])
def test_others_are_refused_with_a_reason(make, browse, role):
    record(None, "space.opened")
    answer = browse(make.granted(role) if role else make.person()).get("/moderation/log")
    assert answer.status_code == 403
    assert "The log is for administrators, the data officer and moderators." in answer.text
    assert "space.opened" not in answer.text


def test_moderators_read_what_was_done_in_their_spaces(make, browse):
    mine, other = make.space(), make.space()
    mara = make.moderator(mine)
    for space in (mine, other):
        lock_topic(make.granted("administrator"), make.topic(space))
    record(1, "role.granted", mara, role="curator")
    delete_post(mara, make.post(make.topic(mine)))
    window = browse(mara)
    assert acts(window.get("/moderation/log")) == ["post.deleted", "topic.locked"]
    assert "CSV" not in window.get("/moderation/log").text
    everywhere = make.granted("moderator")
    assert len(acts(browse(everywhere).get("/moderation/log"))) == 3
    closed = make.space(visibility="private")
    lock_topic(make.moderator(closed), make.topic(closed))
    assert len(acts(browse(everywhere).get("/moderation/log"))) == 3


def test_the_data_officer_reads_what_is_about_personal_data(make, browse):
    for act in ("person.erased", "data.exported", "role.granted", "letters.viewed", "case.edited",
                "site.decided"):
        record(1, act)
    page = browse(make.granted("data_officer")).get("/moderation/log")
    assert sorted(acts(page)) == ["data.exported", "letters.viewed", "person.erased",
                                  "role.granted"]


def test_the_log_is_narrowed_by_days_and_by_who_did_it(make, browse, admin):
    paolo = make.person("Paolo Curti")
    for number in range(4):
        with at(NEWS + timedelta(days=number, hours=23)):
            record(paolo.id if number % 2 else admin.id, f"case.step{number}")
            db.session.flush()
    window = browse(admin)
    assert acts(window.get("/moderation/log?since=2026-03-02&until=2026-03-03")) == [
        "case.step2", "case.step1"]
    assert acts(window.get(f"/moderation/log?actor={paolo.id}")) == ["case.step3", "case.step1"]
    page = window.get("/moderation/log?since=yesterday&actor=Paolo")
    assert "Not a valid date value." in page.text and len(acts(page)) == 4


def test_administrators_take_the_log_away_and_that_is_in_it(make, browse, admin):
    record(admin.id, "case.edited", None, name="=1+1")
    record(admin.id, "role.granted")
    others = [make.granted(role) for role in ("data_officer", "moderator")]
    window = browse(admin)
    answer = window.post("/moderation/log.csv?act=case.")
    assert answer.mimetype == "text/csv"
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and "case.edited" in lines[1] and "Practice edited" in lines[1]
    assert acts(window.get("/moderation/log"))[0] == "log.taken"
    for other in others:
        assert browse(other).post("/moderation/log.csv").status_code == 403


def test_a_visitor_is_sent_to_sign_in(browse):
    answer = browse().get("/moderation/log")
    assert answer.status_code == 302
    assert answer.location == "/login?next=/moderation/log"


@pytest.mark.parametrize("typed, found", [
    ("case.", ["case.published", "case.archived"]),
    ("case.published", ["case.published"]),
    ("%", ["%odd"]),
    ("case_", ["case_odd"]),
    ("nothing", []),
    ("", ["case.archived", "case.published", "case_odd", "%odd", "role.granted"]),
])
def test_the_log_is_looked_through_by_the_beginning_of_a_deed(browse, admin, typed, found):
    for act in ("case.archived", "case.published", "case_odd", "%odd", "role.granted"):
        record(admin.id, act)
    page = browse(admin).get("/moderation/log", query_string={"act": typed})
    assert sorted(acts(page)) == sorted(found)
    assert ("No deed of this kind has been recorded." in page.text) is not found


@pytest.mark.parametrize("typed", ["assegnato", "ASSEGNATO", "role.gr"])
def test_it_is_read_and_looked_through_in_words_of_the_page(make, browse, admin, typed):
    record(admin.id, "role.granted", admin, role="regional_manager", scope_kind="region",
           scope_code="ITH3")
    record(admin.id, "digest.made", None, regions=["ITH3", "ITI1"], own=True, others=None)
    record(admin.id, "case.published")
    page = browse(admin).get("/moderation/log", query_string={"act": typed, "ui": "it"})
    assert acts(page) == ["role.granted"]
    assert "Ruolo assegnato" in page.text
    assert "Ruolo: Responsabile regionale · Dove: Una regione · Luogo: Veneto" in page.text
    page = browse(admin).get("/moderation/log", query_string={"act": "digest", "ui": "it"})
    assert "Regioni: Veneto, Toscana · Proprio: Sì" in page.text and "None" not in page.text


def test_a_code_that_nobody_knows_any_more_stands_for_itself(browse, admin):
    record(admin.id, "old.deed", None, strange="1")
    page = browse(admin).get("/moderation/log")
    assert ">old.deed</a>" in page.text and "strange: 1" in page.text


@pytest.mark.parametrize("typed", ["\0nothing", "x" * 5000, "'; --", "\\"])
def test_odd_words_find_nothing_and_break_nothing(browse, admin, typed):
    record(admin.id, "role.granted")
    page = browse(admin).get("/moderation/log", query_string={"act": typed})
    assert page.status_code == 200
    assert acts(page) == []


def test_pages_follow_one_another_newest_first_and_keep_the_filter(browse, admin):
    for number in range(120):
        with at(NEWS + timedelta(minutes=number)):
            record(admin.id, f"case.step{number}")
            record(admin.id, "role.granted")
        db.session.flush()
    window, seen, path = browse(admin), [], "/moderation/log?act=case."
    sizes = []
    while path:
        page = window.get(path)
        seen += acts(page)
        sizes.append(len(acts(page)))
        more = re.search(r'rel="next" href="([^"]+)"', page.text)
        path = more and more[1].replace("&amp;", "&")
    assert seen == [f"case.step{number}" for number in reversed(range(120))]
    assert sizes == [50, 50, 20]


def test_whoever_closed_their_account_keeps_their_name_in_the_log(make, browse, admin):
    gone = make.person("Gina Gone", active=False)
    record(gone.id, "topic.locked")
    record(None, "job.tried_again")
    record(999_999, "space.changed")
    page = browse(admin).get("/moderation/log").text
    assert "Gina Gone" in page
    assert "the system" in page
    assert "Former member" in page


def test_the_log_needs_few_queries(make, browse, admin, count_queries):
    for number in range(50):
        record(make.person(f"P{number}").id, "topic.locked", admin)
    window = browse(admin)
    with count_queries(at_most=8):
        page = window.get("/moderation/log")
    assert len(acts(page)) == 50


def test_deeds_leave_numbers_and_codes_in_the_log_and_no_texts(make, browse, admin):
    topic = make.topic()
    post = make.post(topic, source="Words that were regretted.")
    delete_post(make.moderator(topic.space), post)
    case = make.case(status="submitted")
    paolo = make.granted("curator", name="Paolo")
    reviewed(paolo, case)
    reviewing.publish_case(paolo, case, "Convincing numbers.")
    page = browse(admin).get("/moderation/log")
    assert {"post.deleted", "case.submitted", "case.published"} <= set(acts(page))
    for text in ("regretted", "Convincing", case.title):
        assert text not in page.text
    for entry in AuditEntry.query:
        assert all(isinstance(value, int | None) or " " not in value
                   for value in entry.facts.values())

"""Saying after 3, 6 and 12 months how a case one uses went."""
from datetime import UTC, datetime

import pytest

from cop.base.clock import at
from cop.base.db import db
from cop.cases.models.adoptions import Adoption
from cop.cases.service.adoptions import Use, adopt_case, ask_for_results, hide_adoption, tell_result


def day(year, month, number=1):
    return at(datetime(year, month, number, 12, tzinfo=UTC))


@pytest.fixture
def case(make):
    with day(2026, 1):
        return make.case(status="published")


@pytest.fixture
def told(make, case):
    """Mikko began in March 2026 and said so at once."""
    mikko = make.person("Mikko Saarela", organisation="Palvelu", interface_language="it")
    with day(2026, 3, 20):
        return adopt_case(mikko, case, Use(region="FI1B1", since="2026-03"))


def test_who_uses_a_case_is_asked_three_times_until_they_stop(told, letters):
    asked = []
    for month in range(4, 13):
        with day(2026, month, 2):
            asked += [month] * ask_for_results() + [month] * ask_for_results()
    with day(2027, 3):
        asked += [3] * ask_for_results() + [3] * ask_for_results()
        sent = [letter for letter in letters() if letter["To"] == told.person.email]
    assert asked == [6, 9, 3]
    assert len(sent) == 3
    assert f"/cases/{told.case_id}/adoptions/result" in sent[0].get_body().get_content()


def test_nobody_is_asked_who_stopped_or_left_or_whose_entry_or_case_is_hidden(
        make, case, told, letters):
    curator = make.granted("curator", name="Paolo Curti")
    with day(2026, 3, 21):
        others = [adopt_case(make.person(), case, Use(region="ITH3", since="2026-03", outcome=said))
                  for said in ("stopped", "", "")]
        others[1].person.active = False
        hide_adoption(curator, others[2], "For reasons of testing.")
    with day(2026, 6, 2):
        assert ask_for_results() == 1
    told.ask_on = datetime(2026, 6, 1).date()
    case.published_id = None
    with day(2026, 6, 2):
        assert ask_for_results() == 0


def test_what_began_long_ago_is_asked_only_from_now_on(make, case):
    with day(2026, 11):
        late = adopt_case(make.person(), case, Use(region="ITH3", since="2026-03"))
        old = adopt_case(make.person(), case, Use(region="ITH3", since="2020-03"))
    assert str(late.ask_on) == "2027-03-01"
    assert old.ask_on is None


def test_the_short_form_is_answered_and_stands_on_the_timeline(told, case, browse, run_jobs):
    browser, path = browse(told.person), f"/adoptions/{told.id}/result"
    with day(2026, 6, 2):
        ask_for_results()
        run_jobs()
        assert "Usi ciò che descrive questa pratica" in browser.get("/inbox").text
        sent_there = browser.get(f"/cases/{case.id}/adoptions/result")
        assert sent_there.headers["Location"] == path
        assert "Se avete smesso, nessuno te lo chiede più." in browser.get(path).text
        page = browser.post(path, data={"words": "Too early to say."})
        assert page.status_code == 422
        assert "Too early to say." in page.text
        answer = {"outcome": "changed", "words": "Nine of ten call back."}
        page = browser.post(path, data=answer, follow_redirects=True)
        assert "Dopo 3 mesi:" in page.text
        browser.post(path, data=answer | {"words": "Eight of ten call back."})
    with day(2027, 3, 5):
        browser = browse(told.person)
        browser.post(path, data={"outcome": "stopped", "words": "Nobody to do it."})
        run_jobs()
        page = browse().get(f"/cases/{case.id}-{case.slug}?ui=en").text
        assert "Eight of ten call back." in page
        assert "Nine of ten" not in page
        assert "After a year:" in page
        assert "Tried elsewhere" in page
        inbox = browse(case.author).get("/inbox?ui=en").text
        assert inbox.count("Somebody says how it went") == 1
    db.session.rollback()
    adoption = db.session.get(Adoption, told.id)
    assert (adoption.outcome, adoption.ask_on, adoption.case.adoption_count) == (
        "stopped", None, 0)


def test_nobody_says_how_it_went_too_early_or_for_others(told, make, browse):
    with day(2026, 5):
        refusal = browse(told.person).get(f"/adoptions/{told.id}/result?ui=en")
        assert refusal.status_code == 403
        assert "You are asked how it went after three months." in refusal.text
    with day(2026, 6):
        stranger = browse(make.person())
        assert stranger.post(f"/adoptions/{told.id}/result", data={
            "outcome": "kept"}).status_code == 403
        assert "/login" in browse().get(f"/adoptions/{told.id}/result").headers["Location"]
        assert stranger.get("/adoptions/999999/result").status_code == 404


def test_an_entry_on_a_case_out_of_sight_is_not_there(told, case, make, browse):
    case.published_id, case.status = None, "withdrawn"
    browser = browse(told.person)
    assert browser.get(f"/adoptions/{told.id}/result").status_code == 404


def test_a_result_that_stopped_counts_no_place(told, case):
    assert case.adoption_count == 1
    with day(2026, 7):
        tell_result(told.person, told, outcome="stopped", words="")
    assert case.adoption_count == 0

"""Searches that forgive, and what is remembered of those that found nothing."""
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at, now
from cop.base.db import db
from cop.discussions.service import posts, topics
from cop.search.models.words import MissedSearch, Word
from cop.search.queries import words
from cop.search.service import keeping
from cop.search.service.words import forget_old_missed


@pytest.fixture(autouse=True)
def read_at_once(monkeypatch):
    """Every search reads the words anew."""
    monkeypatch.setattr(words, "KEEP", timedelta(0))


@pytest.fixture
def head(browse):
    """What the page says, and the titles it found."""

    def search(q, reader=None, **given):
        page = BeautifulSoup(
            browse(reader).get("/search", query_string={"q": q, **given}).text, "html.parser")
        db.session.rollback()
        said = page.select_one("header.head").get_text(" ", strip=True)
        return said, [h.get_text() for h in page.select(".hit h2")]

    return search


def open_topic(author, space, title, **given):
    return topics.open_topic(author, space, title=title, **(
        {"source": "So and so.", "language": "en"} | given))


@pytest.mark.parametrize("typed, meant", [
    ("vuochers", "vouchers"), ("trainingvouchers", "training vouchers"),
    ("vou chers", "vouchers"), ("Training vochers", "Training vouchers"),
    ('vuochers -grants "in practice"', 'vouchers -grants "in practice"'),
])
def test_what_found_nothing_is_searched_as_it_may_have_been_meant(
        make, head, run_jobs, typed, meant):
    space = make.space()
    open_topic(make.member(space), space, "Training vouchers in practice")
    run_jobs()
    said, found = head(typed)
    assert found == ["Training vouchers in practice"]
    assert f"Nothing was found for “{typed}”" in said and f"results for {meant}" in said


@pytest.mark.parametrize("titles, language, typed, meant", [
    (["Job search clubs"], "en", "jobsearch", "job search"),
    (["The jobsearch club", "Job fairs", "We search"], "en", "job search", "jobsearch"),
    (["Palkkatuki ja sen hakemus", "Palkkatuki"], "fi", "palkkatukihakemus", "palkkatuki hakemus"),
    (["Palkkatukihakemus", "Palkkatuki", "Hakemus"], "fi", "palkkatuki hakemus",
     "palkkatukihakemus"),
    (["Bericht vom Arbeitsmarkt"], "de", "Arbeitsmarktsbericht", "arbeitsmarkt bericht"),
])
def test_words_are_found_however_they_are_split_or_joined(
        make, head, run_jobs, titles, language, typed, meant):
    space = make.space()
    ada = make.member(space)
    for title in titles:
        open_topic(ada, space, title, language=language)
    run_jobs()
    said, found = head(typed)
    assert found == titles[:1] and f"results for {meant}" in said


def test_where_a_little_was_found_another_spelling_is_proposed(make, head, run_jobs):
    space = make.space()
    ada = make.member(space)
    for number in range(5):
        open_topic(ada, space, f"Mentoring {number}")
    topic = open_topic(ada, space, "Mentorng")  # as somebody once typed it
    run_jobs()
    Word.query.filter_by(word="mentorng").delete()
    db.session.commit()
    said, found = head("mentorng")
    assert found == [topic.title] and "Did you mean: mentoring ?" in said


def test_a_word_somebody_uses_is_not_corrected(make, head, run_jobs):
    space = make.space()
    ada = make.member(space)
    open_topic(ada, space, "Corsi")
    open_topic(ada, space, "Corso uno", language="it")
    run_jobs()
    said, found = head("corsi -corsi")
    assert found == [] and "Nothing was found for" not in said


def test_words_of_private_spaces_are_never_proposed(make, head, run_jobs):
    hidden, members = make.space(visibility="private"), make.space(visibility="members")
    ada, stranger = make.member(hidden), make.person("Stranger")
    open_topic(ada, hidden, "Zeppelinflug")
    open_topic(make.member(members), members, "Kaleidoscope")
    run_jobs()
    keeping.reindex()
    assert not Word.query.filter(Word.word.contains("zeppelin")).count()
    for reader in (None, stranger, ada):
        said, found = head("zeppelinflugg", reader)
        assert not found and "zeppelinflug " not in said.lower().replace("zeppelinflugg", "")
    assert head("kaleidoscopes", stranger)[1] == head("kaleidoscop", stranger)[1] == [
        "Kaleidoscope"]
    assert head("kaleidoscoppe")[1] == [] and "aleidoscope" not in head("kaleidoscoppe")[0]


def test_words_of_a_space_that_became_private_are_no_more_proposed(make, head, run_jobs):
    space = make.space()
    open_topic(make.member(space), space, "Zeppelinflug")
    run_jobs()
    space.visibility = "private"
    db.session.commit()
    assert head("zeppelinfllug") == ("“zeppelinfllug”", [])
    keeping.count_words_anew()
    assert not Word.query.filter_by(word="zeppelinflug").count()


def test_names_of_people_are_no_words(make, run_jobs):
    person = make.person("Wolfgang Unverwechselbar", profile_is_public=True)
    db.session.commit()
    keeping.reindex()
    assert person.id and not Word.query.filter_by(word="unverwechselbar").count()


def test_words_are_counted_anew_each_time_all_is_read(make, run_jobs):
    space = make.space()
    ada = make.member(space)
    topic = open_topic(ada, space, "Vouchers")
    posts.write_post(ada, topic, source="Vouchers!", language="en")
    run_jobs()
    keeping.count_words_anew()
    assert Word.query.filter_by(word="vouchers", language="en", audience="public"
                                ).one().documents == 2


def test_searches_in_vain_are_proposed_as_terms_from_the_third_day_on(make, browse):
    curator, day = make.granted("curator"), datetime(2026, 3, 2, 9, tzinfo=UTC)
    for number in range(3):
        with at(day + timedelta(days=number)):
            for _ in range(2):
                browse().get("/search?q=Zeppelin+Coaching")
            browse().get("/search?q=once+" + "abc"[number] + "bcd")
            browse().get("/search?q=filtered&kind=case")
        db.session.rollback()
        seen = {(row.text, row.days) for row in MissedSearch.query}
        assert ("zeppelin coaching", 3) in seen if number == 2 else {t for t, _ in seen} == {""}
    page = BeautifulSoup(browse(curator).get("/admin/thesaurus").text, "html.parser")
    missed = page.select_one("#missed")
    assert [h.get_text() for h in missed.select("h3")] == ["zeppelin coaching"]
    proposal = browse(curator).get(missed.select_one("a.button")["href"])
    assert 'value="zeppelin coaching"' in proposal.text
    row = MissedSearch.query.filter_by(text="zeppelin coaching").one()
    assert browse(make.person()).post(f"/admin/thesaurus/missed/{row.id}/forget").status_code == 403
    browse(curator).post(f"/admin/thesaurus/missed/{row.id}/forget")
    db.session.rollback()
    assert not MissedSearch.query.filter_by(text="zeppelin coaching").count()


def test_old_searches_in_vain_are_forgotten(browse, app):
    with at(now() - timedelta(days=100)):
        browse().get("/search?q=zeppelin")
    db.session.rollback()
    assert MissedSearch.query.count() == 1
    forget_old_missed()
    assert not MissedSearch.query.count()


def test_words_are_quoted_as_in_the_language_and_stay_words(browse):
    page = BeautifulSoup(browse().get("/search?ui=fr&q=<b>bons %25(x)s</b>").text, "html.parser")
    assert page.h1.get_text() == "«\u202f<b>bons %(x)s</b>\u202f»"

"""What the home page and administration read, and for whom."""
import pytest

from cop.base.db import db
from cop.base.errors import Forbidden, NotFound
from cop.pages.queries import admin, home, jobs


def test_interests_are_regions_themes_and_languages(make):
    person = make.person(regions=["ITH3", "FI"], themes=["neet"], languages=["it"])
    interests = home.get_interests(person)
    assert interests == home.Interests(["FI", "ITH3"], ["neet"], ["it"])
    assert not home.get_interests(make.person())


def test_a_theme_brings_the_questions_on_narrower_themes(make):
    broad = make.person(themes=["target-groups"])
    question = make.question(themes=["neet"])
    assert home.list_topics_for(broad, home.get_interests(broad), []).questions == [question]


def test_who_names_no_language_reads_all_of_them(make):
    reader = make.person(themes=["neet"])
    questions = [make.question(themes=["neet"], language=code) for code in ("it", "de")]
    found = home.list_topics_for(reader, home.get_interests(reader), []).questions
    assert {q.id for q in found} == {q.id for q in questions}


def test_questions_in_rooms_of_others_are_not_offered(make):
    reader = make.person(themes=["neet"])
    make.question(space=make.space(visibility="private"), themes=["neet"])
    assert home.list_topics_for(reader, home.get_interests(reader), []).questions == []


def test_drafts_and_archived_practices_are_not_news(make):
    shown = make.case(status="published")
    for status in ("draft", "submitted", "archived", "withdrawn"):
        make.case(status=status)
    assert home.list_best_cases(make.visitor()) == [shown]
    reader = make.person()
    assert [near.case for near in home.list_cases_for(reader, home.Interests())] == [shown]


def test_an_author_is_not_told_of_their_own_draft(make):
    author = make.person("Chiara Bellin")
    make.case(author)
    assert home.list_cases_for(author, home.Interests()) == []


def test_lists_of_administration_open_to_nobody_else(make):
    for somebody in (make.visitor(), make.person(), make.granted("data_officer")):
        for read in (admin.count_waiting, jobs.list_parked_jobs, jobs.list_parked_kinds,
                     jobs.get_parked_jobs, admin.list_refused_letters):
            with pytest.raises(Forbidden):
                read(somebody)
        with pytest.raises(Forbidden):
            admin.list_reports(somebody, done=False)
    with pytest.raises(NotFound):
        admin.get_report(make.granted("administrator"), 5)


def test_visitors_begin_with_what_is_used_and_founded(make):
    newest = make.case(status="published", title="The newest of them")
    used = make.case(status="published", title="Used by others")
    inspiring = make.case(status="published", title="Inspiring to all")
    used.adoption_count, inspiring.is_inspiring = 2, True
    db.session.flush()
    assert home.list_best_cases(make.visitor()) == [inspiring, used, newest]
    newest.language = "fr"
    db.session.flush()
    assert home.list_best_cases(make.visitor(), "fr") == [newest, inspiring, used]

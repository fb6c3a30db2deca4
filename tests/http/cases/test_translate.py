"""A case in other languages: typed beside the original, decided about, read with its label."""
import re

import pytest
from sqlalchemy import select

from cop.base.db import db
from cop.cases import machine
from cop.cases.models.translations import CaseTranslation
from cop.cases.queries.exports import export_cases
from cop.cases.reading import out_of_date
from cop.cases.service import translating, writing
from cop.cases.service.imports import import_cases
from cop.people.models import AnyMember
from cop.people.service.keys import make_api_key
from cop.search.service import index
from tests.case_text import FILLED, REGIONS, THEMES
from tests.make import CASE_STEPS

ENGLISH = {"title": "Call back within 48 hours: half an hour a day, kept free",
           "summary": "Each office keeps two half hours a day for calling back those who missed "
                      "an appointment; twice as many were reached."}


@pytest.fixture
def case(make):
    return make.case(status="published")


@pytest.fixture
def mikko(make):
    """Reads English and Finnish, and keeps no case."""
    return make.person("Mikko Laine", languages=["fi", "en"])


def translated(person, case, language="en", **texts):
    """Written and sent; who decides has it accepted at once."""
    draft = translating.begin_translation(person, case, language)
    translating.save_translation(person, draft, ENGLISH | texts)
    translating.propose_translation(person, draft)
    return draft


def original_changed(make, case, **fields):
    """Its author says something else now, and it is published again."""
    writing.save_draft(case.author, case, FILLED | fields, REGIONS, THEMES, note="New figures.")
    writing.submit_case(case.author, case)
    curator = make.granted("curator", name="Paolo Curti")
    for step in CASE_STEPS["published"]:
        step(curator, case, reason="For reasons of testing.")


def the(state):
    """The translation in that state, as it is stored now."""
    db.session.rollback()
    return db.session.scalars(select(CaseTranslation).where(CaseTranslation.state == state)).one()


def path(case, language=""):
    return f"/cases/{case.id}-{case.slug}" + (f"?in={language}" if language else "")


def test_a_member_translates_beside_the_original_and_who_keeps_it_accepts(
        make, case, mikko, browse, count_queries, run_jobs):
    member = browse(mikko)
    page = member.post(f"/cases/{case.id}/translations", data={"language": "en"},
                       follow_redirects=True)
    assert "Translate into English" in page.text
    assert "Due spazi di trenta minuti" in page.text, "the original stands beside"
    draft = the("draft")
    edit = f"/translations/{draft.id}/edit"
    saved = member.post(edit, data={"title": ENGLISH["title"], "act": "save", "opened_with": "0"},
                        follow_redirects=True)
    assert "Your draft is saved." in saved.text, "in parts"
    short = member.post(edit, data={"act": "propose", "opened_with": "1"})
    assert short.status_code == 422 and "“Summary” is missing." in short.text
    assert ENGLISH["title"] in short.text
    sent = member.post(edit, data={"summary": ENGLISH["summary"], "act": "propose",
                                   "opened_with": "1"}, follow_redirects=True)
    assert "looks at your translation" in sent.text
    assert ENGLISH["title"] not in browse().get(path(case, "en")).text, "nobody accepted it"
    stranger = browse(make.person())
    assert stranger.get(f"/translations/{draft.id}").status_code == 404
    assert stranger.post(f"/translations/{draft.id}/accept").status_code == 404
    assert member.post(f"/translations/{draft.id}/accept").status_code == 403

    run_jobs()
    author = browse(case.author)
    assert "Mikko Laine translated your case" in author.get("/inbox").text
    assert "1 translation waits for a decision." in author.get(path(case)).text
    beside = author.get(f"/translations/{draft.id}")
    assert ENGLISH["title"] in beside.text and "Richiamo entro 48 ore" in beside.text
    author.post(f"/translations/{draft.id}/accept")
    run_jobs()
    assert "Readers are offered your translation" in member.get("/inbox").text
    visitor = browse()
    with count_queries(at_most=8):
        read = visitor.get(path(case, "en"))
    assert f'<h1 lang="en">{ENGLISH["title"]}</h1>' in read.text
    assert "Translated by a person" in read.text and "Read the original" in read.text
    assert "The original is in Italian." in read.text
    assert re.search(r'<div class="prose" lang="it" dir="auto">.*Due spazi', read.text), (
        "what is not translated is read in the original")
    assert f'hreflang="it" href="{path(case)}' in read.text.replace("http://localhost", "")
    assert f'rel="canonical" href="http://localhost{path(case, "en")}"' in read.text
    original = visitor.get(path(case)).text
    assert f'rel="canonical" href="http://localhost{path(case)}"' in original
    assert '<h1 lang="it">Richiamo entro 48 ore' in original
    assert "You can read this case in English, too:" in original, "offered, not forced"
    assert "English" in visitor.get(f"/cases/{case.id}/history").text
    missing = visitor.get(path(case, "fr")).text
    assert "There is no version in that language: this is the original." in missing
    assert f'rel="canonical" href="http://localhost{path(case)}"' in missing


def test_a_translation_says_when_the_original_has_moved_on(
        make, case, mikko, browse, run_jobs):
    first = translated(case.author, case, activities="Two slots of thirty minutes stay closed.")
    assert first.state == "accepted", "who keeps the case needs nobody else"
    original_changed(make, case, summary="Ogni ufficio prenota ora tre mezze ore al giorno per "
                                         "chiamare chi ha saltato un appuntamento al CPI.")
    run_jobs()
    assert "your translation is out of date" in browse(case.author).get("/inbox").text
    read = browse().get(path(case, "en")).text
    assert "Out of date:" in read and "now in: Summary." in read
    member = browse(mikko)
    form = member.post(f"/cases/{case.id}/translations", data={"language": "en"},
                       follow_redirects=True).text
    assert "What changed in the original" in form and "<ins>" in form
    draft = the("draft")
    data = {"title": ENGLISH["title"], "summary": ENGLISH["summary"], "act": "save",
            "opened_with": "0"}
    assert "changed since" in member.post(f"/translations/{draft.id}/edit", data=data,
                                          follow_redirects=True).text, "nobody said it is right"
    again = member.post(f"/translations/{draft.id}/edit", follow_redirects=True,
                        data=data | {"still-summary": "y", "opened_with": "1"}).text
    assert "changed since" not in again
    late = member.post(f"/translations/{draft.id}/edit",
                       data=data | {"title": "Other words for it", "opened_with": "0"})
    assert late.status_code == 409 and "saved in another window meanwhile" in late.text
    assert "Other words for it" in late.text
    member.post(f"/translations/{draft.id}/edit",
                data=data | {"act": "propose", "opened_with": "2"})
    browse(case.author).post(f"/translations/{draft.id}/accept")
    assert "Out of date" not in browse().get(path(case, "en")).text
    assert the("replaced").id == first.id, "kept for the history"


def test_who_decides_sends_a_translation_back_with_a_reason(case, mikko, browse):
    draft = translated(mikko, case)
    author = browse(case.author)
    assert author.post(f"/translations/{draft.id}/decline",
                       data={"reason": "no"}).status_code == 422
    author.post(f"/translations/{draft.id}/decline",
                data={"reason": "“Kept free” is not what closed slots are."})
    member = browse(mikko)
    mine = member.get(f"/cases/{case.id}/translations").text
    assert "Sent back" in mine and "is not what closed slots are." in mine
    assert "Why it was sent back" in member.get(f"/translations/{draft.id}/edit").text
    member.post(f"/translations/{draft.id}/drop")
    db.session.rollback()
    assert not db.session.scalars(select(CaseTranslation)).all()


@pytest.mark.parametrize("language, sentence", [
    ("it", "This case is written in that language."),
    ("de", "Say on your profile that you read German"),
])
def test_nobody_translates_into_what_they_do_not_read(case, mikko, browse, language, sentence):
    page = browse(mikko).post(f"/cases/{case.id}/translations", data={"language": language})
    assert page.status_code == 403 and sentence in page.text
    assert 'name="language"' in page.text, "another one can be chosen"


def test_a_draft_of_a_case_is_translated_by_its_author_only(make, mikko, browse):
    draft = make.case()
    translated(draft.author, draft)
    assert ENGLISH["title"] in browse(draft.author).get(path(draft, "en")).text
    assert browse(mikko).get(f"/cases/{draft.id}/translations").status_code == 404


def test_a_document_of_a_translation_says_what_it_is(case, browse):
    translated(case.author, case)
    text = browse().get(f"/cases/{case.id}.md?in=en").text
    assert ENGLISH["title"] in text
    assert "Translated by a person. The original is in Italian." in text
    assert f"/cases/{case.id}-" in text
    assert "Translated" not in browse().get(f"/cases/{case.id}.md").text


def test_words_are_taken_out_of_translations_too(make, case, browse):
    translation = translated(case.author, case, activities="Call Anna on 333 1234567 at noon.")
    curator = browse(make.granted("curator", name="Paolo Curti"))
    assert "333 1234567" in curator.get(f"/translations/{translation.id}").text
    curator.post(f"/cases/{case.id}/redact", data={"field": "activities", "words": "333 1234567"})
    read = browse().get(path(case, "en")).text
    assert "333 1234567" not in read and "Call Anna on […] at noon." in read


class Tiny:
    """A machine that knows one word: enough to see the whole way."""

    name = "Tiny"

    def translate(self, texts, *, source, target):
        return {name: text.replace("giorno", f"day ({source}-{target})")
                for name, text in texts.items()}


def test_a_machine_writes_a_draft_that_somebody_reads_before_readers_do(
        case, mikko, browse, run_jobs):
    author = browse(case.author)
    page = f"/cases/{case.id}/translations"
    off = author.post(page, data={"language": "en", "act": "machine"})
    assert off.status_code == 403 and "No machine for translating is set up here." in off.text
    machine.use(Tiny())
    try:
        assert browse(mikko).post(
            page, data={"language": "en", "act": "machine"}).status_code == 403
        author.post(page, data={"language": "en", "act": "machine"})
        run_jobs()
        draft = the("draft")
        assert "day (it-en)" in draft.fields["summary"]
        author.post(f"/translations/{draft.id}/edit", data={"act": "propose"})
        read = browse().get(path(case, "en")).text
        assert "Machine translation (Tiny)" in read
        assert "Machine translation (Tiny)" in browse().get(f"/cases/{case.id}.md?in=en").text
        author.post(page, data={"language": "en"})
        mended = the("draft")
        author.post(f"/translations/{mended.id}/edit", data={"act": "propose", "own_work": "y"})
        assert "Translated by a person" in browse().get(path(case, "en")).text
    finally:
        machine.use(None)


def test_a_case_is_found_in_the_language_of_its_translation(case, browse, run_jobs):
    index.engine().clear()
    translation = translated(case.author, case, activities="Wage subsidies stay out of it.")
    run_jobs()
    visitor = browse()
    page = visitor.get("/search?q=subsidy&expand=0").text
    assert page.count('class="hit"') == 1
    assert f'href="{path(case, "en")}"' in page and "Translated by a person" in page
    assert '<mark>subsidies</mark>' in page
    italian = visitor.get("/search?q=richiamo&expand=0").text
    assert f'href="{path(case)}"' in italian and "Translated by a person" not in italian
    assert 'class="hit"' in visitor.get("/search?q=subsidy&lang=en").text
    found = visitor.get("/api/v1/search?q=subsidy").json["items"]
    assert found[0]["url"].endswith("?in=en") and found[0]["language"] == "en"
    translating.decline_translation(case.author, translation, "It says something else.")
    run_jobs()
    assert 'class="hit"' not in visitor.get("/search?q=subsidy&expand=0").text


def test_programs_read_and_write_translations(case, make, mikko, browse):
    translated(case.author, case)
    known = browse().get(f"/api/v1/cases/{case.id}?in=en").json
    assert known["read_in"] == "en" and known["fields"]["title"] == ENGLISH["title"]
    assert known["fields"]["activities"].startswith("Due spazi"), "as it was written"
    assert known["translations"][0]["language"] == "en"
    assert known["translations"][0]["out_of_date"] == []
    assert browse().get(f"/api/v1/cases/{case.id}").json["read_in"] == "it"
    _key, secret = make_api_key(
        mikko, name="A program", scopes=["read", "write"], days=30, hourly_limit=100)
    headers = {"Authorization": f"Bearer {secret}"}
    address, body = f"/api/v1/cases/{case.id}/translations", {"language": "fi", "fields": ENGLISH}
    assert browse().post(address, json=body).status_code == 401
    answer = browse().post(address, json=body, headers=headers)
    assert answer.status_code == 201 and answer.json["state"] == "proposed"
    short = browse().post(address, headers=headers,
                          json=body | {"language": "en", "fields": {"title": "", "summary": ""}})
    assert short.status_code == 422 and "title" in short.json["fields"]


def test_translations_go_out_to_a_file_and_come_in_again(make, case):
    translated(case.author, case, activities="Two slots of thirty minutes stay closed.")
    rows = list(export_cases(AnyMember()))
    assert [row["translation_of"] for row in rows] == ["", case.external_id]
    for thing in (*db.session.scalars(select(CaseTranslation)),):
        db.session.delete(thing)
    *_, report = import_cases(enumerate(rows, 2), author=case.author)
    assert (report.taken, report.known, report.refused) == (1, 1, [])
    back = db.session.scalars(select(CaseTranslation)).one()
    assert back.state == "accepted" and back.fields["activities"].startswith("Two slots")
    assert out_of_date(back, case.published) == []
    *_, report = import_cases(enumerate(rows, 2), author=case.author)
    assert (report.taken, report.known) == (0, 2), "twice changes nothing"
    lost = [(2, rows[1] | {"translation_of": "nowhere"})]
    *_, report = import_cases(lost, author=case.author)
    assert "There is no case nowhere to translate." in report.refused[0][1]


@pytest.mark.parametrize("act", ["", "machine"])
@pytest.mark.parametrize("language", ["", "tlh"])
def test_without_a_language_to_translate_into_one_is_asked_again(
        case, mikko, browse, act, language):
    answer = browse(mikko).post(f"/cases/{case.id}/translations",
                                data={"language": language, "act": act})
    assert answer.status_code == 422 and "Please choose a language." in answer.text
    assert "Please look at this again" in answer.text and 'id="language-error"' in answer.text

"""Withdrawing and submitting from the page of a case."""
import html

from sqlalchemy import select

from cop.base.db import db
from cop.cases.models.decisions import CaseDecision
from cop.cases.service import reviewing, writing
from cop.cases.service.adoptions import Use, adopt_case
from cop.guides.service import add_case, make_guide, publish_guide, remove_item
from tests.case_text import FILLED, REGIONS, THEMES
from tests.make import reviewed


def test_an_author_withdraws_with_a_reason_that_stays_at_its_address(make, browse):
    case = make.case(status="published")
    stranger, curator = make.person(), make.granted("curator")
    url = f"/cases/{case.id}-{case.slug}"
    author = browse(case.author)
    assert f"/cases/{case.id}/withdraw" in author.get(url).text
    page = author.post(f"/cases/{case.id}/withdraw", data={"reason": "The figures were wrong."},
                       follow_redirects=True)
    assert "Your case is withdrawn." in page.text
    for path in ("/history", ".pdf"):
        assert browse(stranger).get(f"/cases/{case.id}{path}").status_code == 404
    for reader in (browse(), browse(stranger)):
        for address in (url, f"/cases/{case.id}", f"{url}?version=1"):
            gone = reader.get(address)
            assert gone.status_code == 410
            assert case.title in html.unescape(gone.text)
            assert "This case was withdrawn on" in gone.text
            assert "The figures were wrong." in gone.text
            assert case.current.fields["activities"][:30] not in gone.text
    assert "The figures were wrong." in browse(curator).get(url).text
    assert browse(curator).get(f"{url}?version=1").status_code == 200


def test_what_has_left_is_shown_before_and_kept_with_the_decision(make, browse):
    case, curator = make.case(status="published"), make.granted("curator", name="Pia")
    adopt_case(make.person(organisation="Palvelu"), case, Use(region="FI1B1", since="2026-03"))
    guide = make_guide(curator, title="Practices that hold", language="en")
    item = add_case(curator, guide, case)
    publish_guide(curator, guide)
    remove_item(curator, guide, item)
    url = f"/cases/{case.id}"
    page = browse(case.author).get(f"{url}/withdraw").text
    for words in ("Practices that hold (1)", "/guides/practices-that-hold?edition=1",
                  "Palvelu, Helsinki"):
        assert words in page
    desk = browse(make.granted("curator", name="Paolo Curti"))
    assert "Practices that hold (1)" in desk.get(f"{url}/review").text
    assert "Practices that hold (1)" not in desk.get(url, follow_redirects=True).text
    desk.post(f"{url}/decide", data={"step": "withdrawn", "reason": "A client is recognised."})
    kept = desk.get(url, follow_redirects=True).text
    assert "Already left with it:" in kept
    assert "Practices that hold (1)" in kept
    assert "A client is recognised." in browse().get(f"{url}-x").text


def test_what_was_never_published_leaves_nothing_behind(make, browse):
    case, stranger = make.case(status="submitted"), make.person()
    browse(case.author).post(f"/cases/{case.id}/withdraw", data={"reason": "It is not ready."})
    assert browse(stranger).get(f"/cases/{case.id}").status_code == 404


def test_what_only_members_read_says_nothing_to_visitors(make, browse):
    case, member = make.case(status="published", licence="members-only"), make.person()
    browse(case.author).post(f"/cases/{case.id}/withdraw", data={"reason": "It is not true."})
    assert browse(member).get(f"/cases/{case.id}").status_code == 410
    assert browse().get(f"/cases/{case.id}").status_code == 404


def test_published_again_it_is_there_again(make, browse):
    case, curator = make.case(status="published"), make.granted("curator", name="Paolo Curti")
    writing.withdraw_case(case.author, case, "The figures were wrong.")
    writing.save_draft(case.author, case, FILLED | {"innovation": "New."}, REGIONS, THEMES)
    assert browse().get(f"/cases/{case.id}").status_code == 410
    writing.submit_case(case.author, case)
    reviewed(curator, case)
    reviewing.publish_case(curator, case, "For reasons of testing.")
    assert browse().get(f"/cases/{case.id}-{case.slug}").status_code == 200


def test_a_withdrawal_without_a_reason_comes_back(make, browse):
    case = make.case(status="published")
    page = browse(case.author).post(f"/cases/{case.id}/withdraw", data={"reason": "no"})
    assert page.status_code == 422
    assert "Please give a reason of at least 10 characters." in page.text


def test_somebody_else_does_not_withdraw_it(make, browse):
    case = make.case(status="published")
    page = browse(make.person()).post(f"/cases/{case.id}/withdraw",
                                      data={"reason": "I do not like it."})
    assert page.status_code == 403
    assert "Only its author withdraws a case." in page.text


def test_a_visitor_who_acts_is_asked_to_sign_in(make, browse):
    case = make.case(status="published")
    answer = browse().post(f"/cases/{case.id}/withdraw", data={"reason": "I do not like it."})
    assert answer.status_code in (302, 401)
    db.session.rollback()
    assert case.status == "published"


def test_a_stored_draft_is_submitted_from_its_page(make, browse):
    case = make.case()
    author, url = browse(case.author), f"/cases/{case.id}-{case.slug}"
    assert "Submit for review" in author.get(url).text
    page = author.post(f"/cases/{case.id}/submit", follow_redirects=True)
    assert "Your case is submitted." in page.text
    db.session.rollback()
    assert db.session.scalars(select(CaseDecision.to_status)).all() == ["submitted"]
    assert author.post(f"/cases/{case.id}/submit").status_code == 403


def test_an_incomplete_draft_opens_the_form_with_what_is_missing(make, browse):
    case = make.case(summary="")
    page = browse(case.author).post(f"/cases/{case.id}/submit")
    assert page.status_code == 422
    assert '<a href="#summary">“Summary” is missing.</a>' in page.text
    assert f'action="/cases/{case.id}/edit"' in page.text

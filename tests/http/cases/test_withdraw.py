"""Withdrawing and submitting from the page of a case."""
from sqlalchemy import select

from cop.base.db import db
from cop.cases.models.decisions import CaseDecision


def test_an_author_withdraws_with_a_reason_and_nobody_sees_it_any_more(make, browse):
    case = make.case(status="published")
    stranger, curator = make.person(), make.granted("curator")
    url = f"/cases/{case.id}-{case.slug}"
    page = browse(case.author).post(f"/cases/{case.id}/withdraw",
                                    data={"reason": "The figures were wrong."},
                                    follow_redirects=True)
    assert "Your case is withdrawn." in page.text
    for path in ("", "/history", ".pdf"):
        assert browse(stranger).get(f"/cases/{case.id}{path}").status_code == 404
    assert "The figures were wrong." in browse(curator).get(url).text


def test_a_withdrawal_without_a_reason_comes_back(make, browse):
    case = make.case(status="published")
    page = browse(case.author).post(f"/cases/{case.id}/withdraw", data={"reason": "no"})
    assert page.status_code == 422
    assert "Please give a reason of at least 10 characters." in page.text
    assert "<details class=\"withdraw\" open>" in page.text


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
    assert '<a href="#summary">«Summary» is missing.</a>' in page.text
    assert f'action="/cases/{case.id}/edit"' in page.text

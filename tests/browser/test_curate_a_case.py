"""A curator takes a case from the queue to a guide, and nobody else takes any of the steps (S5)."""
import pytest

from tests.browser.acts import ask_to_review, fill, sign_in, unfold
from tests.case_text import FILLED, as_sent

pytestmark = pytest.mark.browser

AUTHOR, COLLEAGUE, CURATOR, REVIEWER, STRANGER = (f"{name}@example.org" for name in (
    "sara.dalpozzo", "elena.zanatta", "paolo.ferrante", "marjatta.laine", "chiara.bellin"))
TITLE = "Richiamo entro 48 ore anche in montagna, con un turno in due"
PHONE = "+39 347 123 4567"
GUIDE = "attivare-e-accompagnare-dal-primo-contatto-al-lavoro"


def test_from_the_queue_to_the_guide(visit):
    author, curator, stranger = (sign_in(visit(), who) for who in (AUTHOR, CURATOR, STRANGER))
    case = _write(author)
    review = f"{case}/review"

    assert stranger.goto("/review").status == 403
    assert stranger.goto(review).status == 404
    curator.goto("/review")
    assert "/review" in curator.url
    row = curator.locator(f"li:has-text('{TITLE}')")
    assert row.locator(".due time").count() == 1
    row.locator("h2 a").click()
    assert curator.url.endswith(review)
    curator.wait_for_selector(".side a:has-text('mezz\\'ora protetta, due volte al giorno')")
    assert PHONE in curator.inner_text(".note")

    assert _post(stranger, f"{case}/redact", field="activities", words=PHONE) in (403, 404)
    curator.click("form[action$='/redact'] button")
    assert PHONE not in curator.inner_text("main")
    assert "[…]" in curator.inner_text("#field-activities + dd")

    for field, words in (("difficulties", "Quanto è durato?"),
                         ("lessons_learnt", "Che cosa cambi?")):
        curator.click("#comment summary")
        curator.select_option("[name=comment-field]", field)
        curator.fill("[name=comment-text]", f"{words} Basta una riga.")
        curator.click("#comment form button")
    assert _post(stranger, f"{case}/decide", step="changes_requested",
                 reason="Non mi piace affatto.") in (403, 404)
    _decide(curator, "changes_requested", "Mancano due precisazioni, campo per campo.")

    assert stranger.goto(f"{case}/edit").status == 404
    author.goto(f"{case}/edit")
    assert "Quanto è durato?" in author.inner_text("main")
    fill(author, "difficulties", "La prima settimana il turno saltava: è durato fino a Pasqua.")
    author.click("#part-send button[value=submit]")
    author.goto(case)

    curator.goto(review)
    assert curator.locator("details.sections h3").all_inner_texts() == ["Difficoltà"]
    _decide(curator, "in_review", "Completa: la legge chi conosce l'argomento.", check=True)
    for refused in ("Sara Dal Pozzo", "Elena Zanatta"):
        ask_to_review(curator, review, refused)
        assert curator.locator(".errors, .wrong").count()
    ask_to_review(curator, review, "Marjatta Laine")
    curator.wait_for_url(f"**{review}")

    colleague = sign_in(visit(), COLLEAGUE)
    for window in (author, colleague, stranger, curator):
        assert _post(window, f"{case}/scores", **{"review-opinion": "Molto bella."}) in (403, 404)
    reviewer = sign_in(visit(), REVIEWER)
    reviewer.goto(review)
    for question in reviewer.locator("#score fieldset.group").all():
        question.locator("input[value='2']").check()
    reviewer.select_option("[name=review-evidence_level]", "E1")
    reviewer.fill("[name=review-opinion]", "Chiara e utile, ma va adattata a ogni ufficio.")
    reviewer.check("[name=review-no_conflict]")
    reviewer.click("#score form >> nth=0 >> button[type=submit]")

    for window in (author, colleague, stranger, reviewer):
        assert _post(window, f"{case}/decide", step="published",
                     reason="Va bene così, direi.") in (403, 404)
    curator.goto(review)
    _decide(curator, "published", "Chi l'ha letta saprebbe cominciare domani.")
    stranger.goto(case)
    assert TITLE in stranger.inner_text("h1")
    assert stranger.locator(".confirm-by time").count() == 1

    assert _post(stranger, f"/guides/{GUIDE}/cases", case_id=case.rpartition("/")[2]) == 403
    curator.goto(f"/guides/{GUIDE}/edit?find=montagna")
    curator.click(f"li:has-text('{TITLE}') button")
    curator.click("form[action$='/publish'] button")
    stranger.goto(f"/guides/{GUIDE}")
    assert TITLE in stranger.inner_text("main")
    paper = stranger.context.request.get(f"/guides/{GUIDE}.md").text()
    assert paper.index(TITLE) > paper.index("Richiamo entro 48 ore: mezz'ora protetta")


def _write(author):
    """A case with a phone number in it, submitted though its author was warned; its address."""
    author.goto("/cases/new")
    unfold(author)
    told = FILLED | {"title": TITLE, "regions": "Veneto",
                     "activities": f"{FILLED['activities']} Per prova: {PHONE}."}
    for name, value in as_sent(told).items():
        fill(author, name, value)
    author.select_option("select[name=themes]", ["outreach"]) if author.locator(
        "select[name=themes]").count() else fill(author, "themes", ["outreach"])
    author.click("#part-send button[value=submit]")
    assert PHONE in author.inner_text("main")
    author.click("form[action$='/submit'] button[type=submit]")
    assert TITLE in author.inner_text("h1")
    return f"/cases/{author.url.rpartition('/')[2].partition('-')[0]}"


def _decide(curator, step, reason, *, check=False):
    fill(curator, "step", step)
    for box in curator.locator("[name=checks]").all() if check else ():
        box.check()
    curator.fill("[name=reason]", reason)
    curator.click("#decide form button")


def _post(window, path, **form):
    """What a form answers that somebody sends by hand: the status."""
    window.goto("/help")
    token = window.locator("[name=csrf_token]").first.get_attribute("value")
    return window.context.request.post(path, form=form | {"csrf_token": token}).status

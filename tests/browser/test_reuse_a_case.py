"""A caseworker in Helsinki looks for a practice, takes it along, tries it and asks its author."""
import io

import pytest
from docx import Document as WordFile

from tests.browser.acts import CHIARA, sign_in

pytestmark = pytest.mark.browser

MIKKO = "mikko.saarela@example.org"
TITLE = "Incentivo all'assunzione per under 35 con tutor in azienda"


def test_from_a_search_in_finnish_to_a_question_to_the_author(visit):
    window = sign_in(visit(javascript=False, language="en-GB"), MIKKO)

    window.goto("/search?q=palkkatuki+nuoret")
    assert TITLE in window.inner_text("main"), "found through the thesaurus, in another language"

    window.goto("/cases")
    for facet, value in (("Evidence", "E2 Compared or stronger"),
                         ("Benchlearning", "D Relations with employers"),
                         ("Status of the practice", "Running")):
        if facet != "Evidence":  # the first ones stand open
            window.click(f".facet > summary:has(h2:text-is('{facet}'))")
        window.click(f".facet:has(h2:text-is('{facet}')) a:has-text('{value}')")
    assert window.url.endswith("/cases?evidence=E2&section=D&practice=running")
    window.click("main a:has-text('under 35 con tutor')")
    address = window.url
    assert window.locator("h1").get_attribute("lang") == "it"

    with window.expect_download() as waiting:
        window.click(".menu:has-text('Download') summary")
        window.click("a:has-text('Word (DOCX)')")
    paper = WordFile(io.BytesIO(waiting.value.path().read_bytes()))
    assert [p.text for p in paper.paragraphs if p.style.name == "Heading 1"]
    assert paper.core_properties.language.startswith("it")
    words = "\n".join(cell.text for table in paper.tables for row in table.rows
                      for cell in row.cells) + "\n".join(p.text for p in paper.paragraphs)
    assert "CC BY" in words
    assert address.rsplit("/", 1)[1].split("-")[0] in words, "where it comes from"

    window.goto(address)
    window.click("a:has-text('We use this')")
    window.fill("[name=region]", "Helsinki-Uusimaa")
    window.fill("[name=since]", "2026-06")
    window.fill("[name=changed]", "The tutor comes from the city, not from the firm.")
    window.click("main form button:has-text('Store it')")
    assert "Used in 1 other place" in window.inner_text("main")
    window.goto("/cases?adopted=1")
    assert TITLE in window.inner_text("main")

    window.goto(address)
    window.click("a:has-text('Ask about it')")
    window.click("main .items h3 a >> nth=0")
    window.fill("[name=title]", "Who pays the tutor in the first month?")
    window.fill("[name=source]", "We would like to begin with two firms.")
    window.click("main form button:has-text('Post it')")
    window.goto(address)
    assert "Who pays the tutor in the first month?" in window.inner_text("#topics")


def test_each_step_is_refused_to_the_wrong_role(visit):
    visitor = visit(javascript=False, language="en-GB")
    visitor.goto("/cases?evidence=E2&practice=running&section=D")
    visitor.click("main a:has-text('under 35 con tutor')")
    address = visitor.url
    assert visitor.locator("a:has-text('We use this')").count() == 0
    number = address.rsplit("/", 1)[1].split("-")[0]
    visitor.goto(f"/cases/{number}/adoptions/new")
    assert "/login" in visitor.url
    visitor.goto(address)
    visitor.click("a:has-text('Ask about it')")
    assert "/login" in visitor.url

    author = sign_in(visit(javascript=False, language="en-GB"), CHIARA)
    author.goto("/cases/mine")
    author.click("main .cards a, main .items a >> nth=0")
    own = author.url.rsplit("/", 1)[1].split("-")[0]
    answer = author.goto(f"/cases/{own}/adoptions/new")
    assert answer.status in (403, 404)

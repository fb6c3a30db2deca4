"""How a case stands on its page: what decides first, then the story with a list to jump from."""
import pytest
from bs4 import BeautifulSoup

from cop.cases.template import get_template, versions


def page_of(browse, case, **asked):
    answer = browse().get(f"/cases/{case.id}-{case.slug}", query_string=asked)
    return BeautifulSoup(answer.text, "html.parser")


def test_what_decides_whether_to_read_on_stands_below_the_summary(make, browse):
    header = page_of(browse, make.case(status="published")).select_one("header.head")
    facts = {d.dt.get_text(): " ".join(d.dd.get_text().split()) for d in header.select("dl > div")}
    assert facts.pop("Version 1").startswith("published ")
    assert facts == {"Where": "Veneto, Italy", "How it went": "It worked",
                     "Evidence": "E1 Monitored", "Where it stands now": "Running",
                     "Used elsewhere": "not yet"}


def test_a_country_that_is_the_region_is_named_once(make, browse):
    header = page_of(browse, make.case(status="published", regions=["IT"])).select_one(".key-facts")
    assert header.get_text().count("Italy") == 1


def test_every_part_is_reached_from_a_list_at_the_top(make, browse):
    page = page_of(browse, make.case(status="published"))
    links = {a.get_text(): a["href"] for a in page.select(".contents a")}
    assert list(links) == ["What is done", "What came of it", "What was learnt",
                           "Conditions, and what to change", "Personal data and consent",
                           "Facts", "Whom to ask"], "a section of one field bears its name"
    assert all(page.select_one(address) for address in links.values())
    assert [h.get_text() for h in page.select("#story h3")] == [
        "The problem", "Objectives", "What is done, step by step"]


def test_what_few_need_is_folded_and_what_tells_how_sure_it_is_never(make, browse):
    page = page_of(browse, make.case(
        status="published", evaluation_method="Two groups.", sources=[{"title": "A report"}]))
    folded = [h.get_text() for h in page.select(".story > details:not([open]) > summary h2")]
    assert folded == ["Conditions, and what to change", "Personal data and consent"]
    open_ = page.select_one(".story > section#results").get_text()
    assert all(words in open_ for words in ("78 %", "Two groups.", "A report"))
    for id_ in ("learning", "evidence", "facts", "contact"):
        assert page.find(id=id_).find_parent("details") is None


def test_in_a_table_that_stands_as_a_list_each_value_has_its_name(make, browse):
    table = page_of(browse, make.case(status="published")).select_one("#results .named table")
    assert table["role"] == "table"
    assert {td["data-name"]: td.get_text() for td in table.select("td") if td.get_text()} == {
        "Indicator": "Telefonate", "Value": "112", "Period": "aprile-giugno 2025"}


@pytest.mark.parametrize("version", versions())
def test_no_section_has_the_name_of_another_part_of_the_page(version):
    keys = {section.key for section in get_template(version).sections}
    assert not keys & {"adoptions", "topics", "facts", "contact", "evidence", "contents", "main",
                       "decisions", "quotations", "confirm", "toast", "announce", "find", "kept"}


def test_an_address_without_the_name_keeps_the_language_it_asks_for(make, browse):
    case = make.case(status="published")
    assert browse().get(f"/cases/{case.id}?ui=fr").location.endswith("?ui=fr")

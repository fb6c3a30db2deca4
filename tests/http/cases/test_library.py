"""The library: filters with counts, list, table and map, what it holds as a file, comparing."""
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from cop.base.clock import at, now
from cop.base.db import db
from cop.cases.service import adoptions, writing
from tests.case_text import FILLED


def soup(page):
    return BeautifulSoup(page.text, "html.parser")


def facets(page):
    """heading of a facet → {label: number of cases}"""
    return {part.h2.get_text(): {
        line.a.get_text(" ", strip=True): int(line.select_one(".nums").get_text())
        for line in part.select("li")} for part in soup(page).select(".facet")}


def found(page):
    return [line.get_text(strip=True) for line in soup(page).select(".case-card h2")]


@pytest.fixture
def library(make):
    """Four published cases, one of them for members, and one that nobody reads."""
    told = [
        {"title": "Veneto one", "regions": ["ITH3"], "themes": ["outreach"]},
        {"title": "Veneto two", "regions": ["ITH35", "ITI1"], "themes": ["neet"],
         "target_groups": ["roma-and-ethnic-minorities"], "lmp_category": ["2.1"]},
        {"title": "Helsinki one", "regions": ["FI1B1"], "themes": ["outreach"], "language": "en",
         "country": "FI", "outcome_type": "did-not-work", "evidence_level": "E3",
         "sources": "https://example.org/r", "evaluation_method": "Two groups, compared."},
        {"title": "For members", "regions": ["ITH3"], "licence": "members-only"},
    ]
    author, curator = make.person("Chiara"), make.granted("curator", name="Paolo")
    cases = []
    for days, case in enumerate(told):
        with at(now() - timedelta(days=days + 1)):
            cases.append(make.case(author, curator=curator, status="published", **case))
    make.case(author, status="submitted", title="Not out yet at all", regions=["ITH3"])
    return cases


def adopt(case, person, region="ITC4"):
    adoptions.adopt_case(person, case, adoptions.Use(region=region, since="2026-01"))


def test_each_value_says_how_many_cases_there_would_be(library, browse, make):
    page = browse().get("/cases")
    counts = facets(page)
    assert counts["Country"] == {"Italy": 2, "Finland": 1}
    assert counts["Region"]["Veneto"] == 2
    assert counts["Region"]["Toscana"] == 1
    assert counts["Evidence"] == {"E1 Monitored or stronger": 3, "E2 Compared or stronger": 1,
                                  "E3 Counterfactual or stronger": 1}
    assert counts["Language"] == {"Italian": 2, "English": 1}
    assert "2.1 Institutional training" in counts["Labour market policy"]
    member = facets(browse(make.person()).get("/cases"))
    assert member["Country"] == {"Italy": 3, "Finland": 1}, "members count what only they read"


def test_a_facet_is_counted_with_what_is_wanted_of_the_others(library, browse):
    counts = facets(browse().get("/cases?country=IT"))
    assert counts["Country"] == {"Italy take this filter away": 2, "Finland": 1}
    assert counts["Language"] == {"Italian": 2}
    assert "did not" not in " ".join(counts["How it went"])


@pytest.mark.parametrize(("asked", "titles"), [
    ("country=IT&country=FI", ["Veneto one", "Veneto two", "Helsinki one"]),
    ("region=ITH3&region=FI1B1", ["Veneto one", "Veneto two", "Helsinki one"]),
    ("region=Toscana", ["Veneto two"]),
    ("group=roma-and-ethnic-minorities", ["Veneto two"]),
    ("lmp=2", ["Veneto two"]), ("lmp=2.1&country=FI", []),
    ("practice=running", ["Veneto one", "Veneto two", "Helsinki one"]),
    ("evidence=E2", ["Helsinki one"]), ("adopted=1", ["Helsinki one", "Veneto two"]),
    ("adopted=2", ["Helsinki one"]), ("outcome=did-not-work&lang=it", []),
    ("country=XX&group=nobody", ["Veneto one", "Veneto two", "Helsinki one"]),
])
def test_several_values_widen_one_facet_and_facets_narrow_each_other(
        library, browse, make, asked, titles):
    adopt(library[2], make.person("Ada"))
    adopt(library[2], make.person("Bea"), "FRK2")
    adopt(library[1], make.person("Ada"))
    page = browse().get(f"/cases?{asked}")
    assert sorted(found(page)) == sorted(titles)
    assert f"{len(titles)} case" in page.text


def test_every_filter_can_be_taken_away_alone(library, browse):
    window = browse()
    page = window.get("/cases?country=IT&country=FI&lang=it&view=table&sort=title")
    chosen = {a.get_text(" ", strip=True).split(" take")[0]: a["href"]
              for a in soup(page).select(".chosen-filters .tag")}
    assert list(chosen) == ["Italy", "Finland", "Italian"]
    left = window.get(chosen["Italy"])
    assert facets(left)["Country"] == {"Finland take this filter away": 0, "Italy": 2}
    for asked in ("country=FI", "lang=it", "view=table", "sort=title"):
        assert asked in chosen["Italy"], "all else stays in the address"


def test_the_table_is_sorted_by_its_columns_and_goes_on(library, browse, make, count_queries):
    adopt(library[0], make.person("Ada"))
    window = browse(make.person())

    def titles(address):
        with count_queries(at_most=8):
            page = window.get(address)
        return [row.a.get_text() for row in soup(page).select(".cases-table tbody th")]

    assert titles("/cases?view=table") == ["Veneto one", "Veneto two", "Helsinki one",
                                          "For members"]
    assert titles("/cases?view=table&sort=title") == [
        "For members", "Helsinki one", "Veneto one", "Veneto two"]
    assert titles("/cases?view=table&sort=-evidence")[0] == "Helsinki one"
    assert titles("/cases?view=table&sort=-adopted")[0] == "Veneto one"
    assert len(titles("/cases?view=table&sort=nonsense")) == 4
    page = soup(window.get("/cases?view=table&sort=title"))
    assert page.find("th", {"aria-sort": "ascending"}).a["href"] == "/cases?view=table&sort=-title"


def test_every_order_goes_on_over_the_pages(make, browse):
    author, curator = make.person("Ada"), make.granted("curator")
    for number in range(26):
        case = make.case(author, curator=curator, status="published",
                         title=f"Case number {number:02}")
        if number % 3 == 0:
            adopt(case, curator)
    window = browse()
    for order in ("", "title", "-title", "evidence", "-adopted", "outcome"):
        first = soup(window.get(f"/cases?view=table&sort={order}"))
        second = soup(window.get(first.find("a", rel="next")["href"]))
        titles = [th.a.get_text() for page in (first, second)
                  for th in page.select(".cases-table tbody th")]
        assert len(titles) == len(set(titles)) == 26, order


def test_the_map_shows_where_and_the_table_beside_it_the_same(library, browse, count_queries):
    window = browse()
    with count_queries(at_most=8):
        page = window.get("/cases?view=map")
    table = {row.th.get_text(): int(row.td.get_text())
             for row in soup(page).select(".map-table tbody tr")}
    assert table == {"Veneto": 1, "Treviso": 1, "Toscana": 1, "Helsinki-Uusimaa": 1} or sum(
        table.values()) == 4
    assert {a["aria-label"].split(":")[0] for a in soup(page).select(".map svg a")} == set(table)
    assert "For members" not in page.text


def test_a_case_without_region_lies_in_its_country(make, browse):
    case = make.case(status="published", country="GR")
    case.published.regions = []
    case.show(case.published)
    table = soup(browse().get("/cases?view=map")).select(".map-table tbody tr")
    assert [row.th.get_text() for row in table] == ["Greece"]


def test_an_empty_library_has_all_its_views(browse):
    for view in ("list", "table", "map"):
        assert "No case is published yet" in browse().get(f"/cases?view={view}").text


def test_two_cases_stand_side_by_side_question_by_question(library, browse, count_queries):
    one, _two, helsinki, members = library
    window = browse()
    with count_queries(at_most=8):
        page = window.get(f"/cases/compare?case={helsinki.id}&case={one.id}&case={members.id}")
    table = soup(page).select_one(".compare")
    titles = [link.get_text() for link in table.select("thead th > a")]
    assert titles == ["Helsinki one", "Veneto one"]
    rows = {tr.th.get_text(): [td.get_text(" ", strip=True) for td in tr.select(":scope > td")]
            for tr in table.select(":scope > tbody > tr")}
    assert "Did not work" in rows["How did it go?"][0]
    assert "Worked" in rows["How did it go?"][1]
    assert rows["How it was evaluated"][1].endswith("nothing said")
    assert "For members" not in page.text, "what one may not see is left out"


def test_comparing_fewer_than_two_says_how_to_choose(library, browse):
    for asked in ("", f"case={library[0].id}", "case=99999&case=x", f"case={library[3].id}"):
        page = browse().get(f"/cases/compare?{asked}")
        assert page.status_code == 200
        assert "Choose two to four cases." in page.text


def test_a_list_is_taken_along_as_it_is_narrowed(library, browse, make):
    answer = browse().get("/cases.xlsx?country=IT")
    assert answer.headers["Content-Disposition"] == "attachment; filename=cases.xlsx"
    sheet, columns, codes = load_workbook(io.BytesIO(answer.data)).worksheets
    head, *rows = sheet.iter_rows(values_only=True)
    titles = {row[head.index("title")] for row in rows}
    assert titles == {"Veneto one", "Veneto two"}
    assert ("outcome_type", "worked", "Worked") in set(codes.iter_rows(values_only=True))
    assert {row[0] for row in columns.iter_rows(values_only=True)} > {"title", "activities"}
    member = browse(make.person()).get("/cases.csv?country=IT")
    assert "For members" in member.get_data(as_text=True)
    assert "For members" not in browse().get("/cases.csv").get_data(as_text=True)


def test_a_csv_opens_in_columns_where_the_comma_is_the_decimal_sign(library, browse):
    italian = browse().get("/cases.csv?ui=it").data
    assert italian.startswith(b"\xef\xbb\xbfexternal_id;template_version;status")
    assert browse().get("/cases.csv?ui=en").data.startswith(b"\xef\xbb\xbfexternal_id,template_")


def test_nobody_s_text_becomes_a_formula(make, browse):
    make.case(status="published", title="=HYPERLINK(1) and more words", original_name="+39 tel")
    said = browse().get("/cases.csv?ui=en").get_data(as_text=True)
    assert "'=HYPERLINK(1)" in said
    assert "'+39 tel" in said
    sheet = load_workbook(io.BytesIO(browse().get("/cases.xlsx").data)).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_feed_of_a_narrowed_library_has_the_same_cases(library, browse):
    page = browse().get("/cases?country=FI&evidence=E2")
    feed = soup(page).find("link", type="application/atom+xml")["href"]
    told = browse().get(feed).text
    assert "Helsinki one" in told
    assert "Veneto" not in told
    assert "Good practices · Finland · E2 Compared or stronger" in told or (
        "Finland" in told.split("</title>")[0])


def test_what_a_case_is_found_by_changes_with_what_readers_see(make, browse):
    case = make.case(status="published", country="IT", regions=["ITH3"])
    writing.save_draft(case.author, case, FILLED | {"country": "FI"}, ["FI1B1"], ["neet"])
    db.session.commit()
    assert found(browse().get("/cases?country=FI")) == []
    assert len(found(browse().get("/cases?country=IT"))) == 1

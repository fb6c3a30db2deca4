"""The community in numbers: what is counted, for whom, and what is not told."""
from bs4 import BeautifulSoup

from cop.base.clock import now
from cop.cases.service.adoptions import Use, adopt_case


def _table(page, label):
    part = next(part for part in page.select(".chart") if label in part.get_text())
    return [row.select_one("td").get_text() for row in part.select("tbody tr")]


def _read(window):
    return BeautifulSoup(window.get("/numbers").data, "lxml")


def test_what_is_written_and_published_is_counted_month_by_month(make, browse):
    topic = make.question()
    for name in "ABCD":
        make.post(topic, make.member(topic.space, f"{name} Bruni"))
    make.case(status="published")
    page = _read(browse())
    assert _table(page, "Posts written")[-1] == "5" and len(_table(page, "Posts written")) == 12
    assert _table(page, "People who wrote")[-1] == "5"
    assert _table(page, "Practices published")[-1] == "1"
    assert sum(map(int, _table(page, "How strong"))) == 1


def test_fewer_than_five_people_are_not_told(make, browse):
    make.post(make.question())
    case = make.case(status="published")
    adopt_case(make.person("Bruno Conti"), case, Use(region="ITH3", since=f"{now():%Y-%m}"))
    page = _read(browse())
    assert _table(page, "People who wrote")[-1] == "<5"
    assert _table(page, "taken up elsewhere") == ["<5"]
    assert not page.select(".chart:-soup-contains('People who wrote') rect:not(.room)")


def test_what_a_reader_does_not_see_is_not_counted(make, browse):
    room = make.space(visibility="private")
    make.question(room)
    assert "Nothing yet." in _read(browse()).select_one(".chart").get_text()
    assert _table(_read(browse(make.member(room, "Bruno Conti"))), "Posts written")[-1] == "1"


def test_every_chart_says_the_same_in_words_and_asks_little(make, browse, count_queries):
    make.question()
    make.case(status="published")
    window = browse(make.person("Ada Bruni"))
    window.get("/numbers")
    with count_queries(at_most=8):
        page = _read(window)
    for drawn in page.select("figure.chart svg"):
        assert drawn["role"] == "img" and drawn["aria-label"]
        assert len(drawn.select("g")) == len(drawn.parent.select("tbody tr")) == 12

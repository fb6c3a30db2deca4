"""Maps show every place there is, where it lies, and no more of the world than that takes."""
import pytest
from flask import render_template_string

from cop.vocabulary.lists import COUNTRIES, REGIONS
from cop.vocabulary.maps import MOST_CIRCLES, UNITS, draw_map, point_of
from cop.vocabulary.tables import read_table

PAGE = """{% from "components/map.html" import map_and_table %}
{{ map_and_table(drawn, "Cases by region", "Cases") }}"""


def test_every_region_has_a_point_and_it_lies_in_the_world():
    for region in REGIONS:
        lon, lat = point_of(region.code)
        assert -180 <= lon <= 180
        assert -57 <= lat <= 84


@pytest.mark.parametrize(("code", "lon", "lat"), [
    ("ITH3", 12, 45.6), ("FI1B1", 25, 60.3), ("KG", 74.5, 41.5), ("MT", 14.4, 35.9),
    ("UK", -2, 54), ("TN", 9.5, 34), ("SG", 103.8, 1.3), ("US", -100, 40)])
def test_a_point_is_where_one_expects_it(code, lon, lat):
    found = point_of(code)
    assert abs(found[0] - lon) < 5
    assert abs(found[1] - lat) < 5


@pytest.mark.parametrize("codes", [["ITH3"], ["ITH3", "FI1B1"], ["ITI14", "KG", "TN"],
                                   ["US", "AU", "IT"], ["NO", "SE"], ["FJ"], []])
def test_all_circles_are_in_sight(codes):
    drawn = draw_map(dict.fromkeys(codes, 3), "en")
    left, top, width, height = map(float, drawn.view_box.split())
    assert len(drawn.circles) == len(codes)
    for circle in drawn.circles:
        assert left < circle.x < left + width
        assert top < circle.y < top + height
    assert 1.2 < width / height < 2.8


def test_a_map_of_tuscany_shows_neither_america_nor_the_whole_world():
    drawn = draw_map({"ITI1": 2}, "en")
    assert len(drawn.shapes) < 40
    assert float(drawn.view_box.split()[3]) < 30 * UNITS


def test_the_table_has_the_names_of_its_language_and_the_most_first():
    drawn = draw_map({"DE": 1, "ITH3": 4, "EL": 0}, "it", link=lambda code: f"/x?region={code}")
    assert [(place.name, place.count) for place in drawn.places] == [("Veneto", 4), ("Germania", 1)]
    assert drawn.places[0].url == "/x?region=ITH3"


def test_very_many_places_are_rolled_up_without_losing_any():
    counts = {region.code: 2 for region in REGIONS if len(region.code) == 5}
    drawn = draw_map(counts, "en")
    assert len(drawn.circles) <= MOST_CIRCLES
    assert sum(circle.place.count for circle in drawn.circles) == sum(counts.values())
    assert len(drawn.places) == len(counts)
    assert drawn.is_rolled_up


def test_shapes_are_countries_of_ours():
    assert all(row["code"] in COUNTRIES for row in read_table("country_shapes").rows)


def test_the_page_says_every_number_in_words(app):
    drawn = draw_map({"ITH3": 4, "FI1B1": 1}, "en", link=lambda code: f"/cases?region={code}")
    with app.test_request_context("/"):
        page = render_template_string(PAGE, drawn=drawn)
    assert page.count("Veneto") == 3, "circle, name of its link, row of the table"
    assert 'href="/cases?region=ITH3"' in page
    assert "style=" not in page

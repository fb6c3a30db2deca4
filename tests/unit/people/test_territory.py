"""Regions in one line."""
import pytest

from cop.people.territory import read_regions, unknown_region, write_regions
from cop.vocabulary.lists import REGIONS


@pytest.mark.parametrize("line, codes", [
    ("", []),
    ("Veneto", ["ITH3"]),
    ("ith3, toscana", ["ITH3", "ITI1"]),
    ("Veneto; Kyrgyzstan\nFI1B1", ["ITH3", "KG", "FI1B1"]),
    ("Jura, FR, Helsinki", ["FRC22", "FI1B1"]),
    ("Veneto, ITH3, veneto", ["ITH3"]),
    ("Toscana, Veneto (ITH3)", ["ITI1", "ITH3"]),
])
def test_names_and_codes_are_read(line, codes):
    assert read_regions(line) == (codes, [])


def test_unknown_names_are_kept_apart():
    assert read_regions("Veneto, Atlantis, Venetto") == (["ITH3"], ["Atlantis", "Venetto"])


@pytest.mark.parametrize("language", ["en", "it", "fr", "es"])
def test_what_is_written_reads_back_the_same(language):
    codes = [region.code for region in REGIONS]
    assert read_regions(write_regions(codes, language)) == (codes, [])


def test_an_unknown_region_is_answered_with_the_nearest(app):
    assert "Did you mean Veneto (ITH3)?" in unknown_region("Venetto", "en")
    assert "Write its name or its NUTS code" in unknown_region("Xyzzy", "en")

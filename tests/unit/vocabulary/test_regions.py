"""Regions: which there are, how codes contain each other, and finding one by what is typed."""
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from cop.vocabulary.lists import COUNTRIES, REGIONS
from cop.vocabulary.regions import country_of, covers, find_region, nearest, region_label

ROOT = Path(__file__).parents[3]
ITALY = {
    "ITC1": "Piemonte", "ITC2": "Valle d'Aosta/Vallée d'Aoste", "ITC3": "Liguria",
    "ITC4": "Lombardia", "ITF1": "Abruzzo", "ITF2": "Molise", "ITF3": "Campania",
    "ITF4": "Puglia", "ITF5": "Basilicata", "ITF6": "Calabria", "ITG1": "Sicilia",
    "ITG2": "Sardegna", "ITH1": "Provincia Autonoma di Bolzano/Bozen",
    "ITH2": "Provincia Autonoma di Trento", "ITH3": "Veneto", "ITH4": "Friuli-Venezia Giulia",
    "ITH5": "Emilia-Romagna", "ITI1": "Toscana", "ITI2": "Umbria", "ITI3": "Marche",
    "ITI4": "Lazio",
}
NET_PES = {
    "FRK": "Auvergne-Rhône-Alpes", "FRK1": "Auvergne", "FRK2": "Rhône-Alpes",
    "BE3": "Région wallonne", "ITH3": "Veneto", "ITI1": "Toscana", "ES30": "Comunidad de Madrid",
    "ES300": "Madrid", "ES51": "Cataluña", "FI1B1": "Helsinki-Uusimaa", "SE110": "Stockholms län",
}


def of_level(level):
    return [region for region in REGIONS if region.facts["level"] == str(level)]


def test_italy_has_its_21_regions_and_autonomous_provinces():
    found = {r.code: r.label("it") for r in of_level(2) if r.facts["country"] == "IT"}
    assert found == ITALY


@pytest.mark.parametrize("code, name", NET_PES.items())
def test_the_territories_of_net_pes_are_there(code, name):
    assert region_label(code, "en") == name


def test_the_union_has_the_regions_of_nuts_2024():
    union = {country.code for country in COUNTRIES if "eu" in country.facts}
    levels = Counter(r.facts["level"] for r in REGIONS if r.facts["country"] in union)
    assert levels == {"0": 27, "1": 92, "2": 244, "3": 1165}


@pytest.mark.parametrize("code", ["FI198", "NL35", "NL366", "PT1A0", "PT1D", "LV00A", "DEG0Q"])
def test_codes_that_came_with_2024_are_there(code):
    assert REGIONS.get(code).facts["edition"] == "NUTS 2024"


@pytest.mark.parametrize("code", ["FI197", "NL31", "PT17", "LV006", "DEG04", "ITZ", "ITZZZ"])
def test_codes_given_up_and_extra_regio_are_not(code):
    assert code not in REGIONS


@pytest.mark.parametrize("code", ["AL01", "BA02", "CH07", "IS001", "LI0", "ME00", "MK001", "NO081",
                                  "RS12", "TR10", "UA63", "UKI", "XK001"])
def test_neighbours_have_regions_too(code):
    assert code in REGIONS


def test_the_level_is_the_length_of_the_code_and_the_parent_its_beginning():
    for region in REGIONS:
        assert int(region.facts["level"]) == len(region.code) - 2
        assert region.parent == (region.code[:-1] if len(region.code) > 2 else None)
        assert region.facts["country"] == country_of(region.code)


def test_names_repeat_only_where_the_source_repeats_them():
    by_name = defaultdict(list)
    for region in REGIONS:
        by_name[region.label("en")].append(region.code)
    twice = {name: sorted(codes) for name, codes in by_name.items()
             if any(len(REGIONS.children(upper)) != 1 or not lower.startswith(upper)
                    for upper, lower in zip(sorted(codes), sorted(codes)[1:], strict=False))}
    assert twice == {"Jura": ["CH025", "FRC22"], "Nord-Est": ["ITH", "RO21"],
                     "Leipzig": ["DED5", "DED52"], "Malta": ["MT", "MT0", "MT00", "MT001"]}


def test_names_in_other_letters_are_readable_and_kept():
    attica = REGIONS.get("EL30")
    assert attica.label("it") == "Attiki"
    assert attica.facts["native"] == "Αττική"


def test_countries_are_named_in_the_language_of_the_page():
    assert region_label("EL", "it") == "Grecia"
    assert region_label("KZ", "de") == "Kasachstan"
    assert region_label("ZZ9", "it") == "ZZ9"


@pytest.mark.parametrize("code, country", [
    ("IT", "IT"), ("ITH3", "IT"), ("EL", "GR"), ("EL303", "GR"), ("UK", "GB"), ("UKI31", "GB"),
    ("FRK", "FR"), ("XK001", "XK"), ("PS", "PS"), ("TJ", "TJ"),
])
def test_a_region_knows_its_country(code, country):
    assert country_of(code) == country


@pytest.mark.parametrize("parent, code, answer", [
    ("FR", "FRK2", True), ("FRK", "FRK2", True), ("FRK2", "FRK2", True), ("FRK2", "FRK", False),
    ("FRK1", "FRK2", False), ("ITH3", "ITH31", True), ("ITH", "IT", False), ("EL", "EL30", True),
    ("ES3", "ES300", True), ("FR", "", False), ("", "FR", False), ("", "", False),
])
def test_a_region_covers_itself_and_what_is_inside(parent, code, answer):
    assert covers(parent, code) is answer


@pytest.mark.parametrize("typed, code", [
    ("ith3", "ITH3"), (" FRK ", "FRK"), ("it", "IT"), ("GR", "EL"), ("gr30", "EL30"),
    ("GB", "UK"), ("uki", "UKI"), ("xk", "XK"),
])
def test_a_code_is_found_in_any_case(typed, code):
    assert find_region(typed) == code


@pytest.mark.parametrize("typed, code", [
    ("Veneto", "ITH3"), ("Toscana", "ITI1"), ("Tuscany", "ITI1"), ("Toscane", "ITI1"),
    ("toskana", "ITI1"), ("Catalunya", "ES51"), ("Cataluña", "ES51"), ("catalogna", "ES51"),
    ("Bolzano", "ITH1"), ("Südtirol", "ITH1"), ("provincia autonoma di trento", "ITH2"),
    ("VALLE D’AOSTA", "ITC2"), ("Wallonie", "BE3"), ("Helsinki", "FI1B1"), ("lodzkie", "PL71"),
    ("Αττική", "EL30"), ("Grèce", "EL"), ("Ελλάδα", "EL"), ("Türkiye", "TR"), ("turchia", "TR"),
    ("Turkey", "TR"), ("Czech Republic", "CZ"), ("Palestinian Territory", "PS"),
    ("Kosova", "XK"), ("Казахстан", "KZ"), ("Kyiv", "UA63"), ("Genève", "CH013"),
])
def test_a_name_is_found_in_any_language(typed, code):
    assert find_region(typed) == code


@pytest.mark.parametrize("typed, code", [
    ("Madrid", "ES30"), ("Comunidad de Madrid", "ES30"), ("Berlin", "DE30"), ("Ireland", "IE"),
    ("Luxembourg", "LU"), ("Île-de-France", "FR10"), ("Malta", "MT"), ("Liège", "BE33"),
])
def test_of_codes_for_the_same_ground_one_is_taken(typed, code):
    assert find_region(typed) == code


@pytest.mark.parametrize("typed", ["Jura", "Limburg", "Nord-Est", "Congo", "Granada", "Centro"])
def test_a_name_of_two_places_is_nobodys_and_both_are_offered(typed):
    assert find_region(typed) is None
    assert len(nearest(typed)) >= 2


@pytest.mark.parametrize("typed, code", [
    ("Jura (FR)", "FRC22"), ("Jura, CH", "CH025"), ("Limburg (BE)", "BE22"),
    ("Veneto (ITH3)", "ITH3"), ("Centro (PT)", "PT19"),
])
def test_a_country_or_code_beside_the_name_decides(typed, code):
    assert find_region(typed) == code


@pytest.mark.parametrize("typed", ["", " ", "Atlantis", "ITH9", "ZZ", "Veneto (FR)", "(", "%",
                                   "x" * 5000])
def test_what_is_unknown_is_not_guessed(typed):
    assert find_region(typed) is None


@pytest.mark.parametrize("typed, offered", [
    ("Toscna", ["ITI1"]), ("Venetto", ["ITH3"]), ("Jura", ["CH025", "FRC22"]),
    ("ITH9", ["ITH", "IT"]), ("FRX", ["FR"]), ("Reggio Emilia", ["ITH53"]), ("xqzw", []), ("", []),
])
def test_what_may_have_been_meant_is_offered(typed, offered):
    assert nearest(typed) == offered


def test_at_most_three_are_offered_and_all_exist():
    for typed in ("Nord", "Sa", "North", "Limb", "ITH31x", "Saint"):
        assert len(nearest(typed)) <= 3
        assert all(code in REGIONS for code in nearest(typed))


def test_loading_asks_nothing_of_babel_until_a_name_is_wanted():
    """A command that needs no names must not wait for the names of all countries."""
    script = ("from cop.vocabulary import cldr, regions\n"
              "assert cldr._names.cache_info().currsize == 0\n"
              "regions.region_label('FR', 'it')\n"
              "assert cldr._names.cache_info().currsize == 1\n")
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

"""What looks like somebody's number or address is found; what does not is let be."""
import pytest

from cop.base.identifiers import KINDS, find_identifiers

#: kind → texts in which exactly the words between « » are found. All are invented or published
#: as examples by those who issue such numbers.
FOUND = {
    "it-codice-fiscale": ["Il codice «RSSMRA85T10A562S» di Mario", "(«rssmra85t10a562s»)"],
    "es-dni": ["DNI «54362315K», Barcelona", "su NIE: «X-2482300-W»", "«54.362.315-K»"],
    "fi-hetu": ["hetu «131052-308T»."],
    "se-personnummer": ["personnummer «880320-0016»", "«19880320-0016» i Stockholm"],
    "fr-nir": ["NIR «2 95 10 99 126 111 93»", "n° «295109912611193»"],
    "de-idnr": ["Steuer-ID «36 574 261 809»", "«36574261809»"],
    "iban": ["conto «IT60 X054 2811 1010 0000 0123 456», grazie", "«DE89370400440532013000»"],
    "phone": ["chiamate «+39 0422 656111» oggi", "llame al «+34 612 345 678»"],
    "email": ["scrivete a «chiara.bellin@example.it»", "«N.Puig@gencat.example.cat»!"],
    "street": ["abita in «Via Garibaldi 12», Treviso", "«12 rue de la République» à Lyon",
               "«Hauptstraße 5» in Bozen", "en la «calle de Alcalá 48», Madrid",
               "at «221 Baker Street»"],
}
#: Nothing is found in these.
LET_BE = [
    "Contatti entro 48 ore: 31 % prima, 78 % dopo (2024-2025, 1.234.567 euro)",
    "D.Lgs. 150/2015 art. 18, DGR 1234 del 12.05.2023", "12345678901", "54362315A",
    "RSSMRA85T10A562T", "IT61 X054 2811 1010 0000 0123 456", "131052-308U", "880320-0017",
    "https://example.org/2024/12345678", "nel corso di 12 settimane", "in piazza 200 persone",
    "via Skype in 3 giorni", "via libera a 12 progetti", "scrivete a info@example.it",
    "segreteria.cpi@example.it", "10.5281/zenodo.1234567", "ISBN 978-92-9157-699-8",
    "SSMRA", "", "🙂" * 100,
]


@pytest.mark.parametrize("kind,text", [(k, t) for k, texts in FOUND.items() for t in texts])
def test_it_is_found_where_it_stands(kind, text):
    start, end = text.index("«"), text.index("»") - 1
    text = text.replace("«", "").replace("»", "")
    found = find_identifiers(text)
    assert [(f.kind, f.words) for f in found] == [(kind, text[start:end])]
    assert (found[0].start, found[0].end) == (start, end)
    assert found[0].name


@pytest.mark.parametrize("text", LET_BE)
def test_nothing_is_found_in_what_identifies_nobody(text):
    assert find_identifiers(text, "IT") == []


def test_every_kind_is_tried():
    assert set(FOUND) == set(KINDS)


def test_a_number_without_prefix_is_a_phone_in_its_own_country():
    text = "Il numero è 0422 656111"
    assert [f.kind for f in find_identifiers(text, "IT")] == ["phone"]
    assert find_identifiers(text) == []


def test_all_of_a_text_are_found_in_its_order():
    text = "Mario, RSSMRA85T10A562S, +39 0422 656111, mario.rossi@example.it, Via Roma 3"
    assert [f.kind for f in find_identifiers(text)] == [
        "it-codice-fiscale", "phone", "email", "street"]


@pytest.mark.parametrize("text", ["1 " * 30_000, "via Roma " * 7_000, "a@" * 30_000,
                                  "12 Ab " * 10_000, "+39 " * 15_000, "A1" * 30_000])
@pytest.mark.timeout(20)
def test_endless_texts_are_read_in_bounded_time(text):
    find_identifiers(text, "IT")

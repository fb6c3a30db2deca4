"""Text made safe to carry."""
import pytest

from cop.documents.model import Facts, Paragraph, Text
from cop.documents.text import (
    clean,
    cleaned,
    direction,
    is_visible,
    language_tag,
    looks_like_formula,
    one_line,
    safe_url,
    slug,
)


@pytest.mark.parametrize(
    "typed, carried",
    [
        ("a\x00b\x1bc\x7f\x9f", "abc"),
        ("a\tb\r\nc\rd\u2028e", "a\tb\nc\nd\ne"),
        ("\ud800x", "\ufffdx"),
        ("\ufeff\ufffe\ufdd0x", "x"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("\u200eleft\u200f", "\u200eleft\u200f"),
        ("e\u0301", "é"),
        ("perché Ω ё ș 😀", "perché Ω ё ș 😀"),
    ],
)
def test_what_no_format_can_carry_is_taken_out(typed, carried):
    assert clean(typed) == carried


def test_a_line_keeps_what_keeps_a_sign_to_its_word():
    assert one_line(" Cela\n s'est\t passé\u202f? 50\u00a0% ") == (
        "Cela s'est passé\u202f? 50\u00a0%")


def test_every_text_of_a_block_is_cleaned_and_the_block_stays_what_it_is():
    assert cleaned(Paragraph("a\x00", language="it\x00")) == Paragraph("a", language="it")
    assert cleaned(Facts((("l\x01", Text("v\x02")),))) == Facts((("l", "v"),))


@pytest.mark.parametrize(
    "url, linked",
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("/topics/7", "https://cop.example/topics/7"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        (" JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https://", ""),
        ("http://[::1", ""),
        ("https://example.org/" + "x" * 3000, ""),
    ],
)
def test_only_addresses_a_reader_may_follow_become_links(url, linked):
    assert safe_url(url, "https://cop.example/digests/1") == linked


def test_a_relative_address_without_a_place_to_start_from_is_no_link():
    assert safe_url("/topics/7") == ""


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", " =1", "\t1", "\n1", "＝1"])
def test_what_a_spreadsheet_would_obey_is_known(text):
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["", "a=1", "1-2", "(3)", "'=1"])
def test_other_texts_are_left_alone(text):
    assert not looks_like_formula(text)


@pytest.mark.parametrize(
    "title, name",
    [
        ("Veneto: perché così?", "veneto-perche-cosi"),
        ("Straße, Łódź, Ærø", "strasse-lodz-aero"),
        ("Αναζήτηση", "document"),
        ("../../etc/passwd\x00", "etc-passwd"),
        ("a" * 100, "a" * 60),
        ("", "document"),
    ],
)
def test_a_file_name_is_plain_ascii(title, name):
    assert slug(title) == name


def test_language_tags_are_checked():
    assert language_tag("pt_BR") == "pt-BR"
    assert language_tag('it" onload="x') == ""
    assert language_tag(None) == ""
    assert direction("ar") == "rtl"
    assert direction("it") == "ltr"


def test_a_text_of_nothing_but_spaces_and_marks_is_not_visible():
    assert not is_visible(" \u00a0\u200b\u00ad\n")
    assert is_visible(" a")

"""Markdown becomes safe HTML, quickly, whatever was typed."""
import gc
import json
import re
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cop.base.markup import ATTRIBUTES, TAGS, to_html
from cop.base.markup_bounds import TooMuchWork

LONGEST_POST = 64_000


def soup(source, **more):
    return BeautifulSoup(to_html(source, **more), "html.parser")


@pytest.mark.parametrize("source, html", [
    ("**bold** and *slanted*", "<p><strong>bold</strong> and <em>slanted</em></p>"),
    ("~~gone~~", "<p><del>gone</del></p>"),
    ("one\ntwo", "<p>one<br>\ntwo</p>"),
    ("snake_case_name", "<p>snake_case_name</p>"),
    ("- [x] done", '<ul>\n<li class="task-list-item">☑ done</li>\n</ul>'),
    ("- [ ] open", '<ul>\n<li class="task-list-item">☐ open</li>\n</ul>'),
    ("```python\nx = '<b>'\n```",
     "<pre><code class=\"language-python\">x = '&lt;b&gt;'\n</code></pre>"),
    ("Così è", "<p>Così è</p>"),
    ("", ""),
])
def test_the_usual_signs_mean_the_usual_things(source, html):
    assert to_html(source) == html


def test_a_table_has_heads_and_keeps_its_alignment():
    page = soup("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert [th.get_text() for th in page.select("thead th")] == ["a", "b"]
    assert page.select("td")[1]["align"] == "right" and not page.select("[style]")


def test_headings_stand_below_those_of_the_page():
    assert [h.name for h in soup("# One\n\n## Two\n\n###### Six").find_all(re.compile("h[1-6]"))] \
        == ["h3", "h4", "h5"]


def test_footnotes_of_two_texts_on_a_page_do_not_meet():
    source = "Text[^1] and[^note]\n\n[^1]: One\n[^note]: Two"
    first, second = soup(source, key="1"), soup(source, key="2")
    ids = {e["id"] for e in first.find_all(id=True)}
    assert len(ids) == 4 and not ids & {e["id"] for e in second.find_all(id=True)}
    for link in first.select("a[href^='#']"):
        assert link["href"][1:] in ids


def test_what_looks_like_a_footnote_and_is_none_stays():
    assert to_html("x[^1]") == "<p>x[^1]</p>"


def test_an_image_becomes_a_link_to_itself():
    link = soup("![a chart](https://example.org/x.png)").a
    assert link["href"] == "https://example.org/x.png" and link.get_text() == "a chart"


@pytest.mark.parametrize("source, address", [
    ("see https://example.org/a?b=c.", "https://example.org/a?b=c"),
    ("(www.example.org)", "http://www.example.org"),
    ("[x](https://example.org)", "https://example.org"),
    ("<https://example.org>", "https://example.org"),
    ("[x]\n\n[x]: https://example.org 'title'", "https://example.org"),
    ("[x](//example.org)", "//example.org"),
])
def test_links_lead_where_they_say_and_trust_nobody(source, address):
    link = soup(source).a
    assert link["href"] == address and link["rel"] == ["nofollow", "noopener", "ugc"]


@pytest.mark.parametrize("source", [
    "README.md", "e.g.this", "cop/base/text.py", "1.it", "me@example.org", "`https://example.org`",
    "    https://example.org"])
def test_what_is_no_address_is_no_link(source):
    assert not soup(source).a


@pytest.mark.parametrize("source", [
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))", "[x](data:text/html,x)", "[x](vbscript:x)",
    "<javascript:alert(1)>", "[x]: javascript:alert(1)\n\n[x]", "![x](javascript:alert(1))",
    "[x](\x01javascript:alert(1))"])
def test_links_to_scripts_lead_nowhere(source):
    for link in soup(source).find_all("a"):
        assert not link.get("href"), link


@pytest.mark.parametrize("source", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>bold</b>", "<!-- hidden -->",
    "<style>*{display:none}</style>", "<iframe src=//evil>", "`<script>`", "<a href=x>",
    "<div markdown=1>x</div>", "&lt;script&gt;", "[<img src=x>](https://x.org)",
    "| <script> |\n|---|\n| <script> |", "[^1]\n\n[^1]: <script>", "```<script>\nx\n```",
    '[x](https://x.org "onclick=alert(1)")', '[x](https://x.org "\\"><script>")'])
def test_html_in_a_text_is_shown_as_the_text_it_is(source):
    assert_harmless(to_html(source))


def assert_harmless(html):
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        assert element.name in TAGS, element
        assert set(element.attrs) <= set(ATTRIBUTES.get(element.name, ())), element
        for name in ("href", "src"):
            address = re.sub(r"[\x00-\x20]", "", element.get(name, "")).lower()
            assert not re.match(r"\w+:", address) or address.startswith(
                ("http:", "https:", "mailto:")), element


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([
    "[", "]", "(", ")", "!", "<", ">", "script", "javascript:", "alert(1)", '"', "'", "`", "```\n",
    "\n", "\n\n", "*", "_", "~~", "|", "---", "# ", "> ", "- ", "1. ", "[^1]", "[^1]: ", "&", ";",
    "&#x6a;", "\\", "http://x.it", "onerror=", "style=", "\t", "    ", "è", "\x00", "[ ]", "a", " ",
]), max_size=40).map("".join) | st.text(max_size=100))
def test_nothing_hostile_comes_through(source):
    assert_harmless(to_html(source))


def test_hostile_strings_that_others_collected_come_out_harmless(shared_data):
    sources = (shared_data / "attacks" / "xss.json").read_text()
    sources += (shared_data / "attacks" / "blns.json").read_text()
    strings = [s for s in re.findall(r'"((?:[^"\\]|\\.)*)"', sources) if len(s) > 3]
    assert len(strings) > 300
    for string in strings:
        text = json.loads(f'"{string}"', strict=False)
        assert_harmless(to_html(text))
        assert_harmless(to_html(f"[x]({text}) ![{text}](y)"))


#: What hostile texts of the greatest length are made of: brackets, emphasis, code, quotations,
#: lists, tables, headings, footnotes, addresses and what of those can be nested.
HOSTILE = [
    "[", "(", "[^", "[](", "[a](", "[a](b) ", "![", "![a](b 'c') ", "[]() ", "[a][", "[[", "]](",
    "[a]: <", "[^a]: x\n", "[^1] ", "*", "_", "**a", "**a** ", "_a_", "_*", "***a ", "*a_",
    "*a **b ", "__a ", "~~a ", "~a~", "H~2~O ", "`", "`a", "``a`", "a `b` ", "```\n", "~~~\n",
    "> ", "> > ", "> a\n\n", "- ", "- a\n  - b\n", "1. ", "1. a\n", "- [x] a\n", " a\n   b\n",
    "    ", "|", "| a ", "|a|b|\n|-|-|\n", "| a | b |\n", "# a\n", "a\n===\n", "a\n", "x\n\n",
    "  \n", "\\", "\\*", "<", "&", "&amp; ", "<!--", "<http://a.b> ", "<a@b.c> ", "http://", "www.",
    "a@b.", "https://a.b/c ", "https://x.org/((", "((((", "@[1] ", '"', "'",
]


@pytest.fixture
def nothing_is_swept():
    """Garbage of thousands of tests before is not looked for in the time that is measured."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("sign", HOSTILE)
def test_no_text_takes_long_to_render_or_it_is_refused(sign, nothing_is_swept):
    """The worst takes 0.11 s on an idle machine; unbounded, several took minutes."""
    source = (sign * LONGEST_POST)[:LONGEST_POST]
    to_html("warm")
    began = time.thread_time()
    try:
        html = to_html(source, refuse=True)
    except TooMuchWork:
        html = ""
    assert time.thread_time() - began < 0.2
    assert_harmless(html[:20_000].rpartition("<")[0])


def test_a_text_that_cannot_be_rendered_is_shown_as_typed_and_the_next_one_rendered():
    html = to_html("1. " * 3000 + "**deep** <b>\nsecond line\n\nsecond paragraph")
    assert html.endswith("**deep** &lt;b&gt;<br>\nsecond line</p>\n<p>second paragraph</p>")
    assert to_html("**bold**") == "<p><strong>bold</strong></p>"


def test_prose_as_long_as_a_post_may_be_is_rendered_whole():
    """With more form than any of ten thousand real posts had."""
    words = "A sentence of plain words, as most of them are, and then one more. "
    source = (words * 2 + "One with **bold** words and [a link](https://example.org). ") * 6
    html = to_html((source + "\n\n") * 54)
    assert html.count("<strong>") == html.count("<a ") == 324


@pytest.mark.parametrize("typed, shown", [
    ("# One\n\n## Two", ["h3", "h4"]),
    ("## Only a second level", ["h3"]),
    ("### Deep\n\n###### Deeper\n\n# Up again", ["h3", "h4", "h3"]),
])
def test_headings_go_down_one_level_at_a_time(typed, shown):
    assert re.findall(r"<(h\d)>", to_html(typed)) == shown


@pytest.mark.parametrize("typed, shown", [
    ("- a\n  - b\n    - c\n- d", "a b c d"),
    ("1. a\n   - b\n2. c", "a b c"),
    ("1. a\n\n   b\n2. c", "a b c"),
    ("- a\n\n  b", "a b"),
])
def test_what_is_indented_by_two_or_three_spaces_belongs_to_its_item(typed, shown):
    page = soup(typed)
    assert len([e for e in page.contents if e.name]) == 1
    assert " ".join(page.get_text(" ").split()) == shown


def test_lists_need_no_empty_line_before_them_and_years_begin_none():
    assert [e.name for e in soup("We tried:\n- a\n- b").contents if e.name] == ["p", "ul"]
    assert [e.name for e in soup("It was in\n2019. A good year").contents if e.name] == ["p"]


def test_code_between_fences_stands_in_a_list():
    page = soup("- a\n  ```\n  x = 1\n    y\n  ```\n- b")
    assert page.select_one("ul > li pre code").get_text() == "x = 1\n  y\n"
    assert len(page.select("ul > li")) == 2

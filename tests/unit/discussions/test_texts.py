"""What a title and a post may be."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.discussions.texts import (
    LONGEST_POST,
    first_part,
    post_problem,
    tidy_post,
    tidy_title,
    title_problem,
)


@pytest.mark.parametrize("source", ["", " ", "\u200b", "\u00a0\n\u2060"])
def test_a_post_without_a_visible_sign_is_not_a_post(app, source):
    assert post_problem(tidy_post(source)) == "Please write something."


def test_a_post_that_is_too_long_says_how_long_it_is(app):
    assert post_problem("x" * 64_000) == ""
    assert post_problem("x" * 70_000) == (
        "A post has at most 64,000 characters; this one has 70,000.")


def test_titles_have_five_to_a_hundred_and_fifty_characters(app):
    assert title_problem("Ciao") == "Please write a title of at least 5 characters."
    assert title_problem("Salve") == title_problem("x" * 150) == ""
    assert title_problem("x" * 151) == (
        "A title has at most 150 characters; this one has 151.")


def test_titles_stand_on_one_line_and_posts_keep_the_form_of_theirs():
    assert tidy_title(" Come\n trovate\t il  tempo?\x00 ") == "Come trovate il tempo?"
    assert tidy_post("\r\n\r\n    code\r\n\r\ntext \n\n") == "    code\n\ntext"


@given(st.text(st.sampled_from("ab \n`"), max_size=300).map(lambda text: text * 400))
def test_the_first_part_of_a_long_text_can_be_a_post(text):
    part = first_part(text)
    assert len(part) <= LONGEST_POST
    assert text.startswith(part.removesuffix("\n```").rstrip()) or part == text


def test_a_text_is_cut_where_a_line_ends_and_an_open_code_block_is_closed():
    long = "```\n" + "a line of code\n" * 6000
    part = first_part(long)
    assert part.endswith("a line of code\n```")
    assert first_part("short") == "short"

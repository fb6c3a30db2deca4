"""Words of a post in a case: quoted, and taken out again wherever they were moved."""
from cop.cases.quoting import added, quotable, quoted, still_says, without

WORDS = "We call on the **same** day.\n\n- two half hours\n- a name in the diary"


def test_what_was_put_in_is_taken_out_without_a_trace():
    text = added("What we do.", quoted(WORDS, "Ada Bruni"))
    assert "> We call on the **same** day.\n>\n> - two half hours" in text
    assert text.endswith("> — Ada Bruni")
    assert without(text, WORDS, ["Ada Bruni"]) == "What we do."
    assert without(added(text, "And more."), WORDS, ["Ada Bruni"]) == "What we do.\n\nAnd more."


def test_lines_that_were_moved_out_of_the_quotation_go_too_but_no_common_word():
    text = "We call on the **same** day.\n\n- two half hours\n\nOurs.\n\n> kept\n>\n> as it is"
    assert without(text, WORDS) == "- two half hours\n\nOurs.\n\n> kept\n>\n> as it is"


def test_a_whole_sentence_is_found_in_other_clothes_and_a_short_one_is_not():
    words = "Each office keeps two half hours a day for calling back. We do."
    text = "As Ada says, Each office keeps two\nhalf hours a day for calling back!"
    assert still_says(text, words)
    assert not still_says("We do. Offices keep two half hours.", words)


def test_neither_other_people_nor_files_of_the_topic_go_along():
    assert quotable("Ask @[12]: ![the plan](file:3) and [the list](/files/4/list.pdf).") == (
        "Ask […]: the plan and the list.")

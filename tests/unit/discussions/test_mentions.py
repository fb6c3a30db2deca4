"""Mentions: who is meant, who is told, what is kept."""
import pytest

from cop.base.db import db
from cop.base.jobs import Job
from cop.discussions.mentions import named, possible_names, shown, tokenised
from cop.discussions.models.mentions import Mention
from cop.discussions.models.topics import Post
from cop.discussions.places import Place
from cop.discussions.queries.mentions import list_mentionable, name_mentions
from cop.discussions.service import deletions, edits, posts

PEOPLE = {"anna rossi": [3], "anna": [4], "li": [5], "marta falaschi": [6, 7]}


@pytest.mark.parametrize("typed, kept", [
    ("@Anna Rossi ha ragione", "@[3] ha ragione"),
    ("@anna rossi, grazie", "@[3], grazie"),
    ("Grazie @Anna!", "Grazie @[4]!"),
    ("(@Li) and @Li.", "(@[5]) and @[5]."),
    ("@Marta Falaschi", "@Marta Falaschi"),
    ("@Marta Falaschi#7 sa", "@[7] sa"),
    ("@Marta Falaschi#9", "@Marta Falaschi#9"),
    ("anna@rossi.it @nobody", "anna@rossi.it @nobody"),
    ("`@Anna Rossi` in code", "`@Anna Rossi` in code"),
    ("```\n@Anna Rossi\n```\n@Anna", "```\n@Anna Rossi\n```\n@[4]"),
    ("@[3] by hand", "@[3] by hand"),
    ("@[99] by hand", r"@\[99] by hand"),
])
def test_names_become_who_they_are(typed, kept):
    assert tokenised(typed, PEOPLE, {3, 4}) == kept


def test_only_what_follows_an_at_sign_is_looked_up():
    assert possible_names("Anna and @Li, see https://x.org/@Bob or a@b.it") == {"li"}
    assert possible_names("@Anna Rossi ha detto") == {
        "anna rossi ha detto", "anna rossi ha", "anna rossi", "anna"}


def test_a_text_is_given_back_as_it_was_typed():
    names = {3: "Anna Rossi", 6: "Marta Falaschi", 7: "Marta Falaschi"}
    source = "@[3] and @[7], not @[8]"
    assert named(source, names) == "@Anna Rossi and @Marta Falaschi#7, not @[8]"


@pytest.fixture
def topic(make):
    return make.topic(make.space(visibility="private"))


def test_a_mention_is_kept_without_the_name_and_outlives_a_change_of_it(make, topic):
    anna = make.member(topic.space, "Anna Rossi")
    post = make.post(topic, source="As @Anna Rossi said")
    assert post.source == f"As @[{anna.id}] said"
    assert "Anna" not in post.html
    anna.name = "Anna Bianchi"
    db.session.flush()
    name_mentions(topic.author, [post])
    assert f'<a class="mention" href="/people/{anna.id}">@Anna Bianchi</a>' in post.shown
    assert post.excerpt == "As @Anna Bianchi said"


def test_readers_without_a_right_to_the_name_see_none(make, topic):
    make.member(topic.space, "Anna Rossi")
    post = make.post(topic, source="As @Anna Rossi said")
    name_mentions(make.visitor(), [post])
    assert post.shown == "<p>As @member said</p>"
    assert shown("<p>no mention</p>", {}) == "<p>no mention</p>"


def test_a_name_is_shown_as_text_whatever_it_is(make, topic):
    make.member(topic.space, "Eve O'<b>")
    anna = make.member(topic.space, "Anna")
    post = make.post(topic, source="@Anna")
    anna.name = "<script>x</script>"
    db.session.flush()
    name_mentions(topic.author, [post])
    assert "<script>" not in post.shown


def test_who_may_not_read_cannot_be_mentioned_and_a_number_by_hand_helps_nobody(make, topic):
    stranger = make.person("Olga Weiss")
    post = make.post(topic, source=f"@Olga Weiss and @[{stranger.id}]")
    assert db.session.query(Mention).count() == 0
    assert post.html == f"<p>@Olga Weiss and @[{stranger.id}]</p>"


def told():
    return [job.arguments["person_id"] for job in db.session.query(Job).order_by(Job.id)
            if job.name.endswith("tell_who_is_mentioned")]


def test_who_is_new_in_a_text_is_told_once(make, topic):
    anna, bruno = make.member(topic.space, "Anna Rossi"), make.member(topic.space, "Bruno Conti")
    post = posts.write_post(bruno, topic, source="@Anna Rossi", language="en")
    assert told() == [anna.id]
    edits.edit_post(bruno, post, source="@Anna Rossi and @Ada Bruni")
    assert told() == [anna.id, topic.author_id]
    edits.edit_post(bruno, post, source="nobody")
    assert db.session.query(Mention).count() == 0


def test_a_person_who_left_stays_mentioned_in_a_text_that_is_edited(make, topic):
    anna = make.member(topic.space, "Anna Rossi")
    post = make.post(topic, source="@Anna Rossi")
    anna.active = False
    edits.edit_post(post.author, post, source=f"@[{anna.id}] and more")
    assert post.source == f"@[{anna.id}] and more"


def test_what_was_deleted_for_good_mentions_nobody(make, topic):
    make.member(topic.space, "Anna Rossi")
    post = make.post(topic, source="@Anna Rossi")
    deletions.delete_post(post.author, post)
    assert db.session.query(Mention).count() == 1
    post.taken.created_at = post.created_at.replace(year=2020)
    deletions.forget_taken_texts()
    assert db.session.query(Mention).count() == 0


def test_people_are_offered_who_may_read_those_first_who_wrote(make, topic):
    make.member(topic.space, "Anna Verdi")
    writer = make.member(topic.space, "Zoe Anna Rossi")
    make.person("Anna Stranger")
    make.post(topic, writer)
    place = Place("answer", topic.id)
    names = [person.name for person in list_mentionable(topic.author, place, "ann")]
    assert names == ["Zoe Anna Rossi", "Anna Verdi"]
    assert list_mentionable(topic.author, Place("topic", topic.space_id), "ANNA v")
    post = db.session.query(Post).first()
    assert list_mentionable(topic.author, Place("edit", post.id), "anna%") == []

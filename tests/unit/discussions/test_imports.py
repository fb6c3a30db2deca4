"""Taking threads in from elsewhere, and giving them out again."""
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cop.base.clock import now
from cop.base.db import db
from cop.base.jobs import Job
from cop.base.tables import read_rows
from cop.discussions.models.topics import Post, Topic
from cop.discussions.queries import posts as post_queries
from cop.discussions.service import deletions, imports, topics
from cop.discussions.service.exports import export_topics
from cop.discussions.service.imports import import_topics
from cop.files import storage
from cop.people.models import Person


def post(name, parent=None, **more):
    """A line of the thread «t1»."""
    return {"thread_id": "t1", "post_id": name, "parent_id": parent, "author": "member-1",
            "date": "2025-03-01T10:00:00Z", "subject": "", "body": f"Body of {name}",
            "lang": "it"} | more


THREAD = [
    post("p1", subject="Come trovate il tempo?", accepted=False),
    post("p2", "p1", author="member-2", date="2025-03-02T08:00:00Z", accepted=True),
    post("p4", "p3", date="2025-03-04T08:00:00Z"),
    post("p3", "p1", author="member-2", date="2025-03-03T08:00:00Z", lang="en"),
]


@pytest.fixture
def take(app, make):
    """Import rows as a command would, committing after each batch; answers with the report."""
    space = make.space(kind="regional", regions=["ITH3"], language="fr")
    db.session.commit()

    def run(rows, **more):
        report = None
        for report in import_topics(enumerate(rows, 1), space, **more):  # noqa: B007
            db.session.commit()
        return report

    run.space = space
    return run


def counts():
    return [db.session.scalar(select(func.count(kind.id))) for kind in (Topic, Post, Person)]


def named(name):
    return db.session.scalars(select(Post).where(Post.external_id == f"import:{name}")).one()


def test_a_thread_comes_in_whole_with_dates_languages_and_its_accepted_answer(take):
    report = take(THREAD)

    assert (report.total, report.taken, report.known, report.refused) == (4, 4, 0, [])
    topic = db.session.scalars(select(Topic)).one()
    assert (topic.title, topic.kind, topic.language) == ("Come trovate il tempo?", "question", "it")
    assert (topic.post_count, list(topic.regions)) == (4, ["ITH3"])
    assert topic.accepted_post_id == named("p2").id
    assert topic.solved_at == named("p2").created_at
    assert topic.last_post_at.isoformat() == "2025-03-04T08:00:00+00:00"
    page = post_queries.posts_as_tree(Person(id=0), topic)
    assert [(p.source, p.depth) for p in page] == [
        ("Body of p1", 0), ("Body of p2", 1), ("Body of p3", 1), ("Body of p4", 2)]
    assert [p.number for p in page] == [1, 2, 3, 4]
    assert named("p4").parent is named("p3")
    db.session.refresh(take.space)
    assert take.space.topic_count == 1


def test_authors_are_people_without_an_account_that_could_be_used(take):
    take(THREAD)
    first, second = db.session.scalars(select(Person).order_by(Person.name))
    assert (first.name, first.email) == ("member-1", "member-1@import.invalid")
    assert (first.active, first.password, first.confirmed_at) == (False, None, None)
    assert named("p3").author is second


def test_the_same_file_twice_changes_nothing_and_more_of_a_thread_joins_it(take):
    take(THREAD)
    before = counts()

    again = take(THREAD)
    assert (again.taken, again.known, counts()) == (0, 4, before)

    more = take([*THREAD, post("p5", "p4", date="2025-03-05T08:00:00Z")])
    assert (more.taken, more.known) == (1, 4)
    late = named("p5")
    assert (late.number, late.depth, late.topic.post_count) == (5, 3, 5)
    assert late.topic.last_post_at == late.created_at


def test_nobody_is_told(take):
    take(THREAD)
    assert db.session.scalar(select(func.count(Job.id))) == 0


def test_lines_that_cannot_be_taken_are_refused_by_number_and_the_rest_comes_in(take):
    report = take([
        *THREAD,
        post("p1", subject="Again"),
        post("lost", "nowhere"),
        post("child of lost", "lost"),
        post(""),
        post("p6", "p1", date="?"),
        post("x", "y"), post("y", "x"),
        post("p7", "p1", thread_id="t2"),
    ])
    assert report.taken == 4
    assert dict(report.refused) == {
        5: "Its post_id stands on line 1 already.",
        6: "The post it answers, “nowhere”, is not in its thread.",
        7: "The post it answers, “lost”, is not in its thread.",
        8: "It has no post_id.",
        9: "Its date “?” is not one like 2026-10-31T09:30:00Z.",
        10: "It answers a post that answers it.",
        11: "It answers a post that answers it.",
        12: "The post it answers, “p1”, is not in its thread.",
    }
    assert report.done == report.total == 12


def test_a_second_opening_of_a_thread_answers_the_first(take):
    take([*THREAD, post("late opening", date="2025-04-01T08:00:00Z")])
    assert named("late opening").parent is named("p1")
    take([post("later still", date="2025-05-01T08:00:00Z")])
    assert named("later still").parent is named("p1")
    assert counts()[0] == 1


def test_what_a_line_lacks_is_made_up_for(take):
    take([
        post("p1", body="", lang="tlh"),
        post("p2", "p1", body="\u200b "),
        post("q1", thread_id="t2", body="Le prime parole. " * 20),
        post("r1", thread_id="t3", subject="Oggetto " * 40),
    ])
    assert (named("p1").source, named("p1").language) == ("(no text)", "fr")
    assert named("p1").topic.title == "(no text)"
    assert named("q1").topic.title.startswith("Le prime parole.")
    for name in ("q1", "r1"):
        assert len(named(name).topic.title) <= 150
        assert named(name).topic.title.endswith(" …")


def test_a_post_too_long_to_be_typed_is_kept_whole(take):
    body = "\n".join(f"line {n}" for n in range(20_000))
    take([post("p1", subject="A long one", body=body)])

    long = named("p1")
    assert len(long.source) <= 64_000
    assert body.startswith(long.source)
    assert (long.whole_text.name, long.whole_text.media_type) == ("a-long-one-1.txt", "text/plain")
    assert storage.source(long.whole_text.digest).read_text() == body


def test_a_dry_run_says_what_would_come_in_and_writes_nothing(take):
    before = counts()
    report = take([*THREAD, post("lost", "nowhere")], dry_run=True)
    assert (report.taken, len(report.refused)) == (4, 1)
    assert counts() == before


def test_people_go_on_writing_where_an_import_ended(take, make):
    take(THREAD)
    topic = db.session.scalars(select(Topic)).one()
    answer = make.post(topic)
    assert (answer.number, answer.parent) == (5, named("p1"))
    take([post("p9", "p2", date="2025-03-09T08:00:00Z")])
    assert named("p9").number == 6


def test_many_posts_go_in_batch_by_batch_on_all_processors(take, monkeypatch):
    monkeypatch.setattr(imports, "POSTS_AT_ONCE", 100)
    rows = [post("p1", subject="A long thread")]
    rows += [post(f"p{n}", f"p{1 + n // 4}", body=f"**{n}**[^1]\n\n[^1]: note {n}")
             for n in range(2, 402)]

    reports = [report.taken for report in import_topics(enumerate(rows, 1), take.space)]

    assert reports == [0, 100, 200, 300, 400, 401]
    assert named("p401").topic.post_count == 401
    assert named("p401").parent is named("p101")
    assert "<strong>401</strong>" in named("p401").html
    ids = {p.html.split('id="fn-')[1].split("-")[0] for p in db.session.scalars(
        select(Post).where(Post.number > 1))}
    assert len(ids) == 400


def test_what_was_imported_goes_out_as_it_came_and_comes_in_elsewhere_the_same(take, make):
    body = "word " * 20_000
    take([*THREAD, post("q1", thread_id="t2", subject="A long one", body=body)])
    lines = list(export_topics(make.visitor()))

    by_id = {line["post_id"]: line for line in lines}
    assert by_id["p4"] == {
        "thread_id": "t1", "post_id": "p4", "parent_id": "p3", "author": "member-1",
        "author_name": "member-1", "date": "2025-03-04T08:00:00Z", "subject": "",
        "body": "Body of p4", "lang": "it", "space": take.space.slug, "kind": "question",
        "accepted": False}
    assert by_id["p2"]["accepted"] is True
    assert by_id["q1"]["body"] == body.rstrip()
    assert take(lines).known == 5


def test_what_was_written_here_goes_out_too_and_private_things_only_to_their_members(make):
    question = make.question(make.space(visibility="private"), title="Secret question")
    answer = make.post(question)
    topics.accept_answer(question.author, question, answer)
    deletions.delete_post(make.moderator(question.space), answer)

    assert list(export_topics(make.visitor())) == []
    first, second = export_topics(question.author)
    assert (first["subject"], first["parent_id"]) == ("Secret question", None)
    assert first["author"] == f"person-{question.author_id}"
    assert (second["parent_id"], second["body"]) == (first["post_id"], "")
    assert second["thread_id"] == first["thread_id"]
    assert list(export_topics()) == [first, second]


def test_what_was_exported_from_here_is_here_already(take, make):
    topic = make.question(take.space)
    make.post(topic)
    answer = make.post(topic)
    take(THREAD)
    lines = list(export_topics())
    before = counts()
    deletions.delete_post(answer.author, answer)
    report = take(lines)
    assert (report.taken, report.known, report.refused) == (0, len(lines), [])
    assert counts() == before


def test_a_post_of_elsewhere_with_the_same_number_comes_in(take, make):
    opening = make.question(take.space)
    first = db.session.scalars(select(Post).where(Post.topic_id == opening.id)).one()
    report = take([post(f"post-{first.id}", subject="Another", date="2025-03-01T10:00:00Z")])
    assert (report.taken, report.known) == (1, 0)


def test_real_threads_come_in_all_of_them_and_the_longest_are_kept_whole(take, shared_data):
    rows = [row for _, row in read_rows(shared_data / "threads.jsonl")]
    long = {row["post_id"]: row for row in rows if len(row["body"] or "") > 64_000}
    threads = sorted({row["thread_id"] for row in rows})[::120]
    threads += [row["thread_id"] for row in long.values()]
    some = [row for row in rows if row["thread_id"] in set(threads)]

    report = take(some)

    assert (report.taken, report.refused) == (len(some), [])
    assert counts()[:2] == [len(set(threads)), len(some)]
    assert len(long) == 6
    for name, row in long.items():
        whole = storage.source(named(name).whole_text.digest).read_text()
        assert whole.split() == row["body"].split()


def test_what_was_written_in_the_future_is_refused_with_its_row(take):
    tomorrow = (now() + timedelta(days=1)).isoformat()
    report = take([post("p1", subject="Come trovate il tempo?"), post("p2", "p1", date=tomorrow)])
    assert report.taken == 1
    assert report.refused == [(2, f"Its date “{tomorrow}” lies in the future.")]

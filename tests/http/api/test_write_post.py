"""Programs write posts in the name of their key's person."""
from concurrent.futures import ThreadPoolExecutor

from cop.base.db import db
from cop.discussions.models.topics import Post


def path_of(topic):
    return f"/api/v1/topics/{topic.id}/posts"


def test_a_post_is_written_in_the_name_of_the_key_s_person(send, get, key, make):
    topic = make.topic()
    person = make.person("Chiara Bellin")
    answer = send(path_of(topic), key(person), source="We use **group** sessions.", language="en")
    assert answer.status_code == 201
    assert answer.json["author"] == {"id": person.id, "name": "Chiara Bellin"}
    assert "<strong>group</strong>" in answer.json["html"]
    assert answer.headers["Location"] == answer.json["url"]
    read = get(path_of(topic)).json["items"]
    assert read[1]["id"] == answer.json["id"]
    assert read[1]["source"] == "We use **group** sessions."


def test_a_post_answers_the_one_it_names_in_the_language_of_the_topic(send, key, make):
    topic = make.topic(language="it")
    first = make.post(topic)
    answer = send(path_of(topic), key(make.person()), source="Anche noi.", parent_id=first.id)
    assert answer.status_code == 201
    assert answer.json["parent_id"] == first.id
    assert answer.json["language"] == "it"


def test_who_is_answered_hears_of_it_as_of_any_post(send, browse, key, make, run_jobs):
    author = make.person("Chiara Bellin")
    topic = make.topic(author=author, title="Who has tried it?")
    send(path_of(topic), key(make.person("Bruno Conti")), source="We have.")
    run_jobs()
    inbox = browse(db.session.merge(author)).get("/inbox").text
    assert "Bruno Conti" in inbox
    assert "Who has tried it?" in inbox


def test_writing_without_a_key_is_refused(send, make):
    topic = make.topic()
    answer = send(path_of(topic), source="Hello.")
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "key" in answer.json["detail"]
    assert Post.query.count() == 1


def test_a_key_that_only_reads_does_not_write(send, key, make):
    topic = make.topic()
    answer = send(path_of(topic), key(make.person(), "read"), source="Hello.")
    assert answer.status_code == 403
    assert "write" in answer.json["detail"]
    assert Post.query.count() == 1


def test_a_locked_topic_says_that_it_is(send, key, make):
    topic = make.topic()
    topic.locked_at = topic.created_at
    answer = send(path_of(topic), key(make.person()), source="Hello.")
    assert answer.status_code == 403
    assert answer.json["detail"] == "This topic is locked."


def test_a_topic_of_a_private_space_is_not_there(send, key, make):
    topic = make.topic(make.space(visibility="private"))
    answer = send(path_of(topic), key(make.person()), source="Hello.")
    assert answer.status_code == 404


def test_what_is_wrong_with_a_post_is_said_by_field(send, key, make):
    topic, elsewhere = make.topic(), make.topic()
    stranger = make.post(elsewhere)
    secret = key(make.person())
    wrong = [
        ({"source": "x" * 70_000}, "source"), ({"source": "  "}, "source"), ({}, "source"),
        ({"source": None}, "source"), ({"source": 7}, "source"),
        ({"source": "Hello.", "language": "tlh"}, "language"),
        ({"source": "Hello.", "parent_id": stranger.id}, "parent_id"),
        ({"source": "Hello.", "parent_id": 10**30}, "parent_id"),
        ({"source": "Hello.", "parent_id": "x"}, "parent_id"),
        ({"source": "Hello.", "colour": "red"}, "colour"),
    ]
    for given, field in wrong:
        answer = send(path_of(topic), secret, **given)
        assert answer.status_code == 422, given
        assert answer.mimetype == "application/problem+json"
        assert list(answer.json["fields"]) == [field]
        assert answer.json["fields"][field].endswith(".")
    assert Post.query.filter_by(topic_id=topic.id).count() == 1


def test_what_is_not_json_is_refused(browse, key, make):
    topic = make.topic()
    headers = {"Authorization": f"Bearer {key(make.person())}"}
    for body, status in ((b"{", 400), (b"[" * 100_000, 400), (b"\xff", 400), (b"[]", 422)):
        answer = browse().post(path_of(topic), csrf=False, data=body, headers=headers,
                               content_type="application/json")
        assert answer.status_code == status, body[:5]
        assert answer.mimetype == "application/problem+json"
    form = browse().post(path_of(topic), csrf=False, data={"source": "Hello."}, headers=headers)
    assert form.status_code == 422
    assert list(form.json["fields"]) == ["source"]


def test_a_second_try_with_the_same_key_writes_nothing_new(send, key, make):
    topic, elsewhere = make.topic(), make.topic()
    person = make.person()
    first = send(path_of(topic), key(person), once="k-1", source="Once.")
    again = send(path_of(topic), key(person), once="k-1", source="Once.")
    other = send(path_of(topic), key(person), once="k-2", source="Twice.")
    another = send(path_of(topic), key(make.person()), once="k-1", source="Me too.")
    assert [a.status_code for a in (first, again, other, another)] == [201] * 4
    assert again.json == first.json
    assert len({first.json["id"], other.json["id"], another.json["id"]}) == 3
    astray = send(path_of(elsewhere), key(person), once="k-1", source="Once.")
    assert astray.status_code == 422
    assert list(astray.json["fields"]) == ["Idempotency-Key"]
    assert Post.query.count() == 5


def test_tries_at_the_same_moment_write_one_post(browse, key, make):
    topic = make.topic()
    path = path_of(topic)
    headers = {"Authorization": f"Bearer {key(make.person())}", "Idempotency-Key": "k-1"}
    programs = [browse() for _ in range(6)]
    with ThreadPoolExecutor(len(programs)) as pool:
        answers = list(pool.map(
            lambda program: program.post(path, json={"source": "Once."}, headers=headers),
            programs))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert Post.query.count() == 2

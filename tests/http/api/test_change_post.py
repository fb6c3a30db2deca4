"""Programs change, delete and bring back posts in the name of their key's person."""
import pytest

from cop.discussions.models.topics import Post


@pytest.fixture
def post(make):
    return make.post(make.topic(), make.person("Bruno Conti"), source="One")


@pytest.fixture
def ask(app, browse, key):
    """Ask the API with the key of a person, made before any window opens."""

    def opened(person):
        headers, client = {"Authorization": f"Bearer {key(person)}"}, browse()
        return lambda method, path, **body: client.open(
            f"/api/v1/posts/{path}", method=method, headers=headers,
            **({"json": body} if body else {}))

    return opened


def test_a_post_is_changed_deleted_and_brought_back(ask, post):
    api = ask(post.author)
    answer = api("PATCH", post.id, source="Two", version=1)
    assert answer.status_code == 200
    assert (answer.json["source"], answer.json["version"]) == ("Two", 2)
    late = api("PATCH", post.id, source="Three", version=1)
    assert late.status_code == 409
    assert [v["source"] for v in api("GET", f"{post.id}/versions").json] == ["Two"]
    assert api("DELETE", post.id).json["is_deleted"]
    assert api("GET", f"{post.id}/versions").status_code == 404
    assert api("POST", f"{post.id}/undo-delete").json["source"] == "Two"


def test_others_are_refused_with_a_reason_and_strangers_find_nothing(make, ask, post):
    hidden = make.post(make.topic(make.space(visibility="private")))
    api = ask(make.person())
    refusal = api("PATCH", post.id, source="Mine")
    assert refusal.status_code == 403
    assert refusal.json["detail"] == "Only its author may change a post."
    assert api("DELETE", post.id).status_code == 403
    assert api("PATCH", hidden.id, source="x").status_code == 404
    assert api("GET", f"{hidden.id}/versions").status_code == 404
    assert Post.query.get(post.id).source == "One"

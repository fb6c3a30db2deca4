"""Sending a file by program, and attaching it to a post."""
from tests import papers
from tests.http.files.conftest import of_form


def upload(browse, secret, name, content):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return browse().post("/api/v1/files", headers=headers, csrf=False,
                         data={"file": of_form(name, content)}, content_type="multipart/form-data")


def test_a_file_is_kept_and_attached(make, browse, key, send, get):
    person, topic = make.person(), make.topic()
    secret = key(person)
    kept = upload(browse, secret, "foto.html", papers.picture())
    assert kept.status_code == 201
    assert (kept.json["name"], kept.json["width"], kept.json["height"]) == ("foto.png", 1600, 1200)

    given = {"source": "Ecco.", "files": [{"id": kept.json["id"], "alt": "Una lavagna"}]}
    path = f"/api/v1/topics/{topic.id}/posts"
    answer, again = (send(path, secret, once="k", **given) for _ in range(2))

    assert answer.status_code == 201
    assert answer.json["files"] == [kept.json | {"alt": "Una lavagna"}]
    assert again.json["id"] == answer.json["id"]
    assert get(path, secret).json["items"][-1]["files"] == answer.json["files"]
    other = send(path, secret, **given)
    assert other.status_code == 422
    assert "not there any more" in other.json["fields"]["files"]


def test_what_cannot_be_kept_or_attached_is_refused_with_a_reason(make, browse, key, send):
    person, topic = make.person(), make.topic()
    secret, path = key(person), f"/api/v1/topics/{topic.id}/posts"
    svg = upload(browse, secret, "a.svg", b"<svg onload='x()'/>")
    assert svg.status_code == 422
    assert "cannot be attached" in svg.json["fields"]["file"]
    nothing = browse().post("/api/v1/files", csrf=False, data={"file": "x"},
                            headers={"Authorization": f"Bearer {secret}"})
    assert nothing.status_code == 422
    picture = upload(browse, secret, "a.png", papers.picture()).json["id"]
    wordless = send(path, secret, source="x y", files=[{"id": picture}])
    assert wordless.status_code == 422
    assert "what the picture shows" in wordless.json["fields"]["files"]
    others = upload(browse, key(make.person("Bruno Conti")), "b.pdf", papers.pdf()).json["id"]
    assert send(path, secret, source="x y", files=[{"id": others}]).status_code == 422


def test_it_needs_a_key_that_may_write(make, browse, key):
    assert upload(browse, "", "a.pdf", papers.pdf()).status_code == 401
    assert upload(browse, key(make.person(), "read"), "a.pdf", papers.pdf()).status_code == 403

"""Sending a file in parts, over a line that breaks."""
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from cop.base.clock import at, now
from cop.base.db import db
from cop.files import storage
from cop.files.listeners import purge_what_waits, sweep_storage
from cop.files.models import File, Upload
from cop.web.limits import limiter
from tests import papers
from tests.http.files.conftest import problem


@pytest.fixture
def ada(make):
    return make.person()


@pytest.fixture
def line(ada, browse):
    """One person's line to the server: `line.begin(…)`, `line.part(…)`, `line.finish()`."""
    return Line(browse(ada))


class Line:
    def __init__(self, browser):
        self.browser = browser
        self.headers = {"X-CSRFToken": browser.token(), "Accept": "application/problem+json"}

    def begin(self, content, name="a.csv", **other):
        told = {"name": name, "size": len(content), "digest": hashlib.sha256(content).hexdigest()}
        answer = self.browser.post("/uploads", data=told | other, headers=self.headers, csrf=False)
        self.address = answer.headers.get("Location")
        return answer

    def part(self, offset, content):
        headers = self.headers | {"Upload-Offset": str(offset)}
        return self.browser.patch(self.address, data=content, headers=headers)

    def finish(self):
        db.session.rollback()  # the test sees what is stored now
        return self.browser.post(self.address + "/finish", headers=self.headers, csrf=False)


def test_three_megabytes_survive_a_line_that_breaks(line, ada):
    content = ("a;b\n" + "città;1\n" * 400_000).encode()[:3_000_000]
    assert line.begin(content, "dati.csv").headers["Upload-Offset"] == "0"
    assert line.part(0, content[:1_000_000]).headers["Upload-Offset"] == "1000000"

    # The answer to this part is lost; who asks hears where to go on, and so does who begins anew.
    line.part(1_000_000, content[1_000_000:2_000_000])
    assert line.browser.head(line.address).headers["Upload-Offset"] == "2000000"
    again = line.begin(content, "dati.csv")
    assert again.headers["Upload-Offset"] == "2000000"
    assert again.headers["Upload-Complete"] == "?0"

    assert line.part(2_000_000, content[2_000_000:]).headers["Upload-Complete"] == "?1"
    item = line.finish()
    assert item.status_code == 201
    file = db.session.query(File).one()
    assert f'name="attached-{file.id}"' in item.json["html"]
    assert (file.uploader_id, file.name, file.size) == (ada.id, "dati.csv", 3_000_000)
    assert storage.read(file.digest) == content


def test_finishing_twice_gives_the_same_file(line):
    line.begin(papers.pdf(), "a.pdf")
    line.part(0, papers.pdf())

    first, second = line.finish(), line.finish()

    assert first.text == second.text
    assert line.begin(papers.pdf()).headers["Upload-Complete"] == "?1"
    assert db.session.query(File).count() == 1


def test_a_part_that_is_not_the_next_one_is_refused(line):
    line.begin(b"a,b\n1,2\n")
    line.part(0, b"a,b\n")

    for offset in (0, 2, 9, -1):
        answer = line.part(offset, b"1,2\n")
        assert answer.status_code == 409
        assert "wanted next" in problem(answer)
    assert line.part(4, b"1,2\n and more").status_code == 422
    assert line.part(4, b"").status_code == 422
    assert line.part(4, b"1,2\n").status_code == 204


def test_what_was_changed_on_the_way_is_refused(line):
    line.begin(b"a,b\n1,2\n")
    line.part(0, b"a,b\n6,6\n")

    answer = line.finish()

    assert answer.status_code == 422
    assert "did not arrive as it was sent" in problem(answer)
    assert not db.session.query(File).count()


@pytest.mark.parametrize("told, sentence", [
    ({"size": 11 * 1024 * 1024}, "at most 10 MB"), ({"size": 0}, "empty"), ({"size": "x"}, "empty"),
    ({"size": -5}, "empty"), ({"digest": "no"}, "SHA-256"), ({"digest": "A" * 64}, "SHA-256"),
])
def test_what_cannot_be_taken_is_refused_before_it_is_sent(line, told, sentence):
    answer = line.begin(b"a,b\n", **told)
    assert answer.status_code == 422
    assert sentence in problem(answer)


def test_what_nobody_may_attach_is_refused_with_a_reason(line):
    line.begin(b"<svg onload='x()'/>", "a.png")
    line.part(0, b"<svg onload='x()'/>")
    answer = line.finish()
    assert answer.status_code == 422
    assert "cannot be attached" in problem(answer)


def test_a_picture_asks_for_its_words_at_once(line):
    line.begin(papers.picture(), "a.png")
    line.part(0, papers.picture())
    item = line.finish().json["html"]
    assert re.search(r'<label for="alt-\d+">What does the picture show\?', item)
    assert re.search(r'<img src="/pictures/\d+/small" alt="" width="320" height="240">', item)


def test_it_is_not_there_for_others(make, browse):
    bruno, line = make.person("Bruno Conti"), Line(browse(make.person()))
    line.begin(b"a,b\n1,2\n")
    other = Line(browse(bruno))
    other.address = line.address

    assert other.browser.get(line.address).status_code == 404
    assert other.part(0, b"a,b\n").status_code == 404
    assert other.finish().status_code == 404
    assert other.browser.delete(line.address, headers=other.headers).status_code == 404
    visitor = Line(browse())
    assert visitor.begin(b"a,b\n").status_code == 401


def test_it_needs_its_token(ada, browse):
    assert browse(ada).post("/uploads", csrf=False, data={"name": "a"}).status_code == 400


def test_one_can_think_better_of_it(line):
    line.begin(b"a,b\n1,2\n")
    line.part(0, b"a,b\n")
    assert line.browser.delete(line.address, headers=line.headers).status_code == 204
    assert line.begin(b"a,b\n1,2\n").headers["Upload-Offset"] == "0"


def test_nobody_sends_without_end(line):
    for n in range(20):
        begun = line.begin(b"x", size=10 * 1024 * 1024, digest=f"{n:064x}")
        assert begun.status_code == 201
    answer = line.begin(b"x", size=10 * 1024 * 1024)
    assert answer.status_code == 429
    assert "200 MB within a day" in problem(answer)
    assert "Retry-After" in answer.headers


def test_nobody_begins_too_often(line):
    limiter.enabled = True
    try:
        answers = [line.begin(f"a,{n}".encode()).status_code for n in range(61)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert answers[:60] == [201] * 60
    assert answers[60] == 429


def test_what_is_attached_to_nothing_goes_after_a_day(line, run_jobs):
    line.begin(b"a,b\n1,2\n")
    line.part(0, b"a,b\n1,2\n")
    line.finish()
    line.begin(b"c,d\n3,4\n")
    line.part(0, b"c,d\n")
    digest = db.session.query(File).one().digest
    db.session.rollback()

    purge_what_waits()
    assert db.session.query(File).count() == 1
    with at(now() + timedelta(hours=25)):
        purge_what_waits()
        run_jobs()
        assert not db.session.query(File).count()
        assert not db.session.query(Upload).count()
    with at(now() + timedelta(hours=27)):
        run_jobs()
    with pytest.raises(FileNotFoundError):
        storage.read(digest)
    with at(now() + timedelta(hours=27)):
        sweep_storage()


def test_of_the_same_part_sent_twice_at_once_one_counts(ada, browse):
    """A browser that lost the answer sends again while the first is still being taken."""
    content = ("a;b\n" + "c;1\n" * 10_000).encode()
    lines = [Line(browse(ada)) for _ in range(4)]
    for each in lines:
        each.begin(content)
    assert len({each.address for each in lines}) == 1

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda each: each.part(0, content[:20_000]).status_code, lines))

    assert sorted(answers) == [204, 409, 409, 409]
    assert lines[0].part(20_000, content[20_000:]).headers["Upload-Complete"] == "?1"
    assert lines[0].finish().status_code == 201

"""Attaching files to posts: before the form is sent, with it, and taking them away again."""
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at, now
from cop.base.db import db
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.topics import Post
from cop.discussions.service import deletions
from cop.files import storage
from cop.files.models import File
from tests import papers
from tests.http.files.conftest import of_form

ALT = "Un foglio con tre colonne e molte note a matita"


@pytest.fixture
def topic(make):
    return make.topic(make.space(visibility="private"))


@pytest.fixture
def bruno(make, topic):
    return make.member(topic.space, "Bruno Conti")


@pytest.fixture
def window(browse, bruno):
    return browse(bruno)


@pytest.fixture
def answer(window, topic):
    """`answer(**fields)` sends the form of an answer, as a browser without JavaScript does."""
    path = f"/topics/{topic.id}/posts"

    def send_form(source="Ecco il nostro foglio.", **fields):
        return window.post(path, data={"source": source, "language": "it"} | fields,
                           content_type="multipart/form-data", follow_redirects=True)

    return send_form


def last_post():
    db.session.rollback()
    return db.session.query(Post).order_by(Post.id.desc()).first()


def ids_on(page):
    return re.findall(r'name="attached-(\d+)"', page.text)


def test_a_document_comes_with_the_form_and_stands_below_the_answer(answer, window):
    page = answer(files=of_form("../foglio ‮fdp.exe", papers.pdf()))

    file = last_post().attachments[0].file
    assert page.status_code == 200
    link = BeautifulSoup(page.text, "lxml").select_one(".documents a")
    assert link.text == file.name == "foglio fdp.pdf"
    assert "PDF" in link.parent.text
    got = window.get(link["href"])
    assert got.data == papers.pdf()
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Disposition"].startswith("attachment; filename=")
    part = window.get(link["href"], headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.data) == (206, b"%PDF-")


def test_a_picture_comes_with_its_words_in_one_go(answer, window):
    page = answer(files=of_form("foglio.jpg", papers.photo_with_a_place()), alt=ALT)

    image = BeautifulSoup(page.text, "lxml").select_one(".pictures img")
    assert image["alt"] == ALT
    assert (image["width"], image["height"], image["loading"]) == ("800", "1200", "lazy")
    for size in ("small", "medium"):
        shown = window.get(re.sub("medium", size, image["src"]))
        assert shown.headers["Content-Type"] == "image/webp"
        assert "attachment" not in shown.headers.get("Content-Disposition", "")
    assert b"Spycam" not in window.get(image.parent["href"]).data


def test_a_picture_without_words_is_asked_for_them_and_nothing_is_lost(answer):
    page = answer("I due fogli.", files=[
        of_form("primo.png", papers.picture()), of_form("secondo.pdf", papers.pdf())])

    assert page.status_code == 422
    assert "primo.png: please say what the picture shows" in page.text
    assert "I due fogli." in page.text
    ids = ids_on(page)
    assert len(ids) == 2

    page = answer("I due fogli.", **{f"attached-{i}": i for i in ids}, **{f"alt-{ids[0]}": ALT})
    assert page.status_code == 200
    assert [(each.alt, str(each.file_id)) for each in last_post().attachments] == [
        (ALT, ids[0]), ("", ids[1])]


def test_a_text_that_is_refused_keeps_its_files(answer):
    page = answer("", files=of_form("foglio.pdf", papers.pdf()))
    assert page.status_code == 422
    assert "Please write something." in page.text
    assert ids_on(page)

    assert answer(**{f"attached-{i}": i for i in ids_on(page)}).status_code == 200
    assert last_post().attachments[0].file.name == "foglio.pdf"


def test_a_file_that_is_refused_costs_no_word(answer):
    page = answer("Molte parole.", files=[
        of_form("a.svg", b"<svg onload='x()'/>"), of_form("b.pdf", papers.pdf())])
    assert page.status_code == 422
    assert "a.svg: Files of this kind cannot be attached" in page.text
    assert "Molte parole." in page.text
    assert len(ids_on(page)) == 1


def test_a_large_file_is_refused_with_the_text_kept(answer):
    page = answer("Molte parole.", files=of_form("a.pdf", b"%PDF-" + b"x" * 11_000_000))
    assert page.status_code == 422
    assert "at most 10 MB" in page.text
    assert "Molte parole." in page.text


def test_too_many_files_are_refused(answer):
    page = answer(files=[of_form(f"{n}.csv", f"a,{n}\n".encode()) for n in range(11)])
    assert page.status_code == 422
    assert "too many files at once" in page.text
    assert len(ids_on(page)) == 10


def test_a_file_sent_in_parts_goes_with_the_answer(answer, send, window):
    item = send(window, "foglio.pdf", papers.pdf()).json["html"]
    (number,) = re.findall(r'name="attached-(\d+)"', item)
    answer(**{f"attached-{number}": number})
    assert last_post().attachments[0].file_id == int(number)


def test_the_session_ends_and_the_files_wait_with_the_text(bruno, browse, send, topic):
    window = browse(bruno)
    item = send(window, "foglio.png", papers.picture()).json["html"]
    (number,) = re.findall(r'name="attached-(\d+)"', item)
    page = f"/topics/{topic.id}-{topic.slug}"
    with window.session_transaction() as session:
        del session["_user_id"]

    token = {"csrf_token": window.token()}
    window.post(f"/topics/{topic.id}/posts", headers={"Referer": f"http://localhost{page}"},
                data=token | {"source": "Ecco.", "language": "it", f"attached-{number}": number,
                              f"alt-{number}": ALT})
    window.sign_in(bruno)
    again = window.get(page)

    assert "Ecco." in again.text
    assert ids_on(again) == [number]
    assert ALT in again.text


def test_others_files_cannot_be_attached(answer, send, browse, make):
    other = browse(make.person())
    item = send(other, "geheim.pdf", papers.pdf()).json["html"]
    (number,) = re.findall(r'name="attached-(\d+)"', item)

    page = answer(**{f"attached-{number}": number})

    assert page.status_code == 422
    assert "A file has gone" in page.text
    assert "geheim" not in page.text
    assert not db.session.query(PostFile).count()


def test_a_text_shows_its_own_pictures_and_no_others(answer, send, window):
    item = send(window, "foglio.png", papers.picture()).json["html"]
    (number,) = re.findall(r'name="attached-(\d+)"', item)
    source = (f"![](file:{number}) ![b](/pictures/{number}/full) ![c](file:9999) "
              f"![d](https://example.org/x.png) ![e](/pictures/9999/full) ![f](javascript:x)")

    answered = answer(source, **{f"attached-{number}": number, f"alt-{number}": ALT})
    page = BeautifulSoup(answered.text, "lxml")

    images = page.select(".post .prose img")
    assert [image["alt"] for image in images] == [ALT, "b"]
    assert {image["src"] for image in images} == {f"/pictures/{number}/medium"}
    assert not page.select(".pictures")  # it is shown already
    assert not [i for i in page.find_all("img") if not i["src"].startswith("/pictures/")]


def test_a_preview_shows_the_picture_that_waits(answer, send, window):
    item = send(window, "foglio.png", papers.picture()).json["html"]
    (number,) = re.findall(r'name="attached-(\d+)"', item)
    page = answer(f"![foglio](file:{number})", preview="1",
                  **{f"attached-{number}": number, f"alt-{number}": ALT})
    assert BeautifulSoup(page.text, "lxml").select_one("#preview img")["alt"] == "foglio"
    assert ids_on(page) == [number]


def test_strangers_see_no_file_and_the_uploader_who_left_sees_none_either(
        answer, browse, make, bruno, topic):
    answer(files=of_form("foglio.png", papers.picture()), alt=ALT)
    file = last_post().attachments[0].file
    stranger, member = make.person(), make.member(topic.space)
    paths = [f"/files/{file.id}/x", f"/pictures/{file.id}/small", f"/pictures/{file.id}/full"]

    assert [browse(member).get(path).status_code for path in paths] == [200] * 3
    for other in (stranger, None):
        assert [browse(other).get(path).status_code for path in paths] == [404] * 3
    for membership in list(bruno.memberships):
        db.session.delete(membership)
    assert [browse(bruno).get(path).status_code for path in paths] == [404] * 3


def test_editing_takes_files_away_and_adds_others(answer, window):
    answer(files=[of_form("vecchio.pdf", papers.pdf()), of_form("resta.csv", b"a,b\n1,2\n")])
    post = last_post()
    old, kept = (each.file for each in post.attachments)
    gone = f"/files/{old.id}/x"
    form = window.get(f"/posts/{post.id}/edit")
    assert ids_on(form) == [str(old.id), str(kept.id)]

    page = window.post(f"/posts/{post.id}/edit", content_type="multipart/form-data", data={
        "source": post.source, "language": "it", "version": str(post.version),
        f"attached-{old.id}": old.id, f"without-{old.id}": "1", f"attached-{kept.id}": kept.id,
        "files": of_form("nuovo.pdf", papers.pdf("Nuovo"))}, follow_redirects=True)

    assert page.status_code == 200
    assert "vecchio.pdf" not in page.text
    assert [each.file.name for each in last_post().attachments] == ["resta.csv", "nuovo.pdf"]
    assert window.get(gone).status_code == 404


def test_the_bytes_of_a_file_go_when_nobody_else_has_them(answer, window, run_jobs):
    answer(files=[of_form("a.pdf", papers.pdf()), of_form("b.csv", b"x,y\n")])
    shared = last_post().attachments[1].file.digest
    answer(files=of_form("c.csv", b"x,y\n"))
    post = db.session.get(Post, last_post().id - 1)
    lonely = post.attachments[0].file.digest
    window.post(f"/posts/{post.id}/edit", data={
        "source": "Senza file.", "language": "it", "version": str(post.version)})
    db.session.rollback()

    with at(now() + timedelta(hours=2)):
        run_jobs()

    assert storage.read(shared) == b"x,y\n"
    with pytest.raises(FileNotFoundError):
        storage.read(lonely)


def test_a_deleted_post_hides_its_files_and_brings_them_back(answer, window, bruno, browse):
    answer("Ecco.", files=of_form("foglio.png", papers.picture()), alt=ALT)
    post = last_post()
    path = f"/pictures/{post.attachments[0].file_id}/small"
    window.post(f"/posts/{post.id}/delete")
    assert window.get(path).status_code == 404

    window.post(f"/posts/{post.id}/undo-delete")
    assert window.get(path).status_code == 200


def test_files_of_a_post_deleted_a_day_ago_are_gone(answer, bruno):
    answer(files=of_form("foglio.pdf", papers.pdf()))
    post = last_post()
    deletions.delete_post(post.author, post)
    with at(now() + timedelta(hours=25)):
        deletions.forget_taken_texts()
    db.session.flush()
    assert not db.session.query(File).count()


def test_a_topic_opens_with_files(window, topic, make):
    page = window.post(f"/spaces/{topic.space.slug}/topics", content_type="multipart/form-data",
                       data={"title": "Il nostro foglio", "kind": "discussion", "source": "Ecco.",
                             "language": "it", "files": of_form("a.xlsx", papers.xlsx())},
                       follow_redirects=True)
    assert "a.xlsx" in BeautifulSoup(page.text, "lxml").select_one(".opening .documents").text


def test_a_page_with_many_files_keeps_the_budget(make, browse, topic, bruno, count_queries):
    posts = [make.post(topic, bruno) for _ in range(20)]
    for n, post in enumerate(posts):
        file = File(uploader_id=bruno.id, name=f"{n}.pdf", media_type="application/pdf", size=9,
                    digest=f"{n:064}")
        post.attachments.append(PostFile(file=file, place=0))
    db.session.flush()
    window = browse(bruno)
    path = f"/topics/{topic.id}-{topic.slug}"
    with count_queries(at_most=8):
        assert window.get(path).text.count(".pdf</a>") == 19


def test_a_file_attached_twice_at_once_stands_in_one_post(bruno, browse, send, topic):
    """Somebody pressed the button twice."""
    window = browse(bruno)
    item = send(window, "foglio.pdf", papers.pdf()).json["html"]
    (number,) = re.findall(r'name="attached-(\d+)"', item)
    token, path = window.token(), f"/topics/{topic.id}/posts"

    def press(_):
        return window.post(path, data={
            "csrf_token": token, "source": "Ecco.", "language": "it",
            f"attached-{number}": number}).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, range(2)))

    db.session.rollback()
    assert answers[0] == 302
    assert answers[1] in (409, 422)
    assert db.session.query(PostFile).count() == 1


def test_the_look_at_what_is_typed_shows_the_picture_too(bruno, browse, send, topic):
    window = browse(bruno)
    item = send(window, "foglio.png", papers.picture()).json["html"]
    (number,) = re.findall(r'name="attached-(\d+)"', item)
    typed = {"place": f"answer-{topic.id}-0", "source": f"![foglio](file:{number})"}

    seen = window.post("/preview", data=typed | {f"attached-{number}": number}).json["html"]
    assert (f'<img alt="foglio" decoding="async" height="480" loading="lazy" '
            f'src="/pictures/{number}/medium"') in seen
    assert "<img" not in window.post("/preview", data=typed).json["html"]

"""What an administrator decides about looks and law, as everybody sees it."""
from io import BytesIO

import pytest
from PIL import Image

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.site import decide, fresh_site
from cop.discussions.models.topics import Post
from cop.files.models import File
from cop.files.service.files import purge_orphans
from cop.people.models import Person


@pytest.fixture
def admin(browse, make):
    return browse(make.granted("administrator", name="Alma"))


def picture(name="logo.png"):
    content = BytesIO()
    Image.new("RGB", (64, 64), "#003366").save(content, "PNG")
    content.seek(0)
    return content, name


def test_an_accent_that_cannot_be_read_is_refused_with_the_nearest_that_can(admin, browse):
    sent = {"name": "cop", "accent": "#ffe000"}
    answer = admin.post("/admin/settings/community", data=sent)
    assert answer.status_code == 422
    assert "4.5 is needed for everybody to read it. The nearest" in answer.text
    assert "site.css" not in browse().get("/about").text
    assert admin.post("/admin/settings/community",
                      data=sent | {"accent": "#003366"}).status_code == 302
    page = browse().get("/about").text
    address = page.split('href="/site.css')[1].split('"')[0]
    style = browse().get(f"/site.css{address}")
    assert "--accent: #003366" in style.text and style.mimetype == "text/css"
    assert "immutable" in style.headers["Cache-Control"]


def test_a_logo_stands_on_every_page_and_is_kept(admin, browse):
    answer = admin.post("/admin/settings/logo", data={"files": picture()},
                        content_type="multipart/form-data")
    assert answer.status_code == 302
    db.session.rollback()
    number = fresh_site().logo
    assert f'src="/logo/{number}"' in browse().get("/about").text
    with at(now() + (now() - now().replace(year=2020)) / 50):
        purge_orphans()
        db.session.flush()
    assert db.session.get(File, number) is not None
    seen = browse().get(f"/logo/{number}")
    assert seen.mimetype.startswith("image/") and Image.open(BytesIO(seen.data)).size == (64, 64)
    assert browse().get(f"/logo/{number + 1}").status_code == 404
    db.session.rollback()
    assert admin.post("/admin/settings/logo").status_code == 422, "none was chosen"
    assert "/logo/" in browse().get("/about").text
    admin.post("/admin/settings/logo", data={"without": "y"})
    assert "/logo/" not in browse().get("/about").text


def test_what_is_no_picture_is_no_logo(admin, browse, make):
    content = BytesIO(b"%PDF-1.4 not a picture"), "logo.pdf"
    answer = admin.post("/admin/settings/logo", data={"files": content},
                        content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "A logo is a PNG or JPEG picture of at most 1 MB." in answer.text
    assert 'id="files-error"' in answer.text and 'name="name"' in answer.text, "on the page"
    assert fresh_site().logo == 0


def test_only_administrators_choose_the_logo(browse, make):
    answer = browse(make.person()).post("/admin/settings/logo", data={"files": picture()},
                                        content_type="multipart/form-data")
    assert answer.status_code == 403
    assert fresh_site().logo == 0


def test_who_was_given_an_account_is_asked_for_terms_that_did_not_change(browse, make):
    """By a command, a list or an administrator: they have not accepted any yet."""
    asked = browse(make.person(terms_version="")).get("/about").text
    assert "Please read and accept the terms of use" in asked and "have changed" not in asked
    decide("terms_version", "2")
    db.session.commit()
    changed = browse(make.person()).get("/about").text
    assert "have changed" in changed and "Please read and accept the terms" not in changed


def test_changed_terms_are_asked_for_again_until_they_are_accepted(browse, make):
    ada = make.person()
    window = browse(ada)
    assert "have changed" not in window.get("/about").text
    decide("terms_version", "2")
    db.session.commit()
    assert "The terms of use have changed" in window.get("/about").text
    assert "have changed" not in browse().get("/about").text
    page = window.get("/terms").text
    assert "You accepted version 1 of these terms." in page and "I accept version 2" in page
    assert window.post("/terms/accept").status_code == 302
    db.session.rollback()
    assert db.session.get(Person, ada.id).terms_version == "2"
    assert "have changed" not in window.get("/about").text
    assert browse().post("/terms/accept").status_code == 302  # to sign in


def test_the_privacy_page_says_what_was_decided(browse):
    decide("address", "Via Roma 1, Venezia")
    decide("legal_basis", {"en": "Article 2 of a law."})
    decide("recipients", {"en": "A computing centre in Turin."})
    decide("authority", "Garante, www.garanteprivacy.it")
    decide("audit_kept", 30)
    decide("inactive_kept", 20)
    db.session.commit()
    page = browse().get("/privacy?ui=en").text
    for words in ("Via Roma 1, Venezia", "Article 2 of a law.", "A computing centre in Turin.",
                  "Garante, www.garanteprivacy.it", "30 months",
                  "Who stays away for 20 months"):
        assert words in page
    assert "task in the public interest" not in page
    decide("inactive_kept", 0)
    db.session.commit()
    assert "Who stays away" not in browse().get("/privacy?ui=en").text


def test_posts_keep_the_licence_they_were_written_under(browse, make):
    topic = make.topic()
    decide("licence", "CC-BY-SA-4.0")
    make.post(topic)
    db.session.commit()
    assert [each.licence for each in Post.query.order_by("id")] == ["CC-BY-4.0", "CC-BY-SA-4.0"]
    window = browse(make.member(topic.space, "Carla"))
    page = window.get(f"/topics/{topic.id}", follow_redirects=True).text
    assert "Everybody may reuse what you write here: Creative Commons Attribution-Share" in page
    found = browse().get(f"/api/v1/topics/{topic.id}/posts").json["items"]
    assert [each["licence"] for each in found] == ["CC-BY-4.0", "CC-BY-SA-4.0"]
    assert "<rights>Creative Commons Attribution 4.0" in browse().get("/feeds/topics.atom").text
    assert "ShareAlike" in browse().get("/terms?ui=en").text
    decide("licence", "none")
    db.session.commit()
    page = window.get(f"/topics/{topic.id}", follow_redirects=True).text
    assert "may reuse" not in page
    assert "for every other use their authors are to be asked" in browse().get(
        "/terms?ui=en").text


def test_what_is_written_among_members_is_under_no_licence(browse, make):
    topic = make.topic(make.space(visibility="members"))
    page = browse(make.member(topic.space)).get(
        f"/topics/{topic.id}", follow_redirects=True).text
    assert "may reuse" not in page


def test_who_opens_an_account_is_shown_to_its_owner(admin, browse, make):
    ada = make.person()
    window = browse(ada)
    admin.get(f"/admin/people/{ada.id}/roles")
    assert "an administrator opened your account" in window.get("/me/data").text

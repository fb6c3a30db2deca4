"""What an installation says of its own in its accessibility statement; the yearly review (S11)."""
from datetime import UTC, datetime

import pytest

from cop.base.clock import at
from cop.base.site import decide
from cop.pages.listeners import remind_of_the_statement
from tests.letters import said_in

SECTION = "/admin/settings/accessibility"


@pytest.fixture
def admin(make):
    return make.granted("administrator", name="Alma", email="alma@example.org")


def test_a_known_barrier_is_in_the_statement_until_it_was_mended(browse, admin):
    window = browse(admin)
    window.post(SECTION, data={"barriers_en": "Charts in old <b>digests</b>\n\n Videos ",
                               "statement_reviewed": "2026-09-10"})
    page = browse().get("/accessibility").text
    assert "Charts in old &lt;b&gt;digests&lt;/b&gt;</li>" in page and ">Videos</li>" in page
    assert "It was last reviewed on 10 September 2026." in page
    assert "Videos" in browse().get("/accessibility?ui=it").text
    window.post(SECTION, data={"barriers_en": "Videos", "statement_reviewed": "2026-09-10"})
    page = browse().get("/accessibility").text
    assert "Charts" not in page and ">Videos</li>" in page


@pytest.mark.parametrize("day", ["soon", "2999-01-01"])
def test_a_day_that_is_none_or_to_come_is_refused_and_nothing_is_lost(browse, admin, day):
    answer = browse(admin).post(SECTION, data={"barriers_en": "Videos",
                                               "statement_reviewed": day})
    assert answer.status_code == 422 and "Videos" in answer.text
    assert "Videos" not in browse().get("/accessibility").text


def test_only_administrators_decide_it(make, browse):
    assert browse().get(SECTION).status_code == 302
    assert browse(make.granted("curator")).post(SECTION, data={"barriers_en": "x"}
                                                ).status_code in (403, 404)


@pytest.mark.parametrize("day, reviewed, asked", [
    ("2027-08-31", "", False), ("2027-09-01", "", False),  # prepared in November 2026
    ("2028-09-01", "", True), ("2028-09-01", "2028-08-20", False),
    ("2028-09-01", "2027-09-24", False), ("2028-10-30", "2027-09-20", True),
])
def test_from_september_on_administrators_hear_that_it_is_due(
        app, admin, letters, day, reviewed, asked):
    if reviewed:
        decide("statement_reviewed", datetime.fromisoformat(reviewed).date())
    with at(datetime.fromisoformat(day).replace(tzinfo=UTC)):
        remind_of_the_statement()
        remind_of_the_statement()
        sent = letters()
    assert len(sent) == asked
    assert all("23 September" in said_in(letter) and SECTION in said_in(letter)
               and letter["To"] == "alma@example.org" for letter in sent)

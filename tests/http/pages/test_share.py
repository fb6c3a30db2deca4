"""Giving the address of a topic or a case to somebody."""
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup


@pytest.mark.parametrize("kind", ["topic", "case"])
def test_the_address_is_shared_by_mail_and_can_be_copied(make, browse, kind):
    thing = (make.question(title="Who pays & when?") if kind == "topic" else
             make.case(status="published", title="Vouchers & visits in Naryn"))
    address = f"/{kind}s/{thing.id}-{thing.slug}"
    page = BeautifulSoup(browse().get(address).data, "lxml")
    letter = page.select_one("a[href^='mailto:']")["href"]
    told = parse_qs(urlsplit(letter).query)
    assert told == {"subject": [thing.title],
                    "body": [f"{thing.title}\n\nhttp://localhost{address}"]}
    copied = page.select_one(".menu a[data-copied][href^='http://localhost']")
    assert copied["href"] == f"http://localhost{address}"


def test_what_is_not_public_can_be_shared_by_who_may_read_it_and_opens_to_nobody_else(
        make, browse):
    room = make.space(visibility="private")
    topic = make.question(room)
    page = browse(make.member(room, "Bruno Conti")).get(f"/topics/{topic.id}-{topic.slug}").text
    assert f"/topics/{topic.id}-" in page.partition("mailto:")[2].partition('"')[0]
    assert browse().get(f"/topics/{topic.id}").status_code == 404

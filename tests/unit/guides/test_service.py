"""What happens to a guide when somebody works on it."""
import pytest
from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.errors import Conflict, Forbidden, Invalid
from cop.cases.service import reviewing, writing
from cop.guides import policy, service
from cop.guides.reading import read_draft, read_edition
from tests.case_text import FILLED, REGIONS, THEMES
from tests.make_guides import make_guide


@pytest.fixture
def curator(make):
    return make.granted("curator", name="Paolo Curti")


@pytest.fixture
def guide(make, curator):
    return make_guide(make, curator, [make.case(status="published", title=f"Case number {n} here")
                                      for n in (1, 2, 3)])


def names(guide):
    return [item.case.title if item.case else item.text for item in guide.items]


def test_parts_move_one_by_one_and_stop_at_the_ends(guide, curator):
    before = names(guide)
    service.move_item(curator, guide, guide.items[2], 1)
    assert names(guide) == [before[0], before[2], before[1], *before[3:]]
    service.move_item(curator, guide, guide.items[0], 1)
    service.move_item(curator, guide, guide.items[-1], -1)
    assert names(guide) == [before[0], before[2], before[1], *before[3:]]
    service.move_item(curator, guide, guide.items[-1], 99)
    assert names(guide)[0] == before[-1]
    assert [item.position for item in guide.items] == list(range(len(before)))


def test_removing_closes_the_gap(guide, curator):
    service.remove_item(curator, guide, guide.items[1])
    assert [item.position for item in guide.items] == list(range(len(guide.items)))
    assert len(guide.items) == 4


def test_only_published_cases_stand_in_it_and_each_once(make, guide, curator):
    with pytest.raises(Invalid):
        service.add_case(curator, guide, make.case(status="submitted"))
    with pytest.raises(Invalid):
        service.add_case(curator, guide, guide.items[1].case)


def test_an_edition_never_changes_and_the_next_has_the_next_number(guide, curator, make):
    first = service.publish_guide(curator, guide, "The first.")
    service.describe_guide(curator, guide, title="Another title for it", language="en")
    case = guide.items[1].case
    writing.save_draft(case.author, case, FILLED | {"title": "A title of the second text"},
                       REGIONS, THEMES)
    writing.submit_case(case.author, case)
    reviewing.publish_case(curator, case, "For reasons of testing.")
    reading = read_edition(make.visitor(), first)
    assert reading.title == "Calling back within two days"
    assert reading.parts[1].revision.fields["title"] == "Case number 1 here"
    assert reading.parts[1].is_newer
    second = service.publish_guide(curator, guide)
    assert (first.number, second.number) == (1, 2)
    reading = read_edition(make.visitor(), second)
    assert reading.parts[1].revision.fields["title"] == "A title of the second text"
    assert not reading.parts[1].is_newer


def test_a_case_taken_out_of_sight_leaves_every_edition(guide, curator, make):
    edition = service.publish_guide(curator, guide)
    case = guide.items[1].case
    writing.withdraw_case(case.author, case, "The figures were wrong.")
    reading = read_edition(make.visitor(), edition)
    assert (len([p for p in reading.parts if p.kind == "case"]), reading.left_out) == (2, 1)
    assert len(read_draft(curator, guide).parts) == 4


def test_a_members_only_case_is_left_out_for_visitors(make, curator):
    cases = [make.case(status="published"),
             make.case(status="published", licence="members-only", title="For members only now")]
    edition = service.publish_guide(curator, make_guide(make, curator, cases))
    assert read_edition(make.visitor(), edition).left_out == 1
    assert read_edition(make.person(), edition).left_out == 0


def test_nothing_empty_and_nothing_unchanged_is_published(make, guide, curator):
    empty = service.make_guide(curator, title="Nothing in it", language="en")
    assert policy.may_publish(curator, empty).reason == "A guide has at least one case."
    service.publish_guide(curator, guide)
    assert policy.may_publish(curator, guide).reason == (
        "Nothing has changed since the last edition.")


def test_addresses_are_made_of_titles_and_do_not_collide(make, curator):
    guides = [service.make_guide(curator, title="Più età", language="it") for _ in range(3)]
    assert [guide.slug for guide in guides] == ["piu-eta", "piu-eta-2", "piu-eta-3"]


def test_two_who_describe_it_at_once_lose_nothing(guide, curator):
    service.describe_guide(curator, guide, title="The first to save", language="en",
                           opened_with=0)
    with pytest.raises(Conflict):
        service.describe_guide(curator, guide, title="The second to save", language="en",
                               opened_with=0)
    assert guide.title == "The first to save"


@pytest.mark.parametrize("given", [{"title": "No"}, {"title": "x" * 151}, {"language": "xx"},
                                   {"foreword": "x" * 20_001}])
def test_what_cannot_be_is_refused(make, curator, given):
    with pytest.raises(Invalid) as refusal:
        service.make_guide(curator, **({"title": "A good title", "language": "en"} | given))
    assert set(refusal.value.fields) == set(given)


def test_only_curators_make_guides_and_it_is_recorded(make, guide, curator):
    stranger = make.person()
    for act in (lambda: service.make_guide(stranger, title="Mine alone", language="en"),
                lambda: service.add_text(stranger, guide, "note", "Something."),
                lambda: service.publish_guide(stranger, guide),
                lambda: service.retire_guide(stranger, guide)):
        with pytest.raises(Forbidden):
            act()
    service.publish_guide(curator, guide)
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.act.startswith("guide"))
                              .order_by(AuditEntry.id))
    assert list(acts) == ["guide.made", "guide.published"]

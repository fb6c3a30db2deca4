"""What two wrote on the same case at once: what comes together, and what somebody must choose."""
import pytest

from cop.cases.merge import merge, sums_of
from cop.cases.template import NEWEST, get_template

TITLE = {"title": "Call back within 48 hours"}
ROWS = [{"indicator": "Contacts", "actual": "78 %"}]


@pytest.mark.parametrize("base, stored, mine, values, conflicts, taken_over", [
    (TITLE, TITLE, TITLE, TITLE, (), ()),
    (TITLE, TITLE, {"title": "Mine"}, {"title": "Mine"}, (), ()),
    (TITLE, {"title": "Theirs"}, TITLE, {"title": "Theirs"}, (), ("title",)),
    (TITLE, {"title": "Theirs"}, {"title": "Mine"}, {"title": "Mine"}, ("title",), ()),
    (TITLE, {"title": "Same"}, {"title": "Same"}, {"title": "Same"}, (), ()),
    (TITLE, {}, TITLE, {}, (), ("title",)),
    (TITLE, {}, {"title": "Mine"}, {"title": "Mine"}, ("title",), ()),
    (TITLE, {"title": "Theirs"}, {}, {}, ("title",), ()),
    ({}, {"results": ROWS}, {"title": "Mine"}, {"title": "Mine", "results": ROWS}, (),
     ("results",)),
    ({}, {"results": ROWS}, {"results": ROWS[:1]}, {"results": ROWS}, (), ()),
    ({"themes": ["neet"]}, {"themes": ["neet", "women"]}, {"themes": ["outreach"]},
     {"themes": ["outreach"]}, ("themes",), ()),
    (None, {"title": "Theirs"}, {"title": "Mine"}, {"title": "Mine"}, (), ()),
])
def test_each_field_by_itself(base, stored, mine, values, conflicts, taken_over):
    merged = merge(get_template(NEWEST), None if base is None else sums_of(base), stored, mine)
    assert (merged.values, merged.conflicts, merged.taken_over) == (values, conflicts, taken_over)

"""Every deed that is recorded, what it is done to and its details have words in the audit log."""
import ast
from collections.abc import Iterator
from pathlib import Path

from cop.moderation.deeds import DEEDS, FACTS, find_deeds

COP = Path(__file__).parents[3] / "cop"
#: Functions that write into the log, and what they are told of that is no detail.
WRITERS = {"record", "write_step", "_tell", "_record_for_another"}
ASIDE = {"in_space", "act", "evidence_level"}


def calls() -> Iterator[ast.Call]:
    for file in COP.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
                yield node


def acts_of(call: ast.Call) -> Iterator[str]:
    """Whole names of deeds; of those that are put together, the beginning."""
    given = [*call.args, *(each.value for each in call.keywords if each.arg == "act")]
    for node in (part for each in given for part in ast.walk(each)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            yield node.value


def test_every_deed_has_words():
    written = {act for call in calls() for act in acts_of(call)}
    assert len(written) > 100
    begun = tuple(act for act in written if act.endswith("."))
    assert not {act for act in written - set(begun) if act not in DEEDS}
    assert not {act for act in begun if not any(name.startswith(act) for name in DEEDS)}
    assert not {name for name in DEEDS if name not in written and not name.startswith(begun)}


def test_every_detail_has_words():
    named = {each.arg for call in calls() if call.func.id == "record" for each in call.keywords
             if each.arg and each.arg not in ASIDE}
    assert named <= set(FACTS)


def test_a_short_word_is_the_beginning_of_a_code():
    assert find_deeds("Ro") == []

"""Writes docs/permissions.md: who may do what, from the routes, the policies and the table.

Run `python -m tests.check.permissions` after changing one of them. That the table says what the
software does is tried by tests/http/test_law.py.
"""
import ast
import inspect
import tempfile
from pathlib import Path

from flask import Flask

from config import Config
from cop import create_app
from tests.law.roles import FAMILIES, ROLES
from tests.law.routes import Route, routes_of
from tests.law.table import Line, read_table

ROOT = Path(__file__).parent.parent.parent
FILE = ROOT / "docs" / "permissions.md"
#: What the packages are about, in their order.
FEATURES = {
    "people": "People, accounts and roles", "organisations": "Organisations",
    "spaces": "Spaces", "joining": "Joining",
    "files": "Files", "discussions": "Discussions", "meetings": "Events",
    "cases": "Practices and their review", "guides": "Guides", "bookmarks": "Bookmarks",
    "search": "Search and thesaurus", "digests": "Digests", "notifications": "Notices and letters",
    "mailbox": "Answers by mail", "messages": "Private messages",
    "succession": "What one looks after",
    "rights": "Personal data", "moderation": "Moderation",
    "pages": "Pages and administration", "web": "The floor"}
NAMES = {
    "visitor": "visitors", "member": "every member", "belongs": "members of the space",
    "author": "whose it is", "owner": "its owners", "moderator": "its moderators",
    "mod-else": "moderators of others", "contact": "contact persons of the organisation",
    "mod-all": "moderators of everything", "curator": "curators of everything",
    "cur-else": "curators of another theme", "reviewer": "its reviewer",
    "manager": "managers of its region", "man-else": "managers of another region",
    "officer": "the data officer", "admin": "administrators"}
#: Several of them at once have one name.
TOGETHER = (
    (("moderator", "mod-else", "mod-all"), "moderators"), (("curator", "cur-else"), "curators"),
    (("manager", "man-else"), "regional managers"),
    (("belongs", "author", "owner", "moderator"), "who belongs to the space"),
    (("owner", "moderator", "mod-all"), "its owners and moderators, moderators of everything"),
    (("moderator", "mod-all"), "its moderators and those of everything"))
HEAD = """# Who may do what

<!-- Written by `python -m tests.check.permissions`; change what it is made from. -->

The law on one page, for those who run the community. It is written from the routes, the rules
(`cop/<feature>/policy.py`) and a table that people keep by hand (`tests/law/table.txt`); a test
asks for every address as each of {roles} roles, on a thing in each state, and compares.

**Closed unless opened.** An address that nobody opened to visitors asks them to sign in. An address
that is not in the table fails the tests.

**Seeing and doing.** What somebody may not see does not exist for them: the answer is 404, as for
what was never there. What they see and may not do is refused with a sentence that says why (403).
Visitors are asked to sign in and brought back. In the API, the person is whose key it is, and the
key must have the scope.

**Who is who.** Everybody but visitors is a member of the community. A space is public, open to
members, or private; moderators and administrators see a private one only when they belong to it,
except that what is reported there reaches administrators. A role holds where it was granted: a
moderator for spaces or everywhere, a curator for themes or everywhere, a regional manager for
regions. {families}

Where several states of a thing differ, each stands on its own: *public: …; private: …*.
"""


def permissions() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder))
    lines, parts = read_table(), {name: [] for name in FEATURES}
    for route in routes_of(app):
        parts[feature_of(app, route)].append((route, lines[route.line]))
    said = [HEAD.format(roles=len(ROLES), families=_families())]
    for name, rows in parts.items():
        if rows:
            said += [f"## {FEATURES[name]}\n", *_table(app, rows), "", *_rules(name)]
    return "\n".join(said).rstrip() + "\n"


def make_app(folder: Path) -> Flask:
    return create_app(Config.from_environment(
        {}, testing=True, secret_key="for tests only", data_dir=folder, log_level="ERROR"))


def feature_of(app: Flask, route: Route) -> str:
    """The package whose view it is; sign-in comes from a library."""
    module = inspect.unwrap(app.view_functions[route.endpoint]).__module__
    if module.startswith("cop."):
        return module.split(".")[1]
    return "people" if route.feature == "security" else "web"


def _families() -> str:
    states = [f"of {name}s: {', '.join(states)}" for name, states in FAMILIES.items() if states[0]]
    return f"The states that are told apart are ({'; '.join(states)})."


def _table(app: Flask, rows: list[tuple[Route, Line]]) -> list[str]:
    told = ["| address | who may | others |", "|---|---|---|"]
    for route, line in rows:
        sure = getattr(app.view_functions[route.endpoint], "needs_confirming", False)
        who = _by_state(line, lambda cells: _who(_holding("+", cells)))
        proved = ", once they proved who they are" if sure and who != "nobody" else ""
        told.append(f"| `{route.line}` | {who}{proved} | {_by_state(line, _others)} |")
    return told


def _by_state(line: Line, say) -> str:
    """What is said of each state; once where it is the same for all."""
    states = FAMILIES[line.family]
    said = [say({role: cell[number] for role, cell in line.cells.items()})
            for number in range(len(states))]
    if len(set(said)) == 1:
        return said[0]
    alike = {}
    for state, words in zip(states, said, strict=True):
        alike.setdefault(words, []).append(state)
    return "; ".join(f"*{', '.join(states)}*: {words}" for words, states in alike.items())


def _holding(letter: str, cells: dict[str, str]) -> list[str]:
    return [role for role, cell in cells.items() if cell == letter]


def _who(roles: list[str]) -> str:
    if len(roles) == len(ROLES):
        return "everybody"
    if not roles:
        return "nobody"
    missing = [role for role in ROLES if role not in roles and role != "visitor"]
    if "member" in roles:
        who = "members" if "visitor" not in roles else "everybody"
        return f"{who}, except {_named(missing)}" if missing else who
    return _named(roles)


def _named(roles: list[str]) -> str:
    left, names = list(roles), []
    for several, name in TOGETHER:
        if set(several) <= set(left):
            names.append(name)
            left = [role for role in left if role not in several]
    names += [NAMES[role] for role in left]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _others(cells: dict[str, str]) -> str:
    known = {role: cell for role, cell in cells.items() if role != "visitor"}
    said = []
    if "x" in known.values():
        said.append("told why not")
    if "." in known.values():
        said.append("not there")
    if cells["visitor"] == "s" and len(_holding("s", cells)) < len(cells):
        said.append("visitors sign in")
    return ", ".join(said) or "–"


def _rules(feature: str) -> list[str]:
    """The verdicts of a package and what they say."""
    path = ROOT / "cop" / feature / "policy.py"
    files = [path] if path.exists() else sorted((ROOT / "cop" / feature / "policy").glob("*.py"))
    told = []
    for file in files:
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("may_"):
                told += [f"- `{node.name}`: {' · '.join(said)}"] if (said := _says(node)) else []
    return ["What its rules say to those they refuse:\n", *told, ""] if told else []


def _says(node: ast.FunctionDef) -> list[str]:
    return [call.args[0].args[0].value for call in ast.walk(node)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "deny"
            and call.args and isinstance(call.args[0], ast.Call)
            and isinstance(call.args[0].args[0], ast.Constant)]


if __name__ == "__main__":
    FILE.write_text(permissions())

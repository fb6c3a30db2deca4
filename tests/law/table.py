"""Reads the table of the law: a line a route, a cell a role, a letter a state."""
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.law.roles import FAMILIES, ROLES

FILE = Path(__file__).parent / "table.txt"
WIDTH = 78


@dataclass(frozen=True)
class Line:
    """`cells`: role → a letter for each state of the family."""

    route: str
    family: str
    cells: dict[str, str]


@cache
def read_table() -> dict[str, Line]:
    """Route → its line. What is wrong with a line is said with its number."""
    lines = {}
    for number, text in enumerate(FILE.read_text().splitlines(), 1):
        if text.strip() and not text.startswith("#"):
            line = _read(number, text)
            assert line.route not in lines, f"{FILE.name}:{number}: {line.route} stands there twice"
            lines[line.route] = line
    return lines


def _read(number: int, text: str) -> Line:
    method, address, family, *cells = text.split()
    wanted = len(FAMILIES.get(family, ()))
    assert wanted, f"{FILE.name}:{number}: there is no family {family}"
    assert len(cells) == len(ROLES), f"{FILE.name}:{number}: {len(cells)} cells"
    assert all(len(cell) == wanted for cell in cells), f"{FILE.name}:{number}: {wanted} letters"
    return Line(f"{method} {address}", family, dict(zip(ROLES, cells, strict=True)))


def written(route: str, family: str, cells: dict[str, str]) -> str:
    """A line as it stands in the table."""
    method, address = route.split()
    widths = " ".join(f"{cell:5}" for cell in cells.values())
    return f"{method:6} {address:{WIDTH - 18}} {family:8} {widths}".rstrip()


def heading() -> str:
    names = " ".join(f"{role[:5]:5}" for role in ROLES)
    return f"{'#':{WIDTH - 2}} {names}".rstrip()

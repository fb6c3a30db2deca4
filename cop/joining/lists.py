"""Lists of people to be invited: what stands on each line, and what is wrong with it.

Nothing is stored or sent here; that is done by `inviting.py`.
"""
import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr

from flask_babel import gettext as _

from cop.base.contacts import is_email, is_in_domains
from cop.base.sheets import unguarded
from cop.base.text import clean
from cop.people.profile import SHORTEST_NAME, Profile
from cop.people.profile import problems as problems_with
from cop.people.territory import read_regions, unknown_region
from cop.spaces.models import Space
from cop.vocabulary.lists import LANGUAGES

#: Lines of one list, and characters of all of it.
MOST_LINES, LONGEST_LIST = 1000, 400_000
#: The columns in the order of a list without a heading, and what a heading may call them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "e-mail", "mail", "address", "e-mail address", "email address",
              "indirizzo e-mail", "indirizzo email", "posta elettronica", "courriel",
              "adresse e-mail", "correo", "correo electrónico", "البريد الإلكتروني"),
    "name": ("name", "nome", "nom", "nombre", "الاسم"),
    "language": ("language", "lang", "lingua", "langue", "idioma", "اللغة"),
    "spaces": ("spaces", "space", "spazi", "spazio", "espaces", "espace", "espacios", "espacio"),
    "region": ("region", "region code", "regione", "codice regione", "codice della regione",
               "région", "code région", "región", "código de región", "المنطقة"),
    "organisation": ("organisation", "organization", "organizzazione", "ente", "organisme",
                     "organización", "entidad", "المنظمة")}
#: What `refused_rows` writes besides: it says nothing of a person.
REMARKS = ("line", "reason")


@dataclass(frozen=True, kw_only=True)
class Community:
    """What a list is held against: who is here already (by address, the spaces they belong to),
    who has an invitation that is good, the spaces one may invite to, by slug and name."""

    members: Mapping[str, set[int]]
    invited: set[str]
    spaces: Mapping[str, Space]
    domains: tuple[str, ...]


@dataclass
class Line:
    """One line: whom it names, what is wrong with it, and why nothing is to be done, if so."""

    number: int
    email: str = ""
    name: str = ""
    language: str = ""
    region: str = ""
    organisation: str = ""
    spaces: list[Space] = field(default_factory=list)
    cells: Mapping[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    left_out: str = ""
    has_account: bool = False

    @property
    def is_good(self) -> bool:
        return not self.problems and not self.left_out


@dataclass(frozen=True)
class Rest:
    """What of a list is not looked at: columns that say nothing here, and how many lines more
    than there may be."""

    columns: Sequence[str]
    lines: int


def is_text(data: bytes) -> bool:
    """Whether it can be a list; a workbook or a picture cannot."""
    return b"\0" not in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def decode(data: bytes) -> str:
    """A file as spreadsheets write it: UTF-8 or, where it cannot be that, Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def addresses_in(text: str) -> list[str]:
    """All addresses of a list, in small letters: for asking once who they are."""
    return [cells["email"].lower() for _number, cells in _rows(text) if cells["email"]]


def rest_of(text: str) -> Rest:
    """What the one who sends it should hear of before anybody is invited."""
    heading, rows = _table(text)
    unused = [cell for cell, name in zip(heading, _heading(heading), strict=True)
              if cell and not name and cell.lower() not in REMARKS] if heading else []
    return Rest(list(dict.fromkeys(unused)), max(0, len(rows) - MOST_LINES))


def refused_rows(lines: Sequence[Line]) -> list[dict[str, str]]:
    """The lines that were wrong as they came, each with its number and the reason: a list that is
    mended in a spreadsheet and sent again."""
    return [{**line.cells, "line": str(line.number), "reason": " ".join(line.problems)}
            for line in lines if line.problems]


def check(text: str, community: Community, usual: Sequence[Space], language: str) -> list[Line]:
    """Each line with what is wrong. `usual` are the spaces of lines that name none; `language` is
    that of the page, for names of regions in sentences."""
    seen: dict[str, int] = {}
    lines = []
    for number, cells in _rows(text):
        line = Line(number, email=cells["email"], name=cells["name"],
                    organisation=cells["organisation"], cells=cells)
        _read_address(line, community, seen)
        _read_profile(line)
        _read_language(line, cells["language"])
        _read_region(line, cells["region"], language)
        _read_spaces(line, cells["spaces"], community, usual)
        _hold_against(line, community)
        lines.append(line)
    return lines


def _read_address(line: Line, community: Community, seen: dict[str, int]) -> None:
    key = line.email.lower()
    if not is_email(line.email):
        line.problems.append(_("“%(email)s” is not an e-mail address.", email=line.email[:100]))
    elif key in seen:
        line.left_out = _("The same address as on line %(number)d.", number=seen[key])
    elif key not in community.members and not is_in_domains(line.email, community.domains):
        line.problems.append(_("Accounts are for addresses of %(domains)s.",
                               domains=", ".join(community.domains)))
    seen.setdefault(key, line.number)


def _read_profile(line: Line) -> None:
    """What their account will say of them is held to what everybody's may."""
    name = line.name or "–" * SHORTEST_NAME
    line.problems += problems_with(Profile(name=name, organisation=line.organisation)).values()


def _read_language(line: Line, words: str) -> None:
    code = words.lower()
    if code and code not in LANGUAGES:
        line.problems.append(_("We do not know the language “%(code)s”. Write its code, "
                               "for example it or en.", code=words[:30]))
    else:
        line.language = code


def _read_region(line: Line, words: str, language: str) -> None:
    codes, unknown = read_regions(words) if words else ([], [])
    line.problems += [unknown_region(word[:60], language) for word in unknown[:1]]
    line.region = codes[0] if codes else ""


def _read_spaces(line: Line, words: str, community: Community, usual: Sequence[Space]) -> None:
    for name in filter(None, (part.strip() for part in words.split("|"))):
        space = community.spaces.get(name.lower())
        if space is None:
            line.problems.append(_("There is no space “%(name)s” to which you may invite.",
                                   name=name[:60]))
        elif space not in line.spaces:
            line.spaces.append(space)
    line.spaces = line.spaces or list(usual)


def _hold_against(line: Line, community: Community) -> None:
    key = line.email.lower()
    if key in community.members:
        line.has_account = True
        line.spaces = [each for each in line.spaces if each.id not in community.members[key]]
        if not line.spaces and not line.left_out:
            line.left_out = _("Is here already.")
    elif key in community.invited and not line.left_out:
        line.left_out = _("Has an invitation that is still good.")


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, cells by column). Lines may also be «Name <address>»."""
    heading, rows = _table(text)
    names = _heading(heading) or list(COLUMNS)
    for number, cells in rows[:MOST_LINES]:
        yield number, _named(names, cells)


def _table(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The cells of the heading, where there is one, and of each line with its number."""
    text = clean(text[:LONGEST_LIST])
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text), delimiter=max(";\t,", key=first.count))
    rows = [(reader.line_num, cells) for cells in map(_tidy, _readable(reader)) if any(cells)]
    if rows and _heading(rows[0][1]):
        return rows[0][1], rows[1:]
    return [], rows


def _tidy(cells: Sequence[str]) -> list[str]:
    return [" ".join(str(unguarded(cell)).split()) for cell in cells]


def _readable(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        return


def _heading(cells: Sequence[str]) -> list[str]:
    """The columns a first line names; none where it is no heading."""
    known = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
    named = [known.get(cell.lower(), "") for cell in cells]
    return named if "email" in named else []


def _named(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "") | {
        name: cell for name, cell in zip(names, cells, strict=False) if name}
    if "<" in row["email"]:
        name, row["email"] = parseaddr(row["email"])
        row["name"] = row["name"] or name
    return row

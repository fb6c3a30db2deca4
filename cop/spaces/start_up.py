"""The rooms of a new community, as `data/start_up.toml` describes them."""
import tomllib
from pathlib import Path

from cop.base.text import slug as slug_of
from cop.people.models import Person
from cop.spaces.models import Space
from cop.spaces.queries import find_by_slug
from cop.spaces.service import open_space
from cop.vocabulary.regions import region_label

START_UP_SET = Path(__file__).parent / "data" / "start_up.toml"


def open_start_up_spaces(actor: Person | None, language: str) -> list[Space]:
    """The rooms of a new community: themes, functions, the regions of Italy, help.

    Rooms that are there already stay as they are. `language`: the one they begin in.
    """
    told = tomllib.loads(START_UP_SET.read_text(encoding="utf-8"))
    rooms = [{**room, "name": _in(room["name"], language),
              "description": _in(room["description"], language)} for room in told["spaces"]]
    rooms += [{"slug": slug_of(region_label(code, "it")), "name": region_label(code, language),
               "description": _in(told["regional"]["description"], language),
               "kind": "regional", "regions": [code]} for code in told["regional"]["codes"]]
    return [open_space(actor, language=language, **room) for room in rooms
            if find_by_slug(room["slug"]) is None]


def _in(words: dict[str, str], language: str) -> str:
    return words.get(language) or words["en"]

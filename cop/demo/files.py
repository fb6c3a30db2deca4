"""The files of the demo, as their authors attached them. They lie in `data/files/`."""
from collections.abc import Mapping, Sequence

from cop.demo.stories import DATA
from cop.files.attaching import Attachment
from cop.files.inspecting import inspect
from cop.files.service.files import keep_sound
from cop.files.service.texts import keep_words
from cop.people.models import Person


def attached(person: Person, told: Sequence[Mapping[str, str]]) -> list[Attachment]:
    """What the texts say is attached; the words of documents are read at once."""
    found = []
    for each in told:
        content = (DATA / "files" / each["name"]).read_bytes()
        file = keep_sound(person, inspect(each["name"], content))
        keep_words(file)
        found.append(Attachment(file, each.get("alt", "")))
    return found

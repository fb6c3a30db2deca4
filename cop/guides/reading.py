"""An edition as a reader sees it: its parts in order, without the cases that are not for them."""
from dataclasses import dataclass
from typing import Any

from cop.base.markup import to_html
from cop.cases.models.cases import Case, CaseRevision
from cop.guides import queries
from cop.guides.models import Guide, GuideEdition
from cop.guides.service import content_of
from cop.people.models import Person, Visitor


@dataclass(frozen=True)
class Part:
    """A chapter, a note or a case in its place. `is_newer`: the case says more by now."""

    kind: str
    text: str = ""
    html: str = ""
    case: Case | None = None
    revision: CaseRevision | None = None

    @property
    def is_newer(self) -> bool:
        return self.case is not None and self.case.published_id != self.revision.id


@dataclass(frozen=True)
class Reading:
    """What a reader gets to see of a guide. `left_out` counts cases that are not for them."""

    title: str
    subtitle: str
    foreword: str
    language: str
    parts: tuple[Part, ...]
    left_out: int


def read_edition(reader: Person | Visitor, edition: GuideEdition) -> Reading:
    return _read(reader, edition.content)


def read_draft(reader: Person | Visitor, guide: Guide) -> Reading:
    """The guide as its editors are making it."""
    return _read(reader, content_of(guide))


def _read(reader: Person | Visitor, content: dict[str, Any]) -> Reading:
    wanted = [item for item in content["items"] if item["kind"] == "case"]
    cases = queries.visible_cases_of(reader, [item["case_id"] for item in wanted])
    texts = queries.revisions_of([item["revision_id"] for item in wanted
                                  if item["case_id"] in cases])
    parts = tuple(_part(item, number, cases, texts)
                  for number, item in enumerate(content["items"], 1)
                  if item["kind"] != "case" or item["case_id"] in cases)
    return Reading(content["title"], content["subtitle"], content["foreword"],
                   content["language"], parts, len(wanted) - len(cases))


def _part(item: dict[str, Any], number: int, cases: dict[int, Case],
          texts: dict[int, CaseRevision]) -> Part:
    if item["kind"] == "case":
        return Part("case", case=cases[item["case_id"]], revision=texts[item["revision_id"]])
    html = to_html(item["text"], key=f"note-{number}") if item["kind"] == "note" else ""
    return Part(item["kind"], text=item["text"], html=html)

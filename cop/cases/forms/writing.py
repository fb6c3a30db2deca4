"""The form of a case. What a case is asked is data (`template.py`): the form is made from that."""
import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from cop.cases import template as templates
from cop.cases.forms.fields import form_field
from cop.cases.forms.reasons import problem_of
from cop.cases.merge import sums_of
from cop.cases.template import FILES, Template, Values, our_language
from cop.files.attaching import Attachment
from cop.people.territory import read_regions, unknown_region, write_regions
from cop.vocabulary.lists import LANGUAGES, THEMES


class CaseForm(FlaskForm):
    """A case as it is being written. The fields come from the template; `form_class` adds them.

    `opened_with` has the sums of what the fields said when the form was opened (`merge.py`).
    """

    template: Template
    #: Of fields that somebody else changed, what is stored and was chosen.
    theirs: Values
    opened_with = HiddenField()
    note = TextAreaField(_l("What is new"))

    def __init__(self, *args: Any, likely: Iterable[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.theirs = {}
        first = [code for code in dict.fromkeys(likely) if code in LANGUAGES]
        named = dict(self.language.choices)
        self.language.choices = list(({"": "–"} | {c: named[c] for c in first} | named).items())
        if not self.is_submitted() and not self.language.data and first:
            self.language.data = first[0]

    @property
    def values(self) -> Values:
        """What is typed, as the template takes it."""
        raw = {field.name: self[field.name].data for field in self.template.fields()}
        raw[FILES] = [{"file": str(each.file.id), "name": each.file.name, "alt": each.alt}
                      for each in raw.get(FILES) or ()]
        taken = self.template.take(raw | {"regions": read_regions(self.regions.data or "")[0]})
        return {name: value for name, value in (taken | self.theirs).items() if value}

    @property
    def base(self) -> dict[str, str] | None:
        """The sums of what the fields said when the form was opened."""
        try:
            sums = json.loads(self.opened_with.data or "")
        except ValueError:
            return None
        return {str(name): str(sum_) for name, sum_ in sums.items()} if isinstance(
            sums, dict) else None

    def choose(self, stored: Mapping[str, Any], sent: Mapping[str, str]) -> None:
        """Of what two changed, take what the other stored, where that was chosen and is still
        what was shown."""
        known, now = self.base or {}, sums_of(stored)
        self.theirs = {field.name: stored.get(field.name) for field in self.template.fields()
                       if sent.get(f"keep-{field.name}") == "theirs"
                       and known.get(field.name, "") == now.get(field.name, "")}

    def some(self, names: Iterable[str]) -> dict[str, Any]:
        """Of some fields what is typed, the note among them; but for what cannot be read."""
        values, wrong = self.values | {"note": self.note.data or ""}, self.unreadable()
        return {name: values.get(name, "") for name in names
                if name not in wrong and (name in self and name != "opened_with")}

    @property
    def files_given(self) -> list[Attachment]:
        return list(self[FILES].data) if FILES in self else []

    def unreadable(self) -> dict[str, str]:
        """field → what is wrong with words that stand for codes and are none."""
        unknown = read_regions(self.regions.data or "")[1]
        told = " ".join(unknown_region(words, our_language()) for words in unknown)
        return {"regions": told} if told else {}

    def check(self, stage: str) -> bool:
        """May what is typed be saved, or submitted? If not, each field knows why."""
        self.validate()
        problems = self.template.problems(self.values, stage) | self.unreadable()
        if self.note.data:
            problems |= problem_of("note", self.note.data, shortest=0)
        for name, sentence in problems.items():
            self[name].errors = [sentence, *self[name].errors]
        return not self.errors

    def rearrange(self, sent: Mapping[str, str]) -> bool:
        """Add a row to a table or take one away, when that was the button; nothing is checked."""
        more = sent.get("more", "")
        without, _dash, number = sent.get("without", "").rpartition("-")
        tables = {field.name for field in self.template.fields() if field.is_table}
        if more in tables:
            self[more].append_entry()
        elif without in tables and re.fullmatch("[0-9]{1,3}", number):
            self[without].without(int(number))
        return more in tables or without in tables

    def theme_groups(self) -> list[tuple[str, list[Any]]]:
        """The boxes of the themes under the name of the branch they belong to."""
        groups: dict[str, list[Any]] = {root.code: [] for root in THEMES.roots()}
        for box in self.themes:
            branch = [THEMES.get(box.data), *THEMES.ancestors(box.data)][-1]
            groups[branch.code].append(box)
        here = our_language()
        return [(THEMES.label(code, here), boxes) for code, boxes in groups.items() if boxes]


def case_form(template: Template, values: Mapping[str, Any] | None = None, note: str = "",
              files: Iterable[Attachment] = (), **kwargs: Any) -> CaseForm:
    """The form as it was sent now, else as the case is stored with its files."""
    data = dict(values or {field.name: field.default for field in template.fields()
                           if field.default})
    data["note"], data[FILES] = note, list(files)
    data["regions"] = write_regions(list(data.get("regions", ())), our_language())
    return form_class(template.version, our_language())(data=data, **kwargs)


@lru_cache(maxsize=32)
def form_class(version: str, _language: str) -> type[CaseForm]:
    """The form of a version, with labels in the language in force (it must be given as well)."""
    template = templates.get_template(version)
    made = {field.name: form_field(field) for field in template.fields()}
    return type("TemplateForm", (CaseForm,), {"template": template, **made})

"""A case as somebody reads it: in the words of its author, or with a translation laid over them.

Which translation a reader is offered is said in `queries/translations.py`.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cop.cases.models.cases import CaseRevision
from cop.cases.models.translations import CaseTranslation
from cop.cases.template import Field, Template, Value, get_template, our_language

#: Names and references stand in a translation as they stand in the original.
KEPT = ("original_name", "sources", "source")
#: A text in another language may be so much longer than the original may be.
LONGER = 1.5


@dataclass(frozen=True)
class Reading:
    """A revision, and the translation it is read in, if it is. A field that was not translated is
    in the language of the original. It has what templates and documents ask of a revision.

    `translations` are all of the case that the reader may see.
    """

    revision: CaseRevision
    translation: CaseTranslation | None = None
    translations: Sequence[CaseTranslation] = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.revision, name)

    @property
    def fields(self) -> dict[str, Any]:
        return self.revision.fields | self._translated("fields")

    @property
    def html(self) -> dict[str, str]:
        return self.revision.html | self._translated("html")

    @property
    def values(self) -> dict[str, Any]:
        return self.revision.values | self._translated("fields")

    @property
    def original_language(self) -> str:
        return self.revision.fields.get("language") or our_language()

    @property
    def language(self) -> str:
        return self.translation.language if self.translation else self.original_language

    def language_of(self, name: str) -> str:
        """The language a field is read in."""
        return self.language if name in self._translated("fields") else self.original_language

    @property
    def offered(self) -> list[CaseTranslation]:
        """The languages it can be read in beside its own."""
        return [each for each in self.translations if each.state == "accepted"]

    @property
    def proposed(self) -> list[CaseTranslation]:
        """What waits for a decision of the reader, or of others about what the reader wrote."""
        return [each for each in self.translations if each.state == "proposed"]

    @property
    def changed_since(self) -> list[Field]:
        """What the original says otherwise since it was translated."""
        return out_of_date(self.translation, self.revision) if self.translation else []

    @property
    def untranslated(self) -> list[Field]:
        return untranslated(self.translation, self.revision) if self.translation else []

    def likely(self, languages: Sequence[str]) -> CaseTranslation | None:
        """The translation to offer somebody who reads these languages and not the original's."""
        if self.translation or self.original_language in languages:
            return None
        return next((each for code in languages for each in self.offered
                     if each.language == code), None)

    def _translated(self, name: str) -> dict[str, str]:
        """Only what the original still says: a field it dropped is not read on in translation."""
        said = getattr(self.translation, name) if self.translation else {}
        return {key: text for key, text in said.items() if self.revision.fields.get(key)}


def texts_of(template: Template, values: Mapping[str, Value]) -> dict[str, str]:
    """What there is to translate: the sentences and lines of a text, by field."""
    return {field.name: str(values[field.name]) for field in template.fields()
            if _is_text(field) and values.get(field.name)}


def asked_in_translation(template: Template, values: Mapping[str, Value]) -> list[Field]:
    """The same as fields of a form, with the room that another language needs."""
    wanted = texts_of(template, values)
    return [replace(field, most=int(field.most * LONGER), most_items=0, required="")
            for field in template.fields() if field.name in wanted]


def out_of_date(translation: CaseTranslation, revision: CaseRevision) -> list[Field]:
    """The fields whose original says something else than when it was translated."""
    template = get_template(revision.template_version)
    now_said = texts_of(template, revision.values)
    return [field for field in template.fields() if field.name in now_said
            and translation.originals.get(field.name) not in (None, now_said[field.name])]


def untranslated(translation: CaseTranslation, revision: CaseRevision) -> list[Field]:
    """The fields that are still read in the language of the original."""
    template = get_template(revision.template_version)
    now_said = texts_of(template, revision.values)
    return [field for field in template.fields()
            if field.name in now_said and not translation.fields.get(field.name)]


def _is_text(field: Field) -> bool:
    written = field.is_prose or field.kind == "line"
    return written and field.name not in KEPT and not field.members_only

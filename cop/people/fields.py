"""Form fields for what the vocabulary knows: regions in one line, themes by branch, lists.

Which forms use them is their own affair; the lists stand in `vocabulary/`.
"""
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from flask_babel import get_locale
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from cop.base.errors import Invalid
from cop.base.text import clean
from cop.people.territory import read_regions, unknown_region, write_regions
from cop.vocabulary.lists import THEMES
from cop.vocabulary.terms import Vocabulary


class AsOnPage:
    """A form whose fields are not declared in the order of its page: what is wrong is told in the
    order in which they stand there. Those that are not named come last."""

    on_page: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        first = {name: self._fields[name] for name in self.on_page if name in self._fields}
        self._fields = first | self._fields


def tidy(words: str | None) -> str:
    """The filter of every field of words."""
    return clean(words or "").strip()


def put_back(form: Any, kept: MultiDict[str, str]) -> Any:
    """The form, with what somebody typed and chose before they were sent to sign in. A box that
    was not ticked is not sent: it stays empty where the rest is from this form."""
    if any(name in form for name in kept):
        for field in form:
            if field.name in kept or isinstance(field, BooleanField | SelectMultipleField):
                field.raw_data = kept.getlist(field.name)
                with suppress(ValueError):  # what is no number is told when it is sent
                    field.process_formdata(field.raw_data)
    return form


def number_in(field: HiddenField) -> int | None:
    """The number that a hidden field holds; none when somebody changed it into something else."""
    given = str(field.data or "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def offered(vocabulary: Vocabulary, none: Any = None) -> Callable[[], list[tuple[str, Any]]]:
    """The choices of a list in the language of the page; `none`: words for «nothing chosen»."""
    def choices() -> list[tuple[str, Any]]:
        return [("", none)] * (none is not None) + vocabulary.choices(get_locale().language)

    return choices


class BoxesField(SelectMultipleField):
    """Several choices as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    @property
    def chosen(self) -> list[str]:
        return [box.label.text for box in self if box.checked]


class ThemesField(BoxesField):
    """Themes of the thesaurus."""

    def __init__(self, label: Any = None, **kwargs: Any):
        super().__init__(label, choices=offered(THEMES), **kwargs)

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The boxes under the name of the branch they belong to."""
        groups: dict[str, list[Any]] = {root.code: [] for root in THEMES.roots()}
        for box in self:
            branch = [THEMES.get(box.data), *THEMES.ancestors(box.data)][-1]
            groups[branch.code].append(box)
        here = get_locale().language
        return [(THEMES.label(code, here), boxes) for code, boxes in groups.items() if boxes]


class RegionsField(StringField):
    """A line of regions; `data` is the list of their codes. What was typed is kept."""

    typed: str | None = None
    unknown: list[str] = []

    def process_data(self, value: Any) -> None:
        self.data = list(value or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = tidy(valuelist[0])[:2000] if valuelist else ""
        self.data, self.unknown = read_regions(self.typed)

    def pre_validate(self, form: Any) -> None:
        if self.unknown:
            here = get_locale().language
            raise ValidationError(" ".join(unknown_region(word, here) for word in self.unknown))

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return write_regions(self.data, get_locale().language)


def is_done(form: Any, act: Callable[[], Any]) -> bool:
    """Do it, where the form lacks nothing; what only the service knows to be wrong is said at its
    field. (Nothing is stored then: the page answers 422.)"""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except Invalid as refusal:
        for name, sentence in refusal.fields.items():
            form[name].errors = [*form[name].errors, sentence]
        return False
    return True

"""A field of the template as a field of a form. What is typed in it is taken by `fields/`."""
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget, MonthInput

from cop.cases import template as templates
from cop.cases.fields.words import Number
from cop.files.fields import FilesField

#: Rows that are offered of a table with nothing in it, and of any other one beside those filled.
EMPTY_ROWS = 1


class NumberField(StringField):
    """A number as the language of the page writes it."""

    def __init__(self, *args: Any, asked: Number, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked = asked

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else self.asked.words(self.data or "")


class RecordField(FormField):
    """A few cells under one label; what is wrong is said of all of them."""

    errors: Any = ()


class TableField(FieldList):
    """Records one below the other, the last of them empty."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data or (), extra_filters)
        if not formdata:
            self.append_entry()

    def without(self, number: int) -> None:
        """Take a row away; the others keep their names."""
        if 0 <= number < len(self.entries):
            del self.entries[number]
        if not self.entries:
            self.append_entry()


class CodesField(SelectMultipleField):
    """Boxes to tick. A code that is not offered any more stays where it was chosen."""

    def __init__(self, *args: Any, asked: templates.Field, **kwargs: Any):
        super().__init__(*args, validate_choice=False, choices=asked.options(),
                         widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
                         **kwargs)
        self.asked = asked

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        offered = {code for code, _label in self.asked.options()}
        self.choices = [*self.asked.options(), *(
            (code, self.asked.words(code)) for code in self.data or ()
            if code not in offered and code in self.asked.vocabulary)]


def form_field(field: templates.Field) -> Field:
    if field.kind == "files":
        return FilesField(field.label)
    if field.is_table:
        return TableField(RecordField(_row(field)), label=field.label)
    if field.columns:
        return RecordField(_row(field), label=field.label)
    return _simple(field)


def _row(field: templates.Field) -> type[Form]:
    made = {column.name: _simple(column) for column in field.columns}
    return type("RowForm", (Form,), {"asked": field, **made})


def _simple(field: templates.Field) -> Field:
    if field.kind == "flag":
        return BooleanField(field.label)
    if field.kind == "month":
        return StringField(field.label, widget=MonthInput())
    if field.kind == "number":
        return NumberField(field.label, asked=field)
    if field.kind == "choice":
        return SelectField(field.label, validate_choice=False,
                           choices=[("", "–"), *field.options()])
    if field.kind in ("choices", "themes"):
        return CodesField(field.label, asked=field)
    return TextAreaField(field.label) if field.is_prose else StringField(field.label)

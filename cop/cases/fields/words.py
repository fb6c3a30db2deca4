"""Kinds of fields that hold one text: prose, lines, a month, a number, an address, a tick."""
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import format_decimal, get_group_symbol
from flask_babel import gettext as _

from cop.base.markup import to_html
from cop.cases.fields.base import Field, our_language, tidy

MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
#: An address of the web, or a DOI.
ADDRESS = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;)]|\b10\.\d{4,9}/[^\s|]+[^\s|.,;)]")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
YES = ("yes", "y", "true", "on", "1", "sì", "si", "x")


class Prose(Field):
    """The kind `text`: paragraphs in Markdown."""

    @property
    def is_prose(self) -> bool:
        return True

    def take(self, raw: Any) -> str:
        return tidy(raw).strip("\n").rstrip()

    def html(self, value: str) -> str:
        """Its footnotes bear the name of the field."""
        return to_html(value, key=self.name)


class Lines(Prose):
    """The kind `lines`: one thing a line."""

    def html(self, value: str) -> str:
        return to_html("\n".join(f"- {line}" for line in lines_of(value)), key=self.name)

    def wrong(self, value: str, stage: str) -> str:
        count = len(lines_of(value))
        if self.most_items and count > self.most_items:
            return _("“%(label)s” has %(count)s lines; at most %(most)s fit.",
                     count=count, most=self.most_items, label=self.label)
        return super().wrong(value, stage)


class Month(Field):
    """The kind `month`: 2025-03."""

    @property
    def is_short(self) -> bool:
        return True

    def take(self, raw: Any) -> str:
        return re.sub(r"^(\d{4}-\d\d)(-\d\d.*)?$", r"\1", tidy(raw).strip())

    def words(self, value: str) -> str:
        if not MONTH.fullmatch(value):
            return value
        return format_skeleton("yMMMM", date.fromisoformat(f"{value}-01"), locale=our_language())

    def wrong(self, value: str, stage: str) -> str:
        return "" if MONTH.fullmatch(value) else _(
            "“%(label)s” needs a year and a month, as 2025-03.", label=self.label)


#: With its signs. Of longer ones Babel makes no words.
LONGEST_NUMBER = 26


class Number(Field):
    """The kind `number`: stored with a point (1250.5), read and typed as the page's language
    writes it. What is no number stays as it was typed, and is told so."""

    @property
    def is_short(self) -> bool:
        return True

    def take(self, raw: Any) -> str:
        typed = re.sub(r"[\s'’]", "", tidy(raw))
        number = _number(typed)
        return typed if number is None else _plain(number)

    def words(self, value: str) -> str:
        number = _number(value)
        return value if number is None else format_decimal(
            number, locale=our_language(), decimal_quantization=False)

    def wrong(self, value: str, stage: str) -> str:
        number = _number(value)
        if number is None or len(value) > 20:
            return _("“%(label)s” needs a number, as %(example)s.", label=self.label,
                     example=format_decimal(Decimal("1250.5"), locale=our_language()))
        return _("“%(label)s” is never below 0.", label=self.label) if number < 0 else ""


class Address(Field):
    """The kind `url`: an address of the web, or a DOI."""

    def take(self, raw: Any) -> str:
        typed = "".join(tidy(raw).split())
        return re.sub(r"^doi:", "", typed, flags=re.IGNORECASE)

    def link(self, value: str) -> str:
        """Where it leads; nothing when it is no address."""
        return f"https://doi.org/{value}" if value.startswith("10.") else (
            value if value.startswith(("https://", "http://")) else "")

    def wrong(self, value: str, stage: str) -> str:
        return self.wrong_length(value, stage) if ADDRESS.fullmatch(value) else _(
            "“%(label)s” needs an address that begins with https://, or a DOI.",
            label=self.label)


class Email(Field):
    """The kind `email`."""

    def take(self, raw: Any) -> str:
        return "".join(tidy(raw).split())

    def wrong(self, value: str, stage: str) -> str:
        return self.wrong_length(value, stage) if EMAIL.fullmatch(value) else _(
            "“%(label)s” needs an e-mail address.", label=self.label)


class Flag(Field):
    """The kind `flag`: yes, or nothing."""

    def take(self, raw: Any) -> str:
        return "yes" if raw is True or tidy(raw).strip().casefold() in YES else ""

    def words(self, value: str) -> str:
        return _("Yes") if value else ""


def lines_of(value: str) -> list[str]:
    """The things of a field with one thing a line, without the bullets people type."""
    stripped = (re.sub(r"^\s*([-*•]|\d+[.)])\s+", "", line).strip() for line in value.split("\n"))
    return [line for line in stripped if line]


def _number(typed: str) -> Decimal | None:
    """1.250,50 and 1,250.50 alike. Of one sign before three digits the page's language says
    whether it parts thousands; `_plain` never writes so."""
    signs = re.findall(r"[.,]", typed)
    if not re.fullmatch(r"-?\d[\d.,]*", typed) or len(typed) > LONGEST_NUMBER:
        return None
    if len(set(signs)) == 2:
        whole, _sign, part = typed.rpartition(signs[-1])
    elif len(signs) > 1 or (signs and _parts_thousands(typed, signs[0])):
        whole, part = typed, ""
    else:
        whole, _sign, part = typed.replace(",", ".").partition(".")
    try:
        return Decimal(re.sub(r"[.,]", "", whole) + (f".{part}" if part else ""))
    except InvalidOperation:
        return None


def _parts_thousands(typed: str, sign: str) -> bool:
    return bool(re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", typed)) and (
        sign == get_group_symbol(our_language()))


def _plain(number: Decimal) -> str:
    """With a point, without needless noughts; three digits after it get a fourth, or the point
    could be one of thousands."""
    text = f"{number.normalize():f}"
    return f"{text}0" if re.search(r"\.\d{3}$", text) else text

"""The few words, numbers and dates a document needs in its own language.

They follow the document and not the reader's interface, so they stand apart from its catalogues.
"""
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from math import isfinite

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from cop.base.days import format_date, format_time
from cop.documents.model import Cell
from cop.documents.text import base_language, language_tag

LANGUAGES = ("en", "it", "fr", "es", "de")
WORDS = {
    "author": ("By", "A cura di", "Par", "Por", "Von"),
    "contents": ("Contents", "Indice", "Sommaire", "Índice", "Inhalt"),
    "licence": ("Licence", "Licenza", "Licence", "Licencia", "Lizenz"),
    "made": ("Produced on", "Prodotto il", "Produit le", "Elaborado el", "Erstellt am"),
    "note": ("Notice", "Avvertenza", "Avertissement", "Aviso", "Hinweis"),
    "notes": ("Notes", "Note", "Notes", "Notas", "Anmerkungen"),
    "organisation": ("Organisation", "Ente", "Organisme", "Organismo", "Organisation"),
    "period": ("Period", "Periodo", "Période", "Período", "Zeitraum"),
    "section": ("Section", "Sezione", "Section", "Sección", "Abschnitt"),
    "source": ("Source", "Fonte", "Source", "Fuente", "Quelle"),
    "subject": ("Subject", "Argomento", "Sujet", "Tema", "Thema"),
    "table": ("Table", "Tabella", "Tableau", "Tabla", "Tabelle"),
    "text": ("Text", "Testo", "Texte", "Texto", "Text"),
    "title": ("Title", "Titolo", "Titre", "Título", "Titel"),
}


def word(name: str, language: str) -> str:
    """The word in the document's language, in English where we have no other."""
    base = base_language(language)
    return WORDS[name][LANGUAGES.index(base) if base in LANGUAGES else 0]


def written(value: Cell, language: str) -> str:
    """A cell as a person of that language writes it: 1.234,5 and 3 ott 2026 in Italian."""
    if value is None or (isinstance(value, float | Decimal) and not isfinite(value)):
        return ""
    if isinstance(value, datetime):
        time = format_time(value.time(), locale=_locale(language))
        return f"{written(value.date(), language)}, {time}"
    if isinstance(value, date):
        return format_date(value, "medium", locale=_locale(language))
    if isinstance(value, int | float | Decimal):
        return format_decimal(value, locale=_locale(language))
    return str(value)


def long_date(day: date, language: str) -> str:
    return format_date(day, "long", locale=_locale(language))


@cache
def _locale(language: str) -> Locale:
    for tag in (language_tag(language), base_language(language)):
        try:
            return Locale.parse(tag, sep="-")
        except (ValueError, TypeError, UnknownLocaleError):
            continue
    return Locale("en")

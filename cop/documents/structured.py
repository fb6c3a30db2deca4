"""JSON for programs: what the document is, its tables as lists of records, its dates.

The names of tables and fields are the keys of tables and columns, the same in every language.
"""
import json
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from cop.documents.model import Cell, Document, Entry, Table
from cop.documents.plain import tables_of
from cop.documents.text import slug


def write(document: Document) -> bytes:
    names = ("title", "subtitle", "language", "organisation", "subject", "licence", "notice")
    about = {name: getattr(document, name) for name in names}
    whole = about | {
        "source": document.source_url, "made_at": _value(document.made_at),
        "tables": {table.key or slug(table.name or table.caption): _table(table)
                   for table in tables_of(document)},
        "dates": [_entry(entry) for entry in document.dates],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _table(table: Table) -> dict:
    keys = [column.key or slug(column.title) for column in table.columns]
    return {"caption": table.caption,
            "rows": [dict(zip(keys, map(_value, row), strict=True)) for row in table.rows]}


def _entry(entry: Entry) -> dict:
    return {name: _value(getattr(entry, name))
            for name in ("uid", "title", "begin", "end", "place", "url")}


def _value(value: Cell) -> str | int | float | None:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return float(value) if isfinite(value) else None
    return value

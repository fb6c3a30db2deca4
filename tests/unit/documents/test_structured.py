"""JSON: every table under keys that are the same in every language."""
import json
from datetime import date

from cop.documents.model import Column, Document, Table
from cop.documents.render import render

TABLE = Table("Cifre del mese", (Column("Cifra", key="figure"), Column("Nel periodo", True, "now"),
                                 Column("Giorno")),
              (("persone", "<5", date(2026, 10, 3)), ("=1+1", 7, None)), key="figures")


def test_tables_are_records_under_their_keys():
    whole = json.loads(render(Document("Mese", "it", (TABLE,)), "json"))

    assert whole["title"] == "Mese" and whole["language"] == "it" and whole["dates"] == []
    assert whole["tables"]["figures"] == {"caption": "Cifre del mese", "rows": [
        {"figure": "persone", "now": "<5", "giorno": "2026-10-03"},
        {"figure": "=1+1", "now": 7, "giorno": None}]}

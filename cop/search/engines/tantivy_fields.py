"""What lies in which field of the tantivy index, and how the words of each language are read.

Each text lies in the fields of its own language, stemmed, and once more in `exact`, only folded.
What is asked of them stands in `tantivy.py`.
"""
import json

from tantivy import (
    Document,
    Filter,
    Schema,
    SchemaBuilder,
    TextAnalyzer,
    TextAnalyzerBuilder,
    Tokenizer,
)

from cop.search.engines.protocol import Entry

#: Grows when the fields change: each version has a folder of its own, filled anew.
VERSION = 1
STEMMERS = {"it": "italian", "en": "english", "fr": "french", "es": "spanish", "de": "german",
            "fi": "finnish", "sv": "swedish", "pt": "portuguese", "nl": "dutch", "ro": "romanian",
            "ru": "russian", "tr": "turkish", "el": "greek", "hu": "hungarian", "da": "danish",
            "no": "norwegian", "ar": "arabic"}
#: Texts in any other language: their words are taken as they stand.
OTHER = "xx"
FACETS = ("kind", "language")


def make_schema() -> Schema:
    builder = SchemaBuilder()
    for name in ("key", "kind", "language", "reader", "region", "theme", "space"):
        builder.add_text_field(name, stored=name in ("kind", "language"), fast=name in FACETS,
                               tokenizer_name="raw", index_option="basic")
    for code in [*STEMMERS, OTHER]:
        builder.add_text_field(f"title_{code}", stored=True, tokenizer_name=code)
        builder.add_text_field(f"body_{code}", stored=True, tokenizer_name=code)
    builder.add_text_field("exact", tokenizer_name=OTHER)
    builder.add_integer_field("at", stored=True, fast=True)
    builder.add_integer_field("id", stored=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def make_analyzers() -> dict[str, TextAnalyzer]:
    """One for each language: lower case, stem, fold; words too long to be words are dropped."""
    analyzers = {}
    for code, language in [*STEMMERS.items(), (OTHER, "")]:
        builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60))
        builder = builder.filter(Filter.lowercase())
        builder = builder.filter(Filter.stemmer(language)) if language else builder
        analyzers[code] = builder.filter(Filter.ascii_fold()).build()
    return analyzers


def field_of(language: str) -> str:
    return language if language in STEMMERS else OTHER


def document_of(entry: Entry) -> Document:
    code = field_of(entry.language)
    document = Document()
    for name, values in {
        "key": [entry.key], "kind": [entry.kind], "language": [entry.language],
        "reader": entry.readers, "region": entry.regions, "theme": entry.themes,
        "space": [entry.space], f"title_{code}": [entry.title], f"body_{code}": [entry.body],
        "exact": [entry.title, entry.body],
    }.items():
        for value in values:
            document.add_text(name, value)
    document.add_integer("at", int(entry.at.timestamp()))
    document.add_integer("id", entry.id)
    document.add_bytes("shown", json.dumps(dict(entry.shown)).encode())
    return document

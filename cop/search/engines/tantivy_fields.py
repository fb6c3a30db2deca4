"""What lies in which field of the tantivy index. What is asked of them stands in `tantivy.py`.

Terms are made in `analysis.py` and lie in the fields as words between spaces; the texts themselves
are kept beside them, for showing.
"""
import json

from tantivy import Document, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from cop.search.engines import analysis
from cop.search.engines.analysis import PLAIN, PLAIN_TITLE, ROOT
from cop.search.engines.keeping import kept_of
from cop.search.engines.protocol import CODES, FACETS, TEXTS, Entry
from cop.search.ranking import weight_of

#: Grows when the fields or the terms change: each version has folders of its own, filled anew.
VERSION = 8
TERMS = "terms"
INTEGERS = ("moment", "merit", "adopted", "helpful", "topic")


def make_schema() -> Schema:
    builder = SchemaBuilder()
    for name in ("key", "reader", *CODES):
        builder.add_text_field(name, fast=name in FACETS, tokenizer_name="raw",
                               index_option="basic")
    for name in (*TEXTS, PLAIN, PLAIN_TITLE):
        builder.add_text_field(name, tokenizer_name=TERMS)
    builder.add_text_field(ROOT, tokenizer_name=TERMS, index_option="freq")
    for name in INTEGERS:
        builder.add_integer_field(name, fast=True, indexed=True)
    builder.add_float_field("weight", fast=True)
    builder.add_bytes_field("entry", stored=True)
    return builder.build()


def make_analyzer() -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.whitespace()).build()


def document_of(entry: Entry) -> Document:
    document, codes = Document(), entry.codes()
    document.add_text("key", entry.key)
    for name, values in codes.items():
        for value in values:
            document.add_text(name, value)
    for name, terms in analysis.terms_of(entry).items():
        document.add_text(name, " ".join(terms))
    for name in INTEGERS:
        document.add_integer(name, getattr(entry, name))
    document.add_float("weight", 2 ** weight_of(entry) - 2)  # it multiplies by log2(2 + this)
    document.add_bytes("entry", json.dumps(kept_of(entry, codes)).encode())
    return document

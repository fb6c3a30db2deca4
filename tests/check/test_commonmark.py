"""What docs/markdown.md says of CommonMark is so."""
from pathlib import Path

from tests.check.commonmark import measure, table

DOCS = Path(__file__).parent.parent.parent / "docs" / "markdown.md"


def test_the_numbers_in_the_docs_are_those_of_today(shared_data):
    """Print them anew with: python -m tests.check.commonmark EXAMPLES.json"""
    measured = table(*measure(shared_data / "attacks" / "commonmark-0.31.2.json"))
    assert measured in DOCS.read_text()

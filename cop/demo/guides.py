"""Tells the demo's guides once its cases are told. What they say stands in `data/guides.toml`."""
from collections.abc import Iterator, Mapping

from cop.base.clock import at
from cop.cases.models.cases import Case
from cop.demo import stories
from cop.demo.stories import days_ago
from cop.guides import service
from cop.people.models import Person


def tell_guides(editor: Person, cases: Mapping[str, Case]) -> Iterator[str]:
    """Yields the title of each. `cases`: by the name of their file."""
    for told in stories.guides():
        with at(days_ago(told["published_days_ago"])):
            guide = service.make_guide(
                editor, title=told["title"], subtitle=told["subtitle"],
                language=told["language"], foreword=told["foreword"])
            for part in told["parts"]:
                [(kind, words)] = part.items()
                if kind == "case":
                    service.add_case(editor, guide, cases[words])
                else:
                    service.add_text(editor, guide, kind, words)
            service.publish_guide(editor, guide, told["note"])
        yield guide.title

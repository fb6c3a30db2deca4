"""`cop search`: the index, looked after and asked."""
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import click

from cop.base.db import begin_writing
from cop.base.db import db as database
from cop.base.text import plain
from cop.cli.person import person_of
from cop.cli.root import ReadConfig, community
from cop.people.models import Visitor
from cop.search.asking import ask
from cop.search.forms import SearchForm
from cop.search.service import keeping
from cop.search.service.keeping import Difference


@click.group()
def search() -> None:
    """Look after the search index, and ask it."""


@search.command()
@click.pass_obj
def reindex(read_config: ReadConfig) -> None:
    """Build the index anew, while the old one is being searched."""
    with community(read_config):
        begin_writing()
        keeping.claim_home()
        database.session.commit()
        click.echo(f"{keeping.reindex()} entries.")


@search.command()
@click.option("--check", is_flag=True, help="Compare every entry with the database.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def status(read_config: ReadConfig, check: bool, as_json: bool) -> None:
    """What the index holds, and how far it is behind. Status 1 when a check finds differences."""
    with community(read_config):
        facts = keeping.status()
        found = keeping.compare() if check else {}
    if as_json:
        click.echo(json.dumps(facts | ({"check": _as_json(found)} if check else {})))
    else:
        click.echo("\n".join([*_lines(facts), *_check_lines(found)]))
    if any(found.values()):
        raise click.ClickException("The index differs from the database: cop search reindex "
                                   "mends it, unless orders are still waiting.")


@search.command()
@click.argument("words")
@click.option("--as", "email", help="Search with the eyes of this member; else of a visitor.")
@click.option("--lang", default="", help="Only texts of this language.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def query(read_config: ReadConfig, words: str, email: str, lang: str, as_json: bool) -> None:
    """Search as the page does."""
    with community(read_config):
        reader = person_of(email) if email else Visitor()
        form = SearchForm.read({"q": words, "lang": lang})
        answer = ask(reader, form, lang or "en")
        found = answer.found
        hits = [{"kind": h.kind, "id": h.id, "language": h.language, "title": plain(h.title),
                 "snippet": plain(h.snippet)} for h in found.hits]
    if as_json:
        click.echo(json.dumps({"total": found.total, "hits": hits}, ensure_ascii=False))
        return
    click.echo(f"{found.total} results")
    for hit in hits:
        click.echo(f"{hit['kind']:7}{hit['id']:>7}  {hit['language']}  {hit['title']}")


def _lines(facts: Mapping[str, Any]) -> Iterator[str]:
    """Facts as a person reads them: those that say nothing are left out."""
    units = {"bytes": " bytes", "lag": " seconds"}
    for name, value in facts.items():
        shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        if shown != "":
            yield f"{name.replace('_', ' ')}: {shown}{units.get(name, '')}"


def _check_lines(found: Mapping[str, Difference]) -> Iterator[str]:
    for kind, each in found.items():
        parts = [f"{len(keys)} {name} ({', '.join(keys[:3])}{', …' if len(keys) > 3 else ''})"
                 for name, keys in (("missing", each.missing), ("outdated", each.outdated),
                                    ("surplus", each.surplus)) if keys]
        yield f"{kind}: {each.findable} findable, {'; '.join(parts) or 'all as in the database'}"


def _as_json(found: Mapping[str, Difference]) -> dict[str, Any]:
    return {kind: asdict(each) for kind, each in found.items()}

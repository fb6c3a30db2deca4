"""`cop search`: the index, looked after and asked."""
import json

import click

from cop.base.db import begin_writing
from cop.base.db import db as database
from cop.base.text import plain
from cop.cli.person import person_of
from cop.cli.root import ReadConfig, community
from cop.people.models import Visitor
from cop.search.asking import ask
from cop.search.forms import SearchForm
from cop.search.service import index as service


@click.group()
def search() -> None:
    """Look after the search index, and ask it."""


@search.command()
@click.pass_obj
def reindex(read_config: ReadConfig) -> None:
    """Build the index anew, while the old one is being searched."""
    with community(read_config):
        begin_writing()
        service.claim_home()
        database.session.commit()
        click.echo(f"{service.reindex()} entries.")


@search.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def status(read_config: ReadConfig, as_json: bool) -> None:
    """What the index holds."""
    with community(read_config):
        facts = service.engine().stats()
    click.echo(json.dumps(facts) if as_json else "\n".join(f"{k}: {v}" for k, v in facts.items()))


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

"""`cop guide`: a collection of cases as a file, without the pages."""
from pathlib import Path

import click
from flask import current_app

from cop.base.errors import NotFound
from cop.base.site import read_site
from cop.cli.files import write_whole
from cop.cli.person import person_of
from cop.cli.root import ReadConfig, community
from cop.documents.render import render
from cop.guides.document import as_document
from cop.guides.queries import get_edition, get_guide
from cop.guides.reading import read_edition
from cop.guides.routes import DOWNLOADS
from cop.people.models import Visitor


@click.command()
@click.argument("slug")
@click.option("--format", "form", type=click.Choice(list(DOWNLOADS)), required=True)
@click.option("--edition", type=int, help="Its number; the newest when left out.")
@click.option("--as", "email", help="Who reads it; a visitor when left out.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.pass_obj
def guide(read_config: ReadConfig, slug: str, form: str, edition: int | None,
          email: str | None, output: Path) -> None:
    """Write a published guide to a file."""
    with community(read_config):
        reader = person_of(email) if email else Visitor()
        try:
            found = get_guide(reader, slug)
        except NotFound as none:
            raise NotFound(f"There is no guide “{slug}”.") from none
        if found.edition is None:
            raise NotFound("This guide is not published yet.")
        wanted = get_edition(found, edition) if edition else found.edition
        base_url = current_app.config["COP"].base_url.rstrip("/")
        paper = as_document(
            read_edition(reader, wanted), address=f"{base_url}/guides/{found.slug}",
            edition=wanted.number, made_at=wanted.created_at, site=read_site(),
            base_url=base_url)
        content = render(paper, form)
    write_whole(output, content)

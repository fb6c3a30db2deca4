"""`cop digest`: a digest as a file, without the pages."""
from datetime import datetime
from pathlib import Path

import click
from flask import current_app

from cop.base.site import read_site
from cop.cli.files import write_whole
from cop.cli.person import person_of
from cop.cli.root import ReadConfig, community
from cop.digests.export import paper_for
from cop.digests.queries.contents import gather
from cop.digests.service import make_digest
from cop.documents.render import FORMATS, render
from cop.vocabulary.lists import REGIONS
from cop.vocabulary.regions import find_region

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--region", "regions", multiple=True, help="Code or name; may be given again.")
@click.option("--all", "everywhere", is_flag=True, help="All countries.")
@click.option("--from", "first", type=DAY, required=True)
@click.option("--to", "last", type=DAY, required=True)
@click.option("--lang", default="en", show_default=True)
@click.option("--as", "email", required=True, help="The manager who makes it.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.pass_obj
def digest(read_config: ReadConfig, regions: tuple[str, ...], everywhere: bool, first: datetime,
           last: datetime, lang: str, email: str, form: str, output: Path) -> None:
    """Make a digest and write it to a file."""
    codes = [code.code for code in REGIONS.roots()] if everywhere else [
        find_region(words) or words for words in regions]
    with community(read_config, writes=True) as app:
        if lang not in app.config["COP"].language_list:
            raise click.BadParameter(f"no interface language «{lang}»", param_hint="--lang")
        made = make_digest(person_of(email), regions=codes, first_day=first.date(),
                           last_day=last.date(), language=lang)
        paper = paper_for(form, made, gather(made), site=read_site(),
                          base_url=current_app.config["COP"].base_url.rstrip("/"))
    write_whole(output, render(paper, form))

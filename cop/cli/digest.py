"""`cop digest`: a digest as a file, without the pages."""
from datetime import datetime
from pathlib import Path

import click

from cop.base.site import read_site
from cop.base.verdict import require
from cop.cli.files import write_whole
from cop.cli.person import person_of
from cop.cli.root import ReadConfig, community
from cop.digests.export import Sender, paper_for
from cop.digests.policy import may_make_digest
from cop.digests.queries.contents import gather
from cop.digests.service.making import Plan, as_planned
from cop.documents.render import FORMATS, render
from cop.vocabulary.regions import find_region

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--region", "regions", multiple=True, help="Code or name; may be given again.")
@click.option("--all", "everywhere", is_flag=True, help="The whole system.")
@click.option("--from", "first", type=DAY, required=True)
@click.option("--to", "last", type=DAY, required=True)
@click.option("--lang", default="en", show_default=True)
@click.option("--as", "email", help="A manager: then for members. Without: for the public.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.pass_obj
def digest(read_config: ReadConfig, regions: tuple[str, ...], everywhere: bool, first: datetime,
           last: datetime, lang: str, email: str | None, form: str, output: Path) -> None:
    """Write a digest to a file. It is not kept: drafts and issues are made on the pages."""
    if bool(regions) == everywhere:
        raise click.UsageError("Name regions with --region, or say --all.")
    codes = [find_region(words) or words for words in regions]
    with community(read_config) as app:
        config = app.config["COP"]
        if lang not in config.language_list:
            raise click.BadParameter(f"no interface language “{lang}”", param_hint="--lang")
        if email:
            require(may_make_digest(person_of(email), codes))
        made = as_planned(Plan(
            regions=codes, first_day=first.date(), last_day=last.date(), language=lang,
            audience="members" if email else "public"))
        sender = Sender(read_site(), config.base_url.rstrip("/"), config.mail_sender)
        paper = paper_for(form, made, gather(made), sender)
    write_whole(output, render(paper, form))

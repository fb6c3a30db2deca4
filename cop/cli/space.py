"""`cop space`: rooms from the terminal."""
import click

from cop.cli.root import ReadConfig, community
from cop.spaces.start_up import open_start_up_spaces


@click.group()
def space() -> None:
    """Spaces."""


@space.command(name="start-up")
@click.option("--lang", default="en", show_default=True, help="Language of their names.")
@click.pass_obj
def start_up(read_config: ReadConfig, lang: str) -> None:
    """Open the rooms a community begins with; those that are there stay as they are."""
    with community(read_config, writes=True) as app:
        if lang not in app.config["COP"].language_list:
            raise click.BadParameter(f"no interface language “{lang}”", param_hint="--lang")
        opened = open_start_up_spaces(None, lang)
    click.echo(f"{len(list(opened))} spaces opened.")

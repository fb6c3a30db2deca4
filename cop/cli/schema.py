"""`cop db`: the database schema."""
import click

from cop import create_app
from cop.base import schema, steps
from cop.base.outages import OldSchema
from cop.cli.root import MIGRATIONS, ReadConfig


@click.group()
def db() -> None:
    """Look after the database schema."""


@db.command()
@click.pass_obj
def upgrade(read_config: ReadConfig) -> None:
    """Bring the database to the newest schema."""
    with create_app(read_config()).app_context():
        schema.upgrade(MIGRATIONS)


@db.command()
@click.pass_obj
def check(read_config: ReadConfig) -> None:
    """Does the database match the models? Status 1 when not."""
    with create_app(read_config()).app_context():
        if steps.is_old(MIGRATIONS):
            raise OldSchema
        if found := schema.differences(MIGRATIONS):
            raise click.ClickException(found)
    click.echo("The database matches the models.")


@db.command()
@click.argument("message")
@click.pass_obj
def step(read_config: ReadConfig, message: str) -> None:
    """Write a migration from the difference between models and database."""
    with create_app(read_config()).app_context():
        schema.write_step(MIGRATIONS, message)

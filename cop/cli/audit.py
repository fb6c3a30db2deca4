"""`cop audit`: does the audit log still say what was written into it?"""
import json

import click

from cop.base.audit_chain import Verification, sign_again, verify
from cop.cli.root import ReadConfig, community


@click.group()
def audit() -> None:
    """The audit log and its seals."""


@audit.command(name="verify")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def verify_(read_config: ReadConfig, as_json: bool) -> None:
    """Go through the whole chain. Status 1 when something in it does not hold."""
    with community(read_config):
        found = verify()
    _tell(found, as_json=as_json)


@audit.command()
@click.pass_obj
def sign(read_config: ReadConfig) -> None:
    """Sign the ends with the present secret key, after it was changed."""
    with community(read_config, writes=True):
        found = sign_again()
        if not found.holds:
            raise click.ClickException("\n".join(["Not signed.", *found.problems]))
    click.echo("Signed.")


def _tell(found: Verification, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"holds": found.holds, "sealed": found.sealed,
                               "waiting": found.waiting, "problems": found.problems}))
    if not found.holds:
        raise click.ClickException("\n".join(found.problems))
    if not as_json:
        click.echo(f"The audit log holds: {found.sealed} entries are sealed, {found.waiting} wait.")

"""`cop person`: accounts and roles from the terminal."""
import json
from typing import IO

import click

from cop.base.audit import record
from cop.base.errors import Invalid
from cop.base.personal_data import export_all
from cop.cli.root import ReadConfig, community
from cop.people.models import Person
from cop.people.queries import every_account, find_by_email
from cop.people.scopes import PLACES
from cop.people.service import profiles, roles
from cop.people.service.erasing import erase_person
from cop.people.service.factors import take_second_step

PLACE_OPTIONS = ("space", "region", "theme")


def person_of(email: str) -> Person:
    """The account of this address, or a refusal with a sentence."""
    found = find_by_email(email)
    if found is None:
        raise Invalid({"email": f"Nobody here has the address {email}."})
    return found


@click.group()
def person() -> None:
    """Accounts and roles."""


@person.command()
@click.argument("email")
@click.option("--name", required=True)
@click.option("--password", help="At least 12 characters; better left out and typed.")
@click.pass_obj
def create(read_config: ReadConfig, email: str, name: str, password: str | None) -> None:
    """Make an account whose address counts as confirmed."""
    password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with community(read_config, writes=True):
        made = profiles.create_person(None, name=name, email=email, password=password)
        click.echo(f"{made.name} <{made.email}> has the number {made.id}.")


def _grant_options(command: click.Command) -> click.Command:
    command = click.argument("role", type=click.Choice(list(PLACES)))(command)
    command = click.argument("email")(command)
    for place in PLACE_OPTIONS:
        command = click.option(f"--{place}", help=f"Where it holds: a {place}.")(command)
    return command


@person.command()
@_grant_options
@click.pass_obj
def grant(read_config: ReadConfig, email: str, role: str, **places: str | None) -> None:
    """Give a role, everywhere or for a space, region or theme."""
    with community(read_config, writes=True):
        roles.grant_role(None, person_of(email), role, *_place(places))
    where = next((f"of {place} {name}" for place, name in places.items() if name), "everywhere")
    click.echo(f"{email} is {role.replace('_', ' ')} {where} now.")


@person.command()
@_grant_options
@click.pass_obj
def revoke(read_config: ReadConfig, email: str, role: str, **places: str | None) -> None:
    """Take a role away."""
    with community(read_config, writes=True):
        roles.revoke(None, person_of(email), role, *_place(places))
    click.echo(f"{email} is no longer {role.replace('_', ' ')}.")


@person.command(name="list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def list_(read_config: ReadConfig, as_json: bool) -> None:
    """All accounts with their roles."""
    with community(read_config):
        rows = [{"id": each.id, "name": each.name, "email": each.email, "active": each.active,
                 "roles": [" ".join(filter(None, [g.role, g.scope_kind, g.scope_code]))
                           for g in each.grants]} for each in every_account()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['id']:>6}  {row['email']:40}  {row['name']:30}  "
                   f"{'; '.join(row['roles'])}")


@person.command()
@click.argument("email")
@click.option("-o", "--output", type=click.File("w", encoding="utf-8"), default="-")
@click.pass_obj
def export(read_config: ReadConfig, email: str, output: IO[str]) -> None:
    """Everything there is of somebody, as JSON."""
    with community(read_config, writes=True):
        somebody = person_of(email)
        record(None, "data.exported", somebody)
        json.dump(export_all(somebody), output, ensure_ascii=False, indent=2)
        output.write("\n")


@person.command()
@click.argument("email")
@click.option("--with-works", is_flag=True,
              help="What they wrote for others goes, too; else it stays without their name.")
@click.option("--yes", is_flag=True, help="Erase without asking.")
@click.pass_obj
def erase(read_config: ReadConfig, email: str, with_works: bool, yes: bool) -> None:
    """Forget somebody. The address may be used again by a new account."""
    with community(read_config):
        name = person_of(email).name
    if not yes:
        click.confirm(f"{name} <{email}> is forgotten. This cannot be undone. Erase?", abort=True)
    with community(read_config, writes=True):
        erase_person(None, person_of(email), keep_works=not with_works)
    click.echo("Erased.")


@person.command()
@click.argument("email")
@click.option("--reason", required=True, help="Why, and how you know who is asking; it is kept.")
@click.pass_obj
def reset_second_step(read_config: ReadConfig, email: str, reason: str) -> None:
    """Take codes, passkeys and recovery codes away from who has lost them."""
    with community(read_config, writes=True):
        take_second_step(None, person_of(email), reason)
    click.echo(f"{email} signs in with the password alone and is told by letter.")


def _place(places: dict[str, str | None]) -> tuple[str, str]:
    given = [(kind, name) for kind, name in places.items() if name]
    if len(given) > 1:
        raise click.UsageError("Give one place: --space, --region or --theme.")
    return given[0] if given else ("everywhere", "")

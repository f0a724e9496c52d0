"""The commands about people and about what they did."""

import getpass
import json
from dataclasses import asdict, replace

import click

from mapapp.cli.newsroom import newsroom
from mapapp.desk import PROGRAM, Account, Person, StaffRole
from mapapp.settings import Settings

_ROLES = click.Choice([one.value for one in StaffRole])


@click.group()
def user() -> None:
    """The people of the newsroom."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=_ROLES, default=StaffRole.REPORTER.value, help="What they may do.")
@click.pass_obj
def user_add(settings: Settings, name: str, role: str) -> None:
    """Add NAME and print the password, this once."""
    with newsroom(settings) as desk:
        password = desk.people.add(_operator(), name, role=StaffRole(role))
    click.echo(f"{name} can sign in with the password {password}")


@user.command("password")
@click.argument("name")
@click.pass_obj
def user_password(settings: Settings, name: str) -> None:
    """Give NAME a new password and print it, this once; whoever was signed in as NAME is signed out."""
    with newsroom(settings) as desk:
        password = desk.people.set_password(_operator(), name)
    click.echo(f"{name} can sign in with the password {password}")


@user.command("role")
@click.argument("name")
@click.argument("role", type=_ROLES)
@click.pass_obj
def user_role(settings: Settings, name: str, role: str) -> None:
    """Make NAME a reporter, an editor or an admin."""
    with newsroom(settings) as desk:
        desk.people.set_role(_operator(), name, StaffRole(role))
    click.echo(f"{name} is now: {role}.")


@user.command("disable")
@click.argument("name")
@click.pass_obj
def user_disable(settings: Settings, name: str) -> None:
    """Keep NAME from signing in, and sign them out."""
    with newsroom(settings) as desk:
        desk.people.set_disabled(_operator(), name, disabled=True)
    click.echo(f"{name} cannot sign in any more.")


@user.command("enable")
@click.argument("name")
@click.pass_obj
def user_enable(settings: Settings, name: str) -> None:
    """Let NAME sign in again."""
    with newsroom(settings) as desk:
        desk.people.set_disabled(_operator(), name, disabled=False)
    click.echo(f"{name} can sign in again.")


@user.command("sign-out")
@click.argument("name")
@click.pass_obj
def user_sign_out(settings: Settings, name: str) -> None:
    """End everything NAME is signed in to."""
    with newsroom(settings) as desk:
        desk.people.end_sign_ins(_operator(), name)
    click.echo(f"{name} is signed out.")


@user.command("list")
@click.pass_obj
def user_list(settings: Settings) -> None:
    """List the people of the newsroom: name, role, when last seen."""
    with newsroom(settings) as desk:
        accounts = desk.people.list()
    width = max((len(one.person.name) for one in accounts), default=0)
    for account in accounts:
        click.echo(_line(account, width))


@click.command()
@click.option("--by", default="", metavar="NAME", help="Only what this person did.")
@click.option("--about", default="", metavar="SUBJECT", help="Only what was done to this map or person.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object on each line.")
@click.pass_obj
def audit(settings: Settings, by: str, about: str, *, as_json: bool) -> None:
    """Say who did what, the newest first."""
    with newsroom(settings) as desk:
        for one in desk.audit.all(PROGRAM, by=by, about=about):
            if as_json:
                click.echo(json.dumps(asdict(one), ensure_ascii=False))
            else:
                said = (one.at, one.who or PROGRAM.name, one.deed, one.subject, one.detail)
                click.echo("  ".join(part for part in said if part))


def _operator() -> Person:
    """Whoever sits at this terminal, by the name the machine knows."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        return replace(PROGRAM, name="command line")
    return replace(PROGRAM, name=f"command line ({name})")


def _line(account: Account, width: int) -> str:
    seen = f"last seen {account.seen_at}" if account.seen_at else "not signed in"
    disabled = "  disabled" if account.disabled else ""
    return f"{account.person.name:<{width}}  {account.person.role.value:<8}  {seen}{disabled}"

"""`evidence users`: who may come in to a server, and as what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import JsonOption
from assistant.web.auth.roles import Role

app = typer.Typer(
    help="Say who may come in to a server that runs with --auth-file.", no_args_is_help=True
)
_File = Annotated[Path, typer.Option("--auth-file", help="The file that keeps them.")]
_Name = Annotated[str, typer.Argument(help="The name to sign in with.")]
_RoleOption = Annotated[
    Role, typer.Option(help="A reader asks; a curator also adds and removes; an admin everything.")
]


@app.command()
def add(name: _Name, auth_file: _File, role: _RoleOption = "reader") -> None:
    """Add somebody, or give them a new password; asks for it, or reads a line of input."""
    from assistant.web.auth.accounts import add_account

    new = add_account(auth_file, name, role, _password(name))
    typer.echo(f"{name} is {'now' if new else 'still here, now'} a {role} in {auth_file}")


@app.command()
def role(name: _Name, role: Annotated[Role, typer.Argument()], auth_file: _File) -> None:
    """Give somebody another role; it holds from their next request on."""
    from assistant.web.auth.accounts import set_role

    set_role(auth_file, name, role)
    typer.echo(f"{name} is now a {role}")


@app.command()
def token(name: _Name, auth_file: _File) -> None:
    """Give somebody a token for their programs, in place of an older one; it is shown once."""
    from assistant.web.auth.accounts import give_token

    typer.echo(give_token(auth_file, name))


@app.command()
def remove(name: _Name, auth_file: _File) -> None:
    """Remove somebody; their sessions and their token end at once."""
    from assistant.web.auth.accounts import remove_account

    remove_account(auth_file, name)
    typer.echo(f"{name} may no longer come in")


@app.command(name="list")
def listed(auth_file: _File, as_json: JsonOption = False) -> None:
    """List who may come in."""
    from assistant.cli.console import print_json
    from assistant.web.auth.accounts import read_accounts

    accounts = read_accounts(auth_file)
    if as_json:
        print_json([{"name": one.name, "role": one.role} for one in accounts])
    for one in [] if as_json else accounts:
        typer.echo(f"{one.role:8} {one.name}")


def _password(name: str) -> str:
    """Ask without showing it; take a line of standard input where nobody sits there."""
    if sys.stdin.isatty():
        asked: str = typer.prompt(
            f"Password of {name}", hide_input=True, confirmation_prompt="Once more"
        )
        return asked
    return sys.stdin.readline().rstrip("\n")

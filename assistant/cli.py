"""The command `evidence`."""

from __future__ import annotations

import errno
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from assistant.commands.add import add
from assistant.commands.ask import ask, search
from assistant.commands.eval import app as evaluation
from assistant.commands.handout import handout
from assistant.commands.mcp import mcp
from assistant.commands.mend import check, reindex
from assistant.commands.papers import paper, papers
from assistant.commands.review import review
from assistant.commands.serve import serve
from assistant.commands.snapshot import restore, snapshot
from assistant.commands.status import status
from assistant.commands.users import app as users
from assistant.commands.verify import verify
from corpus.errors import EvidenceError

# Everything heavy is imported inside the commands: torch, Chroma and Gradio take seconds, and
# `evidence --help` must answer at once.

app = typer.Typer(
    help="Ask the research literature on race and illness; every sentence is cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def _evidence(
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.")
    ] = False,
) -> None:
    if show_version:
        typer.echo(f"evidence {version('equity-evidence')}")
        raise typer.Exit


for _command in (
    serve,
    mcp,
    ask,
    search,
    verify,
    handout,
    review,
    add,
    papers,
    paper,
    status,
    check,
    reindex,
    snapshot,
    restore,
):
    app.command()(_command)
app.add_typer(evaluation, name="eval")
app.add_typer(users, name="users")


def main() -> None:
    """Run the command; an error that a person can mend is one line and exit status 2."""
    try:
        app()
    except EvidenceError as error:
        _stop(str(error))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _stop("the disk is full; nothing was half done, free some space and repeat the command")


def _stop(message: str) -> None:
    typer.echo(f"evidence: {message}", err=True)
    sys.exit(2)

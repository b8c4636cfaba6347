"""The command `evidence`."""

from __future__ import annotations

import errno
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from assistant.cli.add import add
from assistant.cli.ask import ask, search
from assistant.cli.eval import app as evaluation
from assistant.cli.eval_check import check as check_pairs
from assistant.cli.handout import handout
from assistant.cli.mcp import mcp
from assistant.cli.mend import check, reindex
from assistant.cli.papers import paper, papers
from assistant.cli.review import review
from assistant.cli.serve import serve
from assistant.cli.snapshot import restore, snapshot
from assistant.cli.status import status
from assistant.cli.users import app as users
from assistant.cli.verify import verify
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
evaluation.command(name="check")(check_pairs)
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

"""The command `evidence`."""

from __future__ import annotations

import errno
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.add import add
from assistant.commands.ask import ask, search
from assistant.commands.eval import app as evaluation
from assistant.commands.handout import handout
from assistant.commands.mend import check, reindex
from assistant.commands.papers import paper, papers
from assistant.commands.review import review
from assistant.commands.snapshot import restore, snapshot
from assistant.commands.status import status
from assistant.commands.verify import verify
from assistant.options import (
    LibraryOption,
    ShowStruck,
    WriterAddress,
    WriterOption,
    YesOption,
    open_library,
    open_model_named,
)
from corpus.errors import EvidenceError

if TYPE_CHECKING:
    from corpus.library import Library

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


@app.command()
def serve(
    library: LibraryOption = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 7860,
    writer: WriterOption = None,
    writer_address: WriterAddress = None,
    show_struck: ShowStruck = False,
    yes: YesOption = False,
) -> None:
    """Open the chat page; builds the starter library the first time."""
    from assistant.page.serve import check_port, serve_page
    from assistant.write import Writing

    check_port(host, port)
    model = open_model_named(writer, writer_address)
    opened = open_library(library, "make")
    _build_starter_if_due(opened)
    writing = Writing(model, show_struck, agreed=yes) if model is not None else None
    serve_page(opened, host, port, writing)


for _command in (
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


def _build_starter_if_due(library: Library) -> None:
    from assistant.console import progress_bar
    from assistant.listing import adding_bar
    from assistant.register import register_of
    from ingest.add import add_starter, needs_starter

    if needs_starter(library):
        with adding_bar("Building the starter library, once") as tell:
            add_starter(library, tell)
    with progress_bar("Reading the register of claims, once") as told:
        register_of(library, told)

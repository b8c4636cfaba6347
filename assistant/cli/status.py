"""`evidence status`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import JsonOption, LibraryOption, open_library


def status(
    retractions: Annotated[
        Path | None,
        typer.Option(help="A Retraction Watch CSV; its notices take the place of older ones."),
    ] = None,
    online: Annotated[
        bool,
        typer.Option("--online", help="Ask Europe PMC, Crossref and OpenAlex about every paper."),
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look up how every paper of the library stands, and report what has changed."""
    from assistant.cli.console import print_json, progress_bar
    from assistant.cli.listing import show_recheck
    from assistant.render.json_objects import recheck_object
    from corpus.settings import settings_from
    from ingest.recheck import recheck

    held = open_library(library)
    with progress_bar("Checking") as step:
        found = recheck(held, settings_from(), retractions, step, online=online)
    print_json(recheck_object(found)) if as_json else show_recheck(found)
    if found.refused:
        raise typer.Exit(1)

"""`evidence snapshot` and `evidence restore`."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import JsonOption, LibraryOption, open_library

if TYPE_CHECKING:
    from corpus.manifest import Manifest


def snapshot(
    file: Annotated[
        Path | None,
        typer.Argument(help="The file to write (default: named for the library and its id)."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the library as one file, from which the same answers can be had anywhere."""
    from assistant.cli.console import print_json, progress_bar
    from corpus.snapshot import write_snapshot

    held = open_library(library)
    with progress_bar("Writing") as step:
        written = write_snapshot(held, file, step)
    if as_json:
        print_json(_object(written.manifest) | {"file": str(written.file)})
    else:
        typer.echo(f"{written.file}: {_words(written.manifest)}")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that evidence snapshot wrote.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a library of a snapshot, in a folder that is empty or not there yet."""
    from assistant.cli.console import print_json, progress_bar
    from corpus.restore import restore as make
    from corpus.settings import settings_from

    settings = settings_from()
    if library is not None:
        settings = replace(settings, library=library)
    with progress_bar("Restoring") as step:
        made = make(file, settings, step)
    if as_json:
        folder = {"library": str(made.folder), "known": made.known}
        print_json(_object(made.manifest) | folder)
    else:
        told = "held already" if made.known else "restored"
        typer.echo(f"{made.folder}: {_words(made.manifest)}, {told}")


def _object(manifest: Manifest) -> dict[str, Any]:
    return {
        "snapshot": manifest.snapshot,
        "papers": manifest.papers,
        "passages": manifest.passages,
        "model": asdict(manifest.model),
        "program": manifest.program,
    }


def _words(manifest: Manifest) -> str:
    return (
        f"library {manifest.snapshot}, {manifest.papers:,} papers, {manifest.passages:,} passages"
    )

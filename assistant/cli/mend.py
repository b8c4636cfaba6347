"""`evidence check` and `evidence reindex`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.options import JsonOption, LibraryOption, open_library


def check(
    only_report: Annotated[
        bool, typer.Option("--only-report", help="Say what is wrong, change nothing.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check that catalog, words, vectors and originals agree, and repair what does not."""
    from assistant.cli.console import print_json
    from corpus.check import find_faults

    held = open_library(library, "mend")
    with held.writer(settle=False) as writer:
        faults = find_faults(writer)
        mended = [not only_report and fault.repair() for fault in faults]
    rows = [
        {"fault": fault.kind, "subject": fault.subject, "repaired": done, "remedy": fault.remedy}
        for fault, done in zip(faults, mended, strict=True)
    ]
    if as_json:
        print_json({"faults": rows, "papers": len(held.papers()), "snapshot": held.snapshot})
    else:
        for row in rows:
            told = "repaired" if row["repaired"] else f"not repaired; {row['remedy']}"
            typer.echo(f"{row['fault']}: {row['subject']}: {told.removesuffix('; ')}")
        typer.echo(f"{len(rows)} faults, {sum(mended)} repaired" if rows else "all in order")
    if not all(mended):
        raise typer.Exit(1)


def reindex(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Rebuild passages and vectors from the catalog, with the model set by EVIDENCE_MODEL."""
    from assistant.cli.console import print_json, progress_bar
    from ingest.reindex import reindex as rebuild

    held = open_library(library, "rebuild")
    with progress_bar("Rebuilding") as step:
        passages = rebuild(held, step)
    model = held.catalog.fact("model")
    if as_json:
        print_json({"passages": passages, "papers": len(held.papers()), "model": model})
    else:
        typer.echo(f"{passages} passages rebuilt with {model}")

"""`evidence papers` and `evidence paper`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import (
    FormatOption,
    JsonOption,
    LibraryOption,
    open_library,
    with_filters,
)
from corpus.errors import EvidenceError, SettingsError
from corpus.filters import Filters
from corpus.status import Standing

if TYPE_CHECKING:
    from corpus.library import Library


@with_filters
def papers(
    form: FormatOption = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", help="Remove the paper with this id.")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
    *,
    filters: Filters,
) -> None:
    """List the papers of the library, all or filtered, also as references; or remove some."""
    from assistant.cli.console import print_json, print_text
    from assistant.cli.listing import show_papers
    from assistant.render.json_objects import paper_object
    from corpus.references.write import formatted

    held = open_library(library)
    if remove:
        _remove(held, remove)
        return
    listed = [
        paper
        for paper in held.catalog.listed().values()
        if filters.admit(paper) and (not filters.origin or paper.origin in filters.origin)
    ]
    if form is not None:
        print_text(formatted(listed, form))
    elif as_json:
        print_json([paper_object(paper) for paper in listed])
    else:
        show_papers(listed)


def paper(
    paper_id: Annotated[str, typer.Argument(help='Such as "doi:10.1056/nejmc2029240".')],
    say: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help='Your word counts: --set "year=2020"; with nothing after = take it back.'
        ),
    ] = None,
    status: Annotated[
        Standing | None, typer.Option(help="Say how the paper stands, with --reason.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why it stands so.")] = None,
    by: Annotated[str | None, typer.Option(help="Who says so.")] = None,
    part: Annotated[
        str | None,
        typer.Option(
            help="Undo a merging: make a paper of its own of the record that begins so.",
        ),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one paper: its fields and who tells them, conflicts, study facts; or correct it."""
    from assistant.cli.console import print_json
    from assistant.cli.listing import show_paper
    from assistant.papers.provenance import known, part_record, said
    from assistant.render.json_objects import known_object

    held = open_library(library)
    if held.catalog.paper(paper_id) is None:
        raise EvidenceError(f"no paper has the id {paper_id}; see them with: evidence papers")
    if (status is None) != (reason is None):
        raise SettingsError("--status and --reason go together; give both")
    if say or status is not None:
        changes = said(held, paper_id, say or [], status, reason, by)
        with held.writer() as writer:
            writer.say(paper_id, changes)
    if part is not None:
        paper_id = part_record(held, paper_id, part)
    found = known(held, paper_id)
    print_json(known_object(found)) if as_json else show_paper(found)


def _remove(held: Library, paper_ids: list[str]) -> None:
    from assistant.cli.console import err

    unknown = [paper_id for paper_id in paper_ids if held.catalog.paper(paper_id) is None]
    # What a killed writer left half done may stay so: removing must work on a full disk.
    with held.writer(settle=False) as writer:
        for paper_id in paper_ids:
            writer.remove(paper_id)
    for paper_id in unknown:
        err.print(f"no paper has the id {paper_id}; see them with: evidence papers", markup=False)
    left = len(held.catalog.listed())
    typer.echo(f"{len(paper_ids) - len(unknown)} removed, {left} left")
    if unknown:
        raise typer.Exit(1)

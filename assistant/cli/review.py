"""`evidence review`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import JsonOption, LibraryOption, open_filled
from corpus.errors import EvidenceError, RefusedFile

if TYPE_CHECKING:
    from assistant.review.review import Review
    from corpus.library import Library


def review(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help="Slides, documents, PDF, Markdown, text, question banks as CSV; several are a "
            "course.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Write report, list, course table and copies with comments to this folder.",
        ),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Review teaching material on race and illness: each remark with a reason and a passage."""
    from assistant.cli.console import print_json
    from assistant.cli.review_listing import show_course, show_review
    from assistant.review.contract import review_object
    from assistant.review.decision import read_kept, remember

    held = open_filled(library)
    reviews, refused = _reviewed(held, files)
    for one in reviews:
        since = remember(held, one)
        kept = read_kept(held)
        decisions = {r.remark_id: kept.on(r.remark_id) for r in one.remarks}
        if as_json:
            print_json(review_object(one, decisions, since))
        else:
            show_review(one, decisions, since)
    if len(reviews) > 1 and not as_json:
        show_course(reviews)
    if out is not None and reviews:
        _write(held, reviews, out)
    for refusal in refused:
        typer.echo(f"evidence: {refusal}", err=True)
    if refused:
        raise typer.Exit(1)


def _reviewed(held: Library, files: list[Path]) -> tuple[list[Review], list[RefusedFile]]:
    from assistant.cli.console import progress_bar
    from assistant.misconceptions.register import register_of
    from assistant.review.review import open_finder, review_file

    with progress_bar("Reading the register of claims, once") as tell:
        register_of(held, tell)
    finder = open_finder(held)
    reviews: list[Review] = []
    refused: list[RefusedFile] = []
    for path in files:
        with progress_bar(f"Reviewing {path.name}") as tell:
            try:
                reviews.append(review_file(held, finder, path, tell))
            except RefusedFile as refusal:
                refused.append(refusal)
    return reviews, refused


def _write(held: Library, reviews: list[Review], out: Path) -> None:
    from assistant.review.export import write_exports

    try:
        for written in write_exports(held, reviews, out):
            typer.echo(f"written: {written}", err=True)
    except OSError as error:
        raise EvidenceError(
            f"{out}: cannot be written ({error.strerror}); name another folder with --out"
        ) from error

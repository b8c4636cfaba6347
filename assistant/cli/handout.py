"""`evidence handout`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.options import LibraryOption, open_filled
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from assistant.handout.write import Form


def handout(
    questions: Annotated[list[str], typer.Argument(help="Questions, each in quotes.")],
    out: Annotated[
        Path, typer.Option("--out", help="The file to write: .docx, .md, .html, .ris or .bib.")
    ],
    title: Annotated[str, typer.Option("--title", help="The title of the hand-out.")] = "",
    style: Annotated[
        Literal["ama", "apa"], typer.Option("--style", help="The style of the references.")
    ] = "ama",
    library: LibraryOption = None,
) -> None:
    """Answer questions and write the answers as a teaching hand-out."""
    from dataclasses import replace
    from datetime import date

    from assistant.answer import answer, check_question
    from assistant.cli.console import progress_bar
    from assistant.handout.assemble import assemble, with_suggestions
    from assistant.handout.collection import collected, together
    from assistant.handout.write import written
    from assistant.misconceptions.register import register_of

    form = _form(out)
    asked = [check_question(question) for question in questions]
    held = open_filled(library)
    with progress_bar("Reading the register of claims, once") as tell:
        register_of(held, tell)
    answers = [answer(held, question) for question in asked]
    for one in answers:
        if one.declined:
            typer.echo(f"no answer from this library: {one.question}", err=True)
    collection = together([collected(one) for one in answers], title, style)
    made = assemble(held, collection, date.today())
    made = replace(made, discussion=with_suggestions(made))
    _save(out, written(made, form))
    count = len(made.entries)
    typer.echo(f"{out}: {count} sentence{'' if count == 1 else 's'}, {_papers(len(made.studies))}")
    if any(one.declined for one in answers):
        raise typer.Exit(1)


def _form(out: Path) -> Form:
    from assistant.handout.write import ENDINGS

    if out.suffix.lower() not in ENDINGS:
        raise SettingsError(f"--out is {str(out)!r}; expected a name ending {', '.join(ENDINGS)}")
    if out.exists():
        raise SettingsError(f"{out}: is there already; name another file, or remove it")
    return ENDINGS[out.suffix.lower()]


def _save(out: Path, text: bytes) -> None:
    try:
        with out.open("xb") as file:
            file.write(text)
    except OSError as error:
        raise SettingsError(f"{out}: cannot be written ({error.strerror})") from error


def _papers(count: int) -> str:
    return f"{count} paper{'' if count == 1 else 's'}"

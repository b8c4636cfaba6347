"""`evidence ask` and `evidence search`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import (
    FileOption,
    FormatOption,
    JsonOption,
    LibraryOption,
    QuestionArgument,
    ShowStruck,
    WriterAddress,
    WriterOption,
    YesOption,
    agree_to_send,
    check_asked,
    open_filled,
    open_model_named,
    with_filters,
)
from corpus.filters import Filters

if TYPE_CHECKING:
    from assistant.cli.batch import AnswerOne


@with_filters
def ask(
    question: QuestionArgument = None,
    file: FileOption = None,
    form: FormatOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
    writer: WriterOption = None,
    writer_address: WriterAddress = None,
    show_struck: ShowStruck = False,
    yes: YesOption = False,
    *,
    filters: Filters,
) -> None:
    """Answer a question with cited sentences, or say that the library does not answer it."""
    from assistant.answer import answer, answering
    from assistant.cli.console import print_json, print_text, progress_bar, show_answers
    from assistant.generate.write import Writing
    from assistant.misconceptions.register import register_of
    from assistant.render.json_objects import answer_object
    from corpus.references.write import formatted

    check_asked(question, file)
    model = open_model_named(writer, writer_address)
    held = open_filled(library)
    if model is not None:
        agree_to_send(model, yes=yes)
    writing = Writing(model, show_struck) if model is not None else None
    with progress_bar("Reading the register of claims, once") as tell:
        register_of(held, tell)
    if file is not None:
        _answer_file(
            file,
            lambda asked, context: answer_object(answer(held, asked, filters, context, writing)),
        )
    elif form is None and not as_json:
        show_answers(answering(held, question or "", filters, writing=writing))
    else:
        found = answer(held, question or "", filters, writing=writing)
        if form is not None:
            papers = {} if found.declined else {e.paper.paper_id: e.paper for e in found.evidence}
            print_text(formatted(list(papers.values()), form))
        else:
            print_json(answer_object(found))


@with_filters
def search(
    question: QuestionArgument = None,
    file: FileOption = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="How many passages.")] = 20,
    library: LibraryOption = None,
    as_json: JsonOption = False,
    *,
    filters: Filters,
) -> None:
    """Print the passages that bear on a question, best first, without an answer."""
    from assistant.answer import check_question
    from assistant.cli.console import print_json, show_evidence
    from assistant.misconceptions.boost import boosted_search as find
    from assistant.render.json_objects import searched_object
    from assistant.understand.contextualize import in_conversation

    check_asked(question, file)
    held = open_filled(library)

    def found(asked: str, context: str | None) -> dict[str, Any]:
        evidence = find(held, in_conversation(check_question(asked), context), filters, top)
        return searched_object(asked, evidence)

    if file is not None:
        _answer_file(file, found)
    elif as_json:
        print_json(found(question or "", None))
    else:
        evidence = find(held, check_question(question or ""), filters, top)
        for item in evidence:
            show_evidence(item, with_text=True)
        if not evidence:
            typer.echo("no passage matches; try other words or fewer limits")


def _answer_file(file: Path, answer_one: AnswerOne) -> None:
    from assistant.cli.batch import answer_all, read_questions_file
    from assistant.cli.console import print_json, progress_bar

    asked = read_questions_file(file)
    refused = 0
    with progress_bar("Asking") as step:
        for done, row in enumerate(answer_all(asked, answer_one), start=1):
            print_json(row)
            refused += "error" in row
            step(done, len(asked))
    if refused:
        raise typer.Exit(1)

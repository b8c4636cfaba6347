"""The command `evidence`."""

from __future__ import annotations

import errno
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.options import (
    Designs,
    FileOption,
    JsonOption,
    LibraryOption,
    Origins,
    QuestionArgument,
    Statuses,
    Topics,
    YearFrom,
    YearTo,
    check_asked,
    filters_from,
    open_filled,
    open_library,
)
from corpus.errors import EvidenceError, SettingsError

if TYPE_CHECKING:
    from assistant.batch import AnswerOne
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
) -> None:
    """Open the chat page; builds the starter library the first time."""
    from assistant.page.serve import check_port, serve_page

    check_port(host, port)
    opened = open_library(library, "make")
    _build_starter_if_due(opened)
    serve_page(opened, host, port)


@app.command()
def ask(
    question: QuestionArgument = None,
    file: FileOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
    year_from: YearFrom = None,
    year_to: YearTo = None,
    design: Designs = None,
    status: Statuses = None,
    topic: Topics = None,
    origin: Origins = None,
) -> None:
    """Answer a question with quoted sentences, or say that the library does not answer it."""
    from assistant.answer import answer
    from assistant.console import show_answer
    from assistant.contract import answer_object

    filters = filters_from(year_from, year_to, design, status, topic, origin)
    check_asked(question, file)
    held = open_filled(library)
    if file is not None:
        _answer_file(
            file, lambda asked, context: answer_object(answer(held, asked, filters, context))
        )
    else:
        found = answer(held, question or "", filters)
        _print_json(answer_object(found)) if as_json else show_answer(found)


@app.command()
def search(
    question: QuestionArgument = None,
    file: FileOption = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="How many passages.")] = 20,
    library: LibraryOption = None,
    as_json: JsonOption = False,
    year_from: YearFrom = None,
    year_to: YearTo = None,
    design: Designs = None,
    status: Statuses = None,
    topic: Topics = None,
    origin: Origins = None,
) -> None:
    """Print the passages that bear on a question, best first, without an answer."""
    from assistant.answer import check_question, in_conversation
    from assistant.console import show_evidence
    from assistant.contract import evidence_object
    from assistant.search import search as find

    filters = filters_from(year_from, year_to, design, status, topic, origin)
    check_asked(question, file)
    held = open_filled(library)

    def found(asked: str, context: str | None) -> dict[str, Any]:
        evidence = find(held, in_conversation(check_question(asked), context), filters, top)
        return {"question": asked, "evidence": [evidence_object(item) for item in evidence]}

    if file is not None:
        _answer_file(file, found)
    elif as_json:
        _print_json(found(question or "", None))
    else:
        evidence = find(held, check_question(question or ""), filters, top)
        for item in evidence:
            show_evidence(item, with_text=True)
        if not evidence:
            typer.echo("no passage matches; try other words or fewer limits")


@app.command()
def add(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders to add.")] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Add the starter corpus.")] = False,
    password: Annotated[str | None, typer.Option(help="Opens encrypted PDFs.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add papers: PDF, JATS XML, Markdown, text; folders of these; the starter corpus."""
    from assistant.console import moving, progress_bar, show_report
    from assistant.contract import report_object
    from ingest.add import Report, add_files, add_starter, find_files

    if not paths and not starter:
        raise SettingsError("nothing to add; name files or folders, or give --starter")
    find_files(paths or [])  # A wrong name is told before seconds go by.
    held = open_library(library, "make")
    reports: list[Report] = []
    if starter:
        with progress_bar("Adding the starter corpus") as step:
            reports.append(add_starter(held, moving(step)))
    if paths:
        with progress_bar("Adding papers") as step:
            reports.append(add_files(held, paths, moving(step), password))
    report = Report(
        tuple(outcome for one in reports for outcome in one.outcomes),
        sum(one.seconds for one in reports),
    )
    _print_json(report_object(report)) if as_json else show_report(report)
    if report.refused:
        raise typer.Exit(1)


@app.command()
def papers(
    remove: Annotated[
        list[str] | None, typer.Option("--remove", help="Remove the paper with this id.")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the papers of the library, or remove some."""
    from assistant.console import err, show_papers
    from assistant.contract import paper_object

    held = open_library(library)
    unknown = [paper_id for paper_id in remove or [] if held.catalog.paper(paper_id) is None]
    if remove:
        # What a killed writer left half done may stay so: removing must work on a full disk.
        with held.writer(settle=False):
            for paper_id in remove:
                held.remove(paper_id)
    for paper_id in unknown:
        err.print(f"no paper has the id {paper_id}; see them with: evidence papers", markup=False)
    listed = list(held.papers().values())
    if as_json:
        _print_json([paper_object(paper) for paper in listed])
    elif remove:
        typer.echo(f"{len(remove) - len(unknown)} removed, {len(listed)} left")
    else:
        show_papers(listed)
    if unknown:
        raise typer.Exit(1)


@app.command()
def check(
    only_report: Annotated[
        bool, typer.Option("--only-report", help="Say what is wrong, change nothing.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check that catalog, words, vectors and originals agree, and repair what does not."""
    from corpus.check import find_faults

    held = open_library(library, "mend")
    with held.writer(settle=False):
        faults = find_faults(held)
        mended = [not only_report and fault.repair() for fault in faults]
    rows = [
        {"fault": fault.kind, "subject": fault.subject, "repaired": done, "remedy": fault.remedy}
        for fault, done in zip(faults, mended, strict=True)
    ]
    if as_json:
        _print_json({"faults": rows, "papers": len(held.papers()), "snapshot": held.snapshot})
    else:
        for row in rows:
            told = "repaired" if row["repaired"] else f"not repaired; {row['remedy']}"
            typer.echo(f"{row['fault']}: {row['subject']}: {told.removesuffix('; ')}")
        typer.echo(f"{len(rows)} faults, {sum(mended)} repaired" if rows else "all in order")
    if not all(mended):
        raise typer.Exit(1)


@app.command()
def reindex(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Rebuild passages and vectors from the catalog, with the model set by EVIDENCE_MODEL."""
    from assistant.console import progress_bar
    from ingest.reindex import reindex as rebuild

    held = open_library(library, "rebuild")
    with progress_bar("Rebuilding") as step:
        passages = rebuild(held, step)
    model = held.catalog.fact("model")
    if as_json:
        _print_json({"passages": passages, "papers": len(held.papers()), "model": model})
    else:
        typer.echo(f"{passages} passages rebuilt with {model}")


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
    from assistant.console import moving, progress_bar
    from ingest.add import add_starter, needs_starter

    if needs_starter(library):
        with progress_bar("Building the starter library, once") as step:
            add_starter(library, moving(step))


def _answer_file(file: Path, answer_one: AnswerOne) -> None:
    from assistant.batch import answer_all, read_questions_file
    from assistant.console import progress_bar

    asked = read_questions_file(file)
    refused = 0
    with progress_bar("Asking") as step:
        for done, row in enumerate(answer_all(asked, answer_one), start=1):
            _print_json(row)
            refused += "error" in row
            step(done, len(asked))
    if refused:
        raise typer.Exit(1)


def _print_json(value: object) -> None:
    from assistant.console import print_json

    print_json(value)

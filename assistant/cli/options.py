"""The options that commands share, and what they mean: which library, which limits."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from corpus.errors import EvidenceError, SettingsError
from corpus.references.write import Form
from corpus.settings import settings_from
from corpus.status import Standing

if TYPE_CHECKING:
    from assistant.generate.models import LanguageModel
    from assistant.retrieve.search import Filters
    from corpus.library import Library

# As in the commands, what is heavy is imported inside the functions.

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="The library folder (default: EVIDENCE_LIBRARY or ./library)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", help='Read questions from JSON Lines: {"id", "question", "follows"}.'),
]
QuestionArgument = Annotated[str | None, typer.Argument(help="The question, in quotes.")]
YearFrom = Annotated[int | None, typer.Option("--year-from", help="Only papers since this year.")]
YearTo = Annotated[int | None, typer.Option("--year-to", help="Only papers up to this year.")]
Designs = Annotated[
    list[str] | None, typer.Option("--design", help='Only this design, such as "cohort".')
]
Statuses = Annotated[list[Standing] | None, typer.Option("--status", help="Only this status.")]
Topics = Annotated[list[str] | None, typer.Option("--topic", help='Such as "kidney".')]
Origins = Annotated[
    list[str] | None, typer.Option("--origin", help='"full text", "abstract" or "digest".')
]
Countries = Annotated[
    list[str] | None, typer.Option("--country", help='Where it was done, such as "Brazil".')
]
Populations = Annotated[
    list[str] | None, typer.Option("--population", help='A group studied, such as "Black".')
]
RaceMeasures = Annotated[
    list[str] | None,
    typer.Option(
        "--race-measure",
        help='How race was determined: "self-identified", "record", "observer", "ancestry", '
        '"not stated".',
    ),
]
SampleFrom = Annotated[
    int | None, typer.Option("--sample-from", help="Only studies of so many people or more.")
]
FormatOption = Annotated[
    Form | None, typer.Option("--format", help="As references in this form, and nothing else.")
]

WriterOption = Annotated[
    str | None,
    typer.Option(
        "--writer",
        help='Who writes: "quoting" (default), ollama/NAME, openai/NAME, anthropic/NAME or '
        "llamacpp/FILE (also EVIDENCE_WRITER).",
    ),
]
WriterAddress = Annotated[
    str | None,
    typer.Option(
        "--writer-address",
        help="Base address of the model's server (also EVIDENCE_WRITER_ADDRESS).",
    ),
]
ShowStruck = Annotated[
    bool,
    typer.Option("--show-struck", help="Show struck through what a model wrote unsupported."),
]
YesOption = Annotated[
    bool, typer.Option("--yes", help="Agree that question and passages are sent to the model.")
]

Errand = Literal["make", "use", "mend", "rebuild"]
"""What a library is opened for; only "make" makes one where there is none."""


def open_library(library: Path | None, errand: Errand = "use") -> Library:
    """Open the library that the option or the environment names, with the model set there."""
    from corpus.embed import open_model
    from corpus.library import Library

    settings = settings_from()
    if library is not None:
        settings = replace(settings, library=library)
    if errand != "make" and not (settings.library / "catalog.sqlite").exists():
        raise EvidenceError(f"{settings.library}: no library here; {_HOW_TO_FILL}")
    model = open_model(settings.model)
    if errand == "rebuild":
        return Library.to_rebuild(settings, model)
    return Library(settings, model, mending=errand == "mend")


def open_filled(library: Path | None) -> Library:
    """Open a library to ask; raise EvidenceError where it is empty."""
    held = open_library(library)
    if not held.papers():
        raise EvidenceError(f"{held.folder}: the library is empty; {_HOW_TO_FILL}")
    return held


_HOW_TO_FILL = "add the starter corpus with: evidence add --starter"


def check_asked(question: str | None, file: Path | None) -> None:
    """Tell a wrong question before seconds go by in loading the model."""
    from assistant.answer import check_question

    if file is None:
        check_question(question or "")
    elif question is not None:
        raise SettingsError("give a question or --file, not both")


def open_model_named(writer: str | None, address: str | None) -> LanguageModel | None:
    """Return the language model that the options or the environment name; None for quoting."""
    from assistant.generate.models import open_writer

    settings = settings_from()
    return open_writer(writer or settings.writer, address or settings.writer_address)


def agree_to_send(model: LanguageModel, *, yes: bool) -> None:
    """Say where text will go, and stop unless a person agrees; nothing is asked of a local one.

    The word is not kept: a library may be handed on, and consent is not its to give.
    """
    from assistant.generate.models import where_words
    from assistant.generate.write import MOST_PASSAGES

    told = where_words(model, MOST_PASSAGES)
    typer.echo(told, err=True)
    if model.sent_to is None or yes:
        return
    if not sys.stdin.isatty():
        raise SettingsError("nobody is here to agree to that; agree with --yes")
    if not typer.confirm("Go on?", err=True):
        raise typer.Exit(2)


def filters_from(
    year_from: int | None,
    year_to: int | None,
    designs: list[str] | None,
    statuses: list[Standing] | None,
    topics: list[str] | None,
    origins: list[str] | None,
    countries: list[str] | None = None,
    populations: list[str] | None = None,
    race_measures: list[str] | None = None,
    sample_from: int | None = None,
) -> Filters:
    """Return the limits that the options set; raise SettingsError for an unknown origin."""
    from assistant.retrieve.search import Filters
    from corpus.paper import ORIGINS

    unknown = [origin for origin in origins or [] if origin not in ORIGINS]
    if unknown:
        raise SettingsError(f"--origin is {unknown[0]!r}; expected one of: {', '.join(ORIGINS)}")
    return Filters(
        year_from,
        year_to,
        tuple(designs or ()),
        tuple(statuses or ()),
        tuple(topics or ()),
        tuple(origin for origin in ORIGINS if origin in (origins or ())),
        tuple(countries or ()),
        tuple(populations or ()),
        tuple(race_measures or ()),
        sample_from,
    )

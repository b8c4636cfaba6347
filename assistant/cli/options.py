"""The options that commands share, and what they mean: which library, which limits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_origin, get_type_hints

import typer

from corpus.errors import EvidenceError, SettingsError
from corpus.filters import FILTER_FIELDS, FilterField, filters_of
from corpus.references.write import Form
from corpus.settings import settings_from

if TYPE_CHECKING:
    from assistant.generate.models import LanguageModel
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


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with an option for each filter in place of its parameter `filters`."""

    @wraps(command)
    def filtered(**values: object) -> None:
        chosen = {one.name: _chosen(one, values.pop(one.name)) for one in FILTER_FIELDS}
        command(**values, filters=filters_of(chosen))

    # Typer reads the signature and the types of what it is handed.
    hints = get_type_hints(command, include_extras=True)
    own = [
        one.replace(annotation=hints[one.name])
        for one in signature(command).parameters.values()
        if one.name != "filters"
    ]
    shared = map(_option, FILTER_FIELDS)
    parameters = [*own, *shared]
    filtered.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    filtered.__annotations__ = {one.name: one.annotation for one in parameters}
    return filtered


def _option(one: FilterField) -> Parameter:
    kind: Any = one.value_type
    if get_origin(kind) is Literal:  # Typer reads lists of an enum, not of a literal.
        kind = _enum(one.name, one.choices)
    return Parameter(
        one.name,
        Parameter.KEYWORD_ONLY,
        default=typer.Option(default=None, help=one.description, min=one.least, max=one.most),
        annotation=kind if one.is_number else GenericAlias(list, (kind,)),
    )


def _enum(name: str, choices: Sequence[str]) -> Any:  # noqa: ANN401 - a type made here
    make: Callable[..., Any] = StrEnum
    return make(name, [(value, value) for value in choices])


def _chosen(one: FilterField, value: object) -> object:
    return one.chosen(map(str, value)) if isinstance(value, list) else value

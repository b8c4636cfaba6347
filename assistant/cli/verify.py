"""`evidence verify`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import JsonOption, LibraryOption, open_filled
from corpus.errors import EvidenceError, SettingsError
from corpus.settings import settings_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.verify.paragraph import Verification, Verified
    from assistant.verify.verdict_estimate import Verdict

_MARKS: Mapping[Verdict, tuple[str, str, str]] = {
    "supported": ("✓", "supported", "green"),
    "contradicted": ("✗", "contradicted", "red"),
    "cannot_tell": ("?", "cannot tell", "yellow"),
}


def verify(
    text: Annotated[
        str | None, typer.Argument(help='The paragraph, in quotes; "-" reads standard input.')
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Read the text from a file.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a paragraph with its citations, sentence by sentence, against the papers it cites."""
    from assistant.cli.console import print_json
    from assistant.misconceptions.repeated_claim import repeated_claim
    from assistant.render.json_objects import verification_object
    from assistant.verify.paragraph import check_text
    from assistant.verify.paragraph import verify as verified
    from assistant.verify.rules.entailment import open_entailment

    given = check_text(_given(text, file))
    folder = settings_from().nli
    entails = open_entailment(folder) if folder is not None else None
    found = verified(open_filled(library), given, entails, repeated_claim)
    print_json(verification_object(found)) if as_json else _show(found)


def _given(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise SettingsError("give a text, - for standard input, or --file; one of them")
    try:
        if file is not None:
            return file.read_text(encoding="utf-8-sig")
        return sys.stdin.read() if text == "-" else text or ""
    except (OSError, UnicodeDecodeError) as error:
        place = file or "standard input"
        raise EvidenceError(f"{place}: cannot be read as UTF-8 text ({error})") from error


def _show(found: Verification) -> None:
    from assistant.cli.console import out

    for sentence in found.sentences:
        _show_sentence(sentence)
    counts = (f"{found.count(one)} {words}" for one, (_, words, _) in _MARKS.items())
    out.print(", ".join(counts))


def _show_sentence(sentence: Verified) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from assistant.cli.console import out, show_evidence

    mark, words, colour = _MARKS[sentence.outcome]
    line = Text(f"{mark} {sentence.text}\n")
    line.append(f"{words}: {sentence.why}", style=colour)
    out.print(line)
    for item in sentence.evidence:
        if item.quote is not None:
            out.print(Padding(Text(f"“{item.quote}”", style="italic"), (0, 0, 0, 2)))
        show_evidence(item)
    out.print()

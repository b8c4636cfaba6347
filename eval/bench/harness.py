"""The harness of the benches: arguments, libraries, data at hand, seconds, and what is printed.

A bench is a short file with a `main`: it takes its parser from `arguments`, the starter library
from `starter_library`, and hands rows of figures to `show`, which prints a table or, with `--json`,
one list of objects. Every figure is a row with the keys `value`, `low`, `high` (a 95% interval) and
`count`; other keys say what it is of.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.understand.contextualize import in_conversation
from corpus.embed import open_model
from corpus.library import Library
from corpus.settings import Settings
from corpus.starter.records import FIRST_EDITION
from eval.chance import Mean, interval_of, mean_of
from eval.questions import Question, read_questions
from ingest.add import add_starter

ROOT = Path(__file__).parents[2]
SETS = ROOT / "eval" / "sets"
SHARED = ROOT.parent / "shared" / "data"
"""Data beside the project, which not everybody has; `needs` says so where it is missing."""
_LIBRARY = ROOT / "build" / "bench" / "starter"

Row = Mapping[str, object]


def arguments(doc: str | None) -> argparse.ArgumentParser:
    """Return a parser that tells a bench's own first line and knows what all benches know."""
    parser = argparse.ArgumentParser(description=(doc or "").splitlines()[0])
    parser.add_argument(
        "--library", type=Path, default=_LIBRARY, help="where the starter library is kept"
    )
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    return parser


def starter_library(folder: Path = _LIBRARY) -> Library:
    """Return the starter library in a folder, built there where it is not yet."""
    library = Library(Settings(library=folder), open_model())
    add_starter(library, lambda *_: None, FIRST_EDITION)
    return library


def needs(*paths: Path) -> bool:
    """Say whether all paths are there; what is not is told on standard error."""
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        print(f"left out, for {path.name} is not at hand in {path.parent}", file=sys.stderr)
    return not missing


@dataclass(frozen=True)
class Turn:
    """A question as it is put: with the one that it follows up."""

    question: Question
    follows: str | None
    in_context: str
    """The question with what it leans on."""


def turns(questions: Iterable[Question]) -> Iterator[Turn]:
    """Yield questions with those that they follow up, which come before them."""
    contexts: dict[str, str] = {}
    for one in questions:
        follows = contexts.get(one.follows or "")
        contexts[one.id] = in_conversation(one.question, follows)
        yield Turn(one, follows, contexts[one.id])


def question_sets(paths: Sequence[Path]) -> dict[str, list[Question]]:
    """Return the questions of each set by the name of its file; the development set of none."""
    return {path.stem: read_questions(path) for path in paths or [SETS / "development.jsonl"]}


def mean_row(values: Sequence[float]) -> dict[str, object]:
    """Return the mean of some scores as a row, with its bootstrap interval."""
    mean: Mean | None = mean_of(values)
    if mean is None:
        return {"value": None, "count": "0"}
    return {"value": mean.value, "low": mean.low, "high": mean.high, "count": str(mean.count)}


def share_row(hits: int, of: int) -> dict[str, object]:
    """Return a share as a row, with its Wilson interval."""
    if not of:
        return {"value": None, "count": "0 of 0"}
    low, high = interval_of(hits, of)
    return {"value": hits / of, "low": low, "high": high, "count": f"{hits} of {of}"}


def seconds_of(act: Callable[[], object]) -> float:
    """Return how many seconds something took."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def seconds_row(seconds: Sequence[float]) -> dict[str, object]:
    """Return seconds as a row: median, 95th percentile by nearest rank, and the slowest."""
    ordered = sorted(seconds)
    late = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return {
        "median s": statistics.median(ordered),
        "p95 s": late,
        "slowest s": ordered[-1],
        "count": str(len(ordered)),
    }


def show(rows: Sequence[Row], *, as_json: bool) -> None:
    """Print rows as a table, columns in order of first use, or as JSON."""
    if as_json:
        print(json.dumps(list(rows), indent=1, ensure_ascii=False))
        return
    columns = list(dict.fromkeys(key for row in rows for key in row))
    cells = [columns, *([_cell(row.get(column)) for column in columns] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    for line in cells:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)

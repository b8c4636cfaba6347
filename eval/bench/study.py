"""Measure the study facts against our own reading of papers and abstracts, kind by kind.

Run with: python -m eval.bench.study [--misses] [--json]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter

from corpus.paper import Document, FactKind, Paper, StudyFact
from eval.bench.harness import SETS, SHARED, arguments, needs, share_row, show
from ingest.assemble import Block, assemble
from ingest.read import read
from ingest.study.read import study_facts

_PAPERS = SHARED / "papers"
_READING = SETS / "study_facts.jsonl"
_ABSTRACTS = SHARED / "abstracts" / "race_illness_abstracts.jsonl"
Batch = Literal["tuned on", "mended after", "held out"]
"""The rules were made with the first, mended after the second, and left alone after the third."""
KINDS: tuple[FactKind, ...] = get_args(FactKind)


@dataclass(frozen=True)
class Reading:
    """What a person read in one paper."""

    file: str
    """Below the folder of papers, such as "html/x.html"; of an abstract "abstracts/" and its id."""
    batch: Batch
    facts: Mapping[FactKind, tuple[tuple[str, ...], ...]]
    """Each fact as any one of these values; none where the paper does not tell it."""
    also: Mapping[FactKind, tuple[str, ...]] = field(default_factory=dict)
    """Values that are right as well, but are not asked for."""


@dataclass(frozen=True)
class Judged:
    """What was found in one paper of one kind, and what was asked for."""

    kind: FactKind
    right: tuple[bool, ...]
    """Of each fact found, whether it is right."""
    hit: tuple[bool, ...]
    """Of each fact asked for, whether it was found."""
    faults: tuple[str, ...]
    """What was wrong or missed, in words."""


_reading = TypeAdapter(Reading)


def read_readings(path: Path = _READING) -> list[Reading]:
    """Return the readings of a JSON Lines file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_reading.validate_json(line) for line in lines]


def is_right(fact: StudyFact, values: Sequence[str]) -> bool:
    """Say whether a fact is one of the values.

    Of a composition every part must be among them; a funding statement must hold one of them.
    """
    if fact.kind == "funding":
        return any(value.lower() in fact.value.lower() for value in values)
    if fact.kind == "population":
        known = set(map(_part, values))
        return all(_part(part) in known for part in fact.value.split(", "))
    return fact.value in values


def _part(text: str) -> str:
    return re.sub(r"^non-Hispanic ", "", text).lower()


def _document(name: str) -> Document:
    """Return the paper in a file, or the abstract with an id."""
    folder, _, key = name.partition("/")
    if folder != "abstracts":
        return read(_PAPERS / name)
    lines = _ABSTRACTS.read_text(encoding="utf-8").splitlines()
    record = next(one for one in map(json.loads, lines) if one["id"] == key)
    paper = Paper(paper_id=key, title=record["title"].rstrip("."), origin="abstract")
    front = Block(paper.title, heading=True, kind="front")
    return assemble(paper, [front, Block(record["text"], kind="abstract")])


def judge(reading: Reading) -> Iterator[Judged]:
    """Yield, kind by kind, how the facts found in a paper stand against the reading of it."""
    facts = study_facts(_document(reading.file))
    for kind in KINDS:
        found = [fact for fact in facts if fact.kind == kind]
        asked = reading.facts.get(kind, ())
        known = [value for values in asked for value in values] + list(reading.also.get(kind, ()))
        right = tuple(is_right(fact, known) for fact in found)
        hit = tuple(any(is_right(fact, values) for fact in found) for values in asked)
        wrong = (fact.value[:80] for fact, is_so in zip(found, right, strict=True) if not is_so)
        missed = (values[0] for values, is_so in zip(asked, hit, strict=True) if not is_so)
        faults = [f"wrong: {value}" for value in wrong] + [f"missed: {value}" for value in missed]
        yield Judged(
            kind, right, hit, tuple(f"{reading.file}: {kind}: {fault}" for fault in faults)
        )


def main() -> None:
    """Print precision and recall of each kind, batch by batch."""
    parser = arguments(__doc__)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    if not needs(_PAPERS, _ABSTRACTS):
        return
    rows: list[dict[str, object]] = []
    faults: list[str] = []
    readings = read_readings()
    for batch in get_args(Batch):
        judged = [one for reading in readings if reading.batch == batch for one in judge(reading)]
        for kind in KINDS:
            of_kind = [one for one in judged if one.kind == kind]
            verdicts = {
                "precision": [verdict for one in of_kind for verdict in one.right],
                "recall": [verdict for one in of_kind for verdict in one.hit],
            }
            for measure, told in verdicts.items():
                row = share_row(sum(told), len(told))
                rows.append({"batch": batch, "kind": kind, "measure": measure, **row})
        faults += [fault for one in judged for fault in one.faults]
    show(rows, as_json=given.json)
    if given.misses:
        print(*faults, sep="\n")


if __name__ == "__main__":
    main()

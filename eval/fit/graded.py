"""Questions by several hands with graded sentences, and what the product sees of each.

The questions lie beside the project (see its data's own README): `questions-train/HAND.jsonl`, with
graded sentences by place in the starter digests (`at`) or letter for letter in full texts (`doi`
and `text`), and `full-text-papers.txt`, which names the full texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.judge.judge import Pool, pool_of
from assistant.misconceptions.boost import boosted_search
from assistant.understand.contextualize import in_conversation
from assistant.understand.spelling import reading
from corpus.library import Library
from corpus.starter.records import starter_records
from ingest.digest import digest_lines

STARTER_HANDS = ("clinicians", "professions", "curriculum", "community")
FULL_TEXT_HAND = "full-text"
HANDS = (*STARTER_HANDS, FULL_TEXT_HAND)
FOLDS: tuple[tuple[str, ...], ...] = (
    ("clinicians", "curriculum", "full-text"),
    ("professions", "community"),
)
"""Hands that are left out together, so that few long trainings leave out every hand."""


Unit = tuple[str, str]
"""What is graded: a paper's id and a place in its digest, or a DOI and a sentence."""


@dataclass(frozen=True)
class GradedQuestion:
    """A question by one hand, with the pool of sentences that the product judges for it."""

    question_id: str
    hand: str
    asked: str
    """As it was typed."""
    text: str
    """As read in its conversation."""
    behaviour: str
    """answer, partial, abstain or correct_premise."""
    in_field: bool
    pool: Pool
    grades: NDArray[np.int64]
    """0, 1 or 2 by candidate. *Shape:* (candidates,)."""
    units: Sequence[Unit]
    """What each candidate is a sentence of: a line of a digest, or itself."""
    gold: Mapping[Unit, int]
    """Grade by unit, of everything that the hand has graded, found or not."""

    @property
    def is_answerable(self) -> bool:
        """Whether something held answers it, or at least a part of it."""
        return self.behaviour != "abstain"


def read_graded(folder: Path, hand: str, library: Library) -> Iterator[GradedQuestion]:
    """Yield the questions of one hand, each with its pool from the library."""
    lines = (folder / f"{hand}.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    by_id = {record["id"]: record for record in records}
    places = _digest_places()

    def in_context(record: Mapping[str, Any]) -> str:
        before = by_id.get(record.get("follows") or "")
        return in_conversation(record["question"], in_context(before) if before else None)

    for record in records:
        text = reading(in_context(record), library.words.holding).text
        pool = pool_of(library, text, boosted_search(library, text))
        gold = dict(_gold(record, places))
        units = [
            _unit(one.paper_id, one.evidence.paper.doi, one.text, gold, places)
            for one in pool.candidates
        ]
        yield GradedQuestion(
            record["id"],
            hand,
            record["question"],
            text,
            record["expected_behaviour"],
            record["kind"] != "out_of_scope",
            pool,
            np.array([gold.get(unit, 0) for unit in units], dtype=np.int64),
            units,
            gold,
        )


@dataclass(frozen=True)
class _DigestPlaces:
    paper_ids: Mapping[str, str]
    """By citation key."""
    lines: Mapping[str, Mapping[str, str]]
    """The text of each place, such as F0, by paper id."""


def _digest_places() -> _DigestPlaces:
    found = list(digest_lines(starter_records()))
    return _DigestPlaces(
        {key: paper_id for key, paper_id, _ in found},
        {paper_id: lines for _, paper_id, lines in found},
    )


def _gold(record: Mapping[str, Any], places: _DigestPlaces) -> Iterator[tuple[Unit, int]]:
    for one in sorted(record.get("sentences") or [], key=lambda one: int(one["grade"])):
        if "at" in one:
            key, _, place = one["at"].partition("#")
            yield (places.paper_ids[key], place), int(one["grade"])
        else:
            yield (one["doi"].lower(), one["text"]), int(one["grade"])


def _unit(
    paper_id: str,
    doi: str | None,
    text: str,
    gold: Mapping[Unit, int],
    places: _DigestPlaces,
) -> Unit:
    for place, line in places.lines.get(paper_id, {}).items():
        if text in line:
            return paper_id, place
    for unit in gold:
        is_own = unit[0] == (doi or "").lower()
        if is_own and (text in unit[1] or unit[1] in text):
            return unit
    return paper_id, text

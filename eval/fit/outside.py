"""Outside sets to train the cross-reader on first: their pairs as tokens, drawn and balanced.

The sets lie beside the project (`outside/training/`); its README there names licence and worth of
each. `clapnq`, the test part of `citation_integrity` and a fifth of `covid_qa` are kept apart.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Encode = Callable[[str, int], list[int]]
"""Returns the tokens of a text, no more than so many, without special ones."""

_ALL = 1_000_000
SELECTION = {
    "squadshifts_new_wiki": 1_800, "squad_dev": 2_000, "squadshifts_amazon_reviews": 800,
    "squadshifts_reddit": 800, "selqa": 1_200, "qed": 500, "covid_qa": _ALL, "cpgqa": _ALL,
    "scifact_train": _ALL, "citation_integrity": _ALL, "fool_me_twice": 600, "medquad": 1_800,
}  # fmt: skip
"""Groups drawn from each set for choosing the sentence that answers."""
ENTAILMENT = {
    "snli": 5_000, "mnli_dev": 8_000, "counterfactual_nli": 2_000, "fever_binary": 3_000,
    "fever_symmetric": 700, "scifact_train": _ALL, "citation_integrity": _ALL,
    "scitail_dev": 1_200, "fool_me_twice": 1_200, "factcheck_gpt": 800, "wice": 600,
    "negnli": 1_200, "scone": 800, "med_monotonicity": 800, "hans": 500, "breaking_nli": 500,
    "boolq_yesno": 1_000,
}  # fmt: skip
"""Pairs drawn from each set for what a passage says of a statement."""
_TWICE = frozenset({"scifact_train"})
_HARD, _EASY = 2, 1
"""Sentences beside the right one: those with most words in common, and one at random."""
_DENIES = re.compile(r"\b(?:no|not|nobody|nothing|never|without)\b|n't")
_LABELS = {
    "supported": (1, 0), "contradicted": (0, 1), "neutral": (0, 0), "not_supported": (0, -1),
    "not_contradicted": (-1, 0),
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """A question and sentences, the first of which answers it; in tokens."""

    question: list[int]
    sentences: list[list[int]]


@dataclass(frozen=True)
class Statement:
    """A statement and a passage, in tokens, and what the passage says of it."""

    statement: list[int]
    passage: list[int]
    supported: int
    """1 or 0; -1 where the set does not tell."""
    contradicted: int


def selection_groups(folder: Path, encode: Encode, draw: random.Random) -> Iterator[Group]:
    """Yield the groups drawn from the sets for choosing sentences."""
    for name, most in SELECTION.items():
        records = [one for one in _records(folder / name, "select") if _is_open(name, one)]
        draw.shuffle(records)
        for record in records[:most] * (2 if name in _TWICE else 1):
            beside = _beside(record, draw)
            if beside:
                right = draw.choice(record["positives"])
                yield Group(
                    encode(record["question"], 56), [encode(one, 80) for one in [right, *beside]]
                )


def statements(folder: Path, encode: Encode, draw: random.Random) -> Iterator[Statement]:
    """Yield the statements drawn from the sets for entailment, each pair once."""
    seen: set[tuple[str, str]] = set()
    for name, most in ENTAILMENT.items():
        records = [one for one in _records(folder / name, "entail") if _is_open(name, one)]
        if name == "snli":  # A denial there is nearly always a contradiction, which misleads.
            records = [one for one in records if not _gives_away(one) or draw.random() < 0.5]
        draw.shuffle(records)
        for record in records[:most]:
            pair = record["premise"], record["hypothesis"]
            if pair not in seen:
                seen.add(pair)
                supported, contradicted = _LABELS[record["label"]]
                yield Statement(encode(pair[1], 60), encode(pair[0], 100), supported, contradicted)


def _beside(record: dict[str, Any], draw: random.Random) -> Sequence[str]:
    asked = set(re.findall(r"\w+", record["question"].lower()))
    wrong = [one for one in record["negatives"] if one not in record["positives"]]
    wrong.sort(key=lambda one: -len(asked & set(re.findall(r"\w+", one.lower()))))
    rest = wrong[_HARD:]
    return wrong[:_HARD] + draw.sample(rest, min(_EASY, len(rest)))


def _gives_away(record: dict[str, Any]) -> bool:
    return record["label"] == "contradicted" and bool(_DENIES.search(record["hypothesis"]))


def _is_open(name: str, record: dict[str, Any]) -> bool:
    """Say whether a record may be trained on; the others are kept for an outside check."""
    if name == "citation_integrity":
        return "test" not in record["source"]
    if name == "covid_qa":
        digest = hashlib.sha256(json.dumps(record["negatives"][:1]).encode()).digest()
        return digest[0] % 5 > 0
    return True


def _records(folder: Path, kind: str) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(f"{kind}*.jsonl*")):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as file:
            yield from (json.loads(line) for line in file)

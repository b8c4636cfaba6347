"""Measure the check on sentences that passages bear out, and on such as were changed, by kind.

Run with: python -m eval.bench.checking [--misses]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter

from assistant.verify.check_sentence import Verdict, check
from corpus.embed import open_model
from corpus.embedding_cache import Embedding, EmbeddingCache
from eval.chance import interval_of

_SET = Path(__file__).parents[1] / "sets" / "check.jsonl"
TRUE = "true"
CHANGED = ("figure changed", "direction flipped", "group swapped")
"""The kinds of change that must be caught."""
Half = Literal["develop", "held out"]
HALVES: tuple[Half, ...] = get_args(Half)


@dataclass(frozen=True)
class Pair:
    """One sentence with the passage it cites."""

    id: str
    split: Half
    """The rules were built on the first; sentences held out were not read while building."""
    kind: str
    paper: str
    """The citation key of the starter digest that the passage is from."""
    sentence: str
    passage: str


_pair = TypeAdapter(Pair)


def read_pairs(path: Path = _SET) -> list[Pair]:
    """Return the pairs of a JSON Lines file."""
    return [_pair.validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()]


def outcomes(pairs: Sequence[Pair], embedder: Embedding) -> dict[str, Verdict]:
    """Return the outcome of each pair, by id."""
    embedder.embed([pair.sentence for pair in pairs])
    return {p.id: check(p.sentence, [p.passage], embedder).outcome for p in pairs}


def lines(pairs: Sequence[Pair], found: dict[str, Verdict]) -> Iterator[str]:
    """Yield how many of each kind are struck, partly supported and supported."""
    kinds = Counter(pair.kind for pair in pairs)
    for kind in kinds:
        yield _line(kind, [found[pair.id] for pair in pairs if pair.kind == kind])
    yield _line("changed, together", [found[p.id] for p in pairs if p.kind in CHANGED])


def _line(kind: str, told: Sequence[Verdict]) -> str:
    struck = told.count("not")
    if not told:
        return f"{kind}: none"
    low, high = interval_of(struck, len(told))
    return (
        f"{kind}: {struck} of {len(told)} struck, {struck / len(told):.3f} "
        f"(95% interval {low:.3f} to {high:.3f}); partly {told.count('partly')}, "
        f"supported {told.count('supported')}"
    )


def main() -> None:
    """Print the measures on either half and on both, and with --misses what went wrong."""
    pairs = read_pairs()
    found = outcomes(pairs, EmbeddingCache(open_model()))
    for half in HALVES:
        some = [pair for pair in pairs if pair.split == half]
        print(f"{half}, {len(some)} pairs", *lines(some, found), sep="\n  ")
    print(f"both, {len(pairs)} pairs", *lines(pairs, found), sep="\n  ")
    if "--misses" in sys.argv:
        # Those held out stay unread, or they are held out no longer.
        for pair in pairs:
            missed = (found[pair.id] == "not") == (pair.kind == TRUE)
            if missed and pair.split == "develop":
                print(f"{pair.id}, {pair.kind}, {found[pair.id]}: {pair.sentence}")


if __name__ == "__main__":
    main()

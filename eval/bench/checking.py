"""Measure the check on sentences that passages bear out, and on such as were changed, by kind.

Run with: python -m eval.bench.checking [--misses] [--json]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter

from assistant.verify.check_sentence import Checked, check
from assistant.verify.verdict_estimate import VERDICTS
from corpus.embed import open_model
from corpus.embedding_cache import Embedding, EmbeddingCache
from eval.bench.harness import SETS, arguments, share_row, show

_SET = SETS / "check.jsonl"
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


def outcomes(pairs: Sequence[Pair], embedder: Embedding) -> dict[str, Checked]:
    """Return the outcome of each pair, by id."""
    embedder.embed([pair.sentence for pair in pairs])
    return {p.id: check(p.sentence, [p.passage], embedder) for p in pairs}


def rows(
    half: str, pairs: Sequence[Pair], found: dict[str, Checked]
) -> Iterator[dict[str, object]]:
    """Yield how many of each kind are struck, and how many get each verdict."""
    kinds = [*Counter(pair.kind for pair in pairs), "changed, together"]
    for kind in kinds:
        members = CHANGED if kind == kinds[-1] else (kind,)
        told = [found[pair.id] for pair in pairs if pair.kind in members]
        verdicts = Counter(one.outcome for one in told)
        yield {
            "half": half,
            "kind": kind,
            "measure": "struck",
            **share_row(sum(one.differs for one in told), len(told)),
            **{verdict: verdicts[verdict] for verdict in VERDICTS},
        }


def main() -> None:
    """Print the measures on either half and on both, and with --misses what went wrong."""
    parser = arguments(__doc__)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    pairs = read_pairs()
    found = outcomes(pairs, EmbeddingCache(open_model()))
    halves: dict[str, list[Pair]] = {
        half: [pair for pair in pairs if pair.split == half] for half in HALVES
    }
    by_half: dict[str, list[Pair]] = {**halves, "both": pairs}
    told = [row for half, some in by_half.items() for row in rows(half, some, found)]
    show(told, as_json=given.json)
    # Those held out stay unread, or they are held out no longer.
    for pair in halves["develop"] if given.misses else ():
        if found[pair.id].differs == (pair.kind == TRUE):
            print(f"{pair.id}, {pair.kind}, {found[pair.id].outcome}: {pair.sentence}")


if __name__ == "__main__":
    main()

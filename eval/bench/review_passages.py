"""Print up to 40 remarks with the passages they cite, for a reader to say which truly bear on them.

Run with: python -m eval.bench.review_passages LIBRARY [SET]

Drawn by a fixed seed from the problems that are found in eval/sets/review_fresh.jsonl, or in SET.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.cli.options import open_filled
from assistant.review.passages import passages_for
from assistant.review.review import open_finder
from eval.review_set import read_review_set

_DRAWN = 40
_SEED = 20_211_011


def main(arguments: Sequence[str]) -> None:
    """Judge, draw and print."""
    held = open_filled(Path(arguments[0]))
    path = Path(arguments[1]) if len(arguments) > 1 else Path("eval/sets/review_fresh.jsonl")
    items = [item for item in read_review_set(path) if item.is_problem]
    judged = open_finder(held).judge([item.statement for item in items])
    found = [
        (item, finding) for item, finding in zip(items, judged, strict=True) if finding is not None
    ]
    places = np.random.default_rng(_SEED).permutation(len(found))[:_DRAWN]
    drawn = [found[place] for place in places]
    for number, (item, finding) in enumerate(drawn, start=1):
        print(f"\n{number}. [{finding.category}] {item.id}: {item.statement}")
        for one in passages_for(held, finding):
            said = " ".join(one.passage.text[span.start : span.end] for span in one.quotes)
            print(f"   {one.rank}. {one.paper.title}: {said}")


if __name__ == "__main__":
    main(sys.argv[1:])

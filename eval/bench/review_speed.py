"""Measure how long the review of a deck of 100 slides takes, models loaded, with its passages.

Run with: python -m eval.bench.review_speed LIBRARY

The slides hold the statements that the review is trained with, four to a slide: material as dense
in remarks as none is. The load of the machine is printed beside the seconds, and the time that
its processors gave.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from pptx import Presentation
from pptx.util import Inches

from assistant.cli.options import open_filled
from assistant.review.review import open_finder, review_file
from eval.review_set import own_statements

_SLIDES, _A_SLIDE = 100, 4


def main(arguments: Sequence[str]) -> None:
    """Review a first slide to load the models, then the deck."""
    held = open_filled(Path(arguments[0]))
    finder = open_finder(held)
    texts = [item.statement for item in own_statements()][: _SLIDES * _A_SLIDE]
    with tempfile.TemporaryDirectory() as folder:
        first, deck = Path(folder) / "first.pptx", Path(folder) / "deck.pptx"
        _write(first, texts[-_A_SLIDE:])
        _write(deck, texts)
        review_file(held, finder, first)
        begun = time.process_time()
        review = review_file(held, finder, deck)
        busy = time.process_time() - begun
    print(
        f"{review.material.units} slides, {len(review.material.statements)} statements, "
        f"{len(review.remarks)} remarks: {review.seconds:.1f} s, {busy:.1f} s of "
        f"processor time, on {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}"
    )


def _write(path: Path, texts: Sequence[str]) -> None:
    deck = Presentation()
    for start in range(0, len(texts), _A_SLIDE):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        size = (Inches(0.5), Inches(2), Inches(9), Inches(4))
        frame = slide.shapes.add_textbox(*size).text_frame
        frame.text = "\n".join(texts[start : start + _A_SLIDE])
    deck.save(str(path))


if __name__ == "__main__":
    main(sys.argv[1:])

"""Measure reading: for every file of some folders, its outcome, pages, passages and seconds.

Run with: python -m eval.bench.reading [FOLDER …]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from corpus.embed import open_model
from corpus.errors import RefusedFile
from ingest.add import find_files
from ingest.split import split
from ingest.worker import read_apart

_SHARED = Path(__file__).parents[2].parent / "shared" / "data"
_FOLDERS = [_SHARED / "papers" / "pdf", _SHARED / "papers" / "jats", _SHARED / "pdf-stress"]


def main() -> None:
    """Read every file and print one line for each, then the sums."""
    folders = [Path(name) for name in sys.argv[1:]] or [f for f in _FOLDERS if f.is_dir()]
    if not folders:
        print("reading: no folder of papers at hand; name one")
        return
    model = open_model()
    read = refused = passages = 0
    started = before = time.perf_counter()
    for path, result in read_apart(find_files(folders)):
        seconds, before = time.perf_counter() - before, time.perf_counter()
        if isinstance(result, RefusedFile):
            refused += 1
            print(f"{seconds:6.2f} s  {path.name}: refused: {result.reason}")
            continue
        read += 1
        found = len(split(result, model))
        passages += found
        pages = f"{result.paper.page_count} pages, " if result.pages else ""
        print(f"{seconds:6.2f} s  {path.name}: {pages}{found} passages: {result.paper.title[:70]}")
    total = time.perf_counter() - started
    print(f"{read} read, {refused} refused, {passages} passages, {total:.1f} s in all")


if __name__ == "__main__":
    main()

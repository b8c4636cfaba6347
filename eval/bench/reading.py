"""Measure reading: for every file of some folders, what was read, what was left out, what is wrong.

Run with: python -m eval.bench.reading [--sample N] [FOLDER …]
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.embed import Embedder, open_model
from corpus.paper import Document, Passage
from corpus.settings import USUAL_BOUNDS
from eval.bench.coverage import Coverage, cover
from eval.bench.truth import Truth, category, squeezed, truth_of
from ingest.find import find_files
from ingest.worker import read_apart

_SHARED = Path(__file__).parents[2].parent / "shared" / "data"
_FOLDERS = [
    *(_SHARED / "papers" / form for form in ("pdf", "html", "jats", "tei")),
    _SHARED / "pdf-stress",
]
_FORMS = (".pdf", ".html", ".xml", ".nxml")
_REASONS = {
    "broken": r"damaged",
    "broken-tounicode": r"text layer is garbage|no text layer",
    "empty-file-0-bytes": r"empty file",
    "encrypted-user-password": r"encrypted",
    "scanned-or-image-only": r"no text layer",
}
"""The true reasons to refuse a file, by its category; files of the others are to be read."""
_MAY_BE_READ = frozenset({"broken-tounicode"})
_LEAKED = 0.1
"""The share of entries found in passages above which a reference list was not left out; GROBID
takes a paper's own running head for an entry here and there."""
_SEED = 20261124


@dataclass(frozen=True)
class Reading:
    """What became of one file."""

    path: Path
    document: Document | None
    reason: str
    """Why it was refused; empty where it was read."""
    passages: tuple[Passage, ...]


def main() -> None:
    """Read every file and print a line for each, then the sums, and a sample if asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.reading")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="print so many passages to read")
    asked = parser.parse_args()
    folders = asked.folders or [folder for folder in _FOLDERS if folder.is_dir()]
    if not folders:
        print("reading: no folder of papers at hand; name one")
        return
    readings = read_all(folders, open_model())
    _print_sums(readings)
    passages = [passage for reading in readings for passage in reading.passages]
    for passage in random.Random(_SEED).sample(passages, min(asked.sample, len(passages))):  # noqa: S311
        print(f"\n[{passage.paper_id} | {passage.kind} | {passage.section}]\n{passage.text}")


def read_all(folders: Sequence[Path], model: Embedder) -> list[Reading]:
    """Return what became of each file, printing a line for each."""
    readings: list[Reading] = []
    papers = (path for path in find_files(folders) if path.suffix in _FORMS)
    for item in read_apart(papers, model.tokens, USUAL_BOUNDS):
        if isinstance(item, tuple):
            reading = Reading(item[0], item[1].document, "", item[1].passages)
        else:
            reading = Reading(Path(item.path), None, item.reason, ())
        print(f"{reading.path.name}: {_told(reading)}", flush=True)
        readings.append(reading)
    return readings


def _told(reading: Reading) -> str:
    """Return the line about one file."""
    parts = [f"refused: {reading.reason}"]
    if reading.document is not None:
        truth = truth_of(reading.path)
        parts = [
            f"{reading.document.paper.page_count or 0} pages",
            f"{len(reading.passages)} passages",
            str(coverage(reading, truth)),
            f"references {references(reading, truth)}",
            f"title {_judged(title_right(reading, truth))}",
            f"DOI {_judged(doi_right(reading, truth))}",
            _kinds(reading.document),
        ]
    if (kind := category(reading.path)) is not None:
        parts.append(f"{kind}: {'as it should' if as_expected(reading) else 'NOT as it should'}")
    return ", ".join(parts)


def coverage(reading: Reading, truth: Truth) -> Coverage:
    """Return how much of what the file prints is in the passages."""
    assert reading.document is not None
    return cover(reading.path, reading.document, reading.passages, truth.words)


def references(reading: Reading, truth: Truth) -> str:
    """Return whether the reference list was left out: "excluded", "INCLUDED" or "none"."""
    if not truth.entries:
        return "none"
    text = squeezed(" ".join(passage.text for passage in reading.passages))
    found = sum(entry in text for entry in truth.entries)
    return "INCLUDED" if found > _LEAKED * len(truth.entries) else "excluded"


def title_right(reading: Reading, truth: Truth) -> bool | None:
    """Say whether the title is right; None where nothing tells it."""
    if truth.title is None or reading.document is None:
        return None
    return squeezed(truth.title) == squeezed(reading.document.paper.title)


def doi_right(reading: Reading, truth: Truth) -> bool | None:
    """Say whether the DOI is right; None where the file prints none."""
    if truth.doi is None or reading.document is None:
        return None
    return reading.document.paper.doi == truth.doi


def as_expected(reading: Reading) -> bool:
    """Say whether a difficult file ended as its category demands."""
    kind = category(reading.path) or ""
    if reading.document is not None:
        return bool(reading.passages) and (kind not in _REASONS or kind in _MAY_BE_READ)
    return kind in _REASONS and re.search(_REASONS[kind], reading.reason) is not None


def _judged(right: bool | None) -> str:
    return {True: "right", False: "WRONG", None: "unknown"}[right]


def _kinds(document: Document) -> str:
    return " ".join(dict.fromkeys(section.kind for section in document.sections))


def _print_sums(readings: Sequence[Reading]) -> None:
    """Print the sums over all files."""
    read = [reading for reading in readings if reading.document is not None]
    truths = {reading.path: truth_of(reading.path) for reading in read}
    difficult = [reading for reading in readings if category(reading.path)]
    papers = [reading for reading in read if reading not in difficult]
    listed = Counter(references(reading, truths[reading.path]) for reading in read)
    print(
        f"\n{len(read)} read, {len(readings) - len(read)} refused,"
        f" {sum(len(reading.passages) for reading in read)} passages"
    )
    print(f"titles right: {_share([title_right(r, truths[r.path]) for r in read])}")
    dois = _share([doi_right(r, truths[r.path]) for r in read])
    print(f"DOIs right, of those that print one: {dois}")
    print(f"reference lists: {', '.join(f'{n} {what}' for what, n in sorted(listed.items()))}")
    covers = [coverage(reading, truths[reading.path]) for reading in papers]
    shares = [cover.share for cover in covers if cover.covered + cover.dropped]
    if shares:
        mean = sum(shares) / len(shares)
        print(f"share of the words in passages: least {min(shares):.1%}, mean {mean:.1%}")
    if difficult:
        print(
            f"difficult files ended as they should: {_share([as_expected(r) for r in difficult])}"
        )


def _share(judged: Sequence[bool | None]) -> str:
    known = [one for one in judged if one is not None]
    return (
        f"{sum(known)} of {len(known)} ({sum(known) / len(known):.1%})" if known else "none known"
    )


if __name__ == "__main__":
    main()

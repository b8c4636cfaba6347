"""Measure adding side by side: the same folder by this, by plain LlamaIndex, and by paper-qa.

Run with: python -m eval.bench.adding [--rounds 3] [--environments FOLDER] [FOLDER] [--json]

Each runs in a process of its own, imports and all, with the same embedding model and without a
language model; the rounds take turns, and medians are told. The other two have their own virtual
environments, made once in `--environments`, because they hold other versions than this project.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.database import Database
from corpus.embed import open_model
from eval.bench.harness import SHARED, arguments, needs, show
from eval.bench.other_systems import QUIET, pythons, started

_PAPERS = SHARED / "papers" / "pdf"


@dataclass(frozen=True)
class Added:
    """How one run went."""

    seconds: float
    memory: int
    """The most bytes that the process and its children held at once."""
    lengths: tuple[int, ...]
    """Of the pieces that were embedded, in tokens."""


def main() -> None:
    """Add the folder in turns and print the table."""
    parser = arguments(__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_PAPERS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--environments", type=Path, default=Path(".venv") / "bench")
    given = parser.parse_args()
    if not needs(given.folder):
        return
    papers = sorted(given.folder.glob("*.pdf"))
    with tempfile.TemporaryDirectory() as place:
        only = Path(place) / "papers"
        only.mkdir()
        for paper in papers:
            (only / paper.name).symlink_to(paper.resolve())
        runs = _in_turns(only, given.environments, given.rounds)
    show(list(_rows(runs, len(papers))), as_json=given.json)


def _in_turns(folder: Path, environments: Path, rounds: int) -> dict[str, list[Added]]:
    """Return the runs of each system that is there."""
    systems = {"this": Path(sys.executable), **pythons(environments)}
    runs: dict[str, list[Added]] = {name: [] for name in systems}
    for _ in range(rounds):
        for name, python in systems.items():
            with tempfile.TemporaryDirectory() as place:
                runs[name].append(_run(name, python, folder, Path(place)))
    return runs


def _run(name: str, python: Path, folder: Path, place: Path) -> Added:
    """Add the folder once, into an empty place."""
    pieces, library = place / "pieces.json", place / "library"
    began = time.perf_counter()
    if name == "this":
        start = "from assistant.cli.main import main; main()"
        words = [str(python), "-c", start, "add", str(folder), "--library", str(library)]
        process = subprocess.Popen(words, env={**os.environ, **QUIET}, stdout=subprocess.DEVNULL)
    else:
        told = (str(open_model().folder), str(folder), str(place / "store"), str(pieces))
        process = started(name, python, "add", *told, stdout=subprocess.DEVNULL)
    with process:
        memory = _watched(process)
    seconds = time.perf_counter() - began
    if process.returncode != 0:
        raise SystemExit(f"{name} ended with {process.returncode}")
    texts = _our_texts(library) if name == "this" else json.loads(pieces.read_text())
    return Added(seconds, memory, tuple(open_model().count_tokens(texts)))


def _our_texts(library: Path) -> list[str]:
    database = Database(library / "catalog.sqlite")
    rows = database.rows("SELECT text FROM passages")
    database.close()
    return [row[0] for row in rows]


def _watched(process: subprocess.Popen[bytes]) -> int:
    """Return the most memory that a process and its children hold until it ends."""
    most = 0
    over = threading.Event()

    def watch() -> None:
        nonlocal most
        while not over.wait(0.1):
            most = max(most, sum(map(_resident, _family(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    over.set()
    watcher.join()
    return most


def _family(pid: int) -> list[int]:
    """Return a process and all its descendants, where the system lists them."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _rows(runs: dict[str, list[Added]], papers: int) -> Iterator[dict[str, object]]:
    """Yield the medians, and how much of what each read it embedded."""
    most = open_model().max_tokens
    medians = {name: statistics.median(run.seconds for run in done) for name, done in runs.items()}
    for name, done in runs.items():
        lengths = done[-1].lengths
        embedded = sum(min(length, most) for length in lengths)
        yield {
            "system": name,
            "papers": papers,
            "rounds": len(done),
            "papers a minute": 60 * papers / medians[name],
            "median s": medians[name],
            "times that of this": medians[name] / medians["this"],
            "MB": round(max(run.memory for run in done) / 1024**2),
            "pieces": len(lengths),
            "tokens embedded": embedded,
            "share embedded": embedded / max(1, sum(lengths)),
        }


if __name__ == "__main__":
    main()

"""Measure adding side by side: the same folder by this, by plain LlamaIndex, and by paper-qa.

Run with: python -m eval.bench.adding [--rounds 3] [--environments FOLDER] [FOLDER]

Each runs in a process of its own, imports and all, with the same embedding model and without a
language model; the rounds take turns, and medians are told. The other two have their own virtual
environments, made once in `--environments`, because they hold other versions than this project.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from corpus.database import Database
from corpus.embed import open_model
from eval.bench.environment import environment

_HERE = Path(__file__).parent
_SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "papers" / "pdf"
_SCRIPTS = {"LlamaIndex": "by_llamaindex.py", "paper-qa": "by_paperqa.py"}
"""What adds with each of the other systems."""


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
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=_SHARED)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--environments", type=Path, default=Path(".venv") / "bench")
    told = parser.parse_args()
    papers = sorted(told.folder.glob("*.pdf")) if told.folder.is_dir() else []
    if not papers:
        print("adding: no folder of PDFs at hand; name one")
        return
    with tempfile.TemporaryDirectory() as place:
        only = Path(place) / "papers"
        only.mkdir()
        for paper in papers:
            (only / paper.name).symlink_to(paper.resolve())
        _print(_in_turns(only, told.environments, told.rounds), len(papers))


def _in_turns(folder: Path, environments: Path, rounds: int) -> dict[str, list[Added]]:
    """Return the runs of each system; one that cannot be installed is told and left out."""
    pythons = {"this": Path(sys.executable)}
    for name in _SCRIPTS:
        python = environment(environments, name)
        if python is None:
            print(f"{name}: left out, for it could not be installed")
        else:
            pythons[name] = python
    runs: dict[str, list[Added]] = {name: [] for name in pythons}
    for _ in range(rounds):
        for name, python in pythons.items():
            with tempfile.TemporaryDirectory() as place:
                runs[name].append(_run(name, python, folder, Path(place)))
    return runs


def _run(name: str, python: Path, folder: Path, place: Path) -> Added:
    """Add the folder once, into an empty place."""
    pieces = place / "pieces.json"
    if name == "this":
        start = "from assistant.cli.main import main; main()"
        command = [
            str(python),
            "-c",
            start,
            "add",
            str(folder),
            "--library",
            str(place / "library"),
        ]
    else:
        script = _HERE / _SCRIPTS[name]
        model = str(open_model().folder)
        command = [str(python), str(script), model, str(folder), str(place / "store"), str(pieces)]
    quiet = {**os.environ, "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1"}
    started = time.perf_counter()
    with subprocess.Popen(command, env=quiet, stdout=subprocess.DEVNULL) as process:
        memory = _watched(process)
    seconds = time.perf_counter() - started
    if process.returncode != 0:
        raise SystemExit(f"{name} ended with {process.returncode}")
    texts = _our_texts(place / "library") if name == "this" else json.loads(pieces.read_text())
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


def _print(runs: dict[str, list[Added]], papers: int) -> None:
    """Print the medians, and how much of what each read it embedded."""
    most = open_model().max_tokens
    medians = {name: statistics.median(run.seconds for run in done) for name, done in runs.items()}
    print(f"{papers} papers, {len(runs['this'])} rounds, medians")
    for name, done in runs.items():
        lengths = done[-1].lengths
        embedded = sum(min(length, most) for length in lengths)
        memory = max(run.memory for run in done) / 1024**2
        print(
            f"{name:<10} {60 * papers / medians[name]:6.1f} papers/min "
            f"({medians[name]:.1f} s, {medians[name] / medians['this']:.2f} times that of this); "
            f"{memory:.0f} MB; {len(lengths)} pieces, {embedded:,} of {sum(lengths):,} tokens "
            f"embedded ({embedded / max(1, sum(lengths)):.0%})"
        )


if __name__ == "__main__":
    main()

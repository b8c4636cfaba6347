"""Read damaged files of every form for minutes, and report whatever a reader does wrong.

Run with: python -m eval.bench.fuzz [--minutes 10] [--seed N] [--once] [--keep FOLDER]
        [--seconds 20] [PATH...]

Without a path it takes the papers, difficult PDFs, reference files and lists of retractions beside
the checkout, and always a small sample of every form of its own. A path may be a folder, a file or
the name of a sample. A finding names the seed and the file: both with `--once` make it again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import linear_regression, median

from corpus.settings import Bounds
from eval.bench.apart import Apart, Trial
from eval.bench.mutation import mutate
from eval.bench.samples import form_of, make_samples

_SHARED = Path(__file__).parents[2].parent / "shared" / "data"
_FOLDERS = ("papers", "pdf-stress", "references", "retractions")
_LEAK = 16 * 1024
"""Bytes a file by which a worker may grow over the second half of its files."""
_LEAST_FILES = 1000
"""Fewer files tell nothing of a leak: caches and the heap are still filling."""


@dataclass
class _Tally:
    """What became of the files of one form."""

    ends: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: float = 0
    slowest: float = 0

    def count(self, trial: Trial) -> None:
        self.ends[trial.end] += 1
        self.seconds += trial.seconds
        self.slowest = max(self.slowest, trial.seconds)


def damaged(path: Path, form: str, seed: int) -> tuple[bytes, str]:
    """Return the damaged content of a file and the names of the damages, by the seed alone."""
    # Its name goes in: else all files of a round would suffer the same.
    random = Random(f"{seed} {path.name}")  # noqa: S311
    beside = sorted(one for one in path.parent.iterdir() if one.suffix == path.suffix)
    other = random.choice(beside).read_bytes()
    return mutate(random, form, path.read_bytes(), other)


def _shown(path: Path) -> str:
    """Return how a file is named on the command line; a sample goes by its name alone."""
    return path.name if Path(tempfile.gettempdir()) in path.parents else str(path)


def _rounds(files: Sequence[Path], random: Random) -> Iterator[tuple[str, Path]]:
    """Yield a file of each form in turn, without end."""
    by_form: defaultdict[str, list[Path]] = defaultdict(list)
    for path in files:
        form = form_of(path)
        if form is not None:
            by_form[form].append(path)
    for form in cycle(by_form):
        yield form, random.choice(by_form[form])


@dataclass(frozen=True)
class Plan:
    """What is to be tried, and for how long."""

    files: Sequence[Path]
    seed: int
    minutes: float
    once: bool
    keep: Path | None
    """The folder for the files of the findings."""


def fuzz(plan: Plan, apart: Apart) -> Iterator[tuple[str, Trial]]:
    """Try damaged files until the time is up, and yield each form with what its file made."""
    until = time.monotonic() + plan.minutes * 60
    rounds = _rounds(plan.files, Random(plan.seed))  # noqa: S311
    for seed, (form, path) in enumerate(rounds, plan.seed):
        content, damages = damaged(path, form, seed)
        trial = apart.read(form, path.name, content)
        if trial.end == "finding":
            again = f"--seed {seed} --once {_shown(path)}"
            print(f"\nfinding: {again}\n{form}, {damages}\n{trial.told}", flush=True)
            if plan.keep:
                (plan.keep / f"{seed}-{path.name}").write_bytes(content)
        yield form, trial
        if plan.once or time.monotonic() > until:
            return


def report(tried: Iterable[tuple[str, Trial]]) -> int:
    """Print what became of the files of each form, and return the number of findings."""
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    trials: list[Trial] = []
    for form, trial in tried:
        tallies[form].count(trial)
        trials.append(trial)
    leaks = list(_leaks(trials))
    print(*leaks, sep="\n")
    _print_table(tallies)
    return len(leaks) + sum(tally.ends["finding"] for tally in tallies.values())


def _leaks(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield in words what the process that lived longest did not give back, if anything."""
    by_process: defaultdict[int, list[Trial]] = defaultdict(list)
    for trial in trials:
        by_process[trial.process].append(trial)
    longest = max(by_process.values(), key=len)
    half = longest[len(longest) // 2 :]
    if len(longest) < _LEAST_FILES:
        print(f"\nmemory: {len(longest)} files in one process are too few to tell of a leak")
        return
    slope = linear_regression(range(len(half)), [trial.memory for trial in half]).slope
    ends = [median(trial.memory for trial in part) / 1024**2 for part in (half[:100], half[-100:])]
    files = [trial.open_files for trial in half]
    print(
        f"\nmemory: {slope / 1024:+.1f} KB a file over the last {len(half)} of {len(longest)} files"
        f" in one process, from {ends[0]:.0f} to {ends[1]:.0f} MB; open files {files[0]} to "
        f"{files[-1]}"
    )
    if slope > _LEAK:
        yield f"finding: memory leaks, more than {_LEAK // 1024} KB a file"
    if files[-1] > files[0] + 10:
        yield "finding: files are left open"


def _print_table(tallies: dict[str, _Tally]) -> None:
    columns = ("form", "files", "documents", "refusals", "findings", "seconds", "slowest")
    print(f"\n{columns[0]:17}", *(f"{name:>9}" for name in columns[1:]))
    for form, tally in tallies.items():
        ends = (tally.ends["document"], tally.ends["refused"], tally.ends["finding"])
        counts = (f"{count:9,}" for count in (sum(ends), *ends))
        print(f"{form:17}", *counts, f"{tally.seconds:9.1f} {tally.slowest:9.2f}")


def _files(paths: Sequence[str], samples: Sequence[Path]) -> list[Path]:
    """Return the files that are meant; all that are at hand where none is."""
    named = {sample.name: sample for sample in samples}
    chosen = [named.get(path, Path(path)) for path in paths]
    if not paths:
        chosen = [*samples, *(_SHARED / name for name in _FOLDERS if (_SHARED / name).is_dir())]
    found = [sorted(one.rglob("*")) if one.is_dir() else [one] for one in chosen]
    return [file for files in found for file in files if file.is_file() and form_of(file)]


def main() -> None:
    """Run as the arguments say; exit with 1 where there is a finding."""
    parser = argparse.ArgumentParser(description="Read damaged files of every form.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--once", action="store_true", help="one file only")
    parser.add_argument("--keep", type=Path, help="folder for the files of the findings")
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--seconds", type=int, default=20, help="for one file")
    told = parser.parse_args()
    if told.keep:
        told.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own, tempfile.TemporaryDirectory() as folder:
        files = _files(told.paths, make_samples(Path(own)))
        plan = Plan(files, told.seed, told.minutes, told.once, told.keep)
        with Apart(Path(folder), Bounds(seconds=told.seconds)) as apart:
            findings = report(fuzz(plan, apart))
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()

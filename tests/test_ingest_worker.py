"""A file that hangs, crashes or swells its reader costs one refusal and nothing else."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path
from typing import Any

import fakes
import pytest

from corpus.errors import RefusedFile
from corpus.settings import USUAL_BOUNDS, Bounds
from ingest.outcome import Outcome
from ingest.worker import Reading, read_apart


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"paper{number}.txt" for number in range(7)]
    for path in paths:
        path.write_text(f"The title of {path.stem}\n\nIts findings are here.")
    return paths


TOKENS = fakes.HashingEmbedder()
Result = tuple[Path, Reading] | RefusedFile | Outcome


def read_all(papers: list[Path], bounds: Bounds = USUAL_BOUNDS) -> list[Result]:
    return list(read_apart(papers, TOKENS, bounds))


def reasons(results: list[Result]) -> list[str]:
    return [result.reason for result in results if isinstance(result, RefusedFile)]


def test_documents_come_back_in_order_beside_refusals(papers: list[Path]) -> None:
    papers[3].write_bytes(b"")
    results = read_all(papers)
    paths = [result[0] for result in results if isinstance(result, tuple)]
    assert paths == papers[:3] + papers[4:]
    refusal = results[3]
    assert isinstance(refusal, RefusedFile)
    assert refusal.path == str(papers[3])
    assert str(refusal).startswith(f"{papers[3]}: ")


def test_nothing_to_read_starts_nothing() -> None:
    assert read_all([]) == []


def test_a_file_that_goes_away_is_refused(papers: list[Path]) -> None:
    papers[0].unlink()
    first, second = read_all(papers[:2])
    assert reasons([first]) == [
        "cannot be opened (No such file or directory); check the name and the permissions"
    ]
    assert isinstance(second, tuple)


@pytest.mark.parametrize(
    ("reader", "seconds", "reason"),
    [
        (fakes.reader_that_hangs, 1, "reading took longer than 1 s"),
        (fakes.reader_that_crashes, 60, "broke the reader"),
        (fakes.reader_that_swells, 60, "broke the reader"),
    ],
)
def test_a_hostile_file_is_refused_with_its_reason(
    papers: list[Path], monkeypatch: pytest.MonkeyPatch, reader: Any, seconds: float, reason: str
) -> None:
    monkeypatch.setattr("ingest.worker.read_with_passages", reader)
    results = read_all(papers[:1], Bounds(seconds=seconds))
    (told,) = reasons(results)
    assert reason in told
    assert "print it to a new PDF" in told


def test_the_others_go_on_after_a_crash(
    papers: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.worker.read_with_passages", fakes.reader_that_crashes_on_paper1)
    results = read_all(papers[:3])
    assert [isinstance(result, tuple) for result in results] == [True, False, True]


def test_what_needs_no_reading_is_passed_on_in_its_place(papers: list[Path]) -> None:
    known = Outcome("elsewhere.txt", "known")
    results = list(read_apart([papers[0], known, papers[1]], TOKENS, Bounds()))
    assert [result == known for result in results] == [False, True, False]


def test_a_reader_that_stops_early_leaves_no_process_behind(papers: list[Path]) -> None:
    results = read_apart(papers, TOKENS, Bounds())
    next(results)
    results.close()  # type: ignore[attr-defined]
    until = time.monotonic() + 20
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.1)
    assert multiprocessing.active_children() == []

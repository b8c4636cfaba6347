"""A run without a terminal says now and then how far it is."""

from __future__ import annotations

import pytest

from assistant.cli import console


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, in seconds, that a test may move on."""
    now = [0.0]
    monkeypatch.setattr(console.time, "monotonic", lambda: now[0])
    return now


def test_lines_come_every_few_seconds_and_at_the_end(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with console.progress_bar("Adding") as step:
        for done in range(1, 9):
            clock[0] += 1.0
            step(done, 8)
    assert capsys.readouterr().err.splitlines() == [
        "Adding: 3 of 8 (38%)",
        "Adding: 6 of 8 (75%)",
        "Adding: 8 of 8 (100%)",
    ]


def test_what_takes_no_time_prints_nothing(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with console.progress_bar("Adding") as step:
        step(1, 1)
    assert capsys.readouterr().err == ""

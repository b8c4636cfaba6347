"""Nothing is asked twice, nor more often than a host likes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from services import DOI, Clock, Services, crossref, services

from ingest.fetch.crossref import find
from ingest.fetch.manners import Manners, Pace, back_off, retry_after

WORK = f"/crossref/works/{DOI}"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def net() -> Iterator[Services]:
    with services() as held:
        yield held


def test_what_is_known_or_unknown_is_asked_once(net: Services, tmp_path: Path) -> None:
    net.put(WORK, crossref())
    for _ in range(2):
        with net.client(tmp_path) as client:
            first = find(DOI, client)
            assert first is not None
            assert first.paper.volume == "7"
            assert find("10.1000/none", client) is None
    assert len(net.asked) == 2


def test_an_old_answer_is_asked_anew_and_any_on_demand(net: Services, tmp_path: Path) -> None:
    net.put(WORK, crossref())
    day = 24 * 3600.0
    for time_, refresh, asked in ((0.0, False, 1), (29, False, 1), (31, False, 2), (31, True, 3)):
        moment = 1e9 + time_ * day
        with net.client(tmp_path, refresh=refresh, now=lambda moment=moment: moment) as client:
            find(DOI, client)
        assert len(net.asked) == asked


@pytest.mark.parametrize("harm", [b"changed", b"cut", b"{}", b"\xff\n", b'{"address": 1}\nx'])
def test_a_kept_answer_that_is_broken_is_asked_anew(
    net: Services, tmp_path: Path, harm: bytes
) -> None:
    net.put(WORK, crossref(), crossref(volume="8"))
    with net.client(tmp_path) as client:
        find(DOI, client)
        (kept,) = (tmp_path / "fetched").iterdir()
        whole = kept.read_bytes()
        spoilt = {b"changed": whole.replace(b'"7"', b'"9"'), b"cut": whole[:-1]}
        kept.write_bytes(spoilt.get(harm, harm))
        again = find(DOI, client)
    assert again is not None
    assert again.paper.volume == "8"


def test_what_a_kill_left_half_written_is_cleared_away(net: Services, tmp_path: Path) -> None:
    folder = tmp_path / "fetched"
    folder.mkdir()
    (folder / "a.1-1.part").write_bytes(b"half")
    with net.client(tmp_path):
        assert len(list(folder.iterdir())) == 1, "another process may be writing it"
    with net.client(tmp_path, now=lambda: time.time() + 7200):
        assert list(folder.iterdir()) == []


def test_a_host_is_asked_a_few_times_a_second_and_slower_if_it_says() -> None:
    clock = Clock()
    pace = Pace(Manners(a_second=4), clock, clock.sleep)
    for host in ("a", "b", "a", "a"):
        pace.wait(host)
    assert clock.slept == [0.25, 0.25]
    pace.heed("a", {"x-rate-limit-limit": "1", "x-rate-limit-interval": "2s"})
    pace.wait("a")
    pace.wait("a")
    assert clock.slept == [0.25, 0.25, 0.25, 2.0]
    for nonsense in ("0", "-1", "x", "9" * 50):
        pace.heed("b", {"x-rate-limit-limit": nonsense, "x-rate-limit-interval": "1s"})
    pace.wait("b")
    pace.wait("b")
    assert clock.slept[4:] == [0.25]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *((None, None), ("", None), ("soon", None), ("-5", None), ("0", 0.0), ("120", 120.0)),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


def test_waits_grow_to_a_limit_and_half_of_each_is_chance() -> None:
    manners = Manners(first_wait=1, longest_wait=6)
    assert [back_off(manners, n, 1.0) for n in (1, 2, 3, 4, 5)] == [1, 2, 4, 6, 6]
    assert back_off(manners, 3, 0.0) == 2

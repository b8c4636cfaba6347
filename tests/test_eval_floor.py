"""A build can be held to floors."""

from __future__ import annotations

from pathlib import Path

import pytest
from eval_maker import made

from corpus.errors import SettingsError
from eval.floor import Floor, missed, read_floor
from eval.summary import summarise


@pytest.mark.parametrize("written", ["nDCG@10", "nDCG@10=high", "=0.8", "nDCG@10=nan", "recall=1"])
def test_a_floor_that_says_nothing_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="--fail-under"):
        read_floor(written)


def test_floors_are_read() -> None:
    assert read_floor("nDCG@10=0.8") == Floor("nDCG@10", 0.8)
    assert read_floor("seconds: search = 2") == Floor("seconds: search", 2.0)


def test_what_is_worse_than_its_floor_is_told(tmp_path: Path) -> None:
    summary = summarise(made(tmp_path / "run"))
    kept = [Floor("nDCG@10", 0.4), Floor("declined wrongly", 0.0), Floor("seconds: search", 0.25)]
    assert missed(kept, summary) == []
    worse = [Floor("nDCG@10", 0.5), Floor("seconds: search", 0.2), Floor("premise corrected", 0.0)]
    assert missed(worse, summary) == [
        "nDCG@10 is 0.4751, under 0.5",
        "seconds: search is 0.2500, over 0.2",
        "premise corrected is not scored on any question",
    ]

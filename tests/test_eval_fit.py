"""Every fit in corpus/fitted tells how it came about, and is fitted on today's data."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.embed import open_model
from corpus.errors import WrongModel
from corpus.fitted.weights import fit_record, fitted_arrays
from eval.fit.record import FIT_DATA, FITTED, data_hash, is_stale, save_fit

NAMES = sorted(path.stem for path in FITTED.glob("*.json"))
CHECKSUM = open_model().checksum


@pytest.mark.parametrize("name", NAMES)
def test_a_fit_tells_its_command_its_hands_and_its_figures_on_those_left_out(name: str) -> None:
    record = fit_record(name, CHECKSUM)
    assert record.name == name
    assert record.command.startswith(("make fit", "python -m eval.fit"))
    assert record.hands
    assert record.left_out


@pytest.mark.parametrize("name", sorted(FIT_DATA.keys() & set(NAMES)))
def test_a_fit_is_of_the_data_that_is_at_hand(name: str) -> None:
    stale = is_stale(fit_record(name, CHECKSUM))
    if stale is None:
        pytest.skip("the data that it was fitted on is not all at hand")
    assert not stale, f"corpus/fitted/{name}.json is of other data; run: make fit"


@pytest.mark.parametrize("name", NAMES)
def test_a_fit_is_refused_with_another_embedding_model(name: str) -> None:
    with pytest.raises(WrongModel, match="fit it anew with"):
        fit_record(name, "0" * 64)


def test_a_fit_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    record = replace(fit_record(NAMES[0], CHECKSUM), name="small", numbers={"one": 1.5})
    save_fit(record, {"rows": np.eye(2, dtype=np.float32)}, tmp_path)
    told = json.loads((tmp_path / "small.json").read_text(encoding="utf-8"))
    assert told["numbers"] == {"one": 1.5}
    assert (tmp_path / "small.safetensors").is_file()


def test_changed_data_makes_a_fit_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "set.jsonl"
    data.write_text("{}")
    monkeypatch.setitem(FIT_DATA, "small", (data,))  # type: ignore[arg-type]
    record = replace(fit_record(NAMES[0], CHECKSUM), name="small", data=data_hash([data]))
    assert is_stale(record) is False
    data.write_text("{ }")
    assert is_stale(record) is True
    data.unlink()
    assert is_stale(record) is None


def test_arrays_come_without_anything_that_could_run_code() -> None:
    kinds = {path.suffix for path in FITTED.iterdir() if path.is_file()}
    assert kinds <= {".json", ".safetensors", ".py"}
    for name in NAMES:
        if (FITTED / f"{name}.safetensors").is_file():
            assert fitted_arrays(name)

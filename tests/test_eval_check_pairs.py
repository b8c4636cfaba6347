"""A check is scored on statements with their passages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran

from corpus.errors import EvidenceError
from eval.check_pairs import read_check_pairs

Evidence = Callable[..., Ran]
PASSAGE = "Oximeters missed low oxygen in 17.0% of Black and 6.2% of White patients."
PAIRS = (
    {"id": "a", "passage": PASSAGE, "statement": PASSAGE, "label": "supported", "kind": "same"},
    {"id": "b", "passage": PASSAGE, "statement": "Rents were lower by the river."},
)


def written(folder: Path, *rows: object) -> Path:
    path = folder / "pairs.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_each_pair_gets_a_verdict_with_probabilities_and_its_sentence(
    evidence: Evidence, tmp_path: Path
) -> None:
    ran = evidence("eval", "check", written(tmp_path, *PAIRS), "--json")
    assert ran.code == 0
    first, second = map(json.loads, ran.out.splitlines())
    assert (first["id"], first["verdict"], first["sentence"]) == ("a", "supported", PASSAGE)
    assert second["verdict"] == "cannot_tell"
    for one in (first, second):
        assert set(one) == {"id", "verdict", "probability", "sentence"}
        assert sum(one["probability"].values()) == pytest.approx(1.0, abs=1e-3)


def test_a_table_tells_the_verdicts_by_label_and_kind(evidence: Evidence, tmp_path: Path) -> None:
    out = evidence("eval", "check", written(tmp_path, *PAIRS)).out
    assert [line.split() for line in out.splitlines() if line.strip().startswith("supported")] == [
        ["supported", "all", "1", "0", "0"],
        ["supported", "same", "1", "0", "0"],
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "a", "passage": PASSAGE}, "line 1: statement"),
        ({"id": "a", "passage": "", "statement": "x"}, "line 1: passage"),
        ({"id": "a", "passage": "x", "statement": "x", "label": "maybe"}, "line 1: label"),
        ([1], "line 1"),
    ],
)
def test_a_bad_pair_is_named_by_line_and_field(tmp_path: Path, row: object, told: str) -> None:
    with pytest.raises(EvidenceError, match=told):
        read_check_pairs(written(tmp_path, row))


def test_an_id_used_twice_and_an_empty_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="used twice"):
        read_check_pairs(written(tmp_path, PAIRS[0], PAIRS[0]))
    with pytest.raises(EvidenceError, match="is empty"):
        read_check_pairs(written(tmp_path))

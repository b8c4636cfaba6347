"""The reader's labels fit the questions and the register, and the figures hold."""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from assistant.misconceptions.detect import (
    LIKENESS,
    concern_features,
    fitted,
    premise_of,
    stance_features,
)
from assistant.misconceptions.register import Likeness, register_of
from corpus.claims import starter_claims
from corpus.errors import EvidenceError
from corpus.library import Library
from eval.bench.premise_messages import FITTED_DISPARITIES, MEASURED_DISPARITIES
from eval.premises import read_premise_labels, read_premise_probes
from eval.questions import read_questions

SETS = Path(str(files("eval.sets")))


def test_every_development_question_is_labelled_with_claims_of_the_register() -> None:
    labels = read_premise_labels(SETS / "premises.jsonl")
    known = {claim.claim_id for claim in starter_claims()}
    assert labels.keys() == {q.id for q in read_questions(SETS / "development.jsonl")}
    assert {claim for label in labels.values() for claim in label.claims} <= known
    assert all((label.stance is None) == (not label.claims) for label in labels.values())


@pytest.mark.parametrize("name", ["premise_probes", "premise_probes_blind"])
def test_the_probes_name_claims_of_the_register(name: str) -> None:
    probes = read_premise_probes(SETS / f"{name}.jsonl")
    known = {claim.claim_id for claim in starter_claims()}
    assert {claim for probe in probes for claim in probe.claims} <= known
    assert len({probe.question for probe in probes}) == len(probes) >= 40
    assert all((probe.stance is None) == (not probe.claims) for probe in probes)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 1: not JSON"),
        ('{"id": "q1", "claims": [], "stance": "denied"}', "line 1: stance: "),
    ],
)
def test_a_bad_label_is_named_by_line_and_field(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(EvidenceError, match=told):
        read_premise_labels(path)


def test_the_stored_weights_are_those_of_the_features() -> None:
    weights = fitted()
    assert list(weights.relevance) == list(weights.search_relevance) == LIKENESS
    likeness = Likeness(*[0.0] * len(LIKENESS))
    scores = np.zeros((1, 1))
    told = stance_features([likeness], 0, 0, 0.0, 0.0, [0.0], [0.0])
    assert list(weights.stance) == list(told)
    assert list(weights.concern) == list(concern_features([likeness], 0, scores, np.array([0])))
    assert weights.disparity_rows.shape[1:] == weights.tone_axis.shape


def test_neutral_questions_are_at_least_three_hundred_by_two_hands() -> None:
    rows = [
        json.loads(line)
        for line in (SETS / "neutral_disparities.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len({row["id"] for row in rows}) == len({row["question"] for row in rows}) == len(rows)
    assert len(rows) >= 300
    hands = Counter(row["hand"] for row in rows)
    assert set(hands) == {FITTED_DISPARITIES, MEASURED_DISPARITIES}
    assert min(hands.values()) >= 150


@pytest.mark.slow
def test_neutral_questions_on_true_disparities_are_not_told_that_they_assume_a_claim(
    starter_library: Library,
) -> None:
    register, embed = register_of(starter_library), starter_library.asked.embed
    lines = (SETS / "neutral_disparities.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["hand"] == MEASURED_DISPARITIES]
    found = [premise_of(register, row["question"], row["question"], embed) for row in rows]
    assumed = [one for one in found if one is not None and one.stance == "assumed"]
    assert len(assumed) <= 0.02 * len(rows)

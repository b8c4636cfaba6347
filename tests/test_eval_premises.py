"""The reader's labels fit the questions and the register, and the figures hold."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from assistant.misconceptions.detect import fitted
from assistant.misconceptions.register import register_of
from corpus.claims import starter_claims
from corpus.embedding_cache import EmbeddingCache
from corpus.errors import EvidenceError
from corpus.library import Library
from eval.bench.premise_weights import RELEVANCE, STANCE, judged
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


def test_the_kept_weights_are_those_of_the_features() -> None:
    weights = fitted()
    assert list(weights.relevance) == RELEVANCE
    assert list(weights.stance) == STANCE


@pytest.mark.slow
def test_false_premises_are_told_and_other_questions_are_left_alone(
    starter_library: Library,
) -> None:
    weights = fitted()
    register = register_of(starter_library)
    told = judged(register, EmbeddingCache(starter_library.embedder), weights)
    stances = [(one, one.match.stance(weights)) for one in told]
    right = [
        stance
        for one, stance in stances
        if one.is_false_premise and one.match.claim.claim_id in one.label.claims
    ]
    others = [stance for one, stance in stances if not one.is_false_premise]
    count = len(told) - len(others)
    assert len(right) - right.count(None) >= 0.9 * count
    assert right.count("assumed") >= 0.7 * count
    assert others.count("assumed") <= 0.04 * len(others)
    none = [s for one, s in stances if not (one.is_false_premise or one.label.claims)]
    assert len(none) - none.count(None) <= 0.05 * len(none)

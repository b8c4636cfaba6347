"""A written sentence is held against its passages: figures, groups, directions, denials, words."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from fakes import HashingEmbedder
from hypothesis import given
from hypothesis import strategies as st

from assistant.verify.check_sentence import Checked, check
from assistant.verify.rules.agreement import same
from assistant.verify.rules.entailment import Relation, open_entailment
from assistant.verify.rules.figures import figures
from assistant.verify.rules.tokens import tokens
from corpus.embedding_cache import EmbeddingCache
from corpus.errors import ModelError
from eval.bench.checking import CHANGED, HALVES, outcomes, read_pairs

OXIMETERS = (
    "Pulse oximeters are used everywhere. Among 8,392 patients, oximeters missed low oxygen in "
    "17.0% of Black and 6.2% of White patients. The study had no data on skin color."
)
EMBEDDER = EmbeddingCache(HashingEmbedder())


def checked(sentence: str, *passages: str) -> Checked:
    return check(sentence, passages or (OXIMETERS,), EMBEDDER)


def test_a_verbatim_sentence_is_supported_and_placed() -> None:
    sentence = "The study had no data on skin color."
    found = checked(sentence)
    assert found.outcome == "supported"
    assert "letter for letter" in found.why
    assert found.place is not None
    assert OXIMETERS[found.place.span.start : found.place.span.end] == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Oximeters missed low oxygen in 17.0% of Black patients but in 6.2% of White patients.",
        "In 17% of Black and 6.2% of White patients oximeters missed low oxygen.",
        "Oximeters missed low oxygen more often in Black than in White patients.",
        "Low oxygen was missed by oximeters less often in White than in Black patients.",
        "Among 8,392 patients, oximeters missed low oxygen in 17.0% of African American patients.",
    ],
)
def test_a_paraphrase_is_not_struck(sentence: str) -> None:
    assert not checked(sentence).differs


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Oximeters missed low oxygen in 71.0% of Black patients.", "71.0% is not in"),
        ("Oximeters missed low oxygen in 17.0 mg/dL of Black patients.", "not in the cited"),
        ("Oximeters missed low oxygen in 17.0% of White patients.", "of this group"),
        (
            "Oximeters missed low oxygen in 17.0% of White and 6.2% of Black patients.",
            "the other way round",
        ),
        ("Oximeters missed low oxygen less often in Black than in White patients.", "says more"),
        ("Oximeters missed low oxygen in 17.0% of Asian patients.", "Asian"),
        ("Oximeters did not miss low oxygen in 17.0% of Black patients.", "deny"),
        (
            "Rents were lower by the river in the spring of the year.",
            "No sentence of the cited passage",
        ),
    ],
)
def test_what_is_not_borne_out_is_named(sentence: str, told: str) -> None:
    found = checked(sentence)
    assert found.outcome != "supported"
    assert found.differs
    assert told in found.why


@pytest.mark.parametrize(
    ("passage", "true", "false"),
    [
        (
            "Asthma rates rose from 5.1% to 7.3% after the plant opened.",
            "After the plant opened, asthma rates increased from 5.1% to 7.3%.",
            "After the plant opened, asthma rates decreased from 5.1% to 7.3%.",
        ),
        (
            "Odds of treatment were lower for Hispanic than for White patients (odds ratio 0.70).",
            "White patients had higher odds of treatment than Hispanic patients.",
            "White patients had lower odds of treatment than Hispanic patients.",
        ),
        (
            "Survival did not differ by race in the trials.",
            "In the trials, survival did not differ by race.",
            "In the trials, survival differed by race.",
        ),
        (
            "Half of the residents endorsed a false belief.",
            "50% of the residents endorsed a false belief.",
            "A third of the residents endorsed a false belief.",
        ),
    ],
)
def test_the_true_wording_stands_and_the_changed_one_falls(
    passage: str, true: str, false: str
) -> None:
    assert not checked(true, passage).differs
    assert checked(false, passage).differs


def test_passages_that_say_nothing_support_nothing() -> None:
    for passages in ((), ("",), (" \n ",)):
        found = check("Asthma was common.", passages, EMBEDDER)
        assert (found.outcome, found.differs, found.place) == ("cannot_tell", True, None)


@pytest.mark.parametrize("sentence", ["", "[1]", "?!", "\x00", "‮", "1 " * 2_000, "not " * 2_000])
def test_garbage_is_never_supported(sentence: str) -> None:
    assert checked(sentence).outcome != "supported"


def test_a_model_of_entailment_judges_the_wording_where_one_is_given() -> None:
    sentence = "Oximeters missed low oxygen more often in Black than in White patients."

    def told(relation: Relation) -> Checked:
        return check(sentence, [OXIMETERS], EMBEDDER, lambda _passage, _sentence: relation)

    assert told("entailment").outcome == "supported"
    assert told("neutral").outcome == "cannot_tell"
    assert told("contradiction").outcome == "contradicted"
    wrong = "Oximeters missed low oxygen in 71.0% of Black patients."
    assert check(wrong, [OXIMETERS], EMBEDDER, lambda *_: "entailment").differs


def test_a_folder_without_a_model_of_entailment_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not a cross-encoder"):
        open_entailment(tmp_path)


_numbers = st.integers(min_value=2, max_value=99_999)
_units: dict[str, Callable[[int], str]] = {
    "percent": lambda number: f"{number % 100}.{number % 7}%",
    "count": lambda number: f"{number:,}",
    "ratio": lambda number: f"{number % 9}.{number % 89 + 10} times",
}


@given(_numbers, _numbers, st.sampled_from(sorted(_units)))
def test_a_changed_figure_never_stays_supported(one: int, other: int, unit: str) -> None:
    held, changed = _units[unit](one), _units[unit](other)
    passage = f"Low oxygen was missed in {held} of the readings at night."
    assert not check(passage[:-1] + " there.", [passage], EMBEDDER).differs
    if not same(figures(f"in {changed} of")[0], figures(f"in {held} of")[0]):
        wrong = passage.replace(held, changed)
        assert check(wrong, [passage], EMBEDDER).differs


@given(st.text(max_size=200), st.text(max_size=300))
def test_checking_is_the_same_each_time_and_never_fails(sentence: str, passage: str) -> None:
    first = check(sentence, [passage], EmbeddingCache(HashingEmbedder()))
    assert check(sentence, [passage], EmbeddingCache(HashingEmbedder())) == first
    if first.place is not None:
        assert passage[first.place.span.start : first.place.span.end].strip()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("56.8% of them", [(56.8, "percent")]),
        ("4% to 5% of 20,692 trials", [(4, "percent"), (5, "percent"), (20692, None)]),
        ("4–5 percent", [(4, "percent"), (5, "percent")]),
        ("0.4 percentage points", [(0.4, "points")]),
        ("an odds ratio of 0.66 (95% CI 0.59 to 0.75)", [(0.66, "ratio"), (95, "level")]),
        ("twice as high", [(2, "ratio")]),
        ("two-thirds of nine", [(pytest.approx(0.667, abs=0.001), "part"), (9, None)]),
        ("US$2,807 and 1.2 million", [(2807, "money"), (1_200_000, None)]),
        ("3.7 mL/min/1.73 m2 in 2021", [(3.7, "ml/min"), (2021, "year")]),
        ("COVID-19, GPT-4, HbA1c and the two groups", []),
        ("P = 0.02 in type 2 diabetes", [(0.02, "p"), (2, "name")]),
    ],
)
def test_figures_are_read_with_their_units(text: str, told: list[tuple[float, str | None]]) -> None:
    assert [(one.value, one.unit) for one in figures(text)][: len(told)] == told
    assert bool(figures(text)) == bool(told)


def test_one_group_goes_by_one_name() -> None:
    named = {"African American", "Black", "black Americans"}
    assert {next(t.text for t in tokens(f"{name} patients")) for name in named} == {"black"}


@pytest.mark.slow
def test_changes_are_caught_and_the_true_left_standing() -> None:
    from corpus.embed import open_model

    pairs = read_pairs()
    found = outcomes(pairs, EmbeddingCache(open_model()))

    def struck(*kinds: str) -> float:
        told = [found[pair.id].differs for pair in pairs if pair.kind in kinds]
        return sum(told) / len(told)

    assert struck("true") <= 0.05
    assert struck(*CHANGED) >= 0.95


def test_the_set_names_papers_we_hold_and_no_paper_is_in_both_halves() -> None:
    from corpus.starter.records import starter_records

    assert Path(str(files("eval.sets").joinpath("check.jsonl"))).is_file()
    pairs = read_pairs()
    assert len(pairs) >= 300
    assert {pair.paper for pair in pairs} <= set(starter_records())
    assert len({pair.id for pair in pairs}) == len(pairs)
    halves = {
        half: {re.sub(r"-\d+$", "", p.id) for p in pairs if p.split == half} for half in HALVES
    }
    assert not halves["held out"] & halves["develop"]

"""The readable patterns hold to their own examples."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml  # type: ignore[import-untyped]

from assistant.review.category import kinds
from assistant.review.classify import check_fits, fitted
from assistant.review.pattern import Pattern, patterns
from corpus.embed import open_model
from corpus.errors import WrongModel
from corpus.starter.records import starter_records

PATTERNS = patterns().patterns
FRAMES = yaml.safe_load(files("assistant.review").joinpath("patterns.yaml").read_text("utf-8"))[
    "frames"
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern_id)
def test_a_pattern_fires_on_its_examples_and_not_on_its_near_misses(pattern: Pattern) -> None:
    assert pattern.examples
    assert pattern.counter_examples
    assert [text for text in pattern.examples if not pattern.match(text)] == []
    assert [text for text in pattern.counter_examples if pattern.match(text)] == []


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_is_seen_in_its_examples_and_not_in_what_resembles_them(name: str) -> None:
    frame = FRAMES[name]
    assert [text for text in frame["examples"] if name not in patterns().named(text)] == []
    assert [text for text in frame["counter_examples"] if name in patterns().named(text)] == []


@pytest.mark.parametrize(
    ("passed_on", "replaced"),
    [
        ("The driver is uncooperative.", "The note said 'uncooperative'; write what he asked for."),
        ("Gypsy children and measles", "The word 'Gypsy' is replaced in the atlas."),
        ("He refused the drip.", "They could not refuse the drip."),
        ("Spirometry: subtract 10% if Asian", "Spirometry once took 10% off for Asian miners."),
    ],
)
def test_a_word_that_is_replaced_or_a_wrong_that_is_told_fires_no_pattern(
    passed_on: str, replaced: str
) -> None:
    assert list(patterns().matches(passed_on)) != []
    assert list(patterns().matches(replaced)) == []


def test_every_category_has_a_pattern_and_papers_that_the_starter_corpus_holds() -> None:
    assert {pattern.category for pattern in PATTERNS} == set(kinds())
    held = starter_records()
    assert [key for kind in kinds().values() for key in kind.sources if key not in held] == []


def test_a_match_marks_the_words_that_it_rests_on() -> None:
    text = "Bipolar disorder is inherited in the Irish."
    found = {
        text[span.start : span.end]
        for pattern, spans in patterns().matches(text)
        if pattern.pattern_id == "trait-in-the-body"
        for span in spans
    }
    assert found == {"inherited", "Irish"}


def test_the_weights_are_of_these_patterns_and_of_the_packaged_model() -> None:
    check_fits(fitted(open_model().checksum), patterns())
    with pytest.raises(WrongModel, match=r"fit it anew with: python -m eval\.fit\.review"):
        fitted("0" * 64)

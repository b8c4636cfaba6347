"""The readable patterns hold to their own examples."""

from __future__ import annotations

import pytest

from assistant.review.category import kinds
from assistant.review.classify import check_fits, fitted
from assistant.review.pattern import Pattern, patterns
from corpus.embed import open_model
from corpus.errors import EvidenceError
from corpus.starter.records import starter_records

PATTERNS = patterns().patterns


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern_id)
def test_a_pattern_fires_on_its_examples_and_not_on_its_near_misses(pattern: Pattern) -> None:
    assert pattern.examples
    assert pattern.counter_examples
    assert [text for text in pattern.examples if not pattern.match(text)] == []
    assert [text for text in pattern.counter_examples if pattern.match(text)] == []


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
    check_fits(fitted(), patterns(), open_model().checksum)
    with pytest.raises(EvidenceError, match="packaged embedding model"):
        check_fits(fitted(), patterns(), "0" * 64)

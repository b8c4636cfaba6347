"""A link brings back what was asked, and nothing in it is trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.page.limits import filters_from, in_words, settings
from assistant.web.page.link import Asked, asked_by, link_of
from corpus.errors import QuestionError
from corpus.filters import Filters
from corpus.paper import ORIGINS
from corpus.status import Standing

# What a person types: without control characters and halves of characters.
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=60)
QUESTIONS = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)
WORDS = st.lists(QUESTIONS, max_size=3, unique=True).map(tuple)
NUMBERS = st.none() | st.integers(0, 9_999_999)
LIMITS = st.builds(
    Filters,
    year_from=NUMBERS,
    year_to=NUMBERS,
    design=WORDS,
    status=st.sets(st.sampled_from(list(Standing))).map(
        lambda chosen: tuple(one for one in Standing if one in chosen)
    ),
    topic=WORDS,
    origin=st.sets(st.sampled_from(ORIGINS)).map(
        lambda chosen: tuple(one for one in ORIGINS if one in chosen)
    ),
    country=WORDS,
    population=WORDS,
    race_measure=WORDS,
    sample_from=NUMBERS,
)


@given(st.builds(Asked, QUESTIONS, st.none() | QUESTIONS, LIMITS, st.none() | QUESTIONS))
def test_a_link_brings_back_what_was_asked(asked: Asked) -> None:
    assert asked_by(link_of(asked)) == asked


@given(st.text(max_size=300))
def test_any_address_is_read_or_passed_over(address: str) -> None:
    asked = asked_by(address)
    assert asked is None or asked.question


def test_what_is_no_limit_is_passed_over() -> None:
    asked = asked_by("?q=pain&from=1e9&to=-3&people=99999999999&status=x&text=y&topic=" + "z" * 201)
    assert asked == Asked("pain")


def test_too_many_fields_ask_nothing() -> None:
    assert asked_by("?q=pain" + "&topic=x" * 100) is None


@given(LIMITS)
def test_the_controls_show_the_limits_they_are_set_to(limits: Filters) -> None:
    shown = settings(limits)
    # An empty field and the number zero limit alike: nothing.
    assert in_words(filters_from(shown)) == in_words(limits)


def test_a_number_that_is_none_is_told_with_its_field() -> None:
    shown = settings(Filters())
    with pytest.raises(QuestionError, match=r"From year.*'soon'.*whole number"):
        filters_from(["soon", *shown[1:]])

"""A mistyped word is read as the word of the library that it stands for, and the asker is told."""

from __future__ import annotations

import pytest
from fakes import ASTHMA, put
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import answer
from assistant.render.json_objects import answer_markdown
from assistant.understand.spelling import reading
from corpus.library import Library

HELD = frozenset(
    "asthma bias black common graves implicit kidney labor latin literature methodological "
    "pediatrics people racism spine stating was weaknesses were what where".split()
)


def holding(word: str) -> int:
    return int(word in HELD)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("wat are the methodlogical weakneses", "wat are the methodological weaknesses"),
        ("implict bias, litrature", "implicit bias, literature"),
        ("racsim and kidny", "racism and kidney"),  # letters exchanged, a letter too few
        ("Litrature on labour in paediatrics", "Literature on labor in pediatrics"),
    ],
)
def test_a_single_slip_is_read_as_the_word_of_the_library(asked: str, read: str) -> None:
    assert reading(asked, holding).text == read


@pytest.mark.parametrize(
    "asked",
    [
        "lamins in myasthenia gravis and spina bifida",  # replaced or lost at the end: other words
        "statin use",
        "what does Litrature mean",  # within a sentence a capital makes a name
        'what does "litrature" or “implict” mean',
        "zebrafish caries",  # the dictionary knows what the library does not hold
        "eGFR, HbA1c and FRAX",
        "anti-racsim",
    ],
)
def test_names_quoted_words_and_other_words_stay(asked: str) -> None:
    assert reading(asked, holding).text == asked


def test_a_part_of_what_was_read_is_given_back_as_it_was_written() -> None:
    read = reading("Litrature on kidny bias", holding)
    assert read.read_as == (("Litrature", "Literature"), ("kidny", "kidney"))
    assert read.as_written(["Literature", "kidney bias"]) == ("Litrature", "kidny bias")


@given(st.text(max_size=120))
def test_whatever_is_asked_is_read_to_its_end_and_can_be_given_back(asked: str) -> None:
    read = reading(asked, holding)
    assert len(read.text.split()) == len(asked.split())
    assert reading(read.text, holding).text == read.text


def test_an_answer_tells_how_a_word_was_read(library: Library) -> None:
    put(library, ASTHMA)
    rightly = answer(library, "Was asthma more common where the air was worse?")
    mistyped = answer(library, "Was asthma more common where the air was worze?")
    told = answer(library, "Was asthma more comon where the air was worse?")
    assert told.question == "Was asthma more comon where the air was worse?"
    assert [one.text for one in told.sentences] == [one.text for one in rightly.sentences]
    assert "Searched with “common” for “comon”" in answer_markdown(told)
    assert not rightly.read_as
    assert not mistyped.read_as  # so short, another letter makes another word

"""The words to look for are those that say what is asked about, and their synonyms."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from assistant.understand.content_terms import Synonyms, bearing, field_synonyms
from assistant.understand.terms import terms
from corpus.errors import EvidenceError


def test_words_about_asking_are_left_out_unless_there_are_no_others() -> None:
    assert bearing(terms("Which studies show evidence of weathering?")) == ["weathering"]
    assert bearing(terms("Any papers?")) == ["papers"]


def test_what_means_the_same_is_found_as_whole_words_and_in_the_plural() -> None:
    synonyms = Synonyms(["# groups", "", "X-ray / radiograph", "ED / emergency department"])
    assert synonyms.others("Two X-rays, red in the shed") == ["radiograph"]
    assert synonyms.others("Emergency departments and the ED") == []
    assert synonyms.others("Waiting in an emergency department") == ["ed"]


def test_a_group_of_one_is_refused_with_its_line() -> None:
    with pytest.raises(EvidenceError, match=r"words\.txt line 2: found 'kidney'.* parted by"):
        Synonyms(["# kidney", "kidney"], "words.txt")


def test_the_words_of_the_field_stand_in_one_group_each() -> None:
    text = files("corpus.starter").joinpath("synonyms.txt").read_text(encoding="utf-8")
    groups = [line for line in text.splitlines() if line and not line.startswith("#")]
    members = [member.lower() for line in groups for member in re.split(" / ", line)]
    assert len(members) == len(set(members))
    assert "egfr" in field_synonyms().others("estimated glomerular filtration rate")
    assert "african american" in field_synonyms().others("Black patients")
    assert "newborn" in field_synonyms().others("Are Black babies safer?")
    assert "newborn" in field_synonyms().others("a baby")


def test_each_place_of_a_question_knows_its_other_names() -> None:
    synonyms = Synonyms(["X-ray / radiograph / film", "ED / emergency department"])
    (place, others), *more = synonyms.otherwise("An X-ray of the chest")
    assert (place, more) == (range(3, 8), [])
    assert [bool(other.pattern.search("two radiographs")) for other in others] == [True, False]

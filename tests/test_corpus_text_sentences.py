"""Sentences are found where a reader sees them, and none is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.text.sentences import paragraph_spans, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Greenwood et al. Found a smaller gap in newborns.",
        "Rates were 12% vs. Nine percent elsewhere.",
        "Some measures (e.g. Body mass index) were left out.",
        "Others, i.e. White patients, waited less.",
        "The letter of Dr. Smith was withdrawn.",
        "Black adults in the U.S. Health system wait longer.",
        "The gap narrowed (P = .04) after adjustment.",
        "The term added 3.7 mL/min/1.73 m2 to each estimate.",
        "The paper of J. M. Inker leaves race out.",
        "See Fig. 2 and Tab. 3 for the rates.",
        "The Univ. Hospital took part.",
        "It was 0.81 (95% CI, 0.70-0.93) in no. 7 of the list.",
    ],
)
def test_a_full_stop_within_a_sentence_does_not_end_it(sentence: str) -> None:
    assert sentences(f"{sentence} Then it ended.") == [sentence, "Then it ended."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is it old? It is.", ["Is it old?", "It is."]),
        ("Stop! Now.", ["Stop!", "Now."]),
        ("He said “yes.” She left.", ["He said “yes.”", "She left."]),
        ('It was "race." It was not.', ['It was "race."', "It was not."]),
        ("“It is old.” “It is new.”", ["“It is old.”", "“It is new.”"]),
        ("It rose (again.) It fell.", ["It rose (again.)", "It fell."]),
        ("It rose.12,13 It fell.4-6 It rose.", ["It rose.12,13", "It fell.4-6", "It rose."]),
        (
            "The median was 3.7 mL/min/1.73 m2. The range was wide.",
            ["The median was 3.7 mL/min/1.73 m2.", "The range was wide."],
        ),
        ("They live in the U.S. The rate fell.", ["They live in the U.S.", "The rate fell."]),
        ("It was .04. It fell to .03.", ["It was .04.", "It fell to .03."]),
        ("Rates fell. 12 of 40 came back.", ["Rates fell.", "12 of 40 came back."]),
        ("Ils dorment. Étaient-ils là?", ["Ils dorment.", "Étaient-ils là?"]),
        ("Methods\n\nWe asked. They said.", ["Methods", "We asked.", "They said."]),
        ("One line\nand the next. Then more.", ["One line\nand the next.", "Then more."]),
        ("Without an end\n\nIn two parts", ["Without an end", "In two parts"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


_PROSE = st.text(st.sampled_from("aB1 .?!\n\"'”’)(,-–éU\t"), max_size=80) | st.text(max_size=60)


@given(_PROSE)
@example("a.\n\n.B. C")
def test_sentences_are_in_order_apart_trimmed_and_hold_every_character(text: str) -> None:
    spans = sentence_spans(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    held = {place for span in spans for place in range(span.start, span.end)}
    assert all(char.isspace() for place, char in enumerate(text) if place not in held)
    for span in spans:
        sentence = text[span.start : span.end]
        assert sentence
        assert sentence == sentence.strip()


@given(_PROSE)
def test_a_sentence_never_crosses_paragraphs(text: str) -> None:
    paragraphs = paragraph_spans(text)
    for span in sentence_spans(text):
        assert any(p.start <= span.start and span.end <= p.end for p in paragraphs)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("stops", ["?" * 100_000, ". " * 50_000, "Yes. " * 50_000])
def test_stops_without_end_cost_no_time(stops: str) -> None:
    """Each of them was once tried as the first, and the rest of the text copied for it."""
    text = f"We asked{stops}and they told."
    assert sentence_spans(text)[-1].end == len(text)

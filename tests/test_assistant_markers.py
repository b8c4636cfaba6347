"""A model's text is cut into sentences as it comes, and its markers are read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.generate.markers import MOST_CHARACTERS, Marked, read_markers, sentences

ANSWER = "Air was worse there [1]. Children wheezed more. [2] In the U.S. it was so, too.[1][3]"
SENTENCES = [
    "Air was worse there [1].",
    "Children wheezed more. [2]",
    "In the U.S. it was so, too. [1][3]",
]


@given(st.lists(st.integers(1, 12), max_size=40))
def test_sentences_are_the_same_however_the_text_comes_in_pieces(lengths: list[int]) -> None:
    pieces, rest = [], ANSWER
    for length in lengths:
        pieces.append(rest[:length])
        rest = rest[length:]
    assert list(sentences([*pieces, rest])) == SENTENCES


def test_a_sentence_is_told_as_soon_as_the_next_one_has_begun() -> None:
    told: list[str] = []

    def pieces() -> Iterator[str]:
        yield "One is here [1]. "
        yield "Two "
        yield "goes on"
        told.append("end")

    for sentence in sentences(pieces()):
        told.append(sentence)
    assert told == ["One is here [1].", "end", "Two goes on"]


def test_lists_headings_and_thoughts_are_no_part_of_a_sentence() -> None:
    text = (
        "<think>\nThey want figures. [1]\n</think>\n## Answer\n- First it was so [1].\n2) Then not."
    )
    found = [read_markers(sentence, 3).text for sentence in sentences([text])]
    assert found == ["Answer", "First it was so.", "Then not."]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It is so [2].", Marked("It is so.", (2,), 0)),
        ("It is so [2, 1].", Marked("It is so.", (2, 1), 0)),
        ("It is so [1-3].", Marked("It is so.", (1, 2, 3), 0)),
        ("It is so [^1][1].", Marked("It is so.", (1,), 0)),
        ("It is so [4].", Marked("It is so.", (), 1)),
        ("It is so [0][7, 2].", Marked("It is so.", (2,), 2)),
        ("It is so 【3†source】.", Marked("It is so.", (), 1)),
        (f"It is so [{'9' * 6000}].", Marked("It is so.", (), 1)),
        ("**It** is `so` [1]", Marked("It is so", (1,), 0)),
        ("A ratio of 0.82 [95% CI 0.7-0.9] was found [1].",
         Marked("A ratio of 0.82 [95% CI 0.7-0.9] was found.", (1,), 0)),
    ],
)  # fmt: skip
def test_markers_are_read_and_unknown_ones_counted(written: str, read: Marked) -> None:
    assert read_markers(written, 3) == read


def test_ten_thousand_markers_are_counted_and_only_the_known_stay() -> None:
    text = "So " + "".join(f"[{number}]" for number in range(1, 10_001)) + "."
    read = read_markers(text, 3)
    assert read == Marked("So.", (1, 2, 3), 9_997)


def test_what_a_model_writes_without_end_is_not_read_to_its_end() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "It is so and so [1]. "

    assert len(list(sentences(endless()))) <= MOST_CHARACTERS / 20

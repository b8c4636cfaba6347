"""A paper that a question names by its first author is told from a word that looks like a name."""

from __future__ import annotations

import pytest

from assistant.understand.named_papers import named
from corpus.paper import Paper


def paper(name: str, year: int) -> Paper:
    return Paper(paper_id=f"{name} {year}", title="On care", authors=(f"{name}, A.",), year=year)


HELD = [
    paper("Diao", 2020),
    paper("Diao", 2024),
    paper("Low", 2019),
    paper("White", 2011),
    paper("de Boer", 2015),
]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What did Diao forecast?", {"Diao 2020", "Diao 2024"}),
        ("Diao's forecast: what of it?", {"Diao 2020", "Diao 2024"}),
        ("Diao 2020 says what of transplants?", {"Diao 2020"}),
        ("Is the forecast (Diao et al., 2024) about lungs?", {"Diao 2024"}),
        ("What did Diao 2019 say?", {"Diao 2020", "Diao 2024"}),
        ("Boer showed what?", {"de Boer 2015"}),
        ("Low oxygen in Black and White patients?", set()),
        ("Why is pay low?", set()),
        ("What does Low say of grades?", {"Low 2019"}),
    ],
)
def test_names_are_found_where_they_stand_as_names(question: str, found: set[str]) -> None:
    assert named(question, HELD) == found

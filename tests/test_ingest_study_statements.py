"""Race measure, funding and abstracts: what is told, and what only looks like it."""

from __future__ import annotations

import pytest
from study_values import values

from corpus.paper import Paper
from ingest.assemble import Block, assemble
from ingest.study.read import study_facts


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Race and ethnicity were self-reported.", "self-identified"),
        ("Participants were asked to name their race.", "self-identified"),
        ("Eligible adults self-identified as Black.", "self-identified"),
        ("Self-reported race was taken from the electronic health record.", "self-identified"),
        ("Race was recorded in the electronic health record.", "record"),
        ("Maternal race was obtained from birth certificates.", "record"),
        ("Race was assigned by the interviewer.", "observer"),
        ("Interviewer-observed race was used.", "observer"),
        ("Genetic ancestry was estimated from 300 markers.", "ancestry"),
        ("Models were adjusted for age, sex, and race.", "not stated"),
        ("All data were self-reported.\nModels were adjusted for race.", "self-identified"),
    ],
)
def test_the_race_measure_is_one_of_five(text: str, measure: str) -> None:
    assert values("race measure", text) == [measure]


@pytest.mark.parametrize(
    "text",
    [
        "Self-reported health was good.",
        "Staff had training in race and racism, as they reported.",
        "The share of each race in census tracts was obtained from census data.",
        "Race was imputed from surnames, and models were adjusted for race.",
        "It was a race to the clinic.",
        "A parent told the race of each child, and we compared children by race.",
    ],
)
def test_without_race_as_a_variable_nothing_is_told_of_its_measure(text: str) -> None:
    assert values("race measure", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "This work was supported by the Example Trust (no 7).",
        "The authors received no specific funding for this work.",
        "Funding from the Example Trust supported this study.",
        "ABN is supported by a fellowship of the Example Council.",
        "No external funding was received.",
    ],
)
def test_the_funding_statement_is_the_sentence(text: str) -> None:
    assert values("funding", text, "back") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Dr Ng has received grants from a maker of drugs.",
        "The funders had no role in the design.",
        "The views are those of the authors and not of the Example Agency.",
        "We thank the technical support staff of the institute.",
    ],
)
def test_interests_roles_and_views_are_no_funding(text: str) -> None:
    assert values("funding", text, "back") == []


def test_outside_the_back_only_a_plain_statement_counts() -> None:
    plain = "This study was funded by the Example Trust."
    assert values("funding", plain) == [plain]
    assert values("funding", "The clinic was funded by the county.") == []
    assert values("funding", "This trial was supported by findings of others.") == []


@pytest.mark.parametrize("heading", ["What is already known?", "Background", "Conclusion"])
def test_background_and_conclusions_in_an_abstract_are_read_past(heading: str) -> None:
    blocks = [
        Block("Abstract", heading=True, kind="abstract"),
        Block(heading, heading=True, kind="abstract"),
        Block("Surveys of patients in Brazil from 2001–2004 told the rest.", kind="abstract"),
    ]
    assert study_facts(assemble(Paper(paper_id="sha256:1", title="A study"), blocks)) == ()


def test_labels_within_an_abstract_are_headings_too() -> None:
    text = (
        "Background: Surveys of patients in Chile told little. Methods: We surveyed patients in "
        "Brazil in 2019. Results: It rose."
    )
    assert values("country", text, "abstract") == ["Brazil"]
    assert values("years", text, "abstract") == ["2019"]

"""A study's facts stand on its paper, each with the sentence it was read from."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.paper import Document, FactKind, Page, Paper, SectionKind
from corpus.starter.records import starter_records
from corpus.text.sentences import sentence_spans
from eval.bench.study import read_readings
from ingest.assemble import Block, assemble
from ingest.digest import read_digests
from ingest.read import read
from ingest.study.read import study_facts, with_facts

PAPER = Paper(paper_id="sha256:1", title="Asthma and pay in two cities", year=2021)
TOLD: tuple[tuple[SectionKind, str, str], ...] = (
    ("abstract", "Abstract", "We conducted a cross-sectional study of pay in Brazil."),
    ("methods", "Methods", "Race was self-reported. Data were collected from 2012 to 2014."),
    ("results", "Results", "A total of 1,204 adults took part."),
    ("back", "Funding", "This work was funded by the Example Trust."),
)


def study(*parts: tuple[SectionKind, str, str], paper: Paper = PAPER) -> Document:
    blocks = [
        block
        for kind, heading, text in parts
        for block in (
            Block(heading, heading=True, kind=kind),
            *(Block(paragraph, kind=kind) for paragraph in text.split("\n")),
        )
    ]
    return assemble(paper, blocks)


def told(document: Document) -> list[tuple[FactKind, str]]:
    return [(fact.kind, fact.value) for fact in study_facts(document)]


def test_every_kind_of_fact_is_read_in_the_order_of_the_kinds() -> None:
    composition = "Participants were Black (34.2%), Hispanic (21.0%) or White (40.1%)."
    assert told(study(*TOLD, ("results", "Who took part", composition))) == [
        ("design", "cross-sectional"),
        ("sample size", "1204"),
        ("country", "Brazil"),
        ("years", "2012–2014"),
        ("population", "Black 34.2%, Hispanic 21.0%, White 40.1%"),
        ("race measure", "self-identified"),
        ("funding", "This work was funded by the Example Trust."),
    ]


def test_absent_means_absent() -> None:
    assert told(study(("methods", "Methods", "We thought about it for long."))) == []


def test_the_paper_gets_its_facts_and_the_fields_that_were_empty() -> None:
    paper = with_facts(study(*TOLD, paper=replace(PAPER, population="Adults in two cities"))).paper
    assert [fact.kind for fact in paper.facts][:3] == ["design", "sample size", "country"]
    assert (paper.design, paper.race_measure) == ("cross-sectional", "self-identified")
    assert paper.population == "Adults in two cities"


def test_rows_of_a_table_become_one_population() -> None:
    table = "Characteristic | No. (%)\nRace\nBlack | 68 (34.0)\nWhite | 132 (66.0)"
    assert with_facts(study(("table", "Table 1", table))).paper.population == (
        "Black 34.0%, White 66.0%"
    )


@pytest.mark.parametrize("kind", ["introduction", "discussion", "conclusion", "references"])
def test_what_is_told_of_other_studies_is_no_fact(kind: SectionKind) -> None:
    everything = " ".join(text for _, _, text in TOLD)
    assert told(study((kind, "Here", everything))) == []


def test_a_fact_knows_the_page_on_which_its_sentence_starts() -> None:
    document = study(*TOLD)
    turn = document.text.index("Data were")
    pages = (Page(4, "104", 0, turn), Page(5, "105", turn, len(document.text)))
    found = {fact.kind: fact.page for fact in study_facts(replace(document, pages=pages))}
    assert (found["race measure"], found["years"]) == (4, 5)
    assert {fact.page for fact in study_facts(document)} == {None}


def test_a_digest_keeps_its_own_fields_and_has_no_facts() -> None:
    key, digest = next(iter(read_digests(starter_records())))
    assert key
    assert with_facts(digest) == digest


WORDS = (
    "We conducted a cohort study of 1,204 adults in Brazil from 2012 to 2014. Race was "
    "self-reported. 34.2% were Black and 60% White. Funded by the Example Trust (no. 7)."
).split()
SECTIONS: tuple[SectionKind, ...] = ("front", "abstract", "methods", "results", "table", "back")


@given(st.lists(st.tuples(st.sampled_from(SECTIONS), st.lists(st.sampled_from(WORDS), min_size=1))))
def test_a_sentence_is_in_the_text_letter_for_letter(
    parts: list[tuple[SectionKind, list[str]]],
) -> None:
    document = study(*((kind, "Heading", " ".join(words)) for kind, words in parts))
    spans = {(span.start, span.end) for span in sentence_spans(document.text)}
    for fact in study_facts(document):
        assert document.text[fact.start : fact.end] == fact.sentence
        assert (fact.start, fact.end) in spans


@pytest.mark.parametrize("repeated", ["race, or ", "1,234 ", "Black or ", "in 2019, 2020, and "])
def test_five_megabytes_of_the_worst_repeats_end_in_seconds(repeated: str) -> None:
    sentence = f"A{repeated * 400}".strip() + ". "
    text = (sentence * (5_000_000 // len(sentence))).strip()
    document = study(("methods", "Methods", text))
    started = time.process_time()
    study_facts(document)
    assert time.process_time() - started < 20


@pytest.mark.slow
def test_real_papers_give_facts_that_stand_in_their_text(shared: Path) -> None:
    files = [one for one in read_readings() if not one.file.startswith("abstracts/")]
    assert len(files) == 30
    for reading in files:
        document = read(shared / "papers" / reading.file)
        for fact in study_facts(document):
            assert document.text[fact.start : fact.end] == fact.sentence, reading.file

"""Citations are found as people write them, and resolved to the papers of the library."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verify.citations import citations, cited_papers, without_citations, written
from corpus.paper import Paper, identify


def paper(
    family: str, year: int, title: str, doi: str | None = None, pmid: str | None = None
) -> Paper:
    name = identify(doi, pmid, title)
    return Paper(name, title, authors=(f"{family}, A.",), year=year, doi=doi, pmid=pmid)


HOFFMAN = paper("Hoffman", 2016, "Racial bias in pain assessment and treatment", "10.1073/pnas.1")
CERDENA = paper("Cerdeña", 2020, "From race-based to race-conscious medicine", pmid="33065087")
DAVID = paper("David", 1997, "Differing birth weight among infants of three groups")
HELD = (HOFFMAN, CERDENA, DAVID)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Half held a false belief [1].", ["[1]"]),
        ("Half held a false belief [1, 3-5].", ["[1]", "[3]", "[4]", "[5]"]),
        ("Half held one (Hoffman 2016).", ["Hoffman 2016"]),
        ("Half held one (Hoffman et al., 2016; Cerdeña, 2020).", ["Hoffman 2016", "Cerdeña 2020"]),
        ("Hoffman and colleagues (2016) found it.", ["Hoffman 2016"]),
        ("Hoffman et al., 2016 found it.", ["Hoffman 2016"]),
        ("Hoffman & Trawalter (2016a) found it.", ["Hoffman 2016"]),
        ("It is so, doi:10.1073/PNAS.1.", ["doi:10.1073/PNAS.1."]),
        ("It is so (PMID: 33065087).", ["PMID: 33065087"]),
        ("In 2016, 40 of 50 said so.", []),
    ],
)
def test_citations_are_found(sentence: str, told: list[str]) -> None:
    assert [one.text for one in citations(sentence) if one.certain] == told


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Half held a false belief [1].", "Half held a false belief."),
        ("Half held one (Hoffman et al., 2016; Cerdeña, 2020).", "Half held one."),
        ("Hoffman and colleagues (2016) found it.", "Hoffman and colleagues found it."),
        ("It is so (PMID: 33065087).", "It is so."),
    ],
)
def test_a_sentence_is_checked_without_its_citations(sentence: str, said: str) -> None:
    assert without_citations(sentence, citations(sentence)) == said


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("So (Hoffman 2016).", [HOFFMAN]),
        ("So (Cerdena et al. 2020).", [CERDENA]),
        ("So (Hoffman 2017).", []),
        ("So https://doi.org/10.1073/pnas.1", [HOFFMAN]),
        ("So (PMID 33065087).", [CERDENA]),
        ("So [1].", [HOFFMAN]),
        ("So [2].", [CERDENA]),
        ("So [3].", [DAVID]),
        ("So [4].", []),
        ("So [9].", []),
    ],
)
def test_citations_name_the_papers_held(sentence: str, named: list[Paper]) -> None:
    references = {
        1: "Hoffman KM, et al. Racial bias. PNAS 2016. doi:10.1073/pnas.1.",
        2: "Anon. From Race-Based to Race-Conscious Medicine. Lancet.",
        3: "David RJ, Collins JW. Birth weight. 1997.",
        4: "Nobody B. Nothing. 2001.",
    }
    (one,) = citations(sentence)
    assert cited_papers(one, references, HELD) == named


@pytest.mark.parametrize(
    "text",
    [
        "It is so.[1] And so [2].\n\nReferences\n[1] Hoffman. 2016.\n[2] David. 1997.",
        "It is so. [1] And so [2].\n\n1. Hoffman. 2016.\n2. David. 1997.\n",
        "It is so [1]. And so [2].\n\nSources:\nHoffman. 2016.\nDavid. 1997.",
    ],
)
def test_a_reference_list_is_parted_from_what_is_said(text: str) -> None:
    found = written(text)
    assert found.references == {1: "Hoffman. 2016.", 2: "David. 1997."}
    assert " ".join(found.body.split()) == "It is so [1]. And so [2]."


def test_a_numbered_list_that_cites_nothing_is_part_of_the_text() -> None:
    text = "Two things follow:\n1. Measure pain.\n2. Treat pain."
    assert written(text).body == text


@given(st.text(alphabet="aA[]()0129,;.-–& \n" + "é", max_size=400))
def test_no_text_fails(text: str) -> None:
    found = written(text)
    without_citations(found.body, citations(found.body))


def test_hostile_text_is_read_in_time() -> None:
    started = time.process_time()
    for text in (
        "[1]" * 6_000,
        "(Aa, " * 4_000,
        "Aa and " * 3_000,
        "[1-99999]" * 2_000,
        "1. " * 6_000,
    ):
        citations(written(text).body)
    assert time.process_time() - started < 10

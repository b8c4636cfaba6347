"""Passages are exact slices, lose nothing, fit the model, and bear stable ids."""

from __future__ import annotations

import functools

import pytest
from fakes import HashingEmbedder, make_document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.embed import Embedder, contextual_text, open_model
from corpus.paper import Document, Paper, WordBox, identify_passage
from ingest.assemble import Block, assemble
from ingest.split import split

_WORD = st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=14)
_LONG_WORD = st.integers(100, 900).map(lambda size: ("acgtACGT-4/é" * size)[:size])
_SENTENCE = st.lists(_WORD | _LONG_WORD, min_size=1, max_size=60).map(
    lambda words: " ".join(words) + "."
)
_PARAGRAPH = st.lists(_SENTENCE, min_size=1, max_size=8).map(" ".join)
_HEADING = st.sampled_from(["Methods", "2.1 Results", "References", "Limitations", "Anything else"])
_KIND = st.sampled_from([None, None, "table", "body", "references"])
"""A paragraph of another kind than the one before it opens a section without a heading."""
_BLOCKS = st.lists(
    st.builds(Block, _PARAGRAPH, kind=_KIND)
    | _HEADING.map(lambda title: Block(title, heading=True)),
    min_size=1,
    max_size=8,
)
_TITLE = st.text(min_size=1, max_size=200)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    return assemble(Paper("doi:10.1/x", draw(_TITLE)), draw(_BLOCKS))


def check_promises(document: Document, embedder: Embedder) -> None:
    passages = split(document, embedder)
    assert passages == split(document, embedder)
    held: set[int] = set()
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.passage_id == identify_passage(
            passage.paper_id, passage.origin, passage.start, passage.text
        )
        places = set(range(passage.start, passage.end))
        assert not held & places
        held |= places
    assert len({passage.passage_id for passage in passages}) == len(passages)
    references = {
        place
        for section in document.sections
        if section.kind == "references"
        for place in range(section.start, section.end)
    }
    assert not held & references
    for place, character in enumerate(document.text):
        assert character.isspace() or place in held or place in references
    embedded = [contextual_text(document.paper.title, p.section, p.text) for p in passages]
    assert all(length <= embedder.max_tokens for length in embedder.count_tokens(embedded))


@given(documents())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_passages_are_slices_hold_everything_and_fit_the_model(document: Document) -> None:
    check_promises(document, HashingEmbedder())


@functools.cache
def minilm() -> Embedder:
    return open_model()


@pytest.mark.slow
@given(documents())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_the_promises_hold_in_the_tokens_of_the_real_model(document: Document) -> None:
    check_promises(document, minilm())


def test_a_heading_without_a_paragraph_goes_with_the_next_section() -> None:
    document = assemble(
        Paper("doi:10.1/x", "Title"),
        [Block("Methods", heading=True), Block("Sampling", heading=True), Block("We asked 12.")],
    )
    assert [p.text for p in split(document, HashingEmbedder())] == [
        "Methods\n\nSampling\n\nWe asked 12."
    ]


def test_a_document_of_references_alone_has_no_passages() -> None:
    document = assemble(Paper("doi:10.1/x", "Title"), [Block("References", heading=True)])
    assert split(document, HashingEmbedder()) == []


def test_sentences_are_never_parted_where_they_fit() -> None:
    sentence = "Every one of these sentences has exactly ten short words here."
    document = make_document("Title", " ".join([sentence] * 60))
    passages = split(document, HashingEmbedder())
    assert len(passages) > 1
    assert all(passage.text.endswith("here.") for passage in passages)


def test_a_passage_knows_the_pages_it_is_printed_on() -> None:
    words = (WordBox(3, 0, 3, 0, 0, 1, 1), WordBox(4, 4, 10, 0, 0, 1, 1))
    document = assemble(Paper("doi:10.1/x", "Title"), [Block("One passage.", words=words)])
    (passage,) = split(document, HashingEmbedder())
    assert (passage.first_page, passage.last_page) == (3, 4)


def test_passages_have_no_pages_where_the_format_has_none() -> None:
    (passage,) = split(make_document("Title", "One passage."), HashingEmbedder())
    assert (passage.first_page, passage.last_page) == (None, None)

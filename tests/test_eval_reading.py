"""The benches see what a reader drops, leaks or misplaces."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from fakes import HashingEmbedder, make_document
from pdf_checks import SENTENCE
from pdf_maker import Leaf, Put, column, make_pdf

from eval.bench.coverage import cover
from eval.bench.truth import printed_pages, squeezed, truth_of
from eval.bench.twins import compare, normalised
from ingest.pdf.read import read_pdf
from ingest.split import split


def made(folder: Path) -> Path:
    puts = [
        Put(72, 720, "Results", 16, bold=True),
        *column(f"{SENTENCE}\nMost visits were made in winter.", y=700),
        Put(72, 640, "References", 16, bold=True),
        *column("1. Ray C. Air and asthma in the north of the country, a study of\nthe", y=620),
        *column("visits to clinics in winter. J Air. 2001;12(3):45-51.", y=596),
    ]
    return make_pdf(folder / "a.pdf", [Leaf(puts)])


def test_a_dropped_passage_is_counted_as_dropped_and_references_apart(tmp_path: Path) -> None:
    path = made(tmp_path)
    document = read_pdf(path)
    passages = split(document, HashingEmbedder())
    whole = cover(path, document, passages, None)
    assert (whole.share, whole.dropped) == (1.0, 0)
    assert whole.references > 15
    without = cover(path, replace(document, words=()), [], None)
    assert (without.covered, without.references) == (0, 0)
    assert without.dropped > 30


def test_words_of_forms_without_pages_are_compared_by_count() -> None:
    document = make_document("Air.")
    found = cover(Path("a.xml"), document, [], Counter({"asthma": 2, "2001": 1}))
    assert (found.covered, found.dropped, found.some) == (0, 2, ("asthma",))


def test_entries_are_found_below_the_heading_of_the_reference_list(tmp_path: Path) -> None:
    (entry,) = truth_of(made(tmp_path)).entries
    assert entry.startswith(squeezed("1. Ray C. Air and asthma"))


def test_a_sentence_on_another_page_is_misplaced_and_a_missing_one_missed(tmp_path: Path) -> None:
    path = made(tmp_path)
    document = read_pdf(path)
    other = replace(document, text=document.text.replace("Most visits", "Few visits"))
    twins = compare(document, other, printed_pages(path), HashingEmbedder())
    assert (twins.sentences, twins.found, twins.placed) == (2, 1, 1)
    assert twins.missed == ["Few visits were made in winter."]
    elsewhere = compare(document, other, ["", *printed_pages(path)], HashingEmbedder())
    assert elsewhere.misplaced == [SENTENCE]


def test_a_sentence_that_runs_over_a_page_is_on_its_first_one(tmp_path: Path) -> None:
    leaves = [
        Leaf([Put(72, 720, "Results", 16, bold=True), *column("We saw that most of the", y=60)]),
        Leaf(column("visits to the clinics were made in winter.", y=720)),
    ]
    path = make_pdf(tmp_path / "a.pdf", leaves)
    document = read_pdf(path)
    twins = compare(document, document, printed_pages(path), HashingEmbedder())
    assert (twins.sentences, twins.placed) == (1, 1)


def test_dashes_quotes_and_line_ends_do_not_count() -> None:
    assert normalised("\u201cwell-\nbeing\u201d \u2013 2") == normalised('"Well\u2011being" - 2')

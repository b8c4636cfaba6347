"""Damaged files of every form end in a document that keeps its promises, or in a refusal."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import fakes
import pytest

from corpus.paper import Document, Passage, Section, StudyFact, WordBox
from corpus.settings import Bounds
from eval.bench.apart import Apart, Trial, try_file
from eval.bench.fuzz import Plan, damaged, fuzz, report
from eval.bench.promises import BrokenPromise, check_document, check_passages, examine
from eval.bench.samples import form_of, make_samples
from ingest.forms import READABLE
from ingest.references.read import REFERENCE_ENDINGS
from ingest.split import split

TOKENS = fakes.HashingEmbedder()
BOUNDS = Bounds(seconds=20)
DOCUMENT = fakes.make_document("A title", "We followed 40 children. Visits fell by a third.")
FORMS = (
    "JATS", "TEI", "PubMed XML", "HTML", "Markdown", "text", "RIS", "BibTeX", "CSL-JSON", "NBIB",
    "Retraction Watch", "identifiers", "PDF", "DOCX", "PPTX", "zip",
)  # fmt: skip


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = make_samples(tmp_path_factory.mktemp("samples"))
    return {form: path for path in made if (form := form_of(path))}


def test_there_is_a_sample_of_every_form_that_is_read(samples: dict[str, Path]) -> None:
    assert set(samples) == set(FORMS)
    endings = {path.suffix for path in samples.values()}
    twins = {".nxml", ".htm", ".xhtml", ".docm", ".pptm", ".markdown", ".bibtex"}
    assert {*READABLE, *REFERENCE_ENDINGS} - endings == twins


@pytest.mark.parametrize("form", FORMS)
def test_a_sample_that_is_whole_is_read(form: str, samples: dict[str, Path]) -> None:
    examine(form, samples[form], TOKENS, BOUNDS)


@pytest.mark.parametrize("form", FORMS)
def test_a_damaged_sample_is_read_or_refused(
    form: str, samples: dict[str, Path], tmp_path: Path
) -> None:
    file = tmp_path / samples[form].name
    for seed in range(25):
        content, damages = damaged(samples[form], form, seed)
        # Long ones are for the bench: here a few seconds must do for all.
        file.write_bytes(content[:60_000])
        trial = try_file(form, file, TOKENS, BOUNDS)
        assert trial.end != "finding", f"seed {seed}, {damages}\n{trial.told}"


def test_the_same_seed_and_file_make_the_same_damage(
    samples: dict[str, Path], tmp_path: Path
) -> None:
    again = {form_of(path): path for path in make_samples(tmp_path)}
    for form, path in samples.items():
        assert path.read_bytes() == again[form].read_bytes()
        first = [damaged(path, form, seed) for seed in range(5)]
        assert first == [damaged(again[form], form, seed) for seed in range(5)]
        assert len({content for content, _ in first}) > 1


FACT = StudyFact("design", "cohort", "We followed 41 children.", "full text", 9, 33)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (replace(DOCUMENT, text=DOCUMENT.text.replace("third", "th\x1brd")), "control character"),
        (replace(DOCUMENT, words=(WordBox(1, 0, 10_000, 0, 0, 1, 1),)), "the place of WordBox"),
        (replace(DOCUMENT, sections=(Section("results", "Results", 0, 9),)), "behind the last"),
        (replace(DOCUMENT, paper=replace(DOCUMENT.paper, facts=(FACT,))), "the sentence of"),
        (replace(DOCUMENT, paper=replace(DOCUMENT.paper, year=20201)), "the year 20201"),
        (replace(DOCUMENT, paper=replace(DOCUMENT.paper, title=" ")), "without a title"),
    ],
)
def test_a_document_that_breaks_a_promise_is_found_out(broken: Document, told: str) -> None:
    check_document(DOCUMENT)
    with pytest.raises(BrokenPromise, match=told):
        check_document(broken)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda passage: [replace(passage, text="Another text.")], "the slice of"),
        (lambda passage: [passage, passage], "the place of"),
        (lambda passage: [], "no passage has"),
    ],
)
def test_passages_that_break_a_promise_are_found_out(change: Any, told: str) -> None:
    (passage,) = split(DOCUMENT, TOKENS)
    check_passages(DOCUMENT, [passage], TOKENS)
    changed: list[Passage] = change(passage)
    with pytest.raises(BrokenPromise, match=told):
        check_passages(DOCUMENT, changed, TOKENS)


@pytest.mark.parametrize(
    ("reader", "seconds", "told"),
    [
        (fakes.reader_that_hangs, 2, "took longer than 2 s"),
        (fakes.reader_that_crashes, 60, "the process crashed"),
    ],
)
def test_a_reader_that_hangs_or_crashes_is_a_finding(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    reader: Any,
    seconds: float,
    told: str,
) -> None:
    samples = make_samples(tmp_path)[:1]
    monkeypatch.setattr("eval.bench.apart.try_file", reader)
    (tmp_path / "apart").mkdir()
    with Apart(tmp_path / "apart", Bounds(seconds=seconds)) as apart:
        plan = Plan(samples, seed=7, minutes=1, once=True, keep=tmp_path)
        assert report(fuzz(plan, apart)) == 1
    printed = capsys.readouterr().out
    assert "finding: --seed 7 --once sample-jats.xml" in printed
    assert told in printed
    assert (tmp_path / "7-sample-jats.xml").is_file()


@pytest.mark.parametrize(("growth", "files", "findings"), [(0, 0, 0), (100_000, 0, 1), (0, 1, 1)])
def test_a_process_that_grows_without_end_is_a_finding(
    growth: int, files: int, findings: int
) -> None:
    trials = [
        Trial("document", process=os.getpid(), memory=growth * number, open_files=files * number)
        for number in range(1200)
    ]
    assert report(("text", trial) for trial in trials) == findings

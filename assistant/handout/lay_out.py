"""Lay a hand-out out: what stands on it, in order, before it is written in any form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.handout.citing import linked, marker, place, reference_lines
from assistant.handout.handout import Entry, Handout
from assistant.handout.outline import Block, Heading, Listing, Paragraph, Run, Table, said
from assistant.handout.warn import DIGEST, of_paper, of_sentence
from assistant.misconceptions.correction import instead, without_source
from corpus.claims import Claim
from corpus.paper import Paper
from corpus.references.cite import byline, standing_words

_SHORT = 3
"""Sentences of the evidence that serve as the short answer."""
_ROOM = 3
"""Lines to write on below a question for discussion."""
_DIGEST = " (digest, not the paper's words)"
NOT_KNOWN = "not known"


def lay_out(handout: Handout) -> Iterator[Block]:
    """Yield the parts of a hand-out; one that has nothing to say is left out."""
    yield Heading(0, handout.title)
    yield said(f"Teaching hand-out · {_day(handout)}", "subtitle")
    yield from _questions(handout)
    yield from _short_answer(handout)
    yield from _corrections(handout)
    yield from _evidence(handout)
    yield from _limits(handout)
    yield from _discussion(handout)
    if handout.references:
        yield Heading(1, "References")
        lines = reference_lines(handout)
        yield Listing(lines, "numbers" if handout.style == "ama" else "hanging")
    yield from _made(handout)


def _questions(handout: Handout) -> Iterator[Block]:
    if handout.questions == (handout.title,):
        return
    if handout.questions:
        yield Heading(1, "Question" if len(handout.questions) == 1 else "Questions")
        lines = tuple((Run(question),) for question in handout.questions)
        yield Listing(lines, "bullets") if len(lines) > 1 else Paragraph(lines[0])


def _short_answer(handout: Handout) -> Iterator[Block]:
    """Yield the person's own words, or else the first sentence on each question."""
    if handout.answer:
        yield Heading(1, "Short answer")
        yield from (said(part) for part in handout.answer.split("\n") if part.strip())
        return
    first: dict[str, Entry] = {}
    for entry in handout.held:
        first.setdefault(entry.item.question, entry)
    if first:
        yield Heading(1, "Short answer, in the words of the evidence")
        for entry in list(first.values())[:_SHORT]:
            yield _quoted(handout, entry)


def _quoted(handout: Handout, entry: Entry) -> Paragraph:
    """Return the sentence with its marker; only a paper's own words are in quotation marks."""
    quote = entry.item.quote
    if entry.paper is None or entry.passage is None:
        return Paragraph((Run(quote),), "digest")  # Quotation marks promise that it was found.
    cited = Run(f" {marker(handout, entry.paper, place(entry.passage))}")
    if entry.is_digest:
        return Paragraph((Run(quote), cited, Run(_DIGEST)), "digest")
    return Paragraph((Run(f"“{quote}”"), cited), "quote")


def _corrections(handout: Handout) -> Iterator[Block]:
    if not (handout.claims or handout.lost_claims):
        return
    yield Heading(1, "Claims to correct")
    for claim in handout.claims:
        yield from _correction(claim)
    for name in handout.lost_claims:
        yield said(f"“{name}” is no longer in the register of claims.", "warning", "Not found.")


def _correction(claim: Claim) -> Iterator[Block]:
    yield said(claim.statement, "warning", f"Claim ({claim.kind}):")
    yield said(claim.correction)
    for told in (instead(claim), without_source(claim)):
        if told:
            yield said(told)
    if claim.sources:
        runs = [Run("Sources: ")]
        for number, source in enumerate(claim.sources):
            runs += [Run("; ")] if number else []
            runs += [Run(f"{byline(source.paper)} "), *linked(source.paper)]
        yield Paragraph(tuple(runs), "source")


def _evidence(handout: Handout) -> Iterator[Block]:
    """Yield the sentences in the person's order; those of one paper stand together."""
    if not handout.entries:
        return
    yield Heading(1, "Evidence")
    if any(entry.is_digest for entry in handout.held):
        yield said(DIGEST, "small")
    several = len({entry.item.question for entry in handout.entries}) > 1
    before = None
    for number, (_, alike) in enumerate(groupby(handout.entries, _together), start=1):
        entries = list(alike)
        asked = entries[0].item.question
        if several and asked != before:
            before = asked
            yield Heading(2, asked or "Collected without a question")
        yield from _of_paper(handout, number, entries)


def _together(entry: Entry) -> tuple[str, str]:
    """Return what sentences side by side share when they stand under one heading."""
    return entry.item.question, entry.paper.paper_id if entry.paper else entry.item.source


def _of_paper(handout: Handout, number: int, entries: Sequence[Entry]) -> Iterator[Block]:
    first = entries[0]
    paper = first.paper
    named = byline(paper) or paper.title if paper else first.item.source or "A paper not named"
    yield Heading(3, f"{number}. {named}")
    if first.paper:
        yield Paragraph((Run(f"{_ended(first.paper.title)} "), *linked(first.paper)), "source")
    for told in of_paper(first):
        yield said(told.words, "warning", told.label)
    for entry in entries:
        yield _quoted(handout, entry)
        for told in of_sentence(entry):
            yield said(told.words, "warning", told.label)
        if entry.item.note.strip():
            yield said(entry.item.note.strip(), "note", "Note:")


def _ended(title: str) -> str:
    """Return a title with one stop at its end."""
    title = title.strip()
    return title if title.endswith((".", "?", "!")) else f"{title}."


def _limits(handout: Handout) -> Iterator[Block]:
    if not handout.studies:
        return
    yield Heading(1, "How these studies were done, and their limits")
    yield said(
        "Read a finding with who was studied and how race was determined. "
        f"“{NOT_KNOWN.capitalize()}” means that the library does not tell, not that the study "
        "did not."
    )
    header = ("Paper", "Design", "Who was studied", "How race was determined", "Sample and place")
    rows = tuple(_study(handout, paper) for paper in handout.studies)
    yield Table(
        "For each paper: design, people studied, how race was determined, sample", header, rows
    )


def _study(handout: Handout, paper: Paper) -> tuple[str, ...]:
    people = paper.population or "; ".join(paper.told("population"))
    race = "; ".join(paper.told("race measure")) or paper.race_measure
    size = [f"n = {int(n):,}" if n.isdigit() else n for n in paper.told("sample size")]
    sample = ", ".join((*size, *paper.told("country"), *paper.told("years")))
    number = f"{handout.number(paper)}. " if handout.style == "ama" else ""
    name = f"{number}{byline(paper)} ({standing_words(paper)})"
    told = (paper.design, people, race, sample)
    return (name, *(word or NOT_KNOWN for word in told))


def _discussion(handout: Handout) -> Iterator[Block]:
    if handout.discussion:
        yield Heading(1, "For discussion")
        lines = tuple((Run(question.strip()),) for question in handout.discussion)
        yield Listing(lines, "numbers", room=_ROOM)


def _made(handout: Handout) -> Iterator[Block]:
    yield Heading(1, "About this hand-out")
    lost = len(handout.entries) - len(handout.held)
    checked = (
        f"Made with Equity Evidence from library {handout.snapshot} ({handout.papers:,} papers) on "
        f"{_day(handout)}. On that day every sentence above was looked up in the library again"
    )
    outcome = f"; {lost} of {len(handout.entries)} were not found and are marked." if lost else "."
    since = f" They were collected from library {handout.before}." if handout.before else ""
    yield said(checked + outcome + since, "small")
    yield said(_reading(handout), "small")
    yield said("It is a help for teaching, not medical advice.", "small")


def _reading(handout: Handout) -> str:
    if handout.grade is None:
        return "Reading level: too little English text to tell."
    return (
        f"Reading level: Flesch-Kincaid grade {handout.grade:.0f} (a US school year; 12 is "
        "the last). It counts quotes, corrections and notes."
    )


def _day(handout: Handout) -> str:
    return f"{handout.day.day} {handout.day:%B %Y}"

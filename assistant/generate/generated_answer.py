"""Turn what a language model writes into an answer, or fall back on the quoted one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.brief import Answer, Sentence, Written
from assistant.compose.citation_numbers import cite, numbered
from assistant.compose.compose import Chosen, counterparts
from assistant.compose.counterparts import pairs
from assistant.generate.write import MOST_PASSAGES, Draft, Line, Writing, write
from assistant.retrieve.evidence import Evidence
from assistant.verify.check_sentence import whole_sentences
from corpus.library import Library
from corpus.text.sentences import Span


def drafted(
    quoted: Answer,
    writing: Writing,
    question: str,
    given: Sequence[Evidence],
    library: Library,
) -> Iterator[Answer]:
    """Yield the answer that a model writes from the passages given.

    What a paper must be read together with is quoted beneath. Where nothing is borne out, or the
    model fails before anything was, the last answer is the quoted one, with a line that says so.
    """
    draft = Draft()
    embedding = library.embedding_of([one.passage for one in given])
    for draft in write(writing, question, given, embedding):
        yield _as_answer(quoted, draft, given, writing)
    whole = _as_answer(quoted, draft, given, writing)
    if not draft.kept:
        yield replace(quoted, written=whole.written)
        return
    cited = list(dict.fromkeys(item.paper.paper_id for item in whole.evidence))
    beside = counterparts(library, question, [], pairs(library.papers(), cited))
    sentences, evidence = numbered(beside, whole.evidence)
    yield replace(whole, sentences=(*whole.sentences, *sentences), evidence=evidence)


def written_words(answer: Answer) -> str | None:
    """Say who wrote the answer and what was struck; None where no language model was asked."""
    written = answer.written
    if written is None:
        return None
    parts: list[str] = []
    if answer.writer == written.model:
        parts.append(f"Written by {written.model}, each sentence checked against its passages")
        parts.append(f"{written.struck or 'none'} struck")
        if written.markers_struck:
            markers = f"{written.markers_struck:,} marker{'s' * (written.markers_struck > 1)}"
            parts.append(f"{markers} struck")
    return " ".join(filter(None, ["; ".join(parts) + "." if parts else "", written.note]))


def _as_answer(quoted: Answer, draft: Draft, given: Sequence[Evidence], writing: Writing) -> Answer:
    """Return a draft as an answer: numbered, what is not borne out struck and counted."""
    evidence: dict[str, Evidence] = {}
    sentences: list[Sentence] = []
    for line in draft.lines:
        if not line.struck or writing.show_struck:
            ranks = tuple(
                cite(evidence, given[place], _quote(line, given[place])) for place in line.cites
            )
            supported = line.checked.outcome == "supported"
            sentences.append(
                Sentence(
                    line.text, ranks, line.verbatim, supported, line.checked.why, "says",
                    struck=line.struck,
                )
            )  # fmt: skip
    name = writing.model.name
    struck = sum(line.struck for line in draft.lines)
    return replace(
        quoted,
        sentences=tuple(sentences),
        evidence=tuple(evidence.values()),
        writer=name,
        written=Written(name, struck, draft.markers_struck, _note(draft, name)),
    )


def _note(draft: Draft, name: str) -> str | None:
    """Say what went otherwise than asked."""
    instead = "sentences are quoted from the papers instead"
    if draft.failed and draft.kept:
        return f"{name} broke off: {draft.failed}. What it had written is shown."
    if draft.failed:
        return f"{name} could not write: {draft.failed}; {instead}."
    if draft.not_answered:
        return None if draft.kept else f"{name} found no answer in its passages; {instead}."
    if not draft.lines:
        return f"{name} wrote no sentence; {instead}."
    if not draft.kept:
        return f"Nothing that {name} wrote is borne out by its passages; {instead}."
    return None


def _quote(line: Line, item: Evidence) -> Span | None:
    """Return the sentence of a cited passage that bears a line, where it is known."""
    if line.verbatim:
        return whole_sentences(line.text, item.passage.text)
    place = None if line.struck else line.checked.place
    # The check tells one place; of several passages it is not known here which one it means.
    return place.span if place is not None and len(line.cites) == 1 else None


def given_to(chosen: Sequence[Chosen], found: Sequence[Evidence]) -> list[Evidence]:
    """Return the passages that a model is given: those quoted, then the next ones found."""
    items = [*(one.candidate.evidence for one in chosen), *found]
    by_passage = {item.passage.passage_id: item for item in reversed(items)}
    order = dict.fromkeys(item.passage.passage_id for item in items)
    return [by_passage[passage_id] for passage_id in order][:MOST_PASSAGES]

"""Verify a paragraph that a person wrote: each sentence against the papers it cites."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.retrieve.evidence import Evidence
from assistant.retrieve.search import NOT_EVIDENCE, search, search_within
from assistant.verify.check_sentence import Checked, check
from assistant.verify.citations import (
    Citation,
    Written,
    citations,
    cited_papers,
    without_citations,
    written,
)
from assistant.verify.rules.entailment import Entails
from assistant.verify.verdict_estimate import Verdict
from corpus.claims import Claim
from corpus.errors import QuestionError
from corpus.hit import SearchScope
from corpus.library import Library
from corpus.paper import Paper
from corpus.references.cite import byline, short_name
from corpus.text.sentences import sentence_spans

Repeats = Callable[[Library, str], Claim | None]
"""Returns the claim of the register that a sentence repeats as its own."""
LONGEST_TEXT = 20_000
"""Characters; some eight pages."""
MOST_SENTENCES = 200
_PASSAGES = 8
"""Passages of the cited papers that a sentence is checked against."""
_NEAREST = 3
"""Passages that a sentence without a citation is checked against."""
_LEAST_WORDS = 3
_LINES = "\n\r\t"


@dataclass(frozen=True)
class Verified:
    """One sentence of the text, and what bears it or contradicts it."""

    text: str
    cites: tuple[str, ...]
    """As they are written, such as "[1]" or "Hoffman 2016"."""
    outcome: Verdict
    probability: Mapping[Verdict, float]
    why: str
    evidence: tuple[Evidence, ...]
    """The passage that bears or contradicts it first, its sentence as the quote."""
    claim: Claim | None = None
    """The claim of the register that it repeats, which no citation makes supported."""


@dataclass(frozen=True)
class Verification:
    """What verifying a text found."""

    sentences: tuple[Verified, ...]
    papers: int
    """How many papers the library holds."""
    passages: int
    snapshot: str
    seconds: float

    def count(self, outcome: Verdict) -> int:
        """Return how many sentences came out so."""
        return sum(sentence.outcome == outcome for sentence in self.sentences)


def check_text(text: str) -> str:
    """Return the text as it is read; raise QuestionError if it cannot be verified."""
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in text if c not in _LINES):
        raise QuestionError("the text holds characters that are not text; paste it as plain text")
    if not re.search(r"\w", text):
        raise QuestionError("the text is empty; give a paragraph with its citations")
    if len(text) > LONGEST_TEXT:
        raise QuestionError(
            f"the text has {len(text):,} characters, at most {LONGEST_TEXT:,} are verified at "
            "once; verify it section by section"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def verify(
    library: Library, text: str, entails: Entails | None = None, repeats: Repeats | None = None
) -> Verification:
    """Return what the library says of each sentence; raise QuestionError for unusable text."""
    started = time.perf_counter()
    parted = written(check_text(text))
    sentences = _sentences(parted.body)
    if not sentences:
        raise QuestionError("the text holds no sentence, only references; give what cites them")
    if len(sentences) > MOST_SENTENCES:
        raise QuestionError(
            f"the text has {len(sentences):,} sentences, at most {MOST_SENTENCES} are verified at "
            "once; verify it section by section"
        )
    return Verification(
        sentences=tuple(
            _by_register(library, _verified(library, sentence, parted, entails), repeats)
            for sentence in sentences
        ),
        papers=len(library.papers()),
        passages=library.passage_count,
        snapshot=library.snapshot,
        seconds=time.perf_counter() - started,
    )


def _sentences(body: str) -> list[str]:
    found = [" ".join(body[span.start : span.end].split()) for span in sentence_spans(body)]
    return [
        sentence for sentence in found if len(re.findall(r"[^\W\d_]+", sentence)) >= _LEAST_WORDS
    ]


def _verified(
    library: Library, sentence: str, parted: Written, entails: Entails | None
) -> Verified:
    held = library.papers()
    cited = {
        one: cited_papers(one, parted.references, held.values()) for one in citations(sentence)
    }
    # A name and a year that are no paper's might be anything; they are left where they stand.
    cited = {one: papers for one, papers in cited.items() if papers or one.certain}
    said = without_citations(sentence, list(cited))
    papers = list(dict.fromkeys(paper.paper_id for found in cited.values() for paper in found))
    limits = SearchScope(paper_ids=papers, not_kinds=NOT_EVIDENCE)
    evidence = (
        search_within(library, said, limits, _PASSAGES)
        if papers
        else search(library, said, top=_NEAREST)
    )
    texts = [item.passage.text for item in evidence]
    embedding = library.embedding_of([item.passage for item in evidence])
    checked = check(said, texts, embedding, entails)
    return Verified(
        text=sentence,
        cites=tuple(dict.fromkeys(one.text for one in cited)),
        outcome=checked.outcome,
        probability=checked.probability,
        why=_why(checked, cited, parted, evidence),
        evidence=_shown(checked, evidence),
    )


def _by_register(library: Library, found: Verified, repeats: Repeats | None) -> Verified:
    """Return a sentence with the register's correction, if it repeats one of its claims."""
    held = library.papers().values()
    cited = {one: cited_papers(one, {}, held) for one in citations(found.text)}
    said = without_citations(found.text, [one for one in cited if cited[one] or one.certain])
    claim = repeats(library, said) if repeats is not None else None
    if claim is None:
        return found
    sources = "; ".join(byline(source.paper) for source in claim.sources)
    told = f"It repeats a claim that our register corrects: {claim.correction}"
    why = f"{told} Sources: {sources}. {found.why}" if sources else f"{told} {found.why}"
    if found.outcome != "supported":
        return replace(found, why=why, claim=claim)
    # A paper may report a claim, or have been wrong: that its words stand there settles nothing.
    unknown: Mapping[Verdict, float] = {"supported": 0, "contradicted": 0, "cannot_tell": 1}
    return replace(found, outcome="cannot_tell", probability=unknown, why=why, claim=claim)


def _shown(checked: Checked, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the passage that decides with its sentence, then one of each other paper."""
    if checked.place is None:
        return tuple(evidence[:1])
    first = replace(evidence[checked.place.passage], quotes=(checked.place.span,))
    papers = {first.paper.paper_id: first}
    for item in evidence:
        papers.setdefault(item.paper.paper_id, item)
    return tuple(replace(item, rank=rank) for rank, item in enumerate(papers.values(), start=1))


def _why(
    checked: Checked,
    cited: dict[Citation, list[Paper]],
    parted: Written,
    evidence: Sequence[Evidence],
) -> str:
    parts = [_not_held(one, parted) for one, papers in cited.items() if not papers]
    held = {paper.paper_id: paper for papers in cited.values() for paper in papers}
    if not cited:
        parts.append("No citation; this is the nearest evidence.")
    elif not held:
        parts.append("This is the nearest evidence instead.")
    parts.append(checked.why if held else checked.why.replace("The cited", "That"))
    shown = (
        held.values() if held else {item.paper.paper_id: item.paper for item in evidence}.values()
    )
    parts += [
        f"{short_name(paper)} is {paper.status.standing.value}."
        for paper in shown
        if paper.status.needs_care
    ]
    return " ".join(dict.fromkeys(parts))


def _not_held(one: Citation, parted: Written) -> str:
    if one.number is not None and one.number not in parted.references:
        return f"{one.text} names no entry of a reference list."
    return f"The library does not hold {one.text}."

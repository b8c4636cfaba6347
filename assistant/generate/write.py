"""Let a language model write, and keep of it only what its passages bear out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.generate.markers import Marked, read_markers, sentences
from assistant.generate.models import LanguageModel
from assistant.generate.prompt import NOT_ANSWERED, make_prompt
from assistant.retrieve.evidence import Evidence
from assistant.verify.check_sentence import Checked, check, whole_sentences
from corpus.embedding_cache import Embedding
from corpus.errors import WriterError

MOST_PASSAGES = 8
"""Passages that a model is given."""
_MOST_LINES = 12
"""Sentences read of a model's answer; one that goes round in circles is left."""

Judge = Callable[[str, Sequence[str], Embedding], Checked]
"""Says whether passages bear out a sentence; `check_sentence.check`, or a stand-in."""

_QUOTED = re.compile(r"[“\"'‘](.+)[”\"'’][.]?", re.DOTALL)
_SOURCE = re.compile(
    r"(?i:https?://|www\.|\bdoi\b|\b10\.\d{4,9}/|\bPMID\b|\bet al\b)"
    r"|\([A-Z][^()]{1,60}, (?:19|20)\d\d[a-z]?\)|\b[A-Z][a-z'’-]+ \((?:19|20)\d\d[a-z]?\)"
)
"""What names a source by itself: a link, an identifier, authors with a year."""
_MARKUP = re.compile(r"<[!/]?[a-z]|!?\[[^\]]*\]\(", re.IGNORECASE)


@dataclass(frozen=True)
class Writing:
    """Who writes, and how what is not borne out is shown."""

    model: LanguageModel
    show_struck: bool = False
    """True shows struck sentences struck through; else they are left out."""
    judge: Judge = check
    agreed: bool = False
    """True where whoever started the page agreed, for all who open it, to what is sent."""

    @property
    def needs_consent(self) -> bool:
        """Say whether a person must agree before the model is asked."""
        return self.model.sent_to is not None and not self.agreed


@dataclass(frozen=True)
class Line:
    """One sentence that a model has written, checked."""

    text: str
    """Without markers."""
    cites: tuple[int, ...]
    """Places in the evidence that the model was given, from 0."""
    checked: Checked
    verbatim: bool
    """True where it is found in a cited passage letter for letter."""

    @property
    def struck(self) -> bool:
        """Say whether its passages do not bear it out."""
        return self.checked.outcome == "contradicted" or self.checked.differs


@dataclass(frozen=True)
class Draft:
    """What a model has written so far."""

    lines: tuple[Line, ...] = ()
    """All of it, the struck sentences among them."""
    markers_struck: int = 0
    """Markers that named no passage, or one that does not bear the sentence."""
    not_answered: bool = False
    """True where the model says that the passages do not answer."""
    failed: str | None = None
    """Why it broke off, in one line; None where it did not."""

    @property
    def kept(self) -> tuple[Line, ...]:
        """The sentences that are not struck."""
        return tuple(line for line in self.lines if not line.struck)


def write(
    writing: Writing, question: str, evidence: Sequence[Evidence], embedder: Embedding
) -> Iterator[Draft]:
    """Yield the draft as it grows, from empty, a sentence at a time; the last one is whole.

    A model that fails ends the draft with the reason, and what was written before is kept.
    """
    draft = Draft()
    yield draft
    try:
        # A model that is left half way must stop writing.
        with closing(writing.model.stream(make_prompt(question, evidence))) as pieces:
            for sentence in sentences(pieces):
                if NOT_ANSWERED in sentence.upper():
                    draft = replace(draft, not_answered=True)
                    break
                draft = _grown(draft, sentence, evidence, embedder, writing.judge)
                yield draft
                if len(draft.lines) == _MOST_LINES:
                    break
    except WriterError as error:
        draft = replace(draft, failed=str(error))
    yield draft


def _grown(
    draft: Draft,
    sentence: str,
    evidence: Sequence[Evidence],
    embedder: Embedding,
    judge: Judge,
) -> Draft:
    """Return the draft with one more sentence, checked against what it cites."""
    marked = read_markers(sentence, len(evidence))
    struck = draft.markers_struck + marked.unknown
    if not re.search(r"\w", marked.text):
        return replace(draft, markers_struck=struck)
    passages = [item.passage.text for item in evidence]
    line = _judged(marked, passages, embedder, judge)
    if any(line.text == other.text for other in draft.lines):
        line = _not(line.text, line.cites, "It says again what was said before.")
    struck += len(marked.markers) - len(line.cites)
    return replace(draft, lines=(*draft.lines, line), markers_struck=struck)


def _judged(marked: Marked, passages: Sequence[str], embedder: Embedding, judge: Judge) -> Line:
    cites = tuple(number - 1 for number in marked.markers)
    if not cites:
        return _not(marked.text, cites, "It cites no passage.")
    text = _unquoted(marked.text, [passages[cite] for cite in cites])
    exact = tuple(cite for cite in cites if whole_sentences(text, passages[cite]))
    if exact:
        return Line(text, exact, judge(text, [passages[exact[0]]], embedder), verbatim=True)
    named = [found.group() for found in _SOURCE.finditer(text)]
    if any(all(name not in passages[cite] for cite in cites) for name in named):
        return _not(text, cites, "It names a source that it was not given.")
    if _MARKUP.search(text):
        return _not(text, cites, "It holds markup, not only words.")
    return _narrowed(text, cites, passages, embedder, judge)


def _narrowed(
    text: str,
    cites: tuple[int, ...],
    passages: Sequence[str],
    embedder: Embedding,
    judge: Judge,
) -> Line:
    """Return the line with those of its passages that bear it, where some do so alone."""
    alone = {cite: judge(text, [passages[cite]], embedder) for cite in cites}
    bearing = tuple(cite for cite in cites if alone[cite].outcome == "supported")
    if len(cites) == 1 or bearing:
        first = bearing[0] if bearing else cites[0]
        return Line(text, bearing or cites, alone[first], verbatim=False)
    together = judge(text, [passages[cite] for cite in cites], embedder)
    return Line(text, cites, together, verbatim=False)


def _not(text: str, cites: tuple[int, ...], why: str) -> Line:
    return Line(text, cites, Checked("cannot_tell", why, None, {}, differs=True), verbatim=False)


def _unquoted(text: str, passages: Sequence[str]) -> str:
    """Return a sentence that stands in quotation marks, and in a passage, without the marks."""
    quoted = _QUOTED.fullmatch(text)
    inside = quoted.group(1) if quoted else text
    return inside if any(whole_sentences(inside, passage) for passage in passages) else text

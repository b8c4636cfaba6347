"""Look question sets over: dead gold, duplicates, leaks between sets, kinds that are too thin."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.claims import starter_claims
from corpus.errors import EvidenceError
from corpus.paper import Paper
from eval.questions import Gold, Question, QuestionSet

THIN = 5
"""A mean over fewer questions of a kind says little."""
_ALIKE = 0.8
"""Share of all their words that two questions share, from which they count as the same."""


@dataclass(frozen=True)
class Finding:
    """Something wrong, or worth a look, with one question or one kind of a set."""

    place: str
    """File and line, or the name of the set."""
    what: str
    """What was found, and what was expected."""
    grave: bool
    """True where scores over the set would not mean what they say."""


def lint(sets: Sequence[QuestionSet], papers: Mapping[str, Paper] | None = None) -> list[Finding]:
    """Return what is wrong with sets, in order; gold must be by paper id where `papers` is given.

    `papers` are those of the library that the sets are to be run over.
    """
    found: list[Finding] = []
    for one in sets:
        found += faults(one, papers)
        found += _thin_kinds(one)
    return found + list(_twins(sets))


def faults(one: QuestionSet, papers: Mapping[str, Paper] | None = None) -> list[Finding]:
    """Return the grave findings of one set, in the order of its questions."""
    ids = {question.id for question in one.questions}
    return [
        Finding(one.places[question.id], f"{question.id}: {what}", grave=True)
        for question in one.questions
        for what in (*_question_faults(question, ids), *_dead_gold(question, papers))
    ]


def check(one: QuestionSet, papers: Mapping[str, Paper] | None = None) -> None:
    """Raise EvidenceError that tells the first grave finding, and how many more there are."""
    grave = faults(one, papers)
    if not grave:
        return
    more = f" (and {len(grave) - 1} more; see them with: evidence eval lint)" if grave[1:] else ""
    raise EvidenceError(f"{grave[0].place}: {grave[0].what}{more}")


def _question_faults(question: Question, ids: set[str]) -> Iterator[str]:
    expects = question.expected_behaviour
    if expects != "abstain" and not question.relevant:
        yield f"no gold; a question that expects {expects!r} needs a paper of grade 1 or 2"
    if question.follows == question.id:
        yield "follows itself; expected another question's id"
    elif question.follows is not None and question.follows not in ids:
        yield f"follows {question.follows!r}; expected the id of a question of the set"
    if question.twin == question.id or (question.twin and question.twin not in ids):
        yield f"twin {question.twin!r}; expected the id of another question of the set"
    unknown = sorted(set(question.claims) - {claim.claim_id for claim in starter_claims()})
    if unknown:
        yield f"claims {unknown[0]!r}: not in the register; expected the id of one of its entries"
    twice = [
        name for name, count in Counter(gold.id for gold in question.gold).items() if count > 1
    ]
    for name in twice:
        yield f"gold names {name!r} twice; expected one grade a paper"


def _dead_gold(question: Question, papers: Mapping[str, Paper] | None) -> Iterator[str]:
    if papers is None:
        return
    for gold in question.gold:
        paper = papers.get(gold.id)
        if paper is None:
            yield f"gold {gold.id!r}: not in the library; expected the id of a paper held"
        else:
            yield from _dead_pages(gold, paper)


def _dead_pages(gold: Gold, paper: Paper) -> Iterator[str]:
    last = paper.page_count or 0
    beyond = [page for page in gold.pages if page > last]
    if beyond:
        held = f"pages 1 to {last}" if last else "no pages"
        yield f"gold {gold.id!r}: page {beyond[0]}; the library holds {held} of it"


def _thin_kinds(one: QuestionSet) -> Iterator[Finding]:
    for kind, count in sorted(Counter(question.kind for question in one.questions).items()):
        if count < THIN:
            yield Finding(one.name, f"kind {kind!r}: {count}; expected {THIN} or more", grave=False)


def _twins(sets: Sequence[QuestionSet]) -> Iterator[Finding]:
    """Yield questions that are asked twice, in one set or in two of them."""
    placed = [(number, one) for number, held in enumerate(sets) for one in held.questions]
    words = [_words(held, sets[number]) for number, held in placed]
    for first, second in _alike_pairs(words):
        (number, one), (other_number, other) = placed[first], placed[second]
        place = sets[other_number].places[other.id]
        at = sets[number].places[one.id]
        if number == other_number:
            yield Finding(place, f"{other.id}: asks what {one.id} asks, at {at}", grave=False)
        else:
            yield Finding(place, f"{other.id}: leaks, {one.id} asks it at {at}", grave=True)


def _words(question: Question, held: QuestionSet) -> frozenset[str]:
    """Return the words asked; a follow-up is asked together with what it follows."""
    return frozenset(
        re.findall(r"\w+", f"{held.asked(question) or ''} {question.question}".lower())
    )


def _alike_pairs(texts: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Yield the places of texts whose words are alike (Jaccard), each pair once.

    Only texts that share one of their rarest words are compared: two sets as alike as that must
    (Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins").
    """
    counts = Counter(word for words in texts for word in words)
    by_word: dict[str, list[int]] = {}
    for place, words in enumerate(texts):
        rare = sorted(words, key=lambda word: (counts[word], word))
        prefix = rare[: len(rare) - math.ceil(_ALIKE * len(rare)) + 1]
        near = {other for word in prefix for other in by_word.get(word, ())}
        for other in sorted(near):
            if len(words & texts[other]) >= _ALIKE * len(words | texts[other]):
                yield other, place
        for word in prefix:
            by_word.setdefault(word, []).append(place)

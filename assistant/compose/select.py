"""Select the sentences that an answer is made of, the lead first, no two saying the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.judge.candidates import Candidate
from assistant.understand.question_type import Form, says_what_something_is
from assistant.understand.terms import share, stems

MOST_SENTENCES = 8
"""Of a whole answer."""
LEAST_SENTENCES = 3
"""So many are said even where they answer less well, if so many are near the question."""
_SAME = 0.93
"""Cosine from which two sentences say the same, unless each has figures of its own."""
_LIKE = 0.1
"""Taken for a cosine of 1 to a sentence that is chosen already (maximal marginal relevance,
Carbonell and Goldstein 1998)."""
_NEAR = 0.5
"""Share of the lead's similarity that every other sentence has."""
_ABOUT_IT = 0.5
"""Share of the best passage's score that some passage of every other paper has; a paper that search
found far behind the first is about something else."""
_FLOOR = 0.5
"""Share of the best worth below which a sentence no longer answers."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_COMPARED = re.compile(
    r"\b(than|versus|vs\.?|compared|ratio|coefficient|differ\w*|respectively|times as|of the gap|"
    r"rose|fell|from \S+ to|correlat\w*|(in|for|of|among) \S+( \S+)? and \S+ )",
    re.IGNORECASE,
)
_SHARED_WITH_NEIGHBOUR = 0.3
"""Share of a sentence's stems that its neighbour has, where the one completes the other."""


def select(form: Form, ranked: Sequence[Candidate], most: int) -> list[Candidate]:
    """Return at most so many sentences that answer, in the order in which they were selected.

    Sentences on limits and on methods are among them only where the question asks for those.
    """
    asked_for = {"limitations": form.name == "limits", "methods": form.methods}
    near = _of_near_papers(ranked)
    open_to = [c for c in near if asked_for.get(c.part, True)]
    open_to = open_to or [c for c in near if c.part != "limitations"] or near
    chosen: list[Candidate] = []
    while len(chosen) < most:
        best = _best(form, open_to, chosen)
        if best is None:
            break
        chosen.append(best)
        neighbour = _neighbour(best, open_to, chosen)
        if neighbour is not None and len(chosen) < most:
            chosen.append(neighbour)
    return chosen


def _of_near_papers(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences of the papers that search found near the best one."""
    best: dict[str, float] = {}
    for candidate in ranked:
        found = candidate.evidence.score
        best[candidate.paper_id] = max(best.get(candidate.paper_id, found), found)
    least = _ABOUT_IT * max(best.values(), default=0.0)
    return [c for c in ranked if best[c.paper_id] >= least]


def limitations(
    form: Form, ranked: Sequence[Candidate], chosen: Sequence[Candidate]
) -> list[Candidate]:
    """Return what the papers chosen say of their limits, those of the first paper first."""
    order = list(dict.fromkeys(c.paper_id for c in chosen))
    limits = [c for c in ranked if c.part == "limitations" and c.paper_id in order]
    limits = [c for c in limits if not any(says_the_same(c, other) for other in chosen)]
    by_paper = {c.paper_id: c for c in reversed(limits)}
    return [by_paper[paper_id] for paper_id in order if paper_id in by_paper][: form.limits]


@lru_cache(4_096)
def figures(text: str) -> frozenset[str]:
    """Return the figures of a text as written."""
    return frozenset(_FIGURE.findall(text))


def _best(form: Form, ranked: Sequence[Candidate], chosen: Sequence[Candidate]) -> Candidate | None:
    """Return the sentence that adds most to those chosen; None where none adds enough."""
    papers = {c.paper_id for c in chosen}
    most_of_a_paper = [form.of_a_paper]
    if form.each_paper_first and len(papers) < form.papers:
        most_of_a_paper.insert(0, 1)
    for most in most_of_a_paper:
        adding = list(_adding(form, ranked, chosen, most))
        best = max(adding, key=lambda c: _worth(form, c, chosen), default=None)
        if best is not None and _is_enough(form, best, chosen):
            return best
    return best if len(chosen) < LEAST_SENTENCES else None


def _is_enough(form: Form, best: Candidate, chosen: Sequence[Candidate]) -> bool:
    return not chosen or _worth(form, best, chosen) >= _FLOOR * _worth(form, chosen[0], ())


def _adding(
    form: Form, ranked: Sequence[Candidate], chosen: Sequence[Candidate], most_of_a_paper: int
) -> Iterator[Candidate]:
    """Yield the sentences that there is still room for and that say something new."""
    of_paper = Counter(c.paper_id for c in chosen)
    near = _NEAR * chosen[0].similarity if chosen else -1.0
    for candidate in ranked:
        if candidate.similarity < near:
            continue
        count = of_paper[candidate.paper_id]
        if count >= most_of_a_paper or (count == 0 and len(of_paper) >= form.papers):
            continue
        if not any(says_the_same(candidate, other) for other in chosen):
            yield candidate


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Say whether two sentences say the same: as near in meaning, and with no figures of its own.

    "Odds ratio 0.83 for Black patients" and "0.80 for Hispanic patients" are near, yet two facts.
    """
    if one.text == other.text:
        return True
    apart = figures(one.text) - figures(other.text) and figures(other.text) - figures(one.text)
    return not apart and float(one.plain @ other.plain) >= _SAME


def _worth(form: Form, candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    """Return how much a sentence adds: its score, what the form gives, less what was said."""
    worth = candidate.score
    worth += form.figures * min(len(figures(candidate.text)), 2) / 2
    worth += form.of_limits * (candidate.part == "limitations")
    worth += form.keys * says_the_main_thing(candidate)
    worth += form.defines * says_what_something_is(candidate.text)
    said = max((float(candidate.plain @ other.plain) for other in chosen), default=0.0)
    return round(worth - _LIKE * said, 4)


def says_the_main_thing(candidate: Candidate) -> bool:
    """Say whether a sentence opens the results, or draws the conclusion."""
    before = candidate.evidence.passage.text[: candidate.span.start].strip()
    opens = before == candidate.evidence.passage.section
    return candidate.part == "conclusion" or (candidate.part == "results" and opens)


def _neighbour(
    candidate: Candidate, ranked: Sequence[Candidate], chosen: Sequence[Candidate]
) -> Candidate | None:
    """Return the sentence beside it that tells what its figures are compared to.

    None where it has no figures, or tells that itself, or no sentence beside it does.
    """
    if not figures(candidate.text) or _COMPARED.search(candidate.text):
        return None
    beside = [
        other
        for other in ranked
        if other.evidence.passage.passage_id == candidate.evidence.passage.passage_id
        and min(
            abs(other.span.start - candidate.span.end), abs(candidate.span.start - other.span.end)
        )
        <= 2  # a space, or an empty line
        and other not in chosen
    ]
    wanted = stems(candidate.text)
    telling = [
        other
        for other in beside
        if figures(other.text)
        and _COMPARED.search(other.text)
        and share(wanted, other.text) >= _SHARED_WITH_NEIGHBOUR
        and not any(says_the_same(other, one) for one in chosen)
    ]
    return max(telling, key=lambda c: c.score, default=None)

"""What is seen of a sentence before it is read beside the question: cheap, general features."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.judge.candidates import Candidate
from assistant.retrieve.evidence import Evidence
from assistant.understand.named_papers import named
from assistant.understand.terms import stems, terms
from corpus.library import Library
from corpus.paper import SectionKind
from corpus.paper_sentences import Role
from corpus.status import Standing

_FIGURE = re.compile(r"\d[\d.,]*")
_CITES = re.compile(
    r"[(\[]\d{1,3}(?:[,–-]\s?\d{1,3})*[)\]]|\bet al\b|\([A-Z][a-z]+[^()]{0,40}(?:19|20)\d\d"
)
"""A citation: the sentence may report what others found."""
_OWN = re.compile(r"\b(?:we|our|this study)\b", re.IGNORECASE)
_ROLES: tuple[Role, ...] = (
    "finding", "recommendation", "limitation", "method", "sample", "aim", "cited work",
)  # fmt: skip
_PARTS: tuple[tuple[SectionKind, ...], ...] = (
    ("results",), ("discussion", "conclusion"), ("introduction",), ("abstract",),
)  # fmt: skip
_STANDINGS = (
    Standing.RETRACTED, Standing.SUPERSEDED, Standing.CONTESTED, Standing.HISTORICAL,
)  # fmt: skip
_COMPARED = ("similarity", "passage_similarity", "share", "share_with_title")
"""Told beside the best of the question as well: how far behind, and in which place."""
_YEAR = 2010
"""From which years are counted, in decades."""


def feature_rows(
    library: Library, question: str, found: Sequence[Evidence], pool: Sequence[Candidate]
) -> tuple[list[str], NDArray[np.float32]]:
    """Return the names of the features and a row for each candidate.

    *Shape:* (candidates, features).
    """
    rarity = _rarity(library, question)
    papers = _papers(question, found)
    best: dict[str, float] = {}
    for one in pool:
        best[one.paper_id] = max(best.get(one.paper_id, -1.0), one.similarity)
    asked = {
        "question_words": math.log(1 + len(question.split())),
        "question_mark": float("?" in question),
    }
    rows = [
        {
            "similarity": one.similarity,
            "nearby": one.nearby,
            "in_paper": one.similarity - best[one.paper_id],
            "passage_similarity": one.evidence.similarity,
            **_shares(rarity, one),
            **_of_sentence(one),
            **papers[one.paper_id],
            **asked,
        }
        for one in pool
    ]
    names = list(rows[0]) if rows else []
    table = np.array([[row[name] for name in names] for row in rows], dtype=np.float32)
    return _with_comparison(names, table)


def _rarity(library: Library, question: str) -> dict[str, float]:
    """Return how rare each stem of the question is: inverse document frequency over passages."""
    whole = library.passage_count + 1
    rare: dict[str, float] = {}
    for term in terms(question):
        weight = math.log(whole / (library.words.holding(term) + 0.5))
        for stem in stems(term):
            rare[stem] = max(rare.get(stem, 0.0), weight)
    return rare


def _shares(rarity: Mapping[str, float], one: Candidate) -> dict[str, float]:
    """Return which share of the question's words, by rarity, the sentence and its title have."""
    whole = sum(rarity.values()) or 1.0
    own = stems(one.text)
    titled = own | stems(one.evidence.paper.title)
    return {
        "share": sum(weight for stem, weight in rarity.items() if stem in own) / whole,
        "share_with_title": sum(w for stem, w in rarity.items() if stem in titled) / whole,
    }


def _of_sentence(one: Candidate) -> dict[str, float]:
    text, passage = one.text, one.evidence.passage
    figures = len(_FIGURE.findall(text))
    return {
        "words": math.log(len(text.split())),
        "has_figure": float(figures > 0),
        "figures": min(figures, 6) / 6,
        "place": one.span.start / max(1, len(passage.text)),
        "opens": float(one.span.start == 0 or not passage.text[: one.span.start].count(". ")),
        "cites": float(_CITES.search(text) is not None),
        "own": float(_OWN.search(text) is not None),
        "digest": float(passage.origin == "digest"),
        **{f"role {role}": float(one.role == role) for role in _ROLES},
        **{f"part {parts[0]}": float(one.part in parts) for parts in _PARTS},
        "passage_score": one.evidence.score,
        "prior": one.evidence.prior,
    }


def _papers(question: str, found: Sequence[Evidence]) -> dict[str, dict[str, float]]:
    """Return what is known of each paper found, by paper id."""
    papers = {item.paper.paper_id: item.paper for item in found}
    asked_for = named(question, papers.values())
    score: dict[str, float] = {}
    for item in found:
        score[item.paper.paper_id] = max(score.get(item.paper.paper_id, 0.0), item.score)
    most = max(score.values(), default=1.0) or 1.0
    return {
        paper_id: {
            "paper_place": 1 / place,
            "paper_score": score[paper_id] / most,
            "year": ((paper.year or _YEAR) - _YEAR) / 10,
            "named": float(paper_id in asked_for),
            **{str(one.value): float(paper.status.standing is one) for one in _STANDINGS},
        }
        for place, (paper_id, paper) in enumerate(papers.items(), start=1)
    }


def _with_comparison(
    names: list[str], table: NDArray[np.float32]
) -> tuple[list[str], NDArray[np.float32]]:
    """Return the table with, for some features, the distance to the best and the place."""
    if not len(table):
        return names, table
    added: list[NDArray[np.float32]] = []
    for name in _COMPARED:
        column = table[:, names.index(name)]
        place = np.argsort(np.argsort(-column, kind="stable"), kind="stable")
        added += [column - column.max(), (1 / (1 + place)).astype(np.float32)]
    more = [f"{name} {kind}" for name in _COMPARED for kind in ("behind", "place")]
    return [*names, *more], np.concatenate([table, np.stack(added, axis=1)], axis=1)

"""The models of the review's classifier: what makes a statement a problem, of which category."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]
from sklearn.svm import SVC  # type: ignore[import-untyped]

from assistant.misconceptions.register import Likeness, Register
from assistant.review.category import Category, kinds
from assistant.review.classify import Classifier, Weights
from assistant.review.features import names, readable
from assistant.review.find import says
from assistant.review.kernel import Kernel, beside
from assistant.review.pattern import Patterns
from corpus.claims import Claim
from corpus.embedding_cache import Embedding
from corpus.text.sentences import sentence_spans
from eval.review_set import Labelled

Matrix = NDArray[np.float64]

FOLDS = 10
_PENALTY = 2.0
"""Price of a statement on the wrong side, and width of the kernel, as scikit-learn has them."""
_WIDTH = 1.0
_PENALTY_OF_CATEGORY = 1.0
_SCALE_OF_CATEGORY = 3.0
"""The embedding counts more for which category it is: that is a matter of topic."""
_FROM_ELSEWHERE = 0.2
"""The weight of a text that was not written as teaching material; findings of papers, which are
many and alike, have half of it."""
_MOST_FALSE_ALARMS = 0.1
"""Of all acceptable statements in training, left out in turn. Nearly all of the project's own are
near misses, where a few more than the wanted 0.07 come of keeping what is found; on the statements
of other readers the same threshold leaves about a third of this."""

_ORDINARY = 0.4
"""The weight of an ordinary statement. Twice that costs recall and spares nobody a remark."""


@dataclass(frozen=True)
class Seen:
    """Texts as the classifier sees them."""

    readable: Matrix
    """*Shape:* (texts, readable features)."""
    embedding: Matrix

    def beside(self, scale: float = 1.0) -> Matrix:
        """Return both beside each other."""
        return np.hstack([self.readable, self.embedding * scale])

    def measured(self) -> Matrix:
        """Return both as the kernel measures distance."""
        return beside(self.readable, self.embedding)

    def at(self, places: NDArray[np.intp]) -> Seen:
        """Return some of the texts."""
        return Seen(self.readable[places], self.embedding[places])


@dataclass(frozen=True)
class Trained:
    """What is trained on: labelled statements, and texts from elsewhere with little weight."""

    items: Sequence[Labelled]
    seen: Seen
    elsewhere: Seen
    is_problem_elsewhere: NDArray[np.bool_]
    weight_elsewhere: Matrix
    is_open: Sequence[bool]
    """Whether the gate lets each item through."""
    precise: Sequence[Category | None]
    """The category of a pattern that fires on each and stands by itself."""
    labelled: int
    """How many of the items two readers labelled; those behind them are ordinary."""
    ordinary: int
    """How many ordinary statements there are with those that the gate stops, which are no items."""


def see(known: Patterns, register: Register | None, embed: Embedding, texts: list[str]) -> Seen:
    """Return texts as the classifier sees them; without a register for texts that are in it."""
    vectors = embed.embed(texts)
    in_register = [
        register is not None and says(_nearest(register, text, vector))
        for text, vector in zip(texts, vectors, strict=True)
    ]
    rows = [
        readable(known, text, in_register=near)
        for text, near in zip(texts, in_register, strict=True)
    ]
    return Seen(np.array(rows), np.asarray(vectors, dtype=np.float64))


def _nearest(register: Register, text: str, vector: NDArray[np.float32]) -> Likeness:
    return max(register.likeness(text, vector), key=lambda near: near.wording)


def from_elsewhere(
    claims: Sequence[Claim], findings: Sequence[str]
) -> Iterator[tuple[str, bool, float]]:
    """Yield texts of the register and of the starter papers: problem or not, and the weight."""
    for claim in claims:
        for text in (claim.statement, *claim.wordings):
            yield text, True, _FROM_ELSEWHERE
        told = f"{claim.correction} {claim.replaced_by or ''}"
        for text in (*claim.not_this, *(told[s.start : s.end] for s in sentence_spans(told))):
            yield text, False, _FROM_ELSEWHERE
    for text in findings:
        yield text, False, _FROM_ELSEWHERE / 2


@dataclass(frozen=True)
class Crossed:
    """What is told of each item by a fit without it."""

    decisions: Matrix
    categories: list[Category]
    slope: float
    offset: float

    @property
    def probabilities(self) -> Matrix:
        """How likely each is a problem."""
        odds: Matrix = self.slope * self.decisions + self.offset
        return 1 / (1 + np.exp(-odds))


def fit_problem(trained: Trained, known: Crossed) -> Kernel:
    """Return what says whether a statement is a problem, fitted on everything."""
    machine = _problem(trained, np.arange(len(trained.items)))
    return Kernel(
        kept=machine.support_vectors_,
        weights=machine.dual_coef_[0],
        constant=float(machine.intercept_[0]),
        width=_WIDTH,
        slope=known.slope,
        offset=known.offset,
    )


def fit(
    known: Patterns,
    model: str,
    trained: Trained,
    problem: Kernel,
    problem_from: float,
) -> Classifier:
    """Return the classifier fitted on everything."""
    everything = np.arange(len(trained.items))
    category = _category(trained, everything)
    width = len(names(known))
    return Classifier(
        model=model,
        problem=problem,
        categories={
            name: _weights(
                known, category.coef_[row], category.intercept_[row], width, _SCALE_OF_CATEGORY
            )
            for row, name in enumerate(category.classes_)
        },
        problem_from=problem_from,
    )


def crossed(trained: Trained) -> Crossed:
    """Return what is told of each item by a fit without it.

    A statement and its counterpart are always left out together.
    """
    groups = [min(item.id, item.pair or item.id) for item in trained.items]
    decisions = np.zeros(len(groups))
    categories: dict[int, Category] = {}
    for rest, left in GroupKFold(FOLDS).split(groups, groups=groups):
        seen = trained.seen.at(left)
        decisions[left] = _problem(trained, rest).decision_function(seen.measured())
        told = _category(trained, rest).predict(seen.beside(_SCALE_OF_CATEGORY))
        categories |= dict(zip(left.tolist(), told.tolist(), strict=True))
    own = [item.is_problem for item in trained.items[: trained.labelled]]
    line = LogisticRegression(C=1e3).fit(decisions[: trained.labelled, None], own)
    return Crossed(
        decisions,
        [categories[place] for place in range(len(groups))],
        float(line.coef_[0, 0]),
        float(line.intercept_[0]),
    )


def threshold(trained: Trained, probabilities: Matrix) -> float:
    """Return the lowest probability at which few acceptable statements are remarked upon."""
    fine = [place for place in range(trained.labelled) if not trained.items[place].is_problem]
    let_in = [probabilities[place] for place in fine if trained.is_open[place]]
    allowed = int(_MOST_FALSE_ALARMS * len(fine))
    return round(float(np.sort(let_in)[-allowed - 1]) + 1e-4, 4)


def told(trained: Trained, left_out: Crossed, problem_from: float) -> list[Category | None]:
    """Return the category that a review gives each item left out; None for no remark."""
    return [
        (category if probability >= problem_from else precise) if is_open else None
        for is_open, probability, category, precise in zip(
            trained.is_open,
            left_out.probabilities,
            left_out.categories,
            trained.precise,
            strict=True,
        )
    ]


def _problem(trained: Trained, places: NDArray[np.intp]) -> SVC:
    own = np.array([trained.items[place].is_problem for place in places])
    return SVC(C=_PENALTY, gamma=_WIDTH).fit(
        np.vstack([trained.seen.at(places).measured(), trained.elsewhere.measured()]),
        np.r_[own, trained.is_problem_elsewhere],
        sample_weight=np.r_[
            np.where(places < trained.labelled, 1.0, _ORDINARY), trained.weight_elsewhere
        ],
    )


def _category(trained: Trained, places: NDArray[np.intp]) -> LogisticRegression:
    problems = np.array([place for place in places if trained.items[place].is_problem])
    return LogisticRegression(C=_PENALTY_OF_CATEGORY, max_iter=5000).fit(
        trained.seen.at(problems).beside(_SCALE_OF_CATEGORY),
        [_known(trained.items[place].category) for place in problems],
    )


def _known(category: str | None) -> Category:
    return next(name for name in kinds() if name == category)


def _weights(known: Patterns, row: Matrix, constant: float, width: int, scale: float) -> Weights:
    named: Mapping[str, float] = dict(zip(names(known), row[:width].tolist(), strict=True))
    return Weights(
        readable={name: round(weight, 4) for name, weight in named.items()},
        embedding=tuple(round(weight, 4) for weight in (row[width:] * scale).tolist()),
        constant=round(float(constant), 4),
    )

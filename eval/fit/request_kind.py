"""Fit what recognises requests that ask for no evidence, and measure it on hands left out.

Run with: python -m eval.fit.request_kind

Evidence questions are those of the project and of five more hands beside it; where those are not
at hand nothing is fitted. A kernel ridge regression gives left-out scores in closed form, by the
block of the inverse that belongs to a hand (Cawley and Talbot 2004, "Fast exact leave-one-out").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from assistant.understand.request_kind import (
    FIT,
    FITTED_REQUESTS,
    RequestClassifier,
    classified,
    placed_message,
    request_margins,
)
from corpus.embed import SentenceModel, open_model
from corpus.embedding_cache import EmbeddingCache
from corpus.fitted.weights import FitRecord
from corpus.settings import DEFAULT_MODEL
from eval.fit.record import FIT_DATA, SETS, data_hash, save_fit, share_figure

Matrix = NDArray[np.float64]

REQUEST_SET = SETS / "request_kinds.jsonl"
_REVIEW_SET = SETS / "review-train.jsonl"
_OUTSIDE = "beside the project: "
_SEED = 0
"""Of nothing: the regression is solved exactly."""
_STATEMENTS = "statements"
"""Teaching statements, which people paste to have them checked; in four parts."""
_EVERY = 3
"""One of so many statements is taken: they are many and alike."""
_WIDTH, _RIDGE, _FORM_SCALE, _WEIGHT = 1.0, 0.3, 0.45, 1.5
"""Of the kernel; what is added to its diagonal; of form beside meaning; of the rarer kinds."""
_FALSE_SHARE = 0.001
"""Of left-out evidence questions that one kind may take; there are seven kinds."""
_LEAST = -0.2
"""No threshold is lower: a kind must come near to evidence itself."""
_LEVELS = 127


@dataclass(frozen=True)
class Message:
    """One labelled message; `hand` is who wrote it, in the manner of whom it stands."""

    hand: str
    text: str
    kind: str


def main() -> None:
    """Fit, print the figures on hands left out, and write the fit."""
    if not all(path.is_file() for path in FIT_DATA[FIT]):
        print(f"{FIT}: not fitted, for the questions of further hands are not at hand")
        return
    messages = [*read_messages(REQUEST_SET), *evidence_messages()]
    model = open_model(DEFAULT_MODEL)
    asked = EmbeddingCache(model, 4 * len(messages))
    placed, kinds, hands = _placed(messages, asked)
    kernel = _kernel(placed)
    margins = _margins(_left_out(kernel, kinds, hands))
    platt = LogisticRegression().fit(margins.max(axis=1)[:, None], kinds > 0)

    def classifier(of: NDArray[np.bool_]) -> RequestClassifier:
        """Return the classifier fitted on some of the messages."""
        return RequestClassifier(
            kept=placed[of].astype(np.float32),
            weights=_weights(kernel[np.ix_(of, of)], kinds[of]).astype(np.float32),
            width=_WIDTH,
            form_scale=_FORM_SCALE,
            thresholds=_thresholds(margins[of], kinds[of]),
            slope=float(platt.coef_[0, 0]),
            offset=float(platt.intercept_[0]),
        )

    figures = _figures(margins, kinds, hands)
    outside = [str(hand) for hand in np.unique(hands) if hand.startswith(_OUTSIDE)]
    wrong: list[bool] = []
    for hand in outside:
        without = classifier(hands != hand)
        found = [classified(without, asked, one.text) for one in messages if one.hand == hand]
        wrong += [one.name != "evidence" for one in found]
    figures["evidence questions of other hands: refused, sentences read too"] = share_figure(
        sum(wrong), len(wrong)
    )
    print(json.dumps(figures, indent=1))
    whole = classifier(np.ones(len(kinds), dtype=bool))
    _save(whole, model.checksum, hands, figures, model.fingerprint.dimension)


def left_out_margins(texts: Sequence[str], model: SentenceModel) -> list[dict[str, float]]:
    """Return the margins of `request_margins` for some texts, by fits without their hands.

    A text that no fit has seen gets those of the classifier that ships.
    """
    messages = [*read_messages(REQUEST_SET), *evidence_messages()]
    asked = EmbeddingCache(model, 4 * len(messages))
    placed, kinds, hands = _placed(messages, asked)
    margins = _margins(_left_out(_kernel(placed), kinds, hands))
    by_text = {one.text: row for one, row in zip(messages, margins, strict=True)}
    return [
        dict(zip(FITTED_REQUESTS[1:], map(float, by_text[text]), strict=True))
        if text in by_text
        else request_margins(asked, model.checksum, text)
        for text in texts
    ]


def _placed(
    messages: Sequence[Message], asked: EmbeddingCache
) -> tuple[Matrix, NDArray[np.intp], NDArray[np.str_]]:
    """Return where messages lie, their kinds and their hands, row by row."""
    vectors = asked.embed([one.text for one in messages])
    rows = [
        placed_message(vector, one.text, _FORM_SCALE)
        for vector, one in zip(vectors, messages, strict=True)
    ]
    names: Sequence[str] = FITTED_REQUESTS
    kinds = np.array([names.index(one.kind) for one in messages])
    return np.array(rows, dtype=np.float64), kinds, np.array([one.hand for one in messages])


def read_messages(path: Path) -> Iterator[Message]:
    """Yield the labelled messages of a file, in its order."""
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        yield Message(told["hand"], told["text"], told["kind"])


def evidence_messages() -> Iterator[Message]:
    """Yield evidence questions and teaching statements of other sets; what is out of scope is not.

    The questions of one file are by one hand.
    """
    for path in FIT_DATA[FIT]:
        if path in (REQUEST_SET, _REVIEW_SET):
            continue
        hand = path.stem if path.parent == SETS else f"{_OUTSIDE}{path.stem}"
        for line in path.read_text("utf-8").splitlines():
            told = json.loads(line)
            if told.get("kind") != "out_of_scope":
                yield Message(hand, told["question"], "evidence")
    lines = _REVIEW_SET.read_text("utf-8").splitlines()
    for number, line in enumerate(lines[::_EVERY]):
        yield Message(f"{_STATEMENTS} {number % 4}", json.loads(line)["statement"], "evidence")


def _kernel(placed: Matrix) -> Matrix:
    squares = (placed**2).sum(axis=1)
    apart = squares[:, None] + squares[None] - 2 * placed @ placed.T
    return np.exp(-_WIDTH * np.maximum(apart, 0.0))  # type: ignore[no-any-return]


def _inverse(kernel: Matrix, kinds: NDArray[np.intp]) -> tuple[Matrix, Matrix, Matrix]:
    """Return the inverse of the weighted kernel with its ridge, the targets and the weights."""
    root: Matrix = np.sqrt(np.where(kinds == 0, 1.0, _WEIGHT))[:, None]
    targets = np.eye(len(FITTED_REQUESTS))[kinds] * root
    ridged = kernel * root * root.T + _RIDGE * np.eye(len(kernel))
    return np.asarray(np.linalg.inv(ridged), dtype=np.float64), targets, root


def _weights(kernel: Matrix, kinds: NDArray[np.intp]) -> Matrix:
    inverse, targets, root = _inverse(kernel, kinds)
    return (inverse @ targets) * root


def _left_out(kernel: Matrix, kinds: NDArray[np.intp], hands: NDArray[np.str_]) -> Matrix:
    """Return the scores of each message by the fit on all other hands."""
    inverse, targets, root = _inverse(kernel, kinds)
    solved, scores = inverse @ targets, np.zeros_like(targets)
    for hand in np.unique(hands):
        at = np.flatnonzero(hands == hand)
        residual = np.linalg.solve(inverse[np.ix_(at, at)], solved[at])
        scores[at] = (targets[at] - residual) / root[at]
    return scores


def _margins(scores: Matrix) -> Matrix:
    return scores[:, 1:] - scores[:, :1]


def _thresholds(margins: Matrix, kinds: NDArray[np.intp]) -> dict[str, float]:
    """Return for each kind the margin that hardly any evidence question reaches."""
    evidence = margins[kinds == 0]
    best = evidence.argmax(axis=1)
    allowed = int(_FALSE_SHARE * len(evidence))
    found: dict[str, float] = {}
    for place, name in enumerate(FITTED_REQUESTS[1:]):
        reached = np.sort(evidence[best == place, place])[::-1]
        found[name] = max(_LEAST, float(reached[allowed]) if len(reached) > allowed else _LEAST)
    return found


def _figures(
    margins: Matrix, kinds: NDArray[np.intp], hands: NDArray[np.str_]
) -> dict[str, dict[str, float]]:
    """Return recall by kind and wrong refusals by hand, thresholds too fitted without the hand."""
    said = np.zeros(len(kinds), dtype=int)
    for hand in np.unique(hands):
        own = hands == hand
        limits = np.array(list(_thresholds(margins[~own], kinds[~own]).values()))
        best = margins[own].argmax(axis=1)
        wide = margins[own].max(axis=1) > limits[best]
        said[own] = np.where(wide, best + 1, 0)
    figures = {}
    for place, name in enumerate(FITTED_REQUESTS[1:], start=1):
        figures[f"{name}: recognised"] = _share(said[kinds == place] == place)
        figures[f"{name}: not taken for evidence"] = _share(said[kinds == place] > 0)
    refused = (kinds == 0) & (said > 0)
    outside = np.char.startswith(hands, _OUTSIDE)
    statements = np.char.startswith(hands, _STATEMENTS)
    for whose, where in (
        ("evidence questions of other hands", outside),
        ("all evidence questions", ~statements),
        ("teaching statements", statements),
        *((str(hand), hands == hand) for hand in np.unique(hands[outside])),
    ):
        chosen = where & (kinds == 0)
        if chosen.any():
            figures[f"{whose}: refused"] = _share(refused[chosen])
    return figures


def _share(hits: NDArray[np.bool_]) -> dict[str, float]:
    return share_figure(int(hits.sum()), len(hits))


def _save(
    fitted: RequestClassifier,
    checksum: str,
    hands: NDArray[np.str_],
    figures: dict[str, dict[str, float]],
    dimension: int,
) -> None:
    """Write the fit, embeddings in whole numbers of a byte each."""
    embedded = fitted.kept[:, :dimension]
    scale = float(np.abs(embedded).max()) / _LEVELS
    numbers = {
        name: value for name, value in asdict(fitted).items() if name not in ("kept", "weights")
    }
    record = FitRecord(
        name=FIT,
        command="python -m eval.fit.request_kind",
        checksum=checksum,
        data=data_hash(FIT_DATA[FIT]),
        seed=_SEED,
        hands=tuple(str(hand) for hand in np.unique(hands)),
        left_out=figures,
        numbers={**numbers, "scale": scale},
    )
    arrays: dict[str, NDArray[Any]] = {
        "embedded": np.round(embedded / scale).astype(np.int8),
        "form": fitted.kept[:, dimension:].astype(np.float16),
        "weights": fitted.weights.astype(np.float16),
    }
    save_fit(record, arrays)


if __name__ == "__main__":
    main()

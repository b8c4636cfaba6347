"""Fit the cross-reader: train by folds for the figures, then on all hands, and write what ships."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

from assistant.judge.cross_reader import LONGEST
from assistant.judge.judge import READ_CLOSELY
from corpus.tokens import TokenCounter
from eval.fit.cross_training import (
    SEED,
    CrossModel,
    GradedGroup,
    packed,
    train_outside,
    train_own,
)
from eval.fit.graded import FOLDS, GradedQuestion
from eval.fit.outside import Encode, selection_groups, statements

_POSITIVES, _IN_GROUP = 4, 7
_NEAR, _FARTHER = 12, 24
"""Places among the ungraded by their features: the hard negatives, and those beyond."""


def encoder(folder: Path) -> Encode:
    """Return what encodes a text in the packaged model's tokens, cut, without special ones."""
    tokens = TokenCounter(folder)
    return lambda text, most: tokens.encode([text])[0][1:-1][:most]


def cross_log_odds(
    questions: Sequence[GradedQuestion],
    light: Sequence[NDArray[np.float64]],
    model_folder: Path,
    outside: Path,
    work: Path,
) -> list[NDArray[np.float64]]:
    """Return the log-odds of each pool's candidates, by a model that left the hand out.

    Only the `READ_CLOSELY` best by `light` are read; the others are nan. Each fold is kept in
    `work`, so that a fit that was cut off goes on.
    """
    encode = encoder(model_folder)
    found = [np.full(len(one.pool.candidates), np.nan) for one in questions]
    for number, left_out in enumerate(FOLDS):
        kept = work / f"cross-fold-{number}.npz"
        if not kept.exists():
            print(f"cross-reader without {', '.join(left_out)}", flush=True)
            known = [n for n, one in enumerate(questions) if one.hand not in left_out]
            model = _trained(model_folder, outside, work, encode)
            train_own(model, _passes(questions, light, known, encode, 3))
            scores = {
                one.question_id: _read(model, one, light[n], encode)
                for n, one in enumerate(questions)
                if one.hand in left_out
            }
            np.savez(kept, **scores)  # type: ignore[arg-type]
        scores = dict(np.load(kept))
        for n, one in enumerate(questions):
            if one.hand in left_out:
                found[n] = scores[one.question_id]
    return found


def final_cross_reader(
    questions: Sequence[GradedQuestion],
    light: Sequence[NDArray[np.float64]],
    model_folder: Path,
    outside: Path,
    work: Path,
) -> dict[str, NDArray[np.generic]]:
    """Return what ships: the model trained on all hands, less the packaged weights."""
    kept = work / "cross-final.pt"
    encode = encoder(model_folder)
    if kept.exists():
        model = CrossModel(model_folder)
        model.load_state_dict(torch.load(kept))
    else:
        model = _trained(model_folder, outside, work, encode)
        train_own(model, _passes(questions, light, range(len(questions)), encode, 2))
        torch.save(model.state_dict(), kept)
    return difference(model, model_folder)


def difference(model: CrossModel, folder: Path) -> dict[str, NDArray[np.generic]]:
    """Return the trained weights less the packaged ones: a signed byte each, a scale a row."""
    packaged = {
        name.removeprefix("bert."): weights
        for name, weights in load_file(folder / "model.safetensors").items()
    }
    arrays: dict[str, NDArray[np.generic]] = {
        "head.weight": model.head.weight[0].detach().numpy(),
        "head.bias": model.head.bias[:1].detach().numpy(),
    }
    for name, weights in model.encoder.state_dict().items():
        if name not in packaged or torch.equal(weights, packaged[name]):
            continue
        change = (weights - packaged[name]).numpy()
        most = np.abs(change).max(axis=-1) if change.ndim > 1 else np.abs(change).max()
        scale = np.maximum(most, 1e-12).astype(np.float32) / 127
        rows = scale[:, None] if change.ndim > 1 else scale
        arrays[name] = np.rint(change / rows).astype(np.int8)
        arrays[f"{name}.scale"] = np.atleast_1d(scale)
    return arrays


def _trained(model_folder: Path, outside: Path, work: Path, encode: Encode) -> CrossModel:
    """Return a model trained on the outside sets; made once."""
    torch.manual_seed(SEED)
    model = CrossModel(model_folder)
    draw = random.Random(SEED)  # noqa: S311  (an order, not a secret)
    checkpoint = work / "cross-outside.pt"
    groups = [] if checkpoint.exists() else list(selection_groups(outside, encode, draw))
    pairs = [] if checkpoint.exists() else list(statements(outside, encode, draw))
    train_outside(model, groups, pairs, checkpoint)
    return model


def _passes(
    questions: Sequence[GradedQuestion],
    light: Sequence[NDArray[np.float64]],
    known: Sequence[int],
    encode: Encode,
    count: int,
) -> Iterator[list[GradedGroup]]:
    """Yield the groups of each pass: graded sentences, and ungraded ones that look alike."""
    draw = random.Random(SEED)  # noqa: S311
    for _ in range(count):
        yield [
            group
            for n in known
            if (group := _group(questions[n], light[n], encode, draw)).sentences
        ]


def _group(
    one: GradedQuestion, light: NDArray[np.float64], encode: Encode, draw: random.Random
) -> GradedGroup:
    graded = [int(n) for n in np.flatnonzero(one.grades)]
    draw.shuffle(graded)
    graded = sorted(graded, key=lambda n: -int(one.grades[n]))[:_POSITIVES]
    others = [int(n) for n in np.argsort(-light, kind="stable") if not one.grades[n]]
    near, farther = others[:_NEAR], others[_NEAR:_FARTHER]
    draw.shuffle(near)
    draw.shuffle(farther)
    count = _IN_GROUP - min(3, len(graded)) - 1
    places = [*graded, *near[:count], *farther[:1]]
    return GradedGroup(
        encode(one.text, LONGEST["question"]),
        [_titled(one, n, encode) for n in places],
        [int(one.grades[n]) for n in places],
    )


def _titled(one: GradedQuestion, place: int, encode: Encode) -> list[int]:
    candidate = one.pool.candidates[place]
    title = encode(candidate.evidence.paper.title, LONGEST["title"])
    return [*title, *encode(".", 1), *encode(candidate.text, LONGEST["sentence"])]


def _read(
    model: CrossModel, one: GradedQuestion, light: NDArray[np.float64], encode: Encode
) -> NDArray[np.float64]:
    found = np.full(len(light), np.nan)
    places = [int(n) for n in np.argsort(-light, kind="stable")[:READ_CLOSELY]]
    asked = encode(one.text, LONGEST["question"])
    with torch.inference_mode():
        for first in range(0, len(places), 8):
            some = places[first : first + 8]
            pairs = [(asked, _titled(one, n, encode)) for n in some]
            found[some] = model(*packed(pairs))[:, 0].numpy()
    return found

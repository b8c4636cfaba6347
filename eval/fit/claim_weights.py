"""The weights that match the register of claims, from its own texts and questions by several hands.

Texts of the register are held out in turn (one of each entry at a time) and matched against the
rest. Scores of form and tone are cross-fitted: what the last stage is fitted on was scored by a
model that had not seen the hand (or the entries) it comes from, and so are both thresholds set.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from assistant.misconceptions.detect import (
    LIKENESS,
    Weights,
    concern_features,
    disparity_likeness,
    fitted,
    stance_features,
)
from assistant.misconceptions.form_ngrams import form_ngrams, form_tokens
from eval.bench.logistic import (
    SCALE,
    cross_fitted_odds,
    cross_fitted_scores,
    logistic_weights,
    scaled_logistic,
)
from eval.bench.premise_messages import HANDS, Bench, Matched

Array = NDArray[np.float64]

_RELEVANCE_PENALTY = 1e-4
_FORM_PENALTY = 3e-4
_TONE_PENALTY = 1e-3
_LEAST_SHARE = 0.12
"""Of the entries whose texts have a word, for it to be a form word."""
_LEAST_TEXTS = 25
"""In which an n-gram has to occur."""
REGISTER_WEIGHT = 0.2
_SHARE_RIGHT = 0.93
"""Of the false premises of the training hands with the right entry nearest, to be shown."""
_WRONGLY_ANSWERED = 0.02
"""Share of messages that concern no entry, or another, that one may answer if no paper does."""
_WRONGLY_ASSUMED = 0.02
"""Share of messages without a false premise that may be told that they assume a claim."""


def fit(bench: Bench, without: frozenset[str] = frozenset()) -> Weights:
    """Return the weights fitted on all hands but those of `without`."""
    seen = [one for one in bench.messages if one.hand not in without]
    texts = [one for one in bench.register if one.false or "?" in one.units.texts[-1]]
    relevance = fit_relevance(
        [*texts, *(one for one in seen if one.claims)], bench, REGISTER_WEIGHT
    )
    pairs = _pairs(bench, seen, relevance)
    words = form_words(bench)
    vocabulary = _ngrams([one for one, *_ in pairs], words)
    target = np.array([assumed for *_, assumed in pairs])
    weight = np.array([_weight(one) for one, *_ in pairs])
    own = np.array([is_own and _says_something(one) for one, _, is_own, _ in pairs])
    groups = np.array([one.group for one, *_ in pairs])
    grams = [_indicators(pairs, relevance, vocabulary, words, place) for place in range(3)]
    rows = [np.stack([_row(pair, relevance, p) for pair in pairs]) for p in range(3)]
    forms = cross_fitted_scores(grams, target, weight, own, groups, _FORM_PENALTY)
    tones = cross_fitted_scores(rows, target, weight, own, groups, _TONE_PENALTY)
    form = (
        logistic_weights(grams[0][own] * SCALE, target[own], weight[own], _FORM_PENALTY)[1:] * SCALE
    )
    tone = (
        logistic_weights(rows[0][own] * SCALE, target[own], weight[own], _TONE_PENALTY)[1:] * SCALE
    )
    disparities = np.stack([one.vectors[-1] for one in bench.disparities])
    features = [
        _stance(bench, pair, relevance, disparities, forms[n], tones[n])
        for n, pair in enumerate(pairs)
    ]
    names = list(features[0])
    table = np.array([list(row.values()) for row in features])
    last = np.array([_says_something(one) for one, *_ in pairs])
    stance = scaled_logistic(table, target, np.where(target, 3.0, 1.0) * weight, last)
    odds = cross_fitted_odds(table, target, np.where(target, 3.0, 1.0) * weight, last, groups)
    concern, shown_from, answers_from = _fit_concern(bench, seen, relevance)
    others = np.array([one.hand != "register" and not one.false for one, *_ in pairs])
    return Weights(
        relevance=relevance,
        search_relevance=fitted().search_relevance,
        concern=concern,
        stance=dict(zip(names, stance.tolist(), strict=True)),
        form=dict(zip(vocabulary, form.tolist(), strict=True)),
        form_words=tuple(sorted(words)),
        tone=_packed(tone),
        disparities=_packed(disparities),
        shown_from=shown_from,
        answers_from=answers_from,
        assumed_from=_above(odds[others], _WRONGLY_ASSUMED),
    )


Pair = tuple[Matched, int, bool, bool]
"""A message, the place of an entry, whether it is its nearest or own one, whether it is assumed."""


def _pairs(bench: Bench, seen: Sequence[Matched], relevance: Mapping[str, float]) -> list[Pair]:
    """Return each message with its nearest entry, texts of the register with their own and another.

    A question that mentions a false claim is left out: to correct it at once does no harm.
    """
    found: list[Pair] = []
    for one in seen:
        best = int(one.scores(relevance).max(axis=0).argmax())
        is_own = bench.names[best] in one.claims and one.stance == "assumed"
        if is_own or not one.false:
            found.append((one, best, True, is_own))
    for one in bench.register:
        scores = one.scores(relevance).max(axis=0)
        entry = bench.names.index(one.claims[0])
        scores[entry] = -np.inf
        found.append((one, entry, True, one.false))
        found.append((one, int(scores.argmax()), False, False))
    return found


def _weight(one: Matched) -> float:
    if one.hand == "register":
        return REGISTER_WEIGHT
    return 3.0 if one.is_disparity else 1.0


def _says_something(one: Matched) -> bool:
    """Say whether a text is a sentence; headings of slides say little on how questions are put."""
    return not (one.hand == "register" and one.false and one.units.texts[-1][-1] not in "?.!")


def _unit(one: Matched, entry: int, relevance: Mapping[str, float]) -> int:
    return int(one.scores(relevance)[:, entry].argmax())


def _places(one: Matched, entry: int, relevance: Mapping[str, float]) -> tuple[int, int, int]:
    return _unit(one, entry, relevance), one.units.asking, len(one.units.texts) - 1


def _row(pair: Pair, relevance: Mapping[str, float], which: int) -> Array:
    one, entry, *_ = pair
    return np.asarray(one.vectors[_places(one, entry, relevance)[which]], dtype=np.float64)


def form_words(bench: Bench) -> frozenset[str]:
    """Return the words that occur in texts of many entries of the register."""
    by_entry: dict[str, set[str]] = {}
    for one in bench.register:
        by_entry.setdefault(one.claims[0], set()).update(form_tokens(one.units.texts[-1]))
    counts = Counter(word for words in by_entry.values() for word in words)
    return frozenset(w for w, count in counts.items() if count >= _LEAST_SHARE * len(by_entry))


def _ngrams(ones: Sequence[Matched], words: frozenset[str]) -> list[str]:
    texts = {one.units.texts[-1] for one in ones}
    counts = Counter(gram for text in texts for gram in form_ngrams(text, words))
    return sorted(gram for gram, count in counts.items() if count >= _LEAST_TEXTS)


def _indicators(
    pairs: Sequence[Pair],
    relevance: Mapping[str, float],
    vocabulary: Sequence[str],
    words: frozenset[str],
    which: int,
) -> Array:
    place = {gram: number for number, gram in enumerate(vocabulary)}
    table = np.zeros((len(pairs), len(vocabulary)))
    for number, (one, entry, *_) in enumerate(pairs):
        text = one.units.texts[_places(one, entry, relevance)[which]]
        found = [place[gram] for gram in form_ngrams(text, words) if gram in place]
        table[number, found] = 1 / max(len(found), 1) ** 0.5
    return table


def _stance(
    bench: Bench,
    pair: Pair,
    relevance: Mapping[str, float],
    disparities: Array,
    forms: Array,
    tones: Array,
) -> dict[str, float]:
    one, entry, *_ = pair
    unit, asking, last = _places(one, entry, relevance)
    others = (
        np.delete(disparities, bench.place_of(one), axis=0) if one.is_disparity else disparities
    )
    form, tone = np.zeros(last + 1), np.zeros(last + 1)
    for number, place in reversed(list(enumerate((unit, asking, last)))):
        form[place], tone[place] = forms[number], tones[number]
    return stance_features(
        [row[entry] for row in one.near],
        unit,
        asking,
        float(one.scores(relevance)[unit, entry]),
        disparity_likeness(others.astype(np.float32), one.vectors[unit], bench.whole),
        form.tolist(),
        tone.tolist(),
    )


def _fit_concern(
    bench: Bench, seen: Sequence[Matched], relevance: Mapping[str, float]
) -> tuple[dict[str, float], float, float]:
    """Return the weights that tell whether an entry is concerned, and both thresholds."""
    ones = [one for one in seen if not one.is_disparity]
    table, right = [], []
    for one in ones:
        scores = one.scores(relevance)
        order = np.argsort(-scores.max(axis=0))
        best = int(order[0])
        own = [row[best] for row in one.near]
        told = concern_features(own, int(scores[:, best].argmax()), scores, order)
        table.append(list(told.values()))
        right.append(bench.names[best] in one.claims)
    rows, target = np.array(table), np.array(right)
    every, weight = np.ones(len(ones), dtype=bool), np.ones(len(ones))
    groups = np.array([one.group for one in ones])
    odds = cross_fitted_odds(rows, target, weight, every, groups)
    as_asked = np.array([one.false and one.hand in HANDS for one in ones])
    false = np.sort(odds[as_asked & target])[::-1]
    found = scaled_logistic(rows, target, weight, every)
    shown_from = float(false[int(_SHARE_RIGHT * len(false))]) if len(false) else 0.0
    answers_from = max(shown_from, _above(odds[~target], _WRONGLY_ANSWERED))
    return dict(zip(told, found.tolist(), strict=True)), shown_from, answers_from


def fit_relevance(ones: Sequence[Matched], bench: Bench, weight: float) -> dict[str, float]:
    """Return the weights with which a softmax over the entries finds each text's own entry.

    They are penalised per standard deviation, so that a rare feature, such as a name, may weigh
    much. Of each entry the unit counts that was nearest by the weights of the round before.
    """
    own = np.zeros((len(ones), len(bench.names)))
    for number, one in enumerate(ones):
        own[number, [bench.names.index(name) for name in one.claims]] = 1
    share = np.array([weight if one.hand == "register" else 1.0 for one in ones])
    share /= share.sum()
    found = np.array([0.9, 0.4, 0.1, 0.3, 0.4, 0.8, 12.0, 7.0])
    for _ in range(2):
        rows = np.stack([_nearest_units(one.table, found) for one in ones])
        spread = rows.std(axis=(0, 1))
        rows = rows / spread

        def loss(weights: Array, rows: Array = rows) -> tuple[float, Array]:
            scores = rows @ weights
            scores -= scores.max(axis=1, keepdims=True)
            every = np.exp(scores)
            every /= every.sum(axis=1, keepdims=True)
            right = every * own
            total = right.sum(axis=1)
            slope = ((every - right / total[:, None])[..., None] * rows).sum(axis=1)
            missed = -(share * np.log(total)).sum() + _RELEVANCE_PENALTY * weights @ weights
            return float(missed), share @ slope + 2 * _RELEVANCE_PENALTY * weights

        found = np.asarray(minimize(loss, found * spread, jac=True).x) / spread
    return dict(zip(LIKENESS, found.tolist(), strict=True))


def _nearest_units(table: Array, weights: Array) -> Array:
    best = (table @ weights).argmax(axis=0)
    return np.asarray(table[best, np.arange(table.shape[1])], dtype=np.float64)


def _above(values: Array, share: float) -> float:
    return float(np.sort(values)[::-1][int(share * len(values))]) + 1e-3


def _packed(values: Array) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype=np.float16).tobytes()).decode()

"""Fit the weights of search into corpus/fitted, on questions of several hands.

Run with: python -m eval.fit.search

What each question finds is looked up once, so that a trial of weights takes a second or two. From
the weights that ship, one weight at a time is moved along a few values, and a move is kept only
where the mean over hands of nDCG@10 gains and the interval of the paired gain over all questions
leaves zero out: a smaller one is luck. Each hand is then ranked by the weights that the other
hands alone give; only where this gains over the weights that ship, beyond luck, are they replaced.
Hands are the sets of the project, and those beside it where they are at hand.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.misconceptions.boost import register_boost
from assistant.retrieve.fuse import FIT, Pool, Weights, fuse, matched, search_weights
from assistant.retrieve.search import NOT_EVIDENCE, PASSAGES_A_PAPER, by_meaning, by_words
from assistant.understand.spelling import reading
from corpus.fitted.weights import FitRecord
from corpus.hit import Hit, SearchScope
from corpus.library import Library
from corpus.starter.records import starter_records
from eval.bench.harness import starter_library, turns
from eval.chance import mean_of
from eval.fit.record import FIT_DATA, SETS, SHARED, data_hash, mean_figure, save_fit
from eval.questions import Gold, Question, read_questions
from eval.ranking import score_ranking
from ingest.digest import read_digests

_TRIED: Mapping[str, Sequence[float]] = {
    "words": (0.2, 0.25, 0.3, 0.35, 0.4),
    "synonyms": (0.0, 0.1, 0.2, 0.4, 1.0),
    "feedback": (0.0, 0.5, 1.0, 1.5, 2.0),
    "sharpness": (20.0, 35.0, 50.0, 70.0, 100.0),
    "register": (0.0, 0.1, 0.2, 0.3),
}
_START = Weights(words=0.3, synonyms=0.2, feedback=1.0, sharpness=50.0, register=0.2)
"""Where the embedding model has no fit yet; eval/notes/search.md tells how it was found."""
_ROUNDS = 2
_TOP = 20
_MEASURE = "nDCG@10"
_OUTSIDE = ("clinicians", "professions", "curriculum", "community")


@dataclass(frozen=True)
class Found:
    """What both searches found for one question, before anything is weighed."""

    vector: NDArray[np.float32]
    words: Sequence[Hit]
    synonyms: Sequence[Hit]
    near: frozenset[str]
    vectors: Mapping[str, NDArray[np.float32]]
    paper_of: Mapping[str, str]
    boost: Mapping[str, float]

    def ranking(self, weights: Weights) -> list[str]:
        """Return the papers by some weights, best first, as search ranks them."""
        words = matched(self.words, self.synonyms, weights)
        ids = sorted(one for one in {*words, *self.near} if one in self.vectors)
        rows = np.array([self.vectors[one] for one in ids], dtype=np.float32)
        pool = Pool(tuple(ids), rows, np.array([words.get(one, 0.0) for one in ids]))
        scored = [
            (hit.score + weights.register * self.boost.get(self.paper_of[hit.passage_id], 0.0), hit)
            for hit in fuse(self.vector, pool, weights).hits
        ]
        scored.sort(key=lambda one: (-round(one[0], 6), one[1].passage_id))
        counts: defaultdict[str, int] = defaultdict(int)
        ranked: list[str] = []
        for _, hit in scored:
            paper = self.paper_of[hit.passage_id]
            counts[paper] += 1
            if counts[paper] <= PASSAGES_A_PAPER:
                ranked.append(paper)
        return list(dict.fromkeys(ranked[:_TOP]))


def found_for(library: Library, question: str) -> Found:
    """Return what both searches find for a question."""
    asked = reading(question, library.words.holding).text
    limits = SearchScope(not_kinds=NOT_EVIDENCE, a_paper=PASSAGES_A_PAPER)
    words, synonyms = by_words(library, asked, limits)
    near = frozenset(hit.passage_id for hit in by_meaning(library, asked, limits, _TOP))
    ids = sorted(near.union(hit.passage_id for hit in (*words, *synonyms)))
    passages = library.words.passages(ids)
    return Found(
        library.asked.embed([asked])[0],
        words,
        synonyms,
        near,
        library.vectors_of(ids),
        {one: passage.paper_id for one, passage in passages.items()},
        register_boost(library, asked),
    )


class Trials:
    """Scores of weights by question, each computed once."""

    def __init__(self, library: Library, hands: Mapping[str, Sequence[Question]]) -> None:
        self.shipped = search_weights(library.embedder.checksum) or _START
        self._ids = {k: d.paper.paper_id for k, d in read_digests(starter_records())}
        asked = [turn for own in hands.values() for turn in turns(own) if turn.question.judged]
        self._questions = [turn.question for turn in asked]
        self._found = {t.question.id: found_for(library, t.in_context) for t in asked}
        judged = {one.id for one in self._questions}
        self.hands = {h: [one.id for one in own if one.id in judged] for h, own in hands.items()}
        self._known: dict[Weights, Mapping[str, float]] = {}

    def scores(self, weights: Weights) -> Mapping[str, float]:
        """Return nDCG@10 by question."""
        if weights not in self._known:
            scored = score_ranking(
                self._questions, lambda one: self._found[one.id].ranking(weights), self._ids
            )
            self._known[weights] = scored.by_measure[_MEASURE]
        return self._known[weights]

    def gains(self, before: Weights, after: Weights, hands: Collection[str]) -> bool:
        """Say whether weights are better than others on some hands, beyond luck."""
        old, new = self.scores(before), self.scores(after)
        by_hand = [[new[one] - old[one] for one in self.hands[hand]] for hand in hands]
        gain = mean_of([value for own in by_hand for value in own])
        over_hands = float(np.mean([np.mean(own) for own in by_hand if own]))
        return gain is not None and gain.low > 0 and over_hands > 0

    def fitted(self, hands: Collection[str]) -> Weights:
        """Return the weights that some hands give, from those that ship."""
        best = self.shipped
        for _ in range(_ROUNDS):
            before = best
            for name, values in _TRIED.items():
                for value in values:
                    tried = replace(best, **{name: value})
                    if tried != best and self.gains(best, tried, hands):
                        best = tried
            if best == before:
                break
        return best


def question_hands() -> dict[str, list[Question]]:
    """Return the questions by the hand that wrote them."""
    own = read_questions(SETS / "development.jsonl")
    hands = {
        "development, first set": [one for one in own if one.id[0] == "q"],
        "development, second set": [one for one in own if one.id[0] == "d"],
    }
    for name in _OUTSIDE:
        path = SHARED / "questions-train" / f"{name}.jsonl"
        if path.is_file():
            hands[name] = _outside_questions(path)
    return hands


def _outside_questions(path: Path) -> list[Question]:
    """Return the questions of a hand beside the project; for ranking, a partial answer is one."""
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    fields = ("id", "question", "kind", "follows")
    return [
        Question(
            **{name: one[name] for name in fields},
            expected_behaviour="abstain" if one["expected_behaviour"] == "abstain" else "answer",
            gold=tuple(Gold(gold["id"], gold["grade"]) for gold in one["gold"]),
        )
        for one in told
    ]


def main() -> None:
    """Fit on all hands, rank each by what the others give, print and write."""
    library = starter_library()
    trials = Trials(library, question_hands())
    print(f"search: {sum(map(len, trials.hands.values()))} questions looked up", flush=True)
    figures: dict[str, dict[str, dict[str, float]]] = {}
    gains: list[float] = []
    shipped = trials.scores(trials.shipped)
    for left_out, ids in trials.hands.items():
        found = trials.scores(trials.fitted([hand for hand in trials.hands if hand != left_out]))
        gains += [found[one] - shipped[one] for one in ids]
        ways = {"by the weights of the other hands": found, "by those that shipped": shipped}
        figures[left_out] = {
            f"{_MEASURE} {way}": mean_figure(mean)
            for way, scores in ways.items()
            if (mean := mean_of([scores[one] for one in ids]))
        }
        print(f"{left_out}: {figures[left_out]}", flush=True)
    gain = mean_of(gains)
    best = trials.shipped
    if gain is not None:
        figures["all"] = {"gain of weights of the other hands": mean_figure(gain)}
        best = trials.fitted(list(trials.hands)) if gain.low > 0 else best
    record = FitRecord(
        name=FIT,
        command="python -m eval.fit.search",
        checksum=library.embedder.checksum,
        data=data_hash(FIT_DATA[FIT]),
        seed=0,
        hands=tuple(trials.hands),
        left_out=figures,
        numbers=asdict(best),
    )
    save_fit(record)
    print(f"{figures['all']}\nshipped {asdict(trials.shipped)}\nfitted {asdict(best)}")


if __name__ == "__main__":
    main()

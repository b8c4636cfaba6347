"""Measure what is answered, answered in part and declined; fit the rule that decides it.

Run with: python -m eval.bench.deciding [--fit]. It prints, for each development set, the outcomes
by the rule that was fitted on all other sets; `--fit` then writes the rule that was fitted on all.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from importlib.resources import files
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]
from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

from assistant.compose.compose import compose
from assistant.compose.fallback import on_grounds
from assistant.judge.answerability import Outcome, Rule, names_lead
from assistant.judge.candidates import candidates
from assistant.judge.features import PASSAGES_READ, Signs, signs, weigh
from assistant.judge.gaps import Missing, missing_aspects
from assistant.misconceptions.boost import boosted_search
from assistant.misconceptions.detect import premise_of
from assistant.misconceptions.register import register_of
from assistant.understand.contextualize import in_conversation
from assistant.understand.question_type import form_of
from assistant.understand.scope import out_of_scope
from assistant.understand.spelling import reading
from corpus.embed import open_model
from corpus.filters import NO_FILTERS, Filters
from corpus.library import Library
from corpus.paper import Paper
from corpus.settings import Settings
from corpus.starter.records import starter_records
from eval.chance import interval_of
from eval.questions import Question, read_questions
from ingest.add import add_starter
from ingest.digest import read_digests

_SETS = Path(__file__).parents[1] / "sets"
_NAMES = {
    "q": "first set",
    "d": "second set",
    "e": "further questions",
    "f": "questions never fitted on",
}
"""By the first letter of a question's id."""
_NEVER_FITTED = "f"
_JUDGED = ("q", "d")
"""The sets on which thresholds rest: educators' questions, answered by two readers."""
_RULE = Path(str(files("assistant.judge").joinpath("answerability.json")))
_DECLINED = 0.02
"""Share of the answerable questions fitted on that may be declined."""
_PARTLY = 0.07
"""Share of them that may be answered in part besides."""
_STRENGTH = 0.1
"""Inverse of the regularisation; the standardised signs are few, and so are the questions."""
_WEIGHTS = {"without its papers": 0.5, "out of scope": 0.5}
"""Of one case in fitting; 1 for those that are not named, and half for the further questions."""


@dataclass(frozen=True)
class WithoutPapers(Filters):
    """Leaves out the papers that answer, so that a question becomes an unanswerable one."""

    left_out: frozenset[str] = frozenset()

    def admit(self, paper: Paper) -> bool:
        """Say whether a paper is searched."""
        return paper.paper_id not in self.left_out and super().admit(paper)


@dataclass(frozen=True)
class Case:
    """A question as it was put to the library, with what was seen of the evidence."""

    group: str
    kind: str
    question: str
    by_kind: bool
    """Declined by the form of the question, before any search."""
    signs: Signs
    missing: tuple[Missing, ...]
    names_lead: bool
    """True where the question names the paper of the first sentence."""
    on_grounds: Outcome | None
    """What becomes of it instead of being declined, by the sources of a claim that it assumes."""

    def outcome(self, rule: Rule) -> Outcome:
        """Return what becomes of it by a rule."""
        if self.by_kind:
            return "declined"
        told = rule.outcome(self.signs, self.missing, names_lead=self.names_lead)
        return self.on_grounds if told == "declined" and self.on_grounds else told

    @property
    def weight(self) -> float:
        """How much it counts in fitting."""
        return _WEIGHTS.get(self.kind, 1.0) * (1.0 if self.group in _JUDGED else 0.5)


def cases(library: Library, questions: Sequence[Question]) -> Iterator[Case]:
    """Yield each question, and each answerable one once more without the papers that answer it."""
    ids = {key: digest.paper.paper_id for key, digest in read_digests(starter_records())}
    by_id = {question.id: question for question in questions}
    for question in questions:
        before = by_id[question.follows] if question.follows else None
        context = before.question if before else None
        kind = question.kind.replace("_", " ")
        if question.expected_behaviour != "abstain":
            kind = "false premise" if kind == "false premise" else "answerable"
        yield _case(library, question, context, kind, NO_FILTERS)
        gold = (*question.gold, *(before.gold if before else ()))
        answering = frozenset(ids[one.id] for one in gold if one.grade == 2)
        if question.expected_behaviour != "abstain" and answering:
            without = WithoutPapers(left_out=answering)
            yield _case(library, question, context, "without its papers", without)


def _case(
    library: Library, question: Question, context: str | None, kind: str, filters: Filters
) -> Case:
    holding = library.words.holding
    asked = reading(question.question, holding).text
    in_context = reading(in_conversation(asked, context), holding).text
    premise = premise_of(register_of(library), asked, in_context, library.asked.embed)
    found = boosted_search(library, in_context, filters)
    ranked = candidates(library, in_context, found[:PASSAGES_READ])
    composed = compose(library, in_context, ranked, form_of(asked))
    said = [one.candidate for one in composed]
    weighed = weigh(library, asked, filters)
    grounds = None
    if premise is not None and premise.stance == "assumed":
        grounds = on_grounds(library, premise, asked, in_context, filters)
    return Case(
        group=question.id[0],
        kind=kind,
        question=question.question,
        by_kind=out_of_scope(question.question) is not None,
        signs=signs(library, weighed, found, ranked),
        missing=missing_aspects(library, asked, weighed, said),
        names_lead=names_lead(asked, said),
        on_grounds=grounds[1].outcome if grounds else None,
    )


def fit(some: Sequence[Case]) -> Rule:
    """Return the rule fitted on some cases, answerable and not weighing alike as a whole."""
    told = np.array([astuple(case.signs) for case in some])
    answers = np.array([_answers(case) for case in some])
    weights = np.array([case.weight for case in some])
    weights[answers] *= weights[~answers].sum() / weights[answers].sum()
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH))
    model.fit(told, answers, logisticregression__sample_weight=weights)
    scaler, regression = model[0], model[1]
    slopes = regression.coef_[0] / scaler.scale_
    offset = float(regression.intercept_[0] - slopes @ scaler.mean_)
    names = [field.name for field in fields(Signs)]
    weighted = {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)}
    unparted = Rule(weighted, round(offset, 4), 1.0, 0.0)
    probable = [
        unparted.probability(case.signs)
        for case in some
        if _answers(case) and case.group in _JUDGED
    ]
    declined, partly = np.quantile(probable, [_DECLINED, _DECLINED + _PARTLY])
    return Rule(weighted, unparted.offset, round(float(partly), 4), round(float(declined), 4))


def _answers(case: Case) -> bool:
    return case.kind in ("answerable", "false premise")


def report(name: str, judged: Sequence[tuple[Case, Rule]]) -> Iterator[str]:
    """Yield what became of the cases of each kind, with 95% intervals (Wilson 1927), and areas."""
    yield f"\n{name}"
    for kind in dict.fromkeys(case.kind for case, _ in judged):
        outcomes = Counter(case.outcome(rule) for case, rule in judged if case.kind == kind)
        total = outcomes.total()
        shares = ", ".join(
            f"{outcome} {outcomes[outcome]} ({_share(outcomes[outcome], total)})"
            for outcome in ("declined", "partly", "answered")
        )
        yield f"  {kind}, {total}: {shares}"
    for kind in ("unanswerable", "without its papers", "out of scope"):
        told = [(c, rule) for c, rule in judged if _answers(c) or c.kind == kind]
        answers = [_answers(case) for case, _ in told]
        if not all(answers):
            probable = [rule.probability(case.signs) for case, rule in told]
            yield f"  area under the curve against {kind}: {roc_auc_score(answers, probable):.3f}"


def _share(count: int, total: int) -> str:
    low, high = interval_of(count, total)
    return f"{count / total:.2f}, {low:.2f} to {high:.2f}"


def measure(library: Library, *, write: bool) -> None:
    """Print the outcomes by set, each by the rule fitted on the others, and the rule of all."""
    questions = [
        question
        for name in ("development", "deciding")
        for question in read_questions(_SETS / f"{name}.jsonl")
    ]
    seen = list(cases(library, questions))
    parted: list[tuple[Case, Rule]] = []
    for group, name in _NAMES.items():
        rule = fit([case for case in seen if case.group not in (group, _NEVER_FITTED)])
        judged = [(case, rule) for case in seen if case.group == group]
        if group in _JUDGED:
            parted.extend(judged)
        print(*report(f"{name}, by the rule fitted on the others", judged), sep="\n")
    print(
        *report("first and second set together, each by the rule fitted on the others", parted),
        sep="\n",
    )
    rule = fit([case for case in seen if case.group != _NEVER_FITTED])
    print(f"\nfitted on all: {json.dumps(asdict(rule))}")
    if write:
        _RULE.write_text(json.dumps(asdict(rule), indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Build the starter library in a temporary folder, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Settings(library=Path(folder)), open_model())
        add_starter(library, lambda *_: None)
        measure(library, write="--fit" in sys.argv[1:])


if __name__ == "__main__":
    main()

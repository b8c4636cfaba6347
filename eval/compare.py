"""Compare two runs over one set: what got better or worse, how surely, and on which questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from corpus.errors import EvidenceError
from eval.answers import as_expected
from eval.chance import paired_p
from eval.questions import Question
from eval.run import Run
from eval.scores import measure_named, score_run

SIGNIFICANT = 0.05
_RANKED = "success@5"


@dataclass(frozen=True)
class Change:
    """One measure in both runs, over the questions that both are scored on."""

    measure: str
    before: float
    """Mean."""
    after: float
    p: float
    """Of a paired randomisation test, two-sided; not corrected for the number of measures."""
    count: int
    """Questions scored in both."""
    up: int
    """Questions with a better score after."""
    down: int
    alone: int
    """Questions scored in one of the runs only, as one that only one run answered."""
    whole: tuple[float, float]
    """The means before and after over all questions that each run is scored on."""

    @property
    def gain(self) -> float:
        """How much better the second run is; below 0 where it is worse."""
        rise = self.after - self.before
        return rise if measure_named(self.measure).better == "higher" else -rise

    @property
    def verdict(self) -> str:
        """Say "better" or "worse" where chance is an unlikely reason, else that it is not."""
        if self.p >= SIGNIFICANT:
            return "no difference shown"
        return "better" if self.gain > 0 else "worse"


@dataclass(frozen=True)
class Flip:
    """A question that one run met and the other did not."""

    id: str
    question: str
    kind: str
    what: str
    """Such as "answered, then declined"."""
    better: bool


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side."""

    before: Run
    after: Run
    differing: Mapping[str, tuple[str, str]]
    """The conditions that differ, before and after."""
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    """In the order of the set."""
    alone: tuple[str, ...] = ()
    """Measures that are scored in one of the runs only, or on no question in both."""


def compare(before: Run, after: Run, *, any_library: bool = False) -> Comparison:
    """Return two runs side by side.

    Raises EvidenceError where they are over different sets or, unless `any_library`, over
    libraries that hold different things.
    """
    _check(before, after, any_library)
    questions = before.questions.questions
    first = score_run(before).by_measure
    second = score_run(after).by_measure
    names = [name for name in {**first, **second} if first.get(name) or second.get(name)]
    told = {name: _change(name, first.get(name, {}), second.get(name, {})) for name in names}
    flips = (flip for one in questions for flip in _flips(one, before, after, first, second))
    return Comparison(
        before,
        after,
        _differing(before, after),
        tuple(filter(None, told.values())),
        tuple(flips),
        tuple(name for name, change in told.items() if change is None),
    )


def _check(before: Run, after: Run, any_library: bool) -> None:
    one, other = before.conditions, after.conditions
    if one.digest != other.digest:
        raise EvidenceError(
            f"{after.folder}: a run over {other.set} (questions {other.digest}), {before.folder} "
            f"is one over {one.set} (questions {one.digest}); compare runs over the same set"
        )
    if one.snapshot != other.snapshot and not any_library:
        raise EvidenceError(
            f"{after.folder}: over another library, snapshot {other.snapshot}; {before.folder} is "
            f"over snapshot {one.snapshot}; compare them all the same with --any-library"
        )


def _differing(before: Run, after: Run) -> dict[str, tuple[str, str]]:
    one, other = asdict(before.conditions), asdict(after.conditions)
    versions = {name: (one["versions"].get(name), told) for name, told in other["versions"].items()}
    flat = {name: (one[name], other[name]) for name in one if name not in ("versions", "library")}
    return {
        name: (str(first), str(second))
        for name, (first, second) in {**flat, **versions}.items()
        if first != second
    }


def _change(name: str, before: Mapping[str, float], after: Mapping[str, float]) -> Change | None:
    """Return how a measure changed; None where no question is scored in both runs."""
    both = [question for question in before if question in after]
    if not both:
        return None
    first, second = [before[one] for one in both], [after[one] for one in both]
    higher = sum(new > old for old, new in zip(first, second, strict=True))
    lower = sum(new < old for old, new in zip(first, second, strict=True))
    up, down = (higher, lower) if measure_named(name).better == "higher" else (lower, higher)
    return Change(
        measure=name,
        before=sum(first) / len(both),
        after=sum(second) / len(both),
        p=paired_p(first, second),
        count=len(both),
        up=up,
        down=down,
        alone=len(before.keys() ^ after.keys()),
        whole=(sum(before.values()) / len(before), sum(after.values()) / len(after)),
    )


def _flips(
    one: Question,
    before: Run,
    after: Run,
    first: Mapping[str, Mapping[str, float]],
    second: Mapping[str, Mapping[str, float]],
) -> Iterator[Flip]:
    """Yield in what a question was met by one run and not by the other."""
    old, new = before.outcomes[one.id], after.outcomes[one.id]

    def flip(what: str, better: bool) -> Flip:
        return Flip(one.id, one.question, one.kind, what, better)

    if as_expected(one, old) != as_expected(one, new):
        yield flip(f"{old.behaved}, then {new.behaved}", as_expected(one, new))
    found = first[_RANKED].get(one.id), second[_RANKED].get(one.id)
    if found[0] != found[1]:
        words = ("gold found, then lost", "gold lost, then found")
        yield flip(f"{words[bool(found[1])]} among the first five", bool(found[1]))
    corrected = old.premise is not None, new.premise is not None
    if one.expected_behaviour == "correct_premise" and corrected[0] != corrected[1]:
        told = ("corrected, then not", "not corrected, then corrected")[corrected[1]]
        yield flip(f"premise {told}", corrected[1])

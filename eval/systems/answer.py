"""Read an answer in the form of `evidence ask --json`, whatever system gave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from corpus.errors import EvidenceError
from eval.outcome import Outcome, Said, Shown

EXPECTED = (
    '{"declined": false, "sentences": [{"text": "…", "cites": [1]}], '
    '"evidence": [{"rank": 1, "paper_id": "doi:…", "text": "…"}]}'
)
"""The least that an answer is made of; `evidence ask --json` shows a whole one."""
_DEEPEST = 20
"""Of a ranking: further down nothing is scored."""

_Form = TypeVar("_Form")
_Rank = Annotated[int, Field(strict=True, ge=1)]
_Pages = Annotated[str, Field(pattern=r"^\d{1,6}(-\d{1,6})?$")]


@dataclass(frozen=True)
class _Sentence:
    text: str
    # What names no passage is no fault of the form: it is scored.
    cites: tuple[Annotated[int, Field(strict=True)], ...] = ()
    verbatim: bool = False
    supported: bool | None = None


@dataclass(frozen=True)
class _Evidence:
    rank: _Rank
    paper_id: Annotated[str, Field(min_length=1)]
    title: str = ""
    text: str = ""
    pages: _Pages | None = None
    status: str = ""

    def shown(self, ids: Mapping[str, str]) -> Shown:
        first, _, last = (self.pages or "").partition("-")
        return Shown(
            rank=self.rank,
            paper_id=ids.get(self.paper_id, self.paper_id),
            title=self.title,
            text=self.text,
            first_page=int(first) if first else None,
            last_page=int(last or first) if first else None,
            standing=self.status,
        )


@dataclass(frozen=True)
class _Premise:
    claim_id: str
    stance: str = "assumed"


@dataclass(frozen=True)
class _Answer:
    declined: Annotated[bool, Field(strict=True)]
    reason: str | None = None
    sentences: tuple[_Sentence, ...] = ()
    evidence: tuple[_Evidence, ...] = ()
    premise: _Premise | None = None
    missing: tuple[str, ...] = ()
    ranked: tuple[str, ...] | None = None
    """Papers best first, where the search found more than the answer shows."""
    seconds: Mapping[str, float] | float = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class _Failure:
    error: Annotated[str, Field(min_length=1)]


_answer, _failure = TypeAdapter(_Answer), TypeAdapter(_Failure)


def read_answer(place: str, found: object, ids: Mapping[str, str]) -> Outcome:
    """Return what an answer comes to; an object with `error` is a failure.

    `ids` gives the paper id for other names of a paper, such as its DOI. Raises EvidenceError that
    names place and field, what was found and what was expected.
    """
    if isinstance(found, Mapping) and "error" in found:
        return Outcome("failed", _read(place, _failure, found).error)
    told = _read(place, _answer, found)
    _check_whole(place, told)
    shown = tuple(one.shown(ids) for one in told.evidence)
    best_first = (one.paper_id for one in sorted(shown, key=lambda one: one.rank))
    named = best_first if told.ranked is None else (ids.get(one, one) for one in told.ranked)
    assumed = told.premise is not None and told.premise.stance == "assumed"
    return Outcome(
        behaved="declined" if told.declined else "answered",
        reason=told.reason if told.declined else None,
        said=tuple(Said(s.text, s.cites, s.verbatim, s.supported) for s in told.sentences),
        shown=shown,
        ranked=tuple(dict.fromkeys(named))[:_DEEPEST],
        premise=told.premise.claim_id if told.premise and assumed else None,
        missing=told.missing,
        seconds=_by_step(told.seconds),
    )


def _check_whole(place: str, told: _Answer) -> None:
    """Raise EvidenceError where the parts of an answer contradict each other."""
    if not told.declined and not told.sentences:
        raise EvidenceError(
            f'{place}: sentences: none, and "declined" is false; expected one sentence or more, '
            'or "declined": true with a reason'
        )
    twice = [rank for rank, count in Counter(e.rank for e in told.evidence).items() if count > 1]
    if twice:
        raise EvidenceError(
            f"{place}: evidence: the rank {twice[0]} is used twice; a marker must name one passage"
        )


def _read(place: str, form: TypeAdapter[_Form], found: object) -> _Form:
    try:
        return form.validate_python(found)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "answer"
        value = repr(first["input"])[:60]
        raise EvidenceError(
            f"{place}: {name}: {first['msg'].lower()}; found {value}; expected such as {EXPECTED}"
        ) from error


def _by_step(seconds: Mapping[str, float] | float) -> dict[str, float]:
    return dict(seconds) if isinstance(seconds, Mapping) else {"whole answer": seconds}

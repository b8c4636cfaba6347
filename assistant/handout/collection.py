"""What a person has collected for a hand-out, as their browser keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    with_config,
)
from pydantic import Field as Bounded

from assistant.brief import Answer
from corpus.errors import CollectionError

Style = Literal["ama", "apa"]
"""The styles that a hand-out's reference list is written in."""

LARGEST = 2_000_000
"""Bytes of a collection that is read; 200 long quotes with long notes are less."""
_MOST = 200
# What no form of document may hold; the rest of a text stays letter for letter.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


Line = Annotated[str, StringConstraints(max_length=2_500), AfterValidator(_clean)]
Text = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_clean)]
_LOOSE = ConfigDict(extra="ignore")


@with_config(_LOOSE)
@dataclass(frozen=True)
class Item:
    """One sentence that was put into the hand-out."""

    passage_id: Annotated[Line, StringConstraints(min_length=1)]
    quote: Annotated[Text, StringConstraints(min_length=1)]
    """As it stood in the passage then, letter for letter."""
    question: Line = ""
    """What was asked when it was found."""
    note: Text = ""
    """The person's own."""
    paper_id: Line = ""
    """The paper it was found in, once it has been looked up; empty before."""
    source: Line = ""
    """That paper's byline, to name it by should the paper be gone."""


@with_config(_LOOSE)
@dataclass(frozen=True)
class Corrected:
    """A correction that stood with an answer, by the claim of the register."""

    claim_id: Line
    question: Line = ""


@with_config(_LOOSE)
@dataclass(frozen=True)
class Collection:
    """Everything that a person chose and wrote for one hand-out, in their order."""

    title: Line = ""
    answer: Text = ""
    """The short answer in the person's own words; empty where they wrote none."""
    items: Annotated[tuple[Item, ...], Bounded(max_length=_MOST)] = ()
    corrections: Annotated[tuple[Corrected, ...], Bounded(max_length=_MOST)] = ()
    discussion: Annotated[tuple[Line, ...], Bounded(max_length=20)] = ()
    """Questions for discussion; an empty one is a slot to write in by hand."""
    style: Style = "ama"
    snapshot: Line = ""
    """What the library held when the collection was looked up last; empty before."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that were asked, each once, in the order of the hand-out."""
        asked = (*(one.question for one in self.items), *(c.question for c in self.corrections))
        return tuple(dict.fromkeys(question for question in asked if question))


_reader = TypeAdapter(Collection)


def read_collection(text: bytes) -> Collection:
    """Return the collection that a browser sends as JSON.

    Raises CollectionError that names the field and what was expected.
    """
    if len(text) > LARGEST:
        raise CollectionError(
            f"the hand-out has {len(text):,} bytes, at most {LARGEST:,} are read; "
            "shorten the notes, or make two hand-outs"
        )
    try:
        return _reader.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise CollectionError(f"the hand-out cannot be read: {place}: {first['msg']}") from error


def collected(answer: Answer) -> Collection:
    """Return what an answer gives to a hand-out: its quoted sentences and its correction."""
    items = tuple(
        Item(answer.evidence[rank - 1].passage.passage_id, sentence.text, answer.question)
        for sentence in answer.sentences
        if sentence.verbatim and not sentence.struck
        for rank in sentence.cites[:1]
    )
    claim = answer.premise.claim.claim_id if answer.premise else None
    corrections = (Corrected(claim, answer.question),) if claim else ()
    return Collection(items=items, corrections=corrections)


def together(collections: list[Collection], title: str, style: Style) -> Collection:
    """Return one collection of several, each sentence and each correction once."""
    items = {(one.passage_id, one.quote): one for each in collections for one in each.items}
    claims = {one.claim_id: one for each in collections for one in each.corrections}
    return Collection(
        title=title, items=tuple(items.values()), corrections=tuple(claims.values()), style=style
    )

"""What other programs may ask for, each field with its bounds."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.answer import LONGEST_QUESTION
from assistant.retrieve.search import Filters
from assistant.verify.paragraph import LONGEST_TEXT
from corpus.paper import ORIGINS, Origin
from corpus.status import Standing

_MOST_VALUES = 50
_Word = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
_Words = Annotated[tuple[_Word, ...], Field(max_length=_MOST_VALUES)]
_Year = Annotated[int, Field(ge=1500, le=2200)]
Snapshot = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{6,64}$"),
    Field(
        description="The snapshot id, or its first six characters or more, that the library must "
        "still have; another one is an error 409 rather than an answer from other papers."
    ),
]


class _Strict(BaseModel):
    """An object in which a misspelt field is told rather than passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Strict):
    """What a search is limited to, as by the options of the command; empty means no limit."""

    year_from: _Year | None = None
    year_to: _Year | None = None
    design: _Words = Field(default=(), description='Matched at the start, such as "cohort".')
    status: Annotated[tuple[Standing, ...], Field(max_length=_MOST_VALUES)] = ()
    topic: _Words = Field(default=(), description='Such as "kidney".')
    origin: Annotated[tuple[Origin, ...], Field(max_length=len(ORIGINS))] = ()
    country: _Words = Field(default=(), description='Where it was done, such as "Brazil".')
    population: _Words = Field(default=(), description='A group studied, such as "Black".')
    race_measure: _Words = Field(default=(), description='Such as "self-identified".')
    sample_from: Annotated[int, Field(ge=1, le=10**10)] | None = None

    def filters(self) -> Filters:
        """Return the limits as the search takes them."""
        return Filters(
            self.year_from,
            self.year_to,
            self.design,
            self.status,
            self.topic,
            tuple(origin for origin in ORIGINS if origin in self.origin),
            self.country,
            self.population,
            self.race_measure,
            self.sample_from,
        )


class _Question(_Strict):
    question: Annotated[str, Field(max_length=LONGEST_QUESTION)]
    follows: Annotated[str, Field(max_length=LONGEST_QUESTION)] | None = Field(
        None, description="The question that this one follows up."
    )
    limits: Limits = Limits()
    snapshot: Snapshot | None = None


class AskRequest(_Question):
    """A question to be answered with cited sentences."""


class SearchRequest(_Question):
    """A question whose passages are wanted, without an answer."""

    top: Annotated[int, Field(ge=1, le=100)] = Field(20, description="How many passages.")


class VerifyRequest(_Strict):
    """A paragraph to be checked, sentence by sentence, against the papers it cites."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT)]
    snapshot: Snapshot | None = None

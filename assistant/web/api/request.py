"""What other programs may ask for, each field with its bounds."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.answer import LONGEST_QUESTION
from assistant.verify.paragraph import LONGEST_TEXT
from corpus.filters import NO_FILTERS, Filters

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


class _Question(_Strict):
    question: Annotated[str, Field(max_length=LONGEST_QUESTION)]
    follows: Annotated[str, Field(max_length=LONGEST_QUESTION)] | None = Field(
        None, description="The question that this one follows up."
    )
    limits: Filters = NO_FILTERS
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

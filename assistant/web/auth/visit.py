"""One visit: who is here, what they may do, how often, and what is noted of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from starlette.types import Scope

from assistant.web.auth.log import Log
from assistant.web.auth.rate import Rate
from assistant.web.auth.roles import Errand, Person

_KEY = "visit"


@dataclass(frozen=True)
class Visit:
    """A person at the server, for the length of one request."""

    person: Person
    counted_as: str
    """Whose share of questions is spent: a name, or an address where no names are asked for."""
    rate: Rate | None
    log: Log

    @contextmanager
    def acting(
        self, what: str, errand: Errand = "ask", question: str | None = None
    ) -> Iterator[None]:
        """Do an errand: only where it is allowed and not too often, and note it.

        Raises NotAllowed and TooMany, both with what to do.
        """
        started, outcome = time.perf_counter(), "done"
        try:
            self.person.require(errand)
            if self.rate is not None:
                self.rate.spend(self.counted_as)
            yield
        except BaseException as error:
            # Also where the person left in mid-answer.
            outcome = "left" if isinstance(error, GeneratorExit) else type(error).__name__
            raise
        finally:
            self.log.note(self.person.name, what, outcome, time.perf_counter() - started, question)


def at_door(scope: Scope, visit: Visit) -> None:
    """Keep a visit with the request that it belongs to."""
    scope.setdefault("state", {})[_KEY] = visit


def visit_of(request: Any) -> Visit:  # noqa: ANN401 - Gradio's request or Starlette's
    """Return the visit that a request belongs to; every request has come through the door."""
    inner = getattr(request, "request", None) or request
    visit: Visit = inner.scope["state"][_KEY]
    return visit


def may(request: Any, errand: Errand) -> bool:  # noqa: ANN401 - as above
    """Say whether the person who makes this request may do so."""
    return visit_of(request).person.may(errand)

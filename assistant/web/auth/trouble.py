"""What went wrong with a request: the status, the place, the cause and the remedy."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from assistant.web.auth.rate import TooMany
from assistant.web.auth.roles import NotAllowed
from corpus.errors import (
    EvidenceError,
    LibraryError,
    NoSuchPaper,
    OtherSnapshot,
    QuestionError,
    RegisterError,
)

_STATUS: tuple[tuple[type[EvidenceError], int], ...] = (
    (QuestionError, 422),
    (NoSuchPaper, 404),
    (OtherSnapshot, 409),
    (NotAllowed, 403),
    (TooMany, 429),
    (LibraryError, 503),
    (RegisterError, 503),
)
_LONGEST_SHOWN = 120
_WHILE_WRITING = 5
"""Seconds after which to try again where the library cannot be read."""


class Trouble(BaseModel):
    """The body of every answer that is an error."""

    status: int
    place: str
    """Where it is: the field of the request, or its path."""
    error: str
    """What was found, and what was expected."""
    remedy: str
    """What to do about it."""


def trouble(
    status: int, place: str, message: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """Return a message such as "what is wrong; what to do" as the answer to a request."""
    error, _, remedy = message.partition("; ")
    body = Trouble(status=status, place=place, error=error, remedy=remedy)
    return JSONResponse(body.model_dump(), status_code=status, headers=headers)


def tell_troubles(app: FastAPI) -> None:
    """Have an application tell everything that a caller can mend in this one form."""

    @app.exception_handler(EvidenceError)
    def evidence_error(request: Request, error: EvidenceError) -> JSONResponse:
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
        waits = {503: _WHILE_WRITING, 429: getattr(error, "wait", 0)}
        headers = {"Retry-After": str(waits[status])} if status in waits else {}
        return trouble(status, request.url.path, str(error), headers)

    @app.exception_handler(RequestValidationError)
    def wrong_request(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        return trouble(422, _place(first), f"{_found(first)}; see the fields at: api")


def _place(wrong: dict[str, Any]) -> str:
    return ".".join(str(part) for part in wrong["loc"])


def _found(wrong: dict[str, Any]) -> str:
    """Return what is wrong with a field, and what was given there where that is short."""
    message = str(wrong["msg"]).replace("; ", ", ")
    given = wrong.get("input")
    shown = repr(given) if isinstance(given, (str, int, float, bool)) else ""
    return f"{message}, found {shown}" if 0 < len(shown) <= _LONGEST_SHOWN else message

"""Wait for a language model, try again where that may help, and say in one line what is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass

from corpus.errors import WriterError

_LONGEST_WORD = 200  # characters of what a server says of itself


@dataclass(frozen=True)
class Patience:
    """How long a model is waited for."""

    connect: float = 10.0
    """Seconds until the server must be reached."""
    silence: float = 120.0
    """Seconds without a word, before the first one as between two."""
    whole: float = 600.0
    """Seconds for all of it."""
    waits: tuple[float, ...] = (1.0, 4.0)
    """Seconds before each further try."""


@dataclass(frozen=True)
class Asked:
    """Who is asked, as an error names it."""

    name: str
    """The model's name at its server."""
    place: str
    """The address of the server, or the file."""
    remedy: str = ""
    """What to do where there is no such model there."""
    key: str = ""
    """The environment variable that holds the key; empty where there is none."""


def patiently(
    ask: Callable[[], Generator[str, None, None]], asked: Asked, patience: Patience
) -> Generator[str, None, None]:
    """Yield the pieces of text that a model writes; raise WriterError in one line.

    Tries again where the server cannot be reached, is busy or fails, and nothing was written yet.
    """
    started = time.monotonic()
    waits = list(patience.waits)
    begun = False
    while True:
        try:
            with closing(ask()) as pieces:
                for piece in pieces:
                    if time.monotonic() - started > patience.whole:
                        raise WriterError(
                            f"{asked.place} took longer than {patience.whole:g} s for its answer"
                        )
                    if piece:
                        begun = True
                        yield piece
            return
        except WriterError:
            raise
        # Each adapter has errors of its own, and what breaks within a stream comes through raw.
        except Exception as error:
            if begun or not waits or not _may_pass(error):
                raise WriterError(_fault(error, asked, patience, begun=begun)) from error
        time.sleep(waits.pop(0))


def _may_pass(error: Exception) -> bool:
    status = _status(error)
    return status in (408, 429) or status >= 500 or (not status and _is(error, *_UNREACHED))


def _fault(error: Exception, asked: Asked, patience: Patience, *, begun: bool) -> str:
    """Return in one line what went wrong, and what to do."""
    place, status = asked.place, _status(error)
    if status in (401, 403):
        return f"{place} refused the key" + (f"; set {asked.key} anew" if asked.key else "")
    if status == 404:
        return f"no model {asked.name} at {place}" + (f"; {asked.remedy}" if asked.remedy else "")
    if status == 429:
        return f"{place} takes no more questions now, or the account there is used up"
    if status >= 500:
        return f"{place} failed (status {status})"
    if status >= 400:
        return f"{place} refused the request: {_clipped(error)}"
    if _is(error, *_LATE):
        return f"no word from {place} for {patience.silence:g} s"
    if begun:
        return f"{place} broke off"
    if _is(error, *_UNREACHED):
        return f"cannot reach {place}"
    return f"{place} gave no usable answer: {_clipped(error)}"


# By name, because the adapters rest on two versions of one HTTP library and wrap only some of
# its errors.
_LATE = ("ReadTimeout", "WriteTimeout", "PoolTimeout", "TimeoutError")
_UNREACHED = ("APIConnectionError", "TransportError", "ConnectionError", "ConnectTimeout", *_LATE)


def _is(error: BaseException | None, *names: str) -> bool:
    """Say whether an error, or one that caused it, is of a class with one of these names."""
    while error is not None:
        if any(kind.__name__ in names for kind in type(error).__mro__):
            return True
        error = error.__cause__ or error.__context__
    return False


def _status(error: Exception) -> int:
    """Return the HTTP status that an error tells; 0 where it tells none."""
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status >= 400 else 0


def _clipped(error: Exception) -> str:
    told = " ".join(str(error).split()) or type(error).__name__
    return told if len(told) <= _LONGEST_WORD else told[:_LONGEST_WORD] + " …"

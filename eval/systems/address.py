"""Ask a server that answers as this program does: a question goes out, an answer comes back."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import httpx

from corpus.errors import EvidenceError, SettingsError
from corpus.settings import is_this_machine
from eval.outcome import Outcome
from eval.questions import Question, json_at
from eval.replies import Ask
from eval.systems.answer import read_answer

_LONGEST_WORD = 200  # characters of what a server says of itself


@dataclass(frozen=True)
class Patience:
    """How long a server is waited for."""

    connect: float = 10.0
    """Seconds until it must be reached."""
    silence: float = 300.0
    """Seconds without a word: a language model on a small machine takes minutes."""
    most: int = 20_000_000
    """Bytes of one answer."""


def asking_address(address: str, ids: Mapping[str, str], patience: Patience | None = None) -> Ask:
    """Return the function that posts {"question", "follows"} and reads the answer.

    Nothing is asked a second time, and no redirection to another place is followed. Raises
    SettingsError where nothing listens there.
    """
    patience = patience or Patience()
    _check_listening(address, patience.connect)
    client = httpx.Client(
        timeout=httpx.Timeout(patience.silence, connect=patience.connect),
        follow_redirects=False,
        trust_env=not is_this_machine(address),
    )

    def ask(question: Question, follows: str | None) -> Outcome:
        started = time.perf_counter()
        asked = {"question": question.question, "follows": follows}
        told = _posted(client, address, asked, patience)
        seconds = time.perf_counter() - started
        place = f"{address} on {question.id}"
        outcome = read_answer(place, json_at(place, told), ids)
        return replace(outcome, seconds={**outcome.seconds, "whole answer": seconds})

    return ask


def _check_listening(address: str, seconds: float) -> None:
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        socket.create_connection((parts.hostname or "", port), timeout=seconds).close()
    except (OSError, ValueError, KeyError) as error:
        raise SettingsError(
            f"--system is {address!r}; nothing can be reached there ({error}); start the server, "
            "or name the address that questions are posted to"
        ) from error


def _posted(
    client: httpx.Client, address: str, asked: Mapping[str, object], patience: Patience
) -> str:
    """Return what a server answers; raise EvidenceError in one line where that is no answer."""
    try:
        with client.stream("POST", address, json=asked) as response:
            content = b""
            for piece in response.iter_bytes():
                content += piece
                if len(content) > patience.most:
                    raise EvidenceError(f"{address}: more than {patience.most:,} bytes came")
    except httpx.TimeoutException as error:
        told = f"no word within {patience.silence:g} s"
        raise EvidenceError(f"{address}: {told} ({type(error).__name__})") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise EvidenceError(f"{address}: {type(error).__name__}: {error}") from error
    text = content.decode(errors="replace")
    if response.status_code != httpx.codes.OK:
        word = " ".join(text.split())[:_LONGEST_WORD]
        raise EvidenceError(f"{address}: status {response.status_code}; expected 200: {word}")
    return text

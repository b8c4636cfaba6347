"""The answers of services, kept on disk so that nothing is asked twice."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_DAY = 24 * 3600.0
_LEFT_BEHIND = 3600.0
"""Seconds after which a part-written answer belongs to a process that was killed."""


@dataclass(frozen=True)
class Answer:
    """What a service answered: 200 with a body, or 404 for what it does not have."""

    status: int
    body: bytes


class KeptAnswers:
    """A folder of answers, each in a file named by the hash of the address asked."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._now = now
        for part in folder.glob("*.part"):
            with suppress(OSError):
                if now() - part.stat().st_mtime > _LEFT_BEHIND:
                    part.unlink()

    def find(self, address: str, days: float) -> Answer | None:
        """Return the answer to an address if it is here, whole, and at most so many days old."""
        place = self._place(address)
        try:
            head, _, body = place.read_bytes().partition(b"\n")
        except OSError:
            return None
        answer, when = _read(head, body, address)
        if answer is None:
            self.drop(address)
            return None
        age = self._now() - when
        return answer if 0 <= age <= days * _DAY else None

    def keep(self, address: str, answer: Answer) -> None:
        """Store an answer, whole or not at all."""
        head = {
            "address": address,
            "status": answer.status,
            "when": self._now(),
            "sha256": hashlib.sha256(answer.body).hexdigest(),
        }
        place = self._place(address)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{place.name}.{os.getpid()}-{threading.get_ident()}.part")
        try:
            # Not synced to the disk: what a power cut breaks fails its checksum and is asked anew.
            part.write_bytes(json.dumps(head).encode() + b"\n" + answer.body)
            part.replace(place)
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def drop(self, address: str) -> None:
        """Forget the answer to an address."""
        self._place(address).unlink(missing_ok=True)

    def _place(self, address: str) -> Path:
        return self.folder / hashlib.sha256(address.encode()).hexdigest()


def _read(head: bytes, body: bytes, address: str) -> tuple[Answer | None, float]:
    """Return the answer in a file and when it came; no answer where anything is amiss."""
    try:
        told = json.loads(head)
        answer, when = Answer(int(told["status"]), body), float(told["when"])
        whole = told["sha256"] == hashlib.sha256(body).hexdigest()
    except (ValueError, TypeError, KeyError):
        return None, 0.0
    return (answer if whole and told["address"] == address else None), when

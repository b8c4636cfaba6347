"""Something that takes a while: it goes on by itself and can be looked at from any page."""

from __future__ import annotations

import queue
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from corpus.errors import EvidenceError

State = Literal["waiting", "at work", "done"]
Tone = Literal["good", "plain", "wrong"]
_KEPT = 200
"""Errands that can still be looked at; older ones that are done are forgotten."""


@dataclass(frozen=True)
class Step:
    """What became of one thing of an errand."""

    word: str
    """Such as "Added"; the tone says the same by its colour."""
    name: str
    """Of the thing: a file, an identifier, a paper."""
    told: str = ""
    tone: Tone = "good"
    paper_id: str = ""
    """The paper it is about, where that is in the library afterwards."""


@dataclass(frozen=True)
class Errand:
    """How far an errand is."""

    errand_id: str
    name: str
    """Such as "Adding papers"."""
    total: int
    """How many things there are to do; it may grow when an archive is opened."""
    state: State = "waiting"
    steps: tuple[Step, ...] = ()
    trouble: str | None = None
    """Why it stopped before its end."""
    undo: str | None = None
    """The key by which it is undone; None where it cannot be."""
    undone: bool = False


Tell = Callable[[Step, int], None]
"""Is told what became of one thing, and how many there are in all."""
Work = Callable[[Tell], None]
"""Does an errand, telling as it goes."""


class Errands:
    """Does errands one after the other, because a library has one place for a writer."""

    def __init__(self) -> None:
        self._errands: dict[str, Errand] = {}
        self._waiting: queue.Queue[tuple[str, Work]] = queue.Queue()
        self._changed = threading.Condition()
        self._worker: threading.Thread | None = None

    def begin(
        self,
        name: str,
        total: int,
        work: Work,
        *,
        undo: str | None = None,
        errand_id: str | None = None,
    ) -> Errand:
        """Put an errand in the queue and return it at once; `errand_id` where it has one already.

        An id must be hard to guess: whoever knows it sees what the errand tells.
        """
        errand = Errand(errand_id or secrets.token_urlsafe(12), name, total, undo=undo)
        with self._changed:
            self._forget_old()
            self._errands[errand.errand_id] = errand
            self._waiting.put((errand.errand_id, work))
            if self._worker is None:
                # A daemon: closing the program must not wait for hundreds of papers.
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()
        return errand

    def look(self, errand_id: str) -> Errand | None:
        """Return how far an errand is; None where nobody knows of it."""
        with self._changed:
            return self._errands.get(errand_id)

    def wait(self, errand_id: str, seconds: float) -> Errand | None:
        """Return an errand once it is done, or as it is after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_done(errand_id), timeout=seconds)
            return self._errands.get(errand_id)

    def ahead(self, errand_id: str) -> int:
        """Return how many errands come before a waiting one."""
        with self._changed:
            before: list[Errand] = []
            for errand in self._errands.values():
                if errand.errand_id == errand_id:
                    break
                before.append(errand)
            return sum(errand.state != "done" for errand in before)

    def mark_undone(self, undo: str) -> None:
        """Note that what was done under this key has been undone."""
        with self._changed:
            for errand in self._errands.values():
                if errand.undo == undo:
                    self._errands[errand.errand_id] = replace(errand, undone=True)
                    return

    def _is_done(self, errand_id: str) -> bool:
        errand = self._errands.get(errand_id)
        return errand is None or errand.state == "done"

    def _work(self) -> None:
        while True:
            self._do(*self._waiting.get())

    def _do(self, errand_id: str, work: Work) -> None:
        self._change(errand_id, state="at work")
        try:
            work(lambda step, total: self._tell(errand_id, step, total))
            self._change(errand_id, state="done")
        except EvidenceError as error:
            self._change(errand_id, state="done", trouble=str(error))
        except OSError as error:
            trouble = f"{error.strerror or error}; free some space or check the permissions"
            self._change(errand_id, state="done", trouble=trouble)
        except BaseException as error:
            # A bug of ours: the page must not wait for ever, and the traceback is wanted.
            trouble = f"the program failed ({type(error).__name__}); see where it was started"
            self._change(errand_id, state="done", trouble=trouble)
            threading.excepthook(
                threading.ExceptHookArgs((type(error), error, error.__traceback__, None))
            )

    def _tell(self, errand_id: str, step: Step, total: int) -> None:
        with self._changed:
            errand = self._errands[errand_id]
            steps = (*errand.steps, step)
            self._errands[errand_id] = replace(
                errand, steps=steps, total=max(total, len(steps)), state="at work"
            )
            self._changed.notify_all()

    def _change(self, errand_id: str, *, state: State, trouble: str | None = None) -> None:
        with self._changed:
            errand = self._errands[errand_id]
            self._errands[errand_id] = replace(errand, state=state, trouble=trouble)
            self._changed.notify_all()

    def _forget_old(self) -> None:
        done = [one for one, errand in self._errands.items() if errand.state == "done"]
        for errand_id in done[: max(0, len(self._errands) - _KEPT)]:
            del self._errands[errand_id]

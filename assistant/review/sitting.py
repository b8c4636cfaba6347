"""A sitting: the files that one person has under review, and what was found in them.

Nothing of it is written anywhere but the files themselves, in a folder that only this program's
user can open. A file is deleted as soon as it was read, unless a copy with comments can be made of
it; then it goes with the sitting.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.misconceptions.register import register_of
from assistant.review.decision import Since, remember
from assistant.review.export import has_comments
from assistant.review.find import Finder
from assistant.review.review import Review, open_finder, review_file
from assistant.web.jobs.errand import Errand, Errands, Tell
from assistant.web.jobs.upload import Upload, Uploads, discard
from corpus.errors import RefusedFile
from corpus.library import Library

IDLE = 2 * 60 * 60.0
"""Seconds after the last look at a sitting at which it is forgotten."""
MOST_SHEETS = 50
"""Files in one sitting."""
_MOST_SITTINGS = 100

State = Literal["waiting", "at work", "done", "refused"]


@dataclass(frozen=True)
class Sheet:
    """One file of a sitting, and how far its review is."""

    name: str
    state: State = "waiting"
    judged: int = 0
    """Statements that have been judged."""
    of: int = 0
    """Statements there are; 0 while the file is being read."""
    reason: str = ""
    """Why it was refused, and what to do."""
    review: Review | None = None
    since: Since | None = None


class Sitting:
    """The files of one person under review."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.sitting_id = upload.upload_id
        self.looked_at = time.monotonic()
        self.closed = False
        self.prepared = (0, 0)
        """Wordings of the register that were read, of how many; it is read once."""
        self._sheets: dict[int, Sheet] = {}

    def take(self, number: int, path: Path) -> None:
        """Add a file that arrived whole."""
        self.upload.files[number] = path
        self._sheets[number] = Sheet(path.name)

    def sheets(self) -> dict[int, Sheet]:
        """Return its files by number, as they stand."""
        return dict(sorted(self._sheets.items()))

    def reviews(self) -> list[Review]:
        """Return what has been found so far, in the order of the files."""
        return [one.review for one in self.sheets().values() if one.review is not None]

    def review_all(self, library: Library, opening: Callable[[Library], Finder]) -> None:
        """Review one file after the other, until all are done or the sitting is closed."""
        register_of(library, self._preparing)
        finder = opening(library)
        for number in self.sheets():
            self._review(library, finder, number)

    def _review(self, library: Library, finder: Finder, number: int) -> None:
        path = self.upload.files[number]
        self._change(number, state="at work")

        def tell(judged: int, of: int) -> None:
            if self.closed:
                raise RefusedFile(path.name, "the review was closed")
            self._change(number, judged=judged, of=of)

        try:
            tell(0, 0)
            review = review_file(library, finder, path, tell)
            since = remember(library, review)
            self._change(number, state="done", review=review, since=since)
            if not has_comments(review):
                path.unlink(missing_ok=True)
        except RefusedFile as refusal:
            self._change(number, state="refused", reason=refusal.reason)
            path.unlink(missing_ok=True)

    def _preparing(self, done: int, total: int) -> None:
        self.prepared = (done, total)

    def _change(self, number: int, **changed: object) -> None:
        self._sheets[number] = replace(self._sheets[number], **changed)  # type: ignore[arg-type]


class Sittings:
    """All sittings; their files are reviewed one after the other, for each takes a whole core."""

    def __init__(
        self, library: Library, opening: Callable[[Library], Finder] = open_finder
    ) -> None:
        self._library = library
        self._opening = opening
        self._uploads = Uploads()
        self._errands = Errands()
        self._sittings: dict[str, Sitting] = {}
        self._lock = threading.Lock()

    def begin(self) -> Sitting:
        """Open a sitting; its id is a secret of whoever asked."""
        self._forget_old()
        sitting = Sitting(self._uploads.begin())
        with self._lock:
            self._sittings[sitting.sitting_id] = sitting
        return sitting

    def one(self, sitting_id: str) -> Sitting | None:
        """Return a sitting, looked at now; None where it was closed or is unknown."""
        with self._lock:
            sitting = self._sittings.get(sitting_id)
        if sitting is not None:
            sitting.looked_at = time.monotonic()
        return sitting

    def start(self, sitting: Sitting) -> None:
        """Put the files of a sitting in the queue; asked for twice, once is enough."""

        def work(_tell: Tell) -> None:
            sitting.review_all(self._library, self._opening)

        with self._lock:
            if self._errands.look(sitting.sitting_id) is not None:
                return
            count = len(sitting.sheets())
            self._errands.begin("Reviewing", count, work, errand_id=sitting.sitting_id)
        self._sweep_later()

    def errand(self, sitting: Sitting) -> tuple[Errand | None, int]:
        """Return how the work on a sitting stands, and how many others come before it."""
        return self._errands.look(sitting.sitting_id), self._errands.ahead(sitting.sitting_id)

    def close(self, sitting_id: str) -> None:
        """Forget a sitting and delete its files; work on it stops at the next statements."""
        with self._lock:
            sitting = self._sittings.pop(sitting_id, None)
        if sitting is not None:
            sitting.closed = True
            self._uploads.complete(sitting_id)
            discard(sitting.upload)

    def _forget_old(self) -> None:
        with self._lock:
            by_look = sorted(self._sittings.values(), key=lambda one: one.looked_at)
        now = time.monotonic()
        spare = len(by_look) - _MOST_SITTINGS + 1
        for place, sitting in enumerate(by_look):
            if place < spare or now - sitting.looked_at > IDLE:
                self.close(sitting.sitting_id)

    def _sweep_later(self) -> None:
        timer = threading.Timer(IDLE + 1, self._forget_old)
        timer.daemon = True
        timer.start()

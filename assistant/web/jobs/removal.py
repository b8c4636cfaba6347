"""Remove papers so that they can be put back, also after others have been removed."""

from __future__ import annotations

import pickle
import secrets
import shutil
import threading
from collections.abc import Sequence

from assistant.web.jobs.errand import Step, Tell, Work
from assistant.web.jobs.upload import private_folder
from corpus.library import Library
from corpus.references.cite import short_name
from corpus.undo import Kept, keep, put_back

_KEPT = 100
"""Removals that can be undone; of older ones nothing is kept."""


class Removals:
    """What was removed since the program was started, in a folder only its user can open.

    On disk, because the originals of hundreds of papers do not fit the memory.
    """

    def __init__(self) -> None:
        self._folder = private_folder(self, "undo")
        self._keys: list[str] = []
        self._lock = threading.Lock()

    def remove(self, library: Library, paper_ids: Sequence[str]) -> tuple[str, Work]:
        """Return the key that undoes a removal, and the work that does it."""
        key = secrets.token_urlsafe(12)
        folder = self._folder / key
        with self._lock:
            folder.mkdir()
            self._keys.append(key)
            for old in self._keys[:-_KEPT]:
                self._forget(old)

        def work(tell: Tell) -> None:
            # What a killed writer left half done may stay so: removing must work on a full disk.
            with library.writer(settle=False) as writer:
                for number, paper_id in enumerate(paper_ids):
                    paper = library.catalog.paper(paper_id)
                    if paper is None:
                        tell(_gone(paper_id), len(paper_ids))
                        continue
                    kept = keep(library, paper_id)
                    (folder / f"{number:05d}").write_bytes(pickle.dumps(kept))
                    writer.remove(paper_id)
                    step = Step("Removed", short_name(paper), paper.title, "plain")
                    tell(step, len(paper_ids))

        return key, work

    def held(self, key: str) -> int:
        """Return how many papers can be put back under a key; 0 where it is unknown or used."""
        with self._lock:
            folder = self._folder / key
            return len(list(folder.iterdir())) if key in self._keys else 0

    def put_back(self, library: Library, key: str) -> Work:
        """Return the work that puts back what was removed under a key."""

        def work(tell: Tell) -> None:
            # Asked for twice, the second finds nothing left to do.
            files = sorted((self._folder / key).glob("*"))
            with library.writer() as writer:
                for file in files:
                    kept: Kept = pickle.loads(file.read_bytes())  # noqa: S301 - our own, see above
                    again = library.catalog.paper(kept.paper_id) is not None
                    put_back(writer, kept)
                    paper = library.catalog.paper(kept.paper_id)
                    name = short_name(paper) if paper else kept.paper_id
                    told = paper.title if paper else ""
                    word = "Here already" if again else "Put back"
                    tell(Step(word, name, told, paper_id=kept.paper_id), len(files))
                    file.unlink()
            with self._lock:
                self._forget(key)

        return work

    def _forget(self, key: str) -> None:
        if key in self._keys:
            self._keys.remove(key)
        shutil.rmtree(self._folder / key, ignore_errors=True)


def _gone(paper_id: str) -> Step:
    told = "is no longer in the library; it was removed before, perhaps in another tab"
    return Step("Not there", paper_id, told, "plain")

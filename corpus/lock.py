"""The one place for a writer in a library, and who holds it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import filelock

from corpus.errors import LibraryBusy, LibraryError

PATIENCE = 10.0
"""Seconds a second writer waits before it says who is in the way."""


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Hold a library's place for a writer; raise LibraryBusy where another keeps holding it."""
    lock = filelock.FileLock(folder / "writer.lock", timeout=PATIENCE)
    # A name of its own: on some systems nobody else may read a locked file.
    note = folder / "writer.txt"
    try:
        lock.acquire()
        note.write_text(_who_we_are(), encoding="utf-8")
    except filelock.Timeout as error:
        raise LibraryBusy(
            f"{folder}: {_holder(note)} is adding or removing papers; "
            "try again when it has finished"
        ) from error
    except OSError as error:
        lock.release()
        raise LibraryError(
            f"{folder}: cannot be written ({error.strerror}); give yourself write "
            "permission there, free some space, or choose another folder with --library"
        ) from error
    try:
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _who_we_are() -> str:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
    return f"process {os.getpid()} ({command}, since {datetime.now():%H:%M})"


def _holder(note: Path) -> str:
    try:
        return note.read_text(encoding="utf-8") or "another process"
    except OSError:
        return "another process"

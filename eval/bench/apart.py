"""Read damaged files in one process of its own, and see how each ends."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import sys
import time
import traceback
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from corpus.embed import open_model
from corpus.errors import RefusedFile
from corpus.settings import Bounds
from corpus.tokens import Tokens
from eval.bench.promises import examine, told_of

_TRACE = "trace"
"""The file in which a process that is about to be ended leaves where it was."""
_LAST_LINES = 6
"""Of the trace of a finding."""


@dataclass(frozen=True)
class Trial:
    """What one damaged file made of its reader."""

    end: str
    """"document", "refused" or "finding"."""
    told: str = ""
    """The refusal, or the end of the trace."""
    seconds: float = 0
    process: int = 0
    memory: int = 0
    """Bytes that the process holds after it."""
    open_files: int = 0


class Apart:
    """A process of its own that reads one file after the other, and a new one where it ends."""

    def __init__(self, folder: Path, bounds: Bounds) -> None:
        self._folder = folder
        self._bounds = bounds
        self._tokens = open_model().tokens
        self._pool = ProcessPool(
            max_workers=1,
            context=multiprocessing.get_context("spawn"),
            initializer=_limit_memory,
            initargs=[bounds.memory],
        )

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def read(self, form: str, name: str, content: bytes) -> Trial:
        """Return what a file of this content makes of its reader."""
        file = self._folder / name
        file.write_bytes(content)
        trace = self._folder / _TRACE
        trace.write_text("")
        future = self._pool.schedule(
            try_file,
            args=(form, file, self._tokens, self._bounds),
            timeout=float(self._bounds.seconds),
        )
        try:
            trial: Trial = future.result()
        except TookTooLong:
            seconds = self._bounds.seconds
            lines = trace.read_text().splitlines()[: 2 * _LAST_LINES]
            told = "\n".join((f"took longer than {seconds} s, in", *lines))
            trial = Trial("finding", told, seconds)
        except (ProcessExpired, BrokenProcessPool) as error:
            trial = Trial("finding", f"the process crashed: {told_of(error)}")
        file.unlink()
        return trial


def try_file(form: str, path: Path, tokens: Tokens, bounds: Bounds) -> Trial:
    """Read one file in this process and say how it ended, and how the process stands then.

    What it is doing shortly before its time is up goes into a file beside.
    """
    with path.with_name(_TRACE).open("w") as trace:
        faulthandler.dump_traceback_later(bounds.seconds * 0.95, file=trace)
        try:
            return _tried(form, path, tokens, bounds)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _tried(form: str, path: Path, tokens: Tokens, bounds: Bounds) -> Trial:
    begun = time.monotonic()
    try:
        examine(form, path, tokens, bounds)
        end, told = "document", ""
    except RefusedFile as refusal:
        end, told = "refused", refusal.reason
    except Exception as error:
        lines = "".join(traceback.format_tb(error.__traceback__)).splitlines()[-_LAST_LINES:]
        end, told = "finding", "\n".join((*lines, told_of(error)))
    seconds = time.monotonic() - begun
    return Trial(end, told, seconds, os.getpid(), _memory(), _open_files())


def _limit_memory(memory: int) -> None:
    if sys.platform == "linux":
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _memory() -> int:
    """Return the bytes this process holds; 0 where the system does not tell."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if told.exists() else 0


def _open_files() -> int:
    held = Path("/proc/self/fd")
    return len(list(held.iterdir())) if held.exists() else 0

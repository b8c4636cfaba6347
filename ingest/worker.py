"""Read files in a process of their own, so that a hostile file costs one refusal."""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from corpus.errors import RefusedFile
from corpus.paper import Document
from ingest.read import read

SECONDS_A_FILE = 60
"""How long reading one file may take."""
MEMORY = 4 * 1024**3
"""Bytes of address space the reading process may use, where the system can hold it to that."""
_AHEAD = 4


def read_apart(
    paths: Iterable[Path], password: str | None = None
) -> Iterator[tuple[Path, Document | RefusedFile]]:
    """Yield each file with its document or its refusal, in order, reading a few files ahead."""
    # A fresh process: a fork would inherit the threads and locks of torch and Chroma.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPool(max_workers=1, context=fresh, initializer=_limit_memory) as pool:
        pending: deque[tuple[Path, ProcessFuture[Document]]] = deque()
        try:
            for path in paths:
                future = pool.schedule(read, args=[path, password], timeout=SECONDS_A_FILE)
                pending.append((path, future))
                if len(pending) > _AHEAD:
                    yield _settled(*pending.popleft())
            while pending:
                yield _settled(*pending.popleft())
        finally:
            if pending:
                pool.stop()  # type: ignore[no-untyped-call]


def _settled(path: Path, future: ProcessFuture[Document]) -> tuple[Path, Document | RefusedFile]:
    try:
        document: Document = future.result()
        return path, document
    except RefusedFile as refusal:
        return path, refusal
    except TookTooLong:
        reason = f"reading took longer than {SECONDS_A_FILE} s; print it to a new PDF and add that"
    except (ProcessExpired, BrokenProcessPool, MemoryError):
        reason = "the file broke the reader (out of memory or crashed); print it to a new PDF"
    except OSError as error:
        reason = f"cannot be opened ({error.strerror}); check the name and the permissions"
    return path, RefusedFile(str(path), reason)


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

"""Read files in processes of their own, so that a hostile file costs one refusal."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from corpus.errors import RefusedFile
from corpus.paper import Document, Passage
from corpus.settings import Bounds
from corpus.tokens import Tokens
from ingest.outcome import Outcome
from ingest.read import read
from ingest.split import split
from ingest.study.read import with_facts

_AHEAD = 4
"""Files that are read beyond those asked for, for each process."""


Result = TypeVar("Result")


@dataclass(frozen=True)
class Reading:
    """What was read of a file."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Task(Generic[Result]):
    """What is to be done with a file in a process of its own."""

    path: Path
    act: Callable[..., Result]
    arguments: tuple[Any, ...]


def read_apart(
    files: Iterable[Path | Outcome],
    tokens: Tokens,
    bounds: Bounds,
    password: str | None = None,
) -> Iterator[tuple[Path, Reading] | RefusedFile | Outcome]:
    """Yield each file with what was read of it or its refusal, in order, reading some ahead.

    An outcome among the files needs no reading, and is passed on in its place. `tokens` goes
    to the processes, and so must be something that can be pickled.
    """
    tasks: Iterator[Task[Reading] | Outcome] = (
        Task(file, read_with_passages, (file, tokens, bounds, password))
        if isinstance(file, Path)
        else file
        for file in files
    )
    return done_apart(tasks, bounds)


def done_apart(
    tasks: Iterable[Task[Result] | Outcome], bounds: Bounds
) -> Iterator[tuple[Path, Result] | RefusedFile | Outcome]:
    """Yield each file with the result of its task or its refusal, in order, some ahead."""
    # A fresh process: a fork would inherit the threads and locks of torch and Chroma.
    fresh = multiprocessing.get_context("spawn")
    hands = max(1, min(4, (os.cpu_count() or 2) // 2))
    with ProcessPool(
        max_workers=hands, context=fresh, initializer=_limit_memory, initargs=[bounds.memory]
    ) as pool:
        pending: deque[tuple[Path, ProcessFuture[Result]] | Outcome] = deque()
        try:
            for task in tasks:
                if isinstance(task, Outcome):
                    pending.append(task)
                    continue
                future = pool.schedule(task.act, args=task.arguments, timeout=bounds.seconds)
                pending.append((task.path, future))
                if len(pending) > _AHEAD * hands:
                    yield _settled(pending.popleft(), bounds)
            while pending:
                yield _settled(pending.popleft(), bounds)
        finally:
            if pending:
                pool.stop()  # type: ignore[no-untyped-call]


def read_with_passages(path: Path, tokens: Tokens, bounds: Bounds, password: str | None) -> Reading:
    """Return what is read of a file, with its passages; raise RefusedFile where there is none."""
    document = with_facts(read(path, password, bounds))
    return Reading(document, tuple(split(document, tokens)))


def _settled(
    item: tuple[Path, ProcessFuture[Result]] | Outcome, bounds: Bounds
) -> tuple[Path, Result] | RefusedFile | Outcome:
    if isinstance(item, Outcome):
        return item
    path, future = item
    try:
        result: Result = future.result()
        return path, result
    except RefusedFile as refusal:
        return RefusedFile(str(path), refusal.reason)
    except TookTooLong:
        reason = f"reading took longer than {bounds.seconds} s; print it to a new PDF and add that"
    except (ProcessExpired, BrokenProcessPool, MemoryError):
        reason = "the file broke the reader (out of memory or crashed); print it to a new PDF"
    except OSError as error:
        reason = f"cannot be opened ({error.strerror}); check the name and the permissions"
    return RefusedFile(str(path), reason)


def _limit_memory(memory: int) -> None:
    if sys.platform == "linux":
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

"""How often one person may ask: a bucket that fills again with time."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from corpus.errors import EvidenceError

_MOST_KEPT = 10_000


class TooMany(EvidenceError):
    """Somebody asks too often; `wait` is how many seconds until they may again."""

    def __init__(self, wait: int) -> None:
        seconds = f"{wait} second{'' if wait == 1 else 's'}"
        super().__init__(f"too many requests in one minute; wait {seconds} and ask again")
        self.wait = wait


class Rate:
    """A token bucket for each name: a burst of up to a minute's worth is fine."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}
        """What is left, and when that was so, by name."""

    def spend(self, name: str) -> None:
        """Count one request; raise TooMany where the bucket is empty."""
        with self._lock:
            now = self._clock()
            left = self._now(name, now)
            if len(self._left) >= _MOST_KEPT:
                self._forget(now)
            self._left[name] = (left - 1, now)

    def check(self, name: str) -> None:
        """Raise TooMany where the bucket is empty, and count nothing."""
        with self._lock:
            self._now(name, self._clock())

    def _now(self, name: str, now: float) -> float:
        left, since = self._left.get(name, (float(self._a_minute), now))
        left = min(self._a_minute, left + (now - since) * self._a_minute / 60)
        if left < 1:
            raise TooMany(math.ceil((1 - left) * 60 / self._a_minute))
        return left

    def _forget(self, now: float) -> None:
        """Let go of those whose bucket is full again."""
        self._left = {name: kept for name, kept in self._left.items() if now - kept[1] < 60}

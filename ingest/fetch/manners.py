"""How politely services are asked: how often, how long to wait, when to stop asking."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class Manners:
    """The measure of asking; times are in seconds."""

    a_second: float = 3.0
    """Requests to one host; fewer where the host says so."""
    tries: int = 4
    """How often one thing is asked before the service counts as down."""
    first_wait: float = 1.0
    """Before the second try; doubled before each further one."""
    longest_wait: float = 60.0
    """A service that wants to be left alone for longer is asked nothing more in this time."""
    silence: float = 30.0
    """Without a byte of an answer, until it counts as lost."""
    answer: float = 120.0
    """For one whole answer."""
    body_bytes: int = 50 * 1024**2
    """Of one answer, unpacked."""
    rest: float = 60.0
    """How long a service that is down is not asked again."""


POLITE = Manners()
"""As the three services ask of everyone, slower where an answer of theirs says so."""


@dataclass
class Pace:
    """When each host may be asked next; threads may share it."""

    manners: Manners = POLITE
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)
    _intervals: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, host: str) -> None:
        """Wait until the host may be asked, and take that turn."""
        with self._lock:
            interval = self._intervals.get(host, 1 / self.manners.a_second)
            turn = max(self.clock(), self._next.get(host, 0.0))
            self._next[host] = turn + interval
            pause = turn - self.clock()
        if pause > 0:
            self.sleep(pause)

    def heed(self, host: str, headers: Mapping[str, str]) -> None:
        """Slow down to the rate that a host states in its answer, if it does.

        Crossref states it so, and a lower one to those who give no address.
        """
        limit = re.fullmatch(r"\d{1,6}", headers.get("x-rate-limit-limit", ""))
        seconds = re.fullmatch(r"(\d{1,4})s", headers.get("x-rate-limit-interval", ""))
        if limit and seconds and int(limit[0]):
            stated = min(int(seconds[1]) / int(limit[0]), self.manners.longest_wait)
            with self._lock:
                self._intervals[host] = max(1 / self.manners.a_second, stated)


def back_off(manners: Manners, failures: int, chance: float) -> float:
    """Return how long to wait after so many failures in a row, half of it by chance.

    `chance` is between 0 and 1; it keeps many who were turned away together from coming back
    together.
    """
    whole = min(manners.first_wait * 2.0 ** (failures - 1), manners.longest_wait)
    return whole * (0.5 + chance / 2)


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for; None where it asks for none."""
    told = (header or "").strip()
    if re.fullmatch(r"\d{1,9}", told):
        return float(told)
    try:
        when = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - (now or datetime.now(UTC))).total_seconds())

"""Choose among the readings of a message the one that the library answers best."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.judge.judge import judge
from assistant.retrieve.evidence import Evidence
from corpus.library import Library

Search = Callable[[str], list[Evidence]]


def best_reading(
    library: Library, readings: Sequence[str], search: Search
) -> tuple[str, list[Evidence]]:
    """Return the reading whose evidence most probably answers it, with that evidence.

    Of several that are equally probable the first one, which is the whole message.
    """
    library.asked.embed(list(readings))  # together, which is quicker than one by one
    found = {text: search(text) for text in readings}
    if len(readings) == 1:
        return readings[0], found[readings[0]]
    best = max(
        readings, key=lambda text: judge(library, text, found[text], closely=False).probability
    )
    return best, found[best]

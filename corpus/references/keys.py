"""Give each paper of a list a citation key, such as "inker2021"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.paper import Paper
from corpus.references.names import folded, parted

_FAMILY = 24
"""Letters of a name that a key takes."""


def citation_keys(papers: Sequence[Paper]) -> list[str]:
    """Return a key for each paper, different from all others, whatever order they come in.

    Papers of one family and year get the letters a, b, c… in the order of their ids.
    """
    alike: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for place, paper in enumerate(papers):
        alike[_base(paper)].append((paper.paper_id, place))
    keys = [""] * len(papers)
    for base, places in alike.items():
        for count, (_, place) in enumerate(sorted(places)):
            keys[place] = base + _letters(count) if len(places) > 1 else base
    return keys


def _base(paper: Paper) -> str:
    family = parted(paper.authors[0]).family if paper.authors else paper.title
    words = re.findall(r"[a-z]+", folded(family))
    whole = not paper.authors or parted(paper.authors[0]).whole
    name = (words[0] if whole else "".join(words)) if words else "paper"
    # The colon keeps the letters of undated papers apart from names that end in "nd".
    return f"{name[:_FAMILY]}{paper.year if paper.year is not None else ':nd'}"


def _letters(count: int) -> str:
    """Return a for 0, b for 1, and aa after z."""
    first, last = divmod(count, 26)
    return (_letters(first - 1) if first else "") + chr(ord("a") + last)

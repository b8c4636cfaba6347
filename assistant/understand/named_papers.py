"""Tell which papers a question names by their first author, as in "What did Diao forecast?"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.paper import Paper
from corpus.references.cite import family_name

_YEAR = r"(?:,? \(?((?:19|20)\d\d)\b)"
_NAME = re.compile(
    # Within a sentence a capital is no accident; where one begins, what follows must tell a name.
    rf"(?:(?<=[a-z,;:(\"“‘] )|(?<=\())([A-Z][\w-]+)(?: et al\.?| and colleagues)?{_YEAR}?"
    rf"|\b([A-Z][\w-]+)(?: et al\.?| and colleagues)?{_YEAR}"
    r"|\b([A-Z][\w-]+)(?=['’]s\b| et al| and colleagues| and [A-Z]"
    r"| (?:wrote|argue|claim|conclude|find|found|report|said|say|show|suggest|write)[eds]*\b)"
)
_ALSO_WORDS = frozenset("asian black brown indian white".split())
"""Names that mean a group of people far more often than an author."""


def named(question: str, papers: Iterable[Paper]) -> frozenset[str]:
    """Return the ids of those papers whose first author a question names.

    Where it names a year as well, only the author's papers of that year, if there are any.
    """
    held = list(papers)
    found: set[str] = set()
    for within, its_year, before, year, alone in _NAME.findall(question):
        name = (within or before or alone).lower()
        if name in _ALSO_WORDS:
            continue
        by = [one for one in held if one.authors and _surname(one) == name]
        of_year = [one for one in by if str(one.year) == (its_year or year)]
        found |= {one.paper_id for one in of_year or by}
    return frozenset(found)


def _surname(paper: Paper) -> str:
    return family_name(paper).split()[-1].lower()

"""Find the DOI that a paper prints of itself."""

from __future__ import annotations

import re

from corpus.paper import normal_doi

_WITHIN = 3000
"""Characters from the start in which a paper names its own DOI; later ones are references."""
_DOI = re.compile(
    r"(?:\bdoi\.org/|\bdoi\b[\s:=]*(?:https?://(?:dx\.)?doi\.org/)?)(10\.\d{4,9}/\S+)",
    re.IGNORECASE,
)


def printed_doi(text: str) -> str | None:
    """Return the first DOI that is named as one near the start of a paper's text."""
    named = _DOI.search(text[:_WITHIN])
    return normal_doi(_without_trailing_marks(named[1])) if named else None


def _without_trailing_marks(doi: str) -> str:
    """Return a DOI without the punctuation of the sentence around it."""
    while doi[-1] in ".,;:'\"]}>\u201d\u2019" or (
        doi[-1] == ")" and doi.count("(") < doi.count(")")
    ):
        doi = doi[:-1]
    return doi

"""Notice where material seems to name a patient."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.review.material import Statement

_NAME = r"[A-ZÀ-Þ][\w’'-]+"
_PERSON = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Señora?|Sra?)\.? {_NAME}"
    rf"|\b(?i:patient(?:['’]s)? name|name of (?:the )?patient|name|patient)\s*[:=] ?{_NAME} {_NAME}"
    rf"|\b(?:[Pp]atient|[Ii]nitials) {_NAME} {_NAME}(?=,? (?:\d|is|was|presents|came|aged|who))"
    rf"|\b{_NAME} {_NAME}, (?:an? )?\d{{1,3}}[- ]year"
)
_NUMBER = re.compile(
    r"\b(?:MRN|NHS (?:no\.?|number)|SSN|DOB|[Dd]ate of birth|[Rr]ecord (?:no\.?|number)"
    r"|[Hh]ospital (?:no\.?|number))\W{0,3}\d"
)


def people_in(statements: Sequence[Statement]) -> list[str]:
    """Return the places, as they are shown, of what looks like a patient's name or number."""
    return list(
        dict.fromkeys(
            one.place.words
            for one in statements
            if _PERSON.search(one.text) or _NUMBER.search(one.text)
        )
    )

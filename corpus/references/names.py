"""Tell the parts of an author's name, and persons from bodies such as committees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.paper import Paper

ET_AL = "et al."
"""Stands for the authors that are not listed; every form reads it back."""
_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ß": "ss", "þ": "th"}
    | {"æ": "ae", "œ": "oe"}
)
"""Letters that are not a letter and an accent, and so do not come apart."""
_SUFFIX = re.compile(r"(?:jr|sr|[iv]{1,4}|[2-5](?:nd|rd|th)|esq|ph\.?d|m\.?d)\.?", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:Academ(?:y|ies)|Agency|Association|Authority|Board|Bureau|Cent(?:er|re)s?|Coalition"
    r"|Collaborat(?:ion|ors|ive)|Colleges?|Commission|Committee|Consortium|Council|Department"
    r"|Foundation|Groups?|Initiative|Institutes?|Investigators|Ministry|Network|Office"
    r"|Organi[sz]ation|Panel|Program(?:me)?|Service|Societ(?:y|ies)|Task Force|Team|University"
    r"|Workgroup|Administration|Alliance|Archives|Bank|Directorate|Division|Federation|Fund"
    r"|Hospital|Institution|Library|Museum|Nations|Project|Registry|School|Secretariat|Survey"
    r"|Trust|Union)\b"
)


@dataclass(frozen=True)
class Name:
    """An author's name in its parts; a body such as a committee has a family name only."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def whole(self) -> bool:
        """Say whether the name is not parted: a body, or a person with one name."""
        return not self.given


def parted(author: str) -> Name:
    """Return the parts of a name written as "Family, Given" or "Family, Given, Jr"."""
    parts = [part.strip() for part in author.split(",")]
    if len(parts) not in (2, 3) or not all(parts) or is_body(author):
        return Name(author)
    if len(parts) == 3 and not _SUFFIX.fullmatch(parts[2]):
        return Name(author)
    return Name(*parts)


def is_body(name: str) -> bool:
    """Say whether a name is that of a committee, society or group rather than of a person."""
    before = name.partition(",")[0]
    return " " in before and _BODY.search(before) is not None


def listed(paper: Paper) -> Sequence[str]:
    """Return the authors of a paper, with "et al." last where more follow."""
    return (*paper.authors, ET_AL) if paper.authors_truncated else paper.authors


def folded(text: str) -> str:
    """Return text in lower case and in ASCII letters as far as it has such."""
    apart = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return apart.encode("ascii", "ignore").decode()

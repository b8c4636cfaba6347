"""Take from a question the words to look for, and those that mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.errors import EvidenceError

_ASKING = frozenset(
    "article articles citation citations cite does evidence example examples find found give know "
    "learn like literature need paper papers please published read reading readings research "
    "said say says show shows source sources still studies study suggest tell think true use "
    "want".split()
)
"""Words about asking and about papers as such, which every paper of a library shares."""


def bearing(terms: Sequence[str]) -> list[str]:
    """Return the terms that say what is asked about; all of them where none does."""
    return [term for term in terms if term not in _ASKING] or list(terms)


@dataclass(frozen=True)
class Member:
    """One of the words that mean the same."""

    text: str
    """In lower case."""
    pattern: re.Pattern[str]
    """Finds it as whole words, also in the plural."""


class Synonyms:
    """Groups of words that mean the same."""

    def __init__(self, lines: Iterable[str], source: str = "synonyms") -> None:
        """Read one group a line, its members parted by " / "; "#" begins a comment.

        Raises EvidenceError that names the line of a group with fewer than two members.
        """
        self._groups: list[tuple[Member, ...]] = []
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            members = [member.strip().lower() for member in line.split(" / ")]
            if len(members) < 2 or not all(members):
                raise EvidenceError(
                    f"{source} line {number}: found {line.strip()!r}, expected two words or more "
                    'that mean the same, parted by " / "'
                )
            self._groups.append(tuple(Member(member, _pattern(member)) for member in members))

    def otherwise(self, question: str) -> Iterator[tuple[range, Sequence[Member]]]:
        """Yield each place of a question that holds a member, with the other members."""
        asked = question.lower()
        for group in self._groups:
            for member in group:
                others = [other for other in group if other != member]
                for match in member.pattern.finditer(asked):
                    yield range(*match.span()), others

    def others(self, question: str) -> list[str]:
        """Return what means the same as something in the question and is not in it, each once."""
        asked = question.lower()
        found: list[str] = []
        for group in self._groups:
            absent = [member.text for member in group if not member.pattern.search(asked)]
            if len(absent) < len(group):
                found += absent
        return list(dict.fromkeys(found))


@cache
def field_synonyms() -> Synonyms:
    """Return the words of the field that mean the same, from `corpus/starter/synonyms.txt`."""
    text = files("corpus.starter").joinpath("synonyms.txt").read_text(encoding="utf-8")
    return Synonyms(text.splitlines(), "corpus/starter/synonyms.txt")


def _pattern(member: str) -> re.Pattern[str]:
    """Return what finds a member as whole words, also in the plural."""
    stem, ending = member, "(?:s|es)?"
    if re.search(r"[^aeiou]y$", member):
        stem, ending = member[:-1], "(?:y|ies)"
    return re.compile(rf"(?<![\w-]){re.escape(stem)}{ending}(?![\w-])")

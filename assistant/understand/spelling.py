"""Read a mistyped word of a question as the word of the library that it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]?[a-z]{4,}(?![\w'’-])")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
_ADDRESS = re.compile(r"\(?\bhttps?://\S+")
_LONG = 7
"""Letters from which a replaced letter is a slip; in shorter words it makes another word."""

Holding = Callable[[str], int]
"""Returns how many passages of the library hold a word, in any of its forms."""


@dataclass(frozen=True)
class Reading:
    """A question as it is read."""

    text: str
    read_as: tuple[tuple[str, str], ...] = ()
    """Each word that is read as another: as it was written, and as the library spells it."""

    def as_written(self, parts: Iterable[str]) -> tuple[str, ...]:
        """Return parts of the text as they stand in the question that it was read from."""
        written = {meant: word for word, meant in self.read_as}
        return tuple(
            _WORD.sub(lambda match: written.get(match.group(), match.group()), part)
            for part in parts
        )


def reading(question: str, holding: Holding) -> Reading:
    """Return a question with those words mended that neither library nor dictionary knows.

    A word is read as one that is a single slip away (a letter too many, too few, replaced, or two
    exchanged; Damerau 1964), begins and ends alike and is held by the library, which takes in
    British spellings of American words. Names, words in quotation marks and words in capitals are
    left as they stand; an address of the web asks nothing and is left out.
    """
    kept = [match.span() for match in _QUOTED.finditer(question)]
    read_as: dict[str, str] = {}

    def mended(match: re.Match[str]) -> str:
        word = match.group()
        is_name = word[0].isupper() and match.start() > 0
        if is_name or any(start <= match.start() < end for start, end in kept):
            return word
        meant = _meant(word.lower(), holding)
        if meant is None:
            return word
        meant = meant.capitalize() if word[0].isupper() else meant
        read_as[word] = meant
        return meant

    text = _WORD.sub(mended, _ADDRESS.sub("", question).strip() or question)
    return Reading(text, tuple(read_as.items()))


def read_words(read_as: tuple[tuple[str, str], ...]) -> str:
    """Return in one line which words were read as others, and how to have them left alone."""
    words = ", ".join(f"“{meant}” for “{word}”" for word, meant in read_as)
    return f"Searched with {words}. Words in quotation marks are left as they stand."


def _meant(word: str, holding: Holding) -> str | None:
    """Return the word of the library that a mistyped word stands for; None for any other word."""
    if holding(word):
        return None
    # The dictionary takes half a second to read, and most questions do without.
    dictionary = english()
    if word in dictionary:
        return None
    near = dictionary.known(dictionary.edit_distance_1(word))
    found = [other for other in near if _is_slip(word, other) and holding(other)]
    # By spelling last, so that the choice among equals is the same each time.
    return max(found, key=lambda one: (dictionary.word_usage_frequency(one), one), default=None)


def _is_slip(written: str, meant: str) -> bool:
    if (written[0], written[-1]) != (meant[0], meant[-1]):
        return False
    return len(written) != len(meant) or len(written) >= _LONG or sorted(written) == sorted(meant)


@cache
def english() -> SpellChecker:
    """Return the dictionary of English words and how often they are used."""
    from spellchecker import SpellChecker

    return SpellChecker(distance=1)

"""Tell text from the garbage that a broken font map leaves."""

from __future__ import annotations

import unicodedata
from collections import Counter

_MOST_UNREADABLE = 0.3
"""The share of characters without meaning above which nobody could read the text."""
_FEWEST_LETTERS = 400
"""Latin letters needed before their frequencies say anything."""
_VOWELS = frozenset("aeiouy")
_LEAST_VOWELS, _MOST_VOWELS = 0.2, 0.7
"""Languages in Latin script lie between 0.35 and 0.55."""
_LEAST_LETTERS = 0.25
"""Even tables of figures keep more than this share of letters and digits."""
_FEWEST_CHARACTERS = 200
_COMMONEST_SHARE = 0.4


def unreadable(text: str, dropped: int = 0) -> str | None:
    """Return why a text is garbage; None where it can be read, in any script.

    `dropped` is how many further characters had no meaning at all.
    """
    counts = Counter(text)
    for space in filter(str.isspace, list(counts)):
        del counts[space]
    held = counts.total()
    total = held + dropped
    if not total:
        return None
    kinds: Counter[str] = Counter()
    for character, count in counts.items():
        kinds[unicodedata.category(character)] += count
    lost = dropped + sum(kinds[kind] for kind in ("Co", "Cc", "Cn", "Cs")) + counts["\ufffd"]
    if lost > _MOST_UNREADABLE * total:
        return f"{lost / total:.0%} of its characters have no meaning"
    if held < _FEWEST_CHARACTERS:
        return None
    told = sum(count for kind, count in kinds.items() if kind[0] in "LNM")
    if told < _LEAST_LETTERS * held:
        return f"only {told / held:.0%} of its characters are letters or digits"
    return _nonsense(counts)


def _nonsense(counts: Counter[str]) -> str | None:
    """Return why Latin letters cannot be words of a language; None where they can."""
    letters: Counter[str] = Counter()
    for character, count in counts.items():
        for plain in unicodedata.normalize("NFD", character.lower()):
            if "a" <= plain <= "z":
                letters[plain] += count
    total = letters.total()
    if total < _FEWEST_LETTERS or total < 0.5 * counts.total():
        return None
    vowels = sum(letters[vowel] for vowel in _VOWELS) / total
    if not _LEAST_VOWELS <= vowels <= _MOST_VOWELS:
        return f"{vowels:.0%} of its letters are vowels, as in no language"
    commonest = letters.most_common(1)[0][1] / total
    if commonest > _COMMONEST_SHARE:
        return f"one letter makes up {commonest:.0%} of it"
    return None

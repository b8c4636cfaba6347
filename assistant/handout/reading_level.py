"""Tell how hard a text is to read: the Flesch-Kincaid grade.

The formula is that of Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability
formulas for Navy enlisted personnel", Research Branch Report 8-75, 1975. Own code: the library
that keeps it fetches a dictionary from the network when it is first used, and nothing here does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.text.sentences import sentence_spans

_FEWEST_WORDS = 30
"""Of fewer words a grade says nothing."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
# Vowels spoken apart, and the vowel that "ism" has without a letter: "area", "radius", "racism".
_APART = re.compile(r"i(?:a(?!l\b|n\b)|o(?!u|n)|um|us|et)|(?<!p)eo|rea(?!c|d|k|l|m|s|t(?!e))|sm\b")
_SOFT = re.compile(r"[csgt]ia|[csgtx]io")
_SILENT = re.compile(r"(?<=[^aeiouy])(?:e|es|ed)$")
_SPOKEN = re.compile(r"(?:[^l]le|[^l]les|[td]ed|(?:[sxzcg]|ch|sh)es)$")


def grade_of(texts: Iterable[str]) -> float | None:
    """Return the grade of some texts together, a US school year; None where they are too short.

    12 is the last year of school, and research papers lie above it.
    """
    sentences = [
        words
        for text in texts
        for span in sentence_spans(text)
        if (words := _WORD.findall(text[span.start : span.end]))
    ]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < _FEWEST_WORDS:
        return None
    spoken = sum(map(syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
    return round(max(grade, 0.0), 1)


def syllables(word: str) -> int:
    """Return about how many syllables an English word has, at least 1.

    A group of vowels is one, less the silent ends, and more for vowels that are spoken apart.
    """
    lowered = word.lower()
    if word.isupper() and len(word) <= 5:
        return len(word)  # Spelled out: "HIV".
    count = len(_VOWELS.findall(lowered))
    if _SILENT.search(lowered) and not _SPOKEN.search(lowered):
        count -= 1
    count += len(_APART.findall(_SOFT.sub("ci", lowered)))
    return max(count, 1)

"""Take apart the ligatures that a font maps to codes for private use, or to another sign.

Which letters such a code draws, the words around it tell: each code stands for one ligature in the
whole file, and that is the one with which most of its words are words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from corpus.starter.records import starter_records
from ingest.pdf.lines import Line, Sheet

_LIGATURES = (
    "fi",
    "ff",
    "fl",
    "ffi",
    "ffl",
    "ft",
    "fft",
    "tt",
    "ti",
    "tti",
    "th",
    "fj",
    "ct",
    "st",
)
"""Those that fonts have for English, the commonest first."""
_BESIDE_LETTER = re.compile(
    r"(?<=[A-Za-z])[\ue000-\uf8ff]|[\ue000-\uf8ff](?=[\ue000-\uf8ff]?[A-Za-z])"
)
_WORD = re.compile(r"[a-z]{2,}")
_OPENING_SIGN = re.compile(r"\+[a-z]+[.,;:]?")
"""A plus sign before small letters is a font's "Th"."""
_MOST_ASKED = 400
"""Words of one code, enough to know what it draws."""


def with_ligatures(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the pages with the ligatures taken apart whose letters their words tell."""
    printed = [word.text for sheet in sheets for line in sheet.lines for word in line.words]
    broken: defaultdict[str, set[str]] = defaultdict(set)
    for word in printed:
        for code in _BESIDE_LETTER.findall(word):
            broken[code].add(word)
        if _OPENING_SIGN.fullmatch(word):
            broken["+"].add(word)
    if not broken:
        return list(sheets)
    known = _starter_words() | set(_WORD.findall(" ".join(printed).lower()))
    letters: dict[str, str] = {}
    # The code with the most words comes first: others stand beside it in theirs.
    for code in sorted(broken, key=lambda one: -len(broken[one])):
        told = _letters(code, broken[code], letters, known)
        if told is not None:
            letters[code] = told
    return [
        replace(sheet, lines=tuple(_spelled(line, letters) for line in sheet.lines))
        for sheet in sheets
    ]


def _letters(
    code: str, words: Iterable[str], letters: dict[str, str], known: frozenset[str] | set[str]
) -> str | None:
    """Return the letters with which most words of a code are words; None where two do as well."""
    asked = [_replaced(word, letters) for word in sorted(words)[:_MOST_ASKED]]
    counts = []
    for letters_of_one in ("th",) if code == "+" else _LIGATURES:
        spelled = (re.findall(r"[^\W\d_]+", one.replace(code, letters_of_one)) for one in asked)
        count = sum(_is_word(max(parts, key=len, default=""), known) for parts in spelled)
        counts.append((count, letters_of_one))
    (best, told), *others = sorted(counts, key=lambda one: -one[0])
    if not best or any(count == best for count, _ in others):
        return None
    return "Th" if code == "+" else told


def _is_word(word: str, known: frozenset[str] | set[str]) -> bool:
    """Say whether a word is known, itself or without the ending of an inflected form."""
    plain = word.lower()
    stems = (plain, *(plain.removesuffix(end) for end in ("s", "es", "ed", "ing", "ly")))
    return any(stem in known for stem in stems if len(stem) > 1)


def _replaced(text: str, letters: dict[str, str]) -> str:
    for code, told in letters.items():
        if code != "+" or _OPENING_SIGN.fullmatch(text):
            text = text.replace(code, told)
    return text


def _spelled(line: Line, letters: dict[str, str]) -> Line:
    if not any(code in word.text for word in line.words for code in letters):
        return line
    words = tuple(replace(word, text=_replaced(word.text, letters)) for word in line.words)
    return replace(line, words=words)


@cache
def _starter_words() -> frozenset[str]:
    """Return the words of the digests that come with the house."""
    records = b" ".join(starter_records().values()).decode().lower()
    return frozenset(_WORD.findall(records))

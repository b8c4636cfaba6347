"""Put accents that a PDF draws as signs of their own before the letters they stand on."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

TextPage: TypeAlias = Any
_ACCENTS = {
    "¨": "\u0308",
    "´": "\u0301",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "ˇ": "\u030c",
    "˚": "\u030a",
    "¸": "\u0327",
}
_SPACING_ACCENT = re.compile(f"([{''.join(_ACCENTS)}])([A-Za-zı])")
_LAST_USUAL = "\u017f"
"""The end of the letters with accents that languages in Latin script use most."""


def with_accents(text: TextPage, codes: list[int]) -> list[int]:
    """Return the code points of a page, each accent before its letter, as old TeX fonts have it.

    Other programs draw it behind: where it is printed decides, else what letters there are.
    """
    read = list(codes)
    places = [place for place, code in enumerate(codes) if place > 0 and _sign(code) in _ACCENTS]
    behind = any(
        _letter(codes, place - 1) and not _letter(codes, place + 1) for place in places
    ) and not any(_letter(codes, place + 1) and not _letter(codes, place - 1) for place in places)
    for place in places:
        before, after = _letter(codes, place - 1), _letter(codes, place + 1)
        if before and _is_behind(text, place, _sign(codes[place]), before, after, behind):
            read[place - 1], read[place] = read[place], read[place - 1]
    return read


def composed(letters: str) -> str:
    """Return text with each accent put onto the letter behind it."""
    return _SPACING_ACCENT.sub(lambda found: _accented(found[1], found[2]), letters)


def _is_behind(
    text: TextPage, place: int, accent: str, before: str, after: str, usual: bool
) -> bool:
    """Say whether an accent belongs to the letter before it."""
    if not after:
        return _is_usual(_accented(accent, before))
    first, second = _shared(text, place, place - 1), _shared(text, place, place + 1)
    if max(first, second) > 0.2 and first != second:
        return first > second
    one, other = _is_usual(_accented(accent, before)), _is_usual(_accented(accent, after))
    return one if one != other else usual


def _accented(accent: str, letter: str) -> str:
    plain = "i" if letter == "ı" else letter
    return unicodedata.normalize("NFC", plain + _ACCENTS[accent])


def _is_usual(letter: str) -> bool:
    return len(letter) == 1 and letter <= _LAST_USUAL


def _sign(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else ""


def _letter(codes: list[int], place: int) -> str:
    """Return the Latin letter at a place; nothing where there is none."""
    sign = _sign(codes[place]) if 0 <= place < len(codes) else ""
    return sign if re.fullmatch(r"[A-Za-zı]", sign) else ""


def _shared(text: TextPage, accent: int, letter: int) -> float:
    """Return how much of an accent's width stands over a letter."""
    left, right = _across(text, accent)
    start, end = _across(text, letter)
    return (min(right, end) - max(left, start)) / (right - left) if right > left else 0.0


def _across(text: TextPage, place: int) -> tuple[float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, place, left, right, bottom, top)
    return left.value, right.value

"""Tell what a font draws where its codes say something else: a minus that reads as "2" or nothing.

Fonts of signs made for typesetters are set without a map: the code of the key stands for the
sign. What is drawn decides: a bar is no figure, whatever its code.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from corpus.paper import UNREAD_SIGN

PdfText: TypeAlias = Any
_SYMBOLIC = 4
"""The flag of a font whose codes are not those of letters (PDF 32000-1, table 123)."""


@dataclass(frozen=True)
class _Ink:
    """The box of what a code draws, in shares of the font's size, measured from its origin."""

    width: float
    height: float
    bottom: float


def _is_bar(ink: _Ink) -> bool:
    return 0 < ink.height <= 0.15 and 0.1 <= ink.bottom <= 0.5 and ink.width >= 2 * ink.height


def _is_twin(ink: _Ink) -> bool:
    return 0.15 < ink.height <= 0.45 and ink.bottom >= 0.05 and ink.width >= 1.3 * ink.height


def _is_cross(ink: _Ink) -> bool:
    return 0.25 <= ink.height <= 0.75 and 0.85 <= ink.width / ink.height <= 1.3


def _is_angle(ink: _Ink) -> bool:
    return 0.35 <= ink.height <= 0.75 and 0.8 <= ink.width / ink.height <= 1.5


_Shape: TypeAlias = Callable[[_Ink], bool]
_KEYS: dict[str, tuple[str, _Shape | None]] = {
    # Mathematical Pi One, and the fonts that typesetters made after it.
    "1": ("+", _is_cross),
    "2": ("−", _is_bar),
    "3": ("×", _is_cross),
    "4": ("÷", None),
    "5": ("=", _is_twin),
    "6": ("±", _is_cross),
    ",": ("<", _is_angle),
    ".": (">", _is_angle),
    "#": ("≤", None),
    "$": ("≥", None),
    # The glyph names of those fonts, and TeX's signs moved out of the control codes.
    "¼": ("=", _is_twin),
    "þ": ("+", _is_cross),
    "À": ("−", _is_bar),
    "Â": ("×", _is_cross),
    "Æ": ("±", _is_cross),
}
"""What a code draws in a font of signs, with the shape that shows it; without one, the other codes
of the font must have shown that it is such a font."""
_PROOFS = (_is_bar, _is_twin, _is_angle)
"""Shapes that no figure, mark or letter of these codes has: they prove that a font is one of signs.
A square one may be another sign of another font, such as TeX's, and counts in a proven font only.
"""
_TYPESETTERS = re.compile(
    r"Math(?:ematical)?-?Pi|GreekwithMath|^(?:[A-Z]{6}\+)?AdvP", re.IGNORECASE
)
"""Names of the fonts that those of the table are called by."""
_SYMBOL = dict(zip("+-<=>", "+−<=>", strict=True)) | {
    "\xa3": "≤", "\xb1": "±", "\xb3": "≥", "\xb4": "×", "\xb9": "≠", "\xbb": "≈",
}  # fmt: skip
"""Adobe's Symbol encoding, which Word gives as U+F000 and the code."""
_SPACES = frozenset("\x02\t\n\v\f\r\ufffe")


def with_signs(text: PdfText, codes: list[int]) -> list[int]:
    """Return the code points of a page with the signs in place that its fonts draw."""
    read = list(codes)
    proven: set[str] = set()
    waiting: list[tuple[int, str, str]] = []
    for place, code in enumerate(codes):
        character = chr(code) if code <= 0x10FFFF else ""
        if character not in _KEYS and not _means_nothing(character):
            continue
        name, flags = _font(text, place)
        if character in _KEYS:
            ink = _ink(text, place) if flags & _SYMBOLIC else None
            sign, shape = _KEYS[character]
            if ink is None or not (shape is None or shape(ink)):
                continue
            waiting.append((place, sign, name))
            if shape in _PROOFS or (shape is not None and _TYPESETTERS.search(name)):
                proven.add(name)
        elif (told := _symbol(character, name) or _minus(_ink(text, place))) is not None:
            read[place] = ord(told)
        elif _before_figure(codes, place):
            read[place] = ord(UNREAD_SIGN)
    for place, sign, name in waiting:
        if name in proven:
            read[place] = ord(sign)
    return read


def _symbol(character: str, font: str) -> str | None:
    """Return the sign that Word gives as a code for private use of the font Symbol."""
    code = ord(character) - 0xF000
    return _SYMBOL.get(chr(code)) if code >= 0 and "symbol" in font.lower() else None


def _minus(ink: _Ink | None) -> str | None:
    """Return a minus where a code that means nothing draws a bar."""
    return "−" if ink is not None and _is_bar(ink) else None


def _means_nothing(character: str) -> bool:
    """Say whether a character is a control code or one for private use: its font has no map."""
    control = character < " " and character not in _SPACES
    return bool(character) and (control or "\ue000" <= character <= "\uf8ff")


def _before_figure(codes: list[int], place: int) -> bool:
    """Say whether a figure, or a point and a figure, follows directly."""
    after = "".join(chr(code) for code in codes[place + 1 : place + 3] if code <= 0x10FFFF)
    return after[:1].isdigit() or (after[:1] == "." and after[1:].isdigit())


def _font(text: PdfText, place: int) -> tuple[str, int]:
    """Return the name and the flags of the font of a character."""
    name, flags = ctypes.create_string_buffer(160), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, place, name, len(name), flags)
    return name.value.decode("utf-8", "replace"), flags.value


def _ink(text: PdfText, place: int) -> _Ink | None:
    """Return what a character draws, turned upright; None where that is nothing."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetCharBox(text, place, left, right, bottom, top):
        return None
    if not pdfium.FPDFText_GetCharOrigin(text, place, x, y):
        return None
    pdfium.FPDFText_GetMatrix(text, place, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = float(pdfium.FPDFText_GetFontSize(text, place)) * scale
    if size <= 0 or right.value <= left.value or top.value <= bottom.value:
        return None
    sine, cosine = -matrix.c / scale, (matrix.d / scale) or (0.0 if matrix.c else 1.0)
    corners = [(a - x.value, b - y.value) for a in (left.value, right.value)
               for b in (bottom.value, top.value)]  # fmt: skip
    across = [dx * cosine + dy * sine for dx, dy in corners]
    up = [dy * cosine - dx * sine for dx, dy in corners]
    return _Ink((max(across) - min(across)) / size, (max(up) - min(up)) / size, min(up) / size)

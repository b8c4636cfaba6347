"""Read the lines of words that a PDF prints, with their boxes and fonts, through PDFium.

PDFium gives characters in the order in which the file draws them. For typeset papers that is the
reading order, columns included, which no guess from positions beats.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from pypdfium2 import PdfiumError

from ingest.pdf.accents import composed, with_accents
from ingest.pdf.lines import Box, Line, Sheet, Word, rejoined
from ingest.pdf.rules import read_rules
from ingest.pdf.signs import with_signs

SPACES = frozenset("\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(
    chr(code) for code in range(0x2000, 0x200B)
)
_LINE_ENDS = frozenset("\n\r\v\f\u2028\u2029")
_LINE_HYPHENS = frozenset("\x02\ufffe")
"""PDFium's signs for a hyphen at a line end; the break after it may be missing."""
TextPage: TypeAlias = Any
PdfPage: TypeAlias = Any
PdfDocument: TypeAlias = Any
"""PDFium's own handles, which have no types."""
_CONTROLS = frozenset(map(ord, "\x02\t\n\v\f\r"))
_DROPPED = frozenset("\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|medi(?![a-z]*um)", re.IGNORECASE)
_BOLD_WEIGHT = 600
_ALL_BOLD = 0.85
"""A heading stays bold around a raised figure; a line that only starts in bold is text."""
_WORDED = 3
"""Letters of a word that is not bold, from which its line is none."""


@dataclass(frozen=True)
class _Look:
    """How a line is set, with the quarter turns of its direction against the unrotated page."""

    size: float
    bold: bool
    turns: int
    lead: int
    """How many words at the start are bold, where not all are."""


def read_sheets(document: PdfDocument) -> list[Sheet]:
    """Return the pages of an open document; a page that is broken comes without lines."""
    sheets: list[Sheet] = []
    for number in range(1, len(document) + 1):
        try:
            sheets.append(_sheet(document[number - 1], number))
        except PdfiumError:
            sheets.append(Sheet(number, 0.0, 0.0, ()))
    return sheets


def _sheet(page: PdfPage, number: int) -> Sheet:
    """Return the lines that an open PDFium page prints."""
    crop = Box(*page.get_cropbox())
    text_page = page.get_textpage()
    try:
        codes = _codes(text_page.raw)
        signs = with_accents(text_page.raw, with_signs(text_page.raw, codes))
        raw = list(_raw_lines(text_page.raw, signs, crop))
    finally:
        text_page.close()
    weights: Counter[int] = Counter()
    for look, words in raw:
        weights[look.turns] += sum(len(word.text) for word in words)
    turns = max(weights, key=lambda turn: (weights[turn], -turn), default=0)
    lines = [_line(number, look, words, turns, crop) for look, words in raw]
    width, height = crop.right - crop.left, crop.top - crop.bottom
    if turns % 2:
        width, height = height, width
    rules = tuple(_turned(rule, turns, crop) for rule in read_rules(page)) if lines else ()
    return Sheet(number, width, height, tuple(rejoined(lines)), _lost(codes), rules)


def _line(number: int, look: _Look, words: list[Word], turns: int, crop: Box) -> Line:
    """Return a line, turned so that most of its page reads from left to right."""
    turned = tuple(Word(word.text, word.box, _turned(word.box, turns, crop)) for word in words)
    return Line(number, turned, look.size, look.bold, upright=look.turns == turns, lead=look.lead)


def _turned(box: Box, turns: int, crop: Box) -> Box:
    """Return a box on the page turned clockwise by quarter turns, measured from its corner."""
    left, right = box.left - crop.left, box.right - crop.left
    bottom, top = box.bottom - crop.bottom, box.top - crop.bottom
    width, height = crop.right - crop.left, crop.top - crop.bottom
    if turns == 1:
        return Box(bottom, width - right, top, width - left)
    if turns == 2:
        return Box(width - right, height - top, width - left, height - bottom)
    if turns == 3:
        return Box(height - top, left, height - bottom, right)
    return Box(left, bottom, right, top)


def _codes(text: TextPage) -> list[int]:
    """Return the code points of all characters, those of spaces PDFium puts in included."""
    return [pdfium.FPDFText_GetUnicode(text, i) for i in range(pdfium.FPDFText_CountChars(text))]


def _lost(codes: list[int]) -> int:
    """Return how many codes are control characters, which unmapped fonts leave."""
    return sum(1 for code in codes if code < 0x20 and code not in _CONTROLS)


def _raw_lines(text: TextPage, codes: list[int], crop: Box) -> Iterator[tuple[_Look, list[Word]]]:
    """Yield the lines of a text page, in the order the file draws them."""
    for stretches in _stretches(text, codes):
        words: list[Word] = []
        sizes: dict[float, int] = {}
        bold: list[bool] = []
        for first, last, characters in stretches:
            box = _char_box(text, first).joined(_char_box(text, last))
            if not characters or not _inside(box, crop):
                continue
            words.append(Word(characters, box, box))
            size = _size(text, first)
            sizes[size] = sizes.get(size, 0) + len(characters)
            bold.append(_is_bold(text, first))
        if words:
            all_bold = _is_all_bold(words, bold)
            size = max(sizes, key=sizes.__getitem__)
            lead = 0 if all_bold or False not in bold else bold.index(False)
            yield _Look(size, all_bold, _turns(text, stretches[0][0]), lead), words


def _is_all_bold(words: Sequence[Word], bold: Sequence[bool]) -> bool:
    """Say whether words are bold, raised figures and signs between them aside."""
    total = sum(len(word.text) for word in words)
    plain = [word.text for word, is_bold in zip(words, bold, strict=True) if not is_bold]
    worded = any(sum(map(str.isalpha, text)) >= _WORDED for text in plain)
    return not worded and total - sum(map(len, plain)) >= _ALL_BOLD * total


def _stretches(text: TextPage, codes: list[int]) -> Iterator[list[tuple[int, int, str]]]:
    """Yield the words of each line as the places of first and last character, and the text."""
    line: list[tuple[int, int, str]] = []
    start, spelled = -1, ""
    for place, code in enumerate(codes):
        character = chr(code) if code <= 0x10FFFF else ""
        broken = character in _LINE_HYPHENS and _breaks_after(text, place, len(codes))
        if character in SPACES or broken:
            if broken:
                start, spelled = (place if start < 0 else start), spelled + "-"
            if start >= 0:
                line.append((start, place if broken else place - 1, _clean(spelled)))
            start, spelled = -1, ""
            if (character in _LINE_ENDS or broken) and line:
                yield line
                line = []
        else:
            start = place if start < 0 else start
            spelled += "-" if character in _LINE_HYPHENS else character
    if start >= 0:
        line.append((start, len(codes) - 1, _clean(spelled)))
    if line:
        yield line


def _breaks_after(text: TextPage, place: int, count: int) -> bool:
    """Say whether the character after a hyphen stands on another line."""
    if place + 1 >= count:
        return True
    here, after = _char_box(text, place), _char_box(text, place + 1)
    shared = min(here.top, after.top) - max(here.bottom, after.bottom)
    return after.left < here.left or shared <= 0


def _clean(spelled: str) -> str:
    """Return characters in NFC without ligatures, control characters and lone surrogates."""
    if spelled.isascii() and spelled.isprintable():
        return spelled
    paired = spelled.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    # A soft hyphen that is drawn inside a line is a hyphen in a font with a careless map.
    letters = "".join(_letters(character) for character in paired.replace("\u00ad", "-"))
    return unicodedata.normalize("NFC", composed(letters))


def _letters(character: str) -> str:
    """Return what stands for a character in the text."""
    if "\ufb00" <= character <= "\ufb06":
        return unicodedata.normalize("NFKC", character)
    if character in _DROPPED or unicodedata.category(character) == "Cc":
        return ""
    return character


def _inside(box: Box, crop: Box) -> bool:
    """Say whether a box shows on the page; text beyond the crop box is not printed."""
    across = min(box.right, crop.right) - max(box.left, crop.left)
    down = min(box.top, crop.top) - max(box.bottom, crop.bottom)
    return across >= 0 and down >= 0


def _char_box(text: TextPage, place: int) -> Box:
    """Return the box of a character, as high as its font."""
    found = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, place, found)
    low, high = sorted((found.bottom, found.top))
    left, right = sorted((found.left, found.right))
    return Box(left, low, right, high)


def _size(text: TextPage, place: int) -> float:
    """Return the font size as printed, to a tenth of a point."""
    matrix = pdfium.FS_MATRIX()
    scale = 1.0
    if pdfium.FPDFText_GetMatrix(text, place, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    return round(float(pdfium.FPDFText_GetFontSize(text, place)) * scale, 1)


def _is_bold(text: TextPage, place: int) -> bool:
    """Say whether a character is set in bold, by the font's weight or else by its name."""
    if pdfium.FPDFText_GetFontWeight(text, place) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(160)
    pdfium.FPDFText_GetFontInfo(text, place, name, len(name), ctypes.c_int())
    return bool(_BOLD.search(name.value.decode("utf-8", "replace")))


def _turns(text: TextPage, place: int) -> int:
    """Return how many quarter turns the direction of a character is away from left to right."""
    angle = float(pdfium.FPDFText_GetCharAngle(text, place))
    return round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0

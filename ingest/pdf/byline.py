"""Read the names of authors from the line under a title."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DEGREES = re.compile(
    r"PhD|Ph\.D|Ph\.D\.|M\.D|M\.D\.|MSc|BSc|ScD|ScM|DrPH|Dr\.P\.H\.|DSc|DPhil|MPhil|EdD|"
    r"EdM|MEd|PharmD|PsyD|MBChB|MSc\.|Jr\.|Sr\.|Jr|Sr|MStat|MMed|DMed|AuD|DClinPsy|MClinSc|"
    r"BMedSc|BPharm|MPharm"
)
_CAPITALS = re.compile(r"[A-Z]{2,6}(?:-[A-Z]{1,4})*")
_PARTICLES = re.compile(r"van|von|de|der|den|la|le|di|da|dos|del|della|du|bin|ibn|al|el|ter|ten")
_SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV"))
_NAME_WORD = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?|(?:[A-Z]\.-?){1,3}")
_MARKS = re.compile(r"[\d*†‡§¶#∗$+✉]+|\([^)]*\)|\[[^\]]*\]|\S+@\S+|\b[a-z]\b")
_ASIDE = re.compile(r"\(view author.*|\band\b|&|·|\|", re.IGNORECASE)
_NOT_NAMES = re.compile(
    r"\b(?:university|department|institute|school|college|hospital|center|centre|corporation|"
    r"journal|research|article|volume|article|abstract|print|pages|copyright|received|accepted|"
    r"published|correspondence|division|street|usa|inc|agency|office|administration|federal|part|version|bureau|the|of|for|in|by|on|with|january|february|"
    r"march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_BLOCKS = 8
"""Paragraphs under the title among which the authors are looked for."""
_LONGEST = 3000


def byline(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Return the authors named in the paragraphs after a title, as "Family, Given"."""
    found: list[str] = []
    for paragraph in paragraphs[:_BLOCKS]:
        names = listed_names(paragraph)
        if not names and found:
            break
        found.extend(names)
    return tuple(dict.fromkeys(found))


def listed_names(text: str) -> tuple[str, ...]:
    """Return the names that make up most of a list; nothing where the text is no such list."""
    if len(text) > _LONGEST:
        return ()
    plain = _ASIDE.sub(lambda aside: "," if len(aside.group()) < 6 else "", _unmarked(text))
    pieces = _people(plain)
    names = [name for piece in pieces if (name := _inverted(piece)) is not None]
    return tuple(names) if names and len(names) >= 0.6 * len(pieces) else ()


def _unmarked(text: str) -> str:
    """Return text without the marks that point to affiliations."""
    whole = re.sub(r"^by\s+", "", text.strip(), flags=re.IGNORECASE)
    return re.sub(r"\(View author.*", "", _MARKS.sub(" ", whole), flags=re.IGNORECASE)


def _people(text: str) -> list[str]:
    """Return one piece of text for each person, without degrees."""
    if ";" in text:
        return [_first_part(piece) for piece in text.split(";") if piece.strip(" ,.")]
    pieces = [piece.strip(" ,.\t") for piece in text.split(",")]
    return [piece for piece in pieces if piece and not _is_degree(piece)]


def _first_part(piece: str) -> str:
    """Return a name without the degrees that follow it, in "Given Family" order."""
    parts = [part.strip(" .") for part in piece.split(",") if part.strip(" .")]
    if not parts:
        return ""
    if len(parts) == 2 and not _is_degree(parts[1]) and len(parts[0].split()) <= 3:
        return f"{parts[1]} {parts[0]}" if len(parts[0].split()) == 1 else piece
    return parts[0]


def _is_degree(piece: str) -> bool:
    """Say whether a piece of text is academic degrees and no name."""
    words = piece.split()
    if len(words) == 1 and _CAPITALS.fullmatch(piece):
        return True
    return all(_DEGREES.fullmatch(word) or (word.isupper() and len(word) <= 3) for word in words)


def _inverted(name: str) -> str | None:
    """Return a name as "Family, Given"; None where the words are no name."""
    words = name.replace("\u00a0", " ").split()
    if not 2 <= len(words) <= 6 or _NOT_NAMES.search(name):
        return None
    if not all(_NAME_WORD.fullmatch(word) or _PARTICLES.fullmatch(word.lower()) for word in words):
        return None
    if len(words) > 2 and words[-1].strip(".") in _SUFFIXES:
        words, suffix = words[:-1], f", {words[-1]}"
    else:
        suffix = ""
    cut = len(words) - 1
    while cut > 1 and _PARTICLES.fullmatch(words[cut - 1].lower()):
        cut -= 1
    if len(words[cut].strip(".")) < 2:
        return None
    return f"{' '.join(words[cut:])}, {' '.join(words[:cut])}{suffix}"

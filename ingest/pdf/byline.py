"""Read the names of authors from the line under a title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.references.names import is_body

_DEGREES = re.compile(
    r"PhD|Ph\.D|Ph\.D\.|M\.D|M\.D\.|MSc|BSc|ScD|ScM|DrPH|Dr\.P\.H\.|DSc|DPhil|MPhil|EdD|"
    r"EdM|MEd|PharmD|PsyD|MBChB|MSc\.|Jr\.|Sr\.|Jr|Sr|MStat|MMed|DMed|AuD|DClinPsy|MClinSc|"
    r"BMedSc|BPharm|MPharm"
)
_CAPITALS = re.compile(r"[A-Z]{2,6}(?:-[A-Z]{1,4})*")
_PARTICLES = re.compile(
    r"van|von|de|der|den|la|le|di|da|dos|das|do|del|della|du|bin|ibn|al|el|ter|ten|e|y"
)
_JOINING = frozenset("ey")
"""Between two family names, as in "Cunha e Silva"."""
_TRAILING_DEGREE = re.compile(
    rf"(?:{_DEGREES.pattern}|MD|MPH|MSPH|MBA|MBBS|RN|JD|DDS|DNP|MSW|FRCP|FACP)\.?"
)
_SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV"))
_NAME_WORD = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?|(?:[A-Z]\.-?){1,3}")
_MARKS = re.compile(r"[\d*†‡§¶#∗$+✉]+|\([^)]*\)|\[[^\]]*\]|\S+@\S+|\b[a-z]\b(?!\s[A-Z])")
_ASIDE = re.compile(r"\(view author.*|\band\b|&|·|\|", re.IGNORECASE)
_NOT_NAMES = re.compile(
    r"\b(?:university|department|institute|school|college|hospital|center|centre|corporation|"
    r"journal|research|article|volume|article|abstract|print|pages|copyright|received|accepted|"
    r"published|correspondence|division|street|usa|inc|agency|office|administration|federal|part|version|bureau|the|of|for|by|with)\b",
    re.IGNORECASE,
)
_SMALL_WORDS = re.compile(r"\b(?:in|on|to|at|from)\b")
"""Between words they are no name; with a capital they may be one."""
_INITIALS = re.compile(r"([^\W\d_][\w'’ -]*[a-z][\w'’ -]*) ((?:[A-Z]\.?-?){1,3})")
"""As in "Okoro AB"."""
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
    found = [_inverted(piece) for piece in pieces]
    fitting = [place for place, name in enumerate(found) if name is not None]
    if len(fitting) < (0.6 if found[-1:] == [None] else 0.5) * len(pieces) or not fitting:
        return ()
    # What is no usual name, yet stands among them, is an author all the same.
    among = zip(pieces[: fitting[-1] + 1], found, strict=False)
    named = (name or (piece if _may_be_name(piece) else None) for piece, name in among)
    return tuple(name for name in named if name is not None)


def inverted_name(name: str) -> str:
    """Return a person's name as "Family, Given", whichever comes first; a body's as it is."""
    plain = " ".join(name.split())
    if "," in plain or is_body(plain):
        return name
    initials = _INITIALS.fullmatch(plain)
    if initials is not None:
        return f"{initials[1]}, {initials[2]}"
    return _inverted(plain) or name


def _may_be_name(piece: str) -> bool:
    """Say whether a piece of a list of names may be one of an unusual form, such as one word."""
    words = piece.split()
    worded = all(re.fullmatch(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*", word) for word in words)
    no_name = _NOT_NAMES.search(piece) or _SMALL_WORDS.search(piece)
    return 1 <= len(words) <= 6 and worded and words[0][0].isupper() and no_name is None


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
    while len(words) > 2 and _is_trailing_degree(words[-1]):
        words = words[:-1]
    if not 2 <= len(words) <= 6 or _NOT_NAMES.search(name) or _SMALL_WORDS.search(name):
        return None
    if not all(_NAME_WORD.fullmatch(word) or _is_particle(word) for word in words):
        return None
    if len(words) > 2 and words[-1].strip(".") in _SUFFIXES:
        words, suffix = words[:-1], f", {words[-1]}"
    else:
        suffix = ""
    cut = len(words) - 1
    while cut > 1 and _is_particle(words[cut - 1]):
        cut -= 2 if words[cut - 1] in _JOINING and cut > 2 else 1
    if len(words[cut].strip(".")) < 2:
        return None
    return f"{' '.join(words[cut:])}, {' '.join(words[:cut])}{suffix}"


def _is_trailing_degree(word: str) -> bool:
    """Say whether a last word is a degree; "Jr" is a part of the name."""
    return word.strip(".") not in _SUFFIXES and _TRAILING_DEGREE.fullmatch(word) is not None


def _is_particle(word: str) -> bool:
    """Say whether a word is a small one of a family name; "E" is an initial."""
    return _PARTICLES.fullmatch(word if len(word) == 1 else word.lower()) is not None

"""Take markup out of the lines of a reference, and keep a line from being taken for markup."""

from __future__ import annotations

import html
import re

# Only with attributes that are written as such, so that "a <b and c> d" keeps its words.
_TAG = r"</?(?:jats:|mml:)?(?:{names})(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?>"
_INLINE = re.compile(
    _TAG.format(
        names="i|b|u|em|strong|bold|italic|bi|sub|sup|inf|sc|scp|tt|span|font|small|underline|math"
        "|mrow|mi|mn|mo|mtext|msub|msup|msubsup|mfrac|inline-formula|xref|ext-link|a|named-content"
    ),
    re.IGNORECASE,
)
_BLOCK = re.compile(
    _TAG.format(names="p|br|div|title|sec|abstract|h[1-6]|ul|ol|li|list|list-item|label"),
    re.IGNORECASE,
)
# Those without a semicolon are words as often as not: "R&D", "AT&T".
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
# A terminal would obey them; a lone surrogate cannot be written to any file.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")


def plain(text: str) -> str:
    """Return text in one line, without tags, entities and control characters."""
    return " ".join(without_tags(_BLOCK.sub(" ", _unescaped(_BLOCK.sub(" ", text)))).split())


def without_tags(text: str) -> str:
    """Return text without inline tags, entities and control characters, its line ends kept."""
    return _CONTROL.sub("", _INLINE.sub("", _unescaped(_INLINE.sub("", text))))


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def escaped(text: str) -> str:
    """Return a line that `plain` reads back, even where it holds what looks like an entity."""
    line = " ".join(_CONTROL.sub("", text).split())
    return _ENTITY.sub(lambda entity: f"&amp;{entity[0][1:]}", line)

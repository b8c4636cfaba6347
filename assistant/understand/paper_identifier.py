"""Recognise a message that is nothing but the identifier or the address of a paper."""

from __future__ import annotations

import re

from ingest.fetch.identifier import Identifier, parse_identifier

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_DOI_INSIDE = re.compile(r"10\.\d{4,9}/[^\s?#]+")
_FEWEST_DIGITS = 6
"""Of a bare PMID; a shorter number is more often a year or a count."""


def asks_for_paper(message: str) -> bool:
    """Say whether a message is an identifier, or an address, and nothing else."""
    text = _bare(message)
    return _ADDRESS.fullmatch(text) is not None or asked_identifier(text) is not None


def asked_identifier(message: str) -> Identifier | None:
    """Return the identifier that a message consists of; None where an address has none in it."""
    text = _bare(message)
    if text.isdigit() and len(text) < _FEWEST_DIGITS:
        return None
    found = parse_identifier(text)
    inside = _DOI_INSIDE.search(text) if found is None and _ADDRESS.fullmatch(text) else None
    return parse_identifier(inside.group()) if inside else found


def _bare(message: str) -> str:
    return message.strip().rstrip("?!").strip()

"""Name the licence that a text states: Creative Commons by its terms, or the public domain."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"creativecommons\.org/(?:licen[cs]es/(?P<terms>by[a-z-]*)(?:/(?P<version>\d\.\d))?"
    r"|publicdomain/(?P<domain>zero|mark))",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\bCC[ -](?P<terms>BY(?:-(?:NC|ND|SA))*)\b(?: (?:v|version )?(?P<version>\d\.\d))?"
    r"|\bCC[ -]?0\b"
)
_NAME = re.compile(
    r"Creative\s+Commons\s+Attribution(?P<nc>[ /-]*Non-?Commercial)?(?P<nd>[ /-]*No-?Deriv\w*)?"
    r"(?P<sa>[ /-]*Share-?Alike)?(?P<late>[ /-]*No-?Deriv\w*)?"
    r"(?:\s+(?:International\s+)?(?:v|version\s+)?(?P<version>\d\.\d))?",
    re.IGNORECASE,
)


def licence_in(text: str) -> str | None:
    """Return the short name of the licence that a text names first; None where it names none."""
    address = _ADDRESS.search(text)
    if address and address["domain"]:
        return "CC0 1.0" if address["domain"].lower() == "zero" else "public domain"
    if address:
        return _short("CC", address["terms"].strip("-").upper(), address["version"])
    short = _SHORT.search(text)
    if short and short["terms"]:
        return _short("CC", short["terms"].upper(), short["version"])
    if short:
        return "CC0 1.0"
    name = _NAME.search(text)
    if name is None:
        return None
    derived = name["nd"] or name["late"]
    terms = [
        term for term, said in (("NC", name["nc"]), ("ND", derived), ("SA", name["sa"])) if said
    ]
    return _short("CC", "-".join(["BY", *terms]), name["version"])


def _short(*parts: str | None) -> str:
    return " ".join(filter(None, parts))

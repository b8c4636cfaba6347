"""Which licences let a full text be kept, by the many names that services have for them."""

from __future__ import annotations

import re

OPEN = "CC BY and its kinds (NC, ND, SA), CC0 and the public domain"
"""In words, for messages."""
_OPEN = re.compile(r"CC BY(-NC|-ND|-SA)*( \d\.\d)?|CC0( 1\.0)?|public domain")
_ATTRIBUTION = re.compile(
    r"(?:\bcc[ _-]|creativecommons\.org/licen[cs]es/)(by(?:[ _-](?:nc|nd|sa)\b)*)(?![-_]?[a-z])"
    r"(?:[ /_-]v?(\d\.\d))?",
    re.IGNORECASE,
)
_ZERO = re.compile(r"\bcc[ _-]?(?:0|zero)\b|/publicdomain/zero", re.IGNORECASE)
_DOMAIN = re.compile(r"\bpublic[ _-]?domain\b|\bpdm?\b", re.IGNORECASE)


def licence_name(told: str | None) -> str | None:
    """Return the licence that a service tells by its common name, such as "CC BY-NC 4.0".

    What is no licence of this kind keeps the name that it was told by.
    """
    if told is None:
        return None
    attribution = _ATTRIBUTION.search(told)
    if attribution is not None:
        terms = re.sub(r"[ _]", "-", attribution[1].upper())
        return " ".join(filter(None, ("CC", terms, attribution[2])))
    if _ZERO.search(told):
        return "CC0"
    return "public domain" if _DOMAIN.search(told) else told


def is_open(licence: str | None) -> bool:
    """Say whether a licence, by its common name, lets the full text be kept."""
    return licence is not None and _OPEN.fullmatch(licence) is not None

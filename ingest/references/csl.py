"""Read CSL-JSON, as Zotero, Crossref and citeproc write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.errors import RefusedFile
from corpus.references.names import ET_AL
from ingest.references.reference import Reference, Told, entered

OPENING = re.compile(r"\s*[\[{]")
_NEXT = re.compile(r"\{\s*\"")
_GAP = re.compile(r"[\s,]*")
_SPARE = ("id", "citation-key", "citation-label")
"""Names that a program gives to an entry, different from one export to the next."""
_FACTS = ("type", "title", "DOI", "author", "container-title", "issued", "PMID")
"""What tells an item from the objects within one."""
# JSON can spell half a character, which cannot be written to any file.
_LONE = re.compile(r"[\ud800-\udfff]")
# Raw line ends within a text are wrong in JSON, and common in what people paste.
_decoder = json.JSONDecoder(strict=False)


def read_csl(path: str, text: str) -> Iterator[Reference | RefusedFile]:
    """Yield the references in a file, and a refusal in the place of each broken item."""
    for count, item in enumerate(_items(text), start=1):
        place = f"record {count}"
        if isinstance(item, str):
            yield RefusedFile(path, f"{place}: {item}")
        elif not _is_item(item):
            reason = "not a CSL item, which has a type and a title; export them as CSL JSON"
            yield RefusedFile(path, f"{place}: {reason}")
        else:
            yield from entered(path, _told(item, place))


def looks_like_csl(head: str) -> bool:
    """Say whether the beginning of a JSON file is that of CSL items."""
    item = next(_items(head), None)
    return isinstance(item, dict) and _is_item(item)


def _is_item(found: object) -> bool:
    """Say whether an object is a CSL item rather than an author or date in one."""
    return isinstance(found, dict) and sum(fact in found for fact in _FACTS) >= 2


def _items(text: str) -> Iterator[dict[str, Any] | str]:
    """Yield the items; in the place of one that cannot be read, what is wrong with it.

    Reading goes on at the next object that is an item.
    """
    position = _start(text)
    broken = False
    while True:
        position = _GAP.match(text, position).end()  # type: ignore[union-attr]
        if text[position : position + 1] in ("", "]"):
            return
        try:
            found, position = _decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            if not broken:
                yield f"{_reason(error)}; mend it, or export it again"
            broken = True
            position = _next(text, max(position + 1, getattr(error, "pos", 0)))
            continue
        if broken and not _is_item(found):
            position = _next(text, position)
            continue
        broken = False
        yield found if isinstance(found, dict) else "not a CSL item but a bare value; remove it"


def _start(text: str) -> int:
    """Return where the first item may stand: in a list, in `items` of an object, or alone."""
    wrapped = re.match(r"\s*\{\s*\"items\"\s*:\s*\[|\s*\[", text)
    return wrapped.end() if wrapped else 0


def _next(text: str, position: int) -> int:
    found = _NEXT.search(text, position)
    return found.start() if found else len(text)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}: not JSON, {error.msg[0].lower()}{error.msg[1:]}"
    if isinstance(error, RecursionError):
        return "nested hundreds deep, as no reference is"
    return "a number of thousands of digits, as no reference has"


def _told(item: Mapping[str, Any], place: str) -> Told:
    kept = {name: said for name, said in item.items() if name not in _SPARE}
    notes = _said(item.get("note"))
    status = _said(item.get("status"))
    return Told(
        place=place,
        entry=json.dumps([kept], sort_keys=True, indent=1).encode(),
        title=_said(item.get("title")),
        authors=tuple(_authors(item.get("author"))),
        date=str(item.get("issued") or ""),
        journal=_said(item.get("container-title")) or _said(item.get("container-title-short")),
        volume=_said(item.get("volume")),
        issue=_said(item.get("issue")),
        pages=_said(item.get("page")),
        dois=(_said(item.get("DOI")), _said(item.get("URL"))),
        pmid=_said(item.get("PMID")),
        pmcid=_said(item.get("PMCID")),
        language=_said(item.get("language")),
        abstract=_said(item.get("abstract")),
        # A status that a note tells more of is not told twice.
        notes=(notes,) if f"Status: {status}" in notes else (notes, f"Status: {status}"),
    )


def _said(value: object) -> str:
    """Return a text or number as text; of a list, as Crossref gives titles, the first."""
    if isinstance(value, list):
        return _said(value[0]) if value and not isinstance(value[0], list) else ""
    return _LONE.sub("", str(value)) if isinstance(value, str | int | float) else ""


def _authors(authors: object) -> Iterator[str]:
    for author in authors if isinstance(authors, list) else ():
        if isinstance(author, str):
            yield author
        elif isinstance(author, dict):
            yield _said(author.get("literal")) or _said(author.get("name")) or _name(author)


def _name(author: Mapping[str, Any]) -> str:
    particles = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(filter(None, (_said(author.get(part)) for part in particles)))
    given, suffix = _said(author.get("given")), _said(author.get("suffix"))
    if family == "others" and not given:
        return ET_AL
    return ", ".join(filter(None, (family, given, suffix)))

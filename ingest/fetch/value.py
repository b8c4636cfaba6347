"""What stands in the JSON of a service, whatever its shape: a field, or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape

from corpus.errors import ServiceError
from ingest.fetch.client import LATER, Service
from ingest.fetch.identifier import parse_identifier
from ingest.fetch.kept import Answer

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BESIDE_TAG = re.compile(r"(?<=[(\[])\s+(?=<)|(?<=>)\s+(?=[)\],.;])")
"""Spaces that a file was indented with, as in "( <i>PIK3CA</i> )"."""
_FORMULA_AGAIN = re.compile(r"<(?:jats:)?tex-math\b[^<>]*>.*?</(?:jats:)?tex-math>", re.DOTALL)
"""A formula that stands beside it in MathML too."""
# A terminal would obey them, and a reader would see letters in another order than they have.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FIRST_YEAR = 1600
_LONGEST = 2_000
_LONGEST_ABSTRACT = 50_000
# Europe PMC names languages as libraries do, everyone else as the web does.
_LANGUAGES = {
    "eng": "en", "spa": "es", "por": "pt", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de",
    "ita": "it", "dut": "nl", "nld": "nl", "chi": "zh", "zho": "zh", "jpn": "ja", "kor": "ko",
    "rus": "ru", "pol": "pl", "tur": "tr", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi",
    "cze": "cs", "ces": "cs", "hun": "hu", "ara": "ar", "heb": "he", "per": "fa", "fas": "fa",
}  # fmt: skip


@dataclass(frozen=True)
class Value:
    """One place in an answer; all questions are answered with nothing where it has no such."""

    held: object

    def at(self, *names: str) -> Value:
        """Return what stands under these names, one inside of the other."""
        held = self.held
        for name in names:
            held = held.get(name) if isinstance(held, dict) else None
        return Value(held)

    def each(self) -> Iterator[Value]:
        """Yield the members of a list."""
        yield from map(Value, self.held if isinstance(self.held, list) else ())

    def first(self) -> Value:
        """Return the first member of a list."""
        return next(self.each(), Value(None))

    def markup(self) -> str | None:
        """Return a text with its tags, no longer than an abstract."""
        if not isinstance(self.held, str) or len(self.held) > _LONGEST_ABSTRACT:
            return None
        # JSON may hold halves of characters, which no file and no database takes.
        return self.held.encode(errors="ignore").decode().strip() or None

    def text(self) -> str | None:
        """Return a short text or a number in words, without tags, on one line."""
        held = str(self.held) if type(self.held) is int else self.held
        plain = plain_text(Value(held).markup() or "")
        return plain if plain and len(plain) <= _LONGEST else None

    def year(self) -> int | None:
        """Return a year in which a paper can have come out."""
        found = re.match(r"\d{4}(?!\d)", self.text() or "")
        year = int(found[0]) if found else 0
        return year if _FIRST_YEAR <= year <= datetime.now(UTC).year + 1 else None

    def day(self) -> str | None:
        """Return a date of Crossref's as YYYY-MM-DD, or as much of it as is told."""
        parts = [part.held for part in self.at("date-parts").first().each()][:3]
        numbers = [part for part in parts if type(part) is int]
        if not numbers or len(numbers) < len(parts) or Value(numbers[0]).year() is None:
            return None
        try:
            whole = date(*(*numbers, 1, 1)[:3]).isoformat()
        except (ValueError, OverflowError):
            return None
        return whole[: (4, 7, 10)[len(numbers) - 1]]

    def doi(self) -> str | None:
        """Return a DOI in lower case."""
        return self._identifier("doi")

    def pmid(self) -> str | None:
        """Return a PMID in digits."""
        return self._identifier("pmid")

    def pmcid(self) -> str | None:
        """Return a PMCID as "PMC123"."""
        return self._identifier("pmcid")

    def language(self) -> str | None:
        """Return the language as two letters."""
        told = (self.text() or "").lower()
        two = re.match(r"[a-z]{2}(?![a-z])", told)
        return two[0] if two else _LANGUAGES.get(told)

    def _identifier(self, kind: str) -> str | None:
        found = parse_identifier(self.text() or "")
        return found.value if found is not None and found.kind == kind else None


def plain_text(markup: str) -> str:
    """Return a text without tags, entities and what cannot be seen, on one line."""
    bare = _TAG.sub("", _BESIDE_TAG.sub("", _FORMULA_AGAIN.sub("", unescape(markup))))
    # Some publishers deposit "&amp;amp;".
    return " ".join(_UNSEEN.sub("", unescape(bare)).split())


def json_in(service: Service, answer: Answer) -> Value:
    """Return the object in an answer; raise ServiceError where it is none."""
    try:
        held = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        page = answer.body.lstrip()[:1] == b"<"
        found = "a web page, perhaps to log in" if page else "no JSON"
        remedy = f"open any web page to see whether the connection needs a log-in, or {LATER}"
        raise ServiceError(f"{service}: answered with {found}, expected JSON; {remedy}") from error
    if not isinstance(held, dict):
        raise unexpected(service, f"a {type(held).__name__}")
    return Value(held)


def unexpected(service: Service, found: str) -> ServiceError:
    """Return the error for an answer of another shape than the service documents."""
    return ServiceError(f"{service}: answered with {found}, expected one paper's record; {LATER}")

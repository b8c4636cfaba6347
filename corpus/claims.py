"""The register of claims: what is said of race and illness, why it does not hold, and since when.

It is a YAML file that anybody can read and add to; `corpus/starter/claims.yaml` says how.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml  # type: ignore[import-untyped]
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from corpus.errors import RegisterError
from corpus.paper import Paper, identify
from corpus.references.cite import doi_address
from corpus.starter.records import LATEST_EDITION, starter_records

ClaimKind = Literal[
    "false", "outdated", "oversimplified", "contested", "stereotype", "superseded practice"
]

_STRICT = ConfigDict(extra="forbid", str_min_length=1, str_strip_whitespace=True)


@with_config(_STRICT)
@dataclass(frozen=True)
class Source:
    """A paper that a correction rests on, and what it bears out."""

    supports: str
    id: str | None = None
    """The citation key of a starter paper; else the fields below say which paper it is."""
    title: str = ""
    authors: tuple[str, ...] = ()
    """As "Family, Given", in order."""
    authors_truncated: bool = False
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    """Where it is read, if it has neither DOI nor PMID."""

    @property
    def address(self) -> str | None:
        """The link to it: of its DOI, else of its PubMed record, else its own; None without."""
        if self.pmid and not self.doi:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return doi_address(self.paper) or self.url

    @property
    def paper(self) -> Paper:
        """The paper as it is cited, whether or not a library holds it."""
        return Paper(
            paper_id=identify(self.doi, self.pmid, f"{self.title}\n{self.year}"),
            title=self.title,
            authors=self.authors,
            authors_truncated=self.authors_truncated,
            year=self.year,
            journal=self.journal,
            doi=self.doi,
            pmid=self.pmid,
            origin="record",
        )


@with_config(_STRICT)
@dataclass(frozen=True)
class Claim:
    """One entry of the register."""

    claim_id: str
    statement: str
    """The claim in one plain sentence."""
    topic: str
    kind: ClaimKind
    wordings: tuple[str, ...]
    """How it is said; offensive terms stand as in the material and are only matched."""
    not_this: tuple[str, ...]
    """Near misses, which touch the matter without taking the claim for granted."""
    correction: str
    why: str
    related: tuple[str, ...] = ()
    """The claim_ids of entries of the same family, which a question may concern as well."""
    replaced_by: str | None = None
    """What to say or do instead."""
    since: int | None = None
    """The year from which it is replaced."""
    sources: tuple[Source, ...] = ()
    status_note: str | None = None
    """What remains open."""
    audience_note: str | None = None
    """How to teach it."""
    verified: str | None = None
    """Where figures were checked that rest on no paper of the sources."""
    needs_paper: str | None = None
    """Which paper is still wanted."""


_entries = TypeAdapter(list[dict[str, Any]])
_claim = TypeAdapter(Claim)


@cache
def starter_claims() -> tuple[Claim, ...]:
    """Return the register that comes with the project, read once."""
    text = files("corpus.starter").joinpath("claims.yaml").read_text(encoding="utf-8")
    return _claims_in(text, "claims.yaml")


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Return the claims of a register file.

    Raises RegisterError that names the file, the entry, the field and what was expected.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    return _claims_in(text, str(path))


def _claims_in(text: str, place: str) -> tuple[Claim, ...]:
    try:
        entries = _entries.validate_python(yaml.load(text, Loader=_LOADER))  # noqa: S506 - safe
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "broken"
        raise RegisterError(f"{place}{line}: not YAML ({problem})") from error
    except ValidationError as error:
        raise RegisterError(
            f'{place}: expected a list of entries, each beginning with "- claim_id: name"'
        ) from error
    known = _starter_references()
    claims = tuple(_claim_from(entry, place, known) for entry in entries)
    twice = [name for name, count in Counter(c.claim_id for c in claims).items() if count > 1]
    if twice:
        raise RegisterError(f"{place}: claim_id {twice[0]!r} is used twice; make it unique")
    names = {claim.claim_id for claim in claims}
    for claim in claims:
        for other in set(claim.related) - (names - {claim.claim_id}):
            raise RegisterError(
                f"{place}, entry {claim.claim_id!r}: related: {other!r} is no other entry; "
                "give the claim_id of one"
            )
    return claims


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same loader in C where it is built in: ten times faster."""


def _claim_from(entry: Mapping[str, Any], place: str, known: Mapping[str, Source]) -> Claim:
    where = f"{place}, entry {entry.get('claim_id') or '?'!r}"
    try:
        claim = _claim.validate_python(entry)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        found = "" if first["type"] == "missing" else f"; found {str(first['input'])[:80]!r}"
        raise RegisterError(f"{where}: {field}: {first['msg'].lower()}{found}") from error
    if not claim.wordings:
        raise RegisterError(f"{where}: wordings: none; give one way or more in which it is said")
    if not (claim.sources or claim.needs_paper):
        raise RegisterError(
            f"{where}: sources: none; name a paper, or say in needs_paper which one is wanted"
        )
    return replace(claim, sources=tuple(_resolved(s, where, known) for s in claim.sources))


def _resolved(source: Source, where: str, known: Mapping[str, Source]) -> Source:
    """Return a source with its reference, from the starter papers where it only gives a key."""
    if source.id is None:
        if not source.title:
            raise RegisterError(
                f"{where}: sources: expected the id of a starter paper, or a title; "
                f"found one that supports {source.supports[:60]!r}"
            )
        return source
    if source.id not in known:
        raise RegisterError(
            f"{where}: sources: {source.id!r} is no starter paper; "
            "give title, authors, year, journal and doi or pmid instead of id"
        )
    return replace(known[source.id], supports=source.supports)


@cache
def _starter_references() -> dict[str, Source]:
    """Return the reference of each starter paper by citation key, which supports nothing yet."""
    records = {key: json.loads(record) for key, record in starter_records(LATEST_EDITION).items()}
    return {
        key: Source(
            supports="",
            id=key,
            title=told["title"],
            authors=tuple(told["authors"]),
            authors_truncated=told["authors_truncated"],
            year=told["year"],
            journal=told["journal"],
            doi=told["doi"],
            pmid=told["pmid"],
        )
        for key, told in records.items()
    }

"""Fetch one paper by its identifier: what the services tell of it, and its open full text."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

from corpus.errors import RefusedFile, ServiceError
from corpus.originals import content_hash
from corpus.paper import Document
from corpus.record import Record
from corpus.status import Notice
from ingest.fetch import crossref, europe_pmc, openalex
from ingest.fetch.client import LATER, Client
from ingest.fetch.identifier import Identifier
from ingest.fetch.open_text import OpenText, open_text
from ingest.fetch.told import Told, identified, other_paper
from ingest.notices.label import label_by_title

Found = TypeVar("Found")


@dataclass(frozen=True)
class Fetched:
    """What the services told of one paper."""

    identifier: Identifier
    records: tuple[Record, ...]
    """One of each service that knows the paper, the one closest to the field first."""
    abstract: Document | None
    abstract_from: str
    """The service that told the abstract; empty where none did."""
    full_text: bytes | None
    """JATS XML under an open licence, as it came."""
    licence: str | None
    """Of the full text, where there is one; else as the services tell it."""
    notices: tuple[Notice, ...]
    why_no_full_text: str | None
    troubles: tuple[str, ...] = ()
    """What could not be asked, each with its remedy; the rest holds all the same."""


def fetch(identifier: Identifier, client: Client) -> Fetched:
    """Return what Europe PMC, Crossref and OpenAlex tell of a paper.

    Raises ServiceError where none could be asked that might know it, and RefusedFile where all
    were asked and none knows it.
    """
    troubles: list[str] = []
    europe = _attempt(lambda: europe_pmc.find(identifier, client), troubles)
    alex = _attempt(lambda: _from_openalex(identifier, europe, client), troubles)
    doi = _doi(identifier, europe, alex)
    cross = _attempt(lambda: crossref.find(doi, client), troubles) if doi else None
    told = _about(identifier, [one for one in (europe, cross, alex) if one], troubles)
    if not told:
        raise _unknown(identifier, troubles)
    notices = [notice for one in told for notice in one.notices]
    if doi:
        notices += _attempt(lambda: crossref.notices_about([doi], client), troubles) or ()
    text = _attempt(lambda: open_text(told, client), troubles)
    return _fetched(identifier, told, notices, text, troubles)


def resolve(identifier: Identifier, client: Client) -> Identifier:
    """Return the DOI of a paper, as Europe PMC knows it; without one, what was given."""
    if identifier.kind == "doi":
        return identifier
    told = europe_pmc.find(identifier, client)
    return Identifier("doi", told.paper.doi) if told and told.paper.doi else identifier


def _attempt(ask: Callable[[], Found], troubles: list[str]) -> Found | None:
    """Return what asking brings; one service in trouble does not lose what the others tell."""
    try:
        return ask()
    except ServiceError as error:
        if str(error) not in troubles:
            troubles.append(str(error))
        return None


def _from_openalex(identifier: Identifier, europe: Told | None, client: Client) -> Told | None:
    """Ask OpenAlex by DOI if it is known, else by PMID."""
    doi = _doi(identifier, europe)
    if doi is not None:
        return openalex.find(Identifier("doi", doi), client)
    return openalex.find(identifier, client) if identifier.kind == "pmid" else None


def _doi(identifier: Identifier, *told: Told | None) -> str | None:
    if identifier.kind == "doi":
        return identifier.value
    return next((one.paper.doi for one in told if one is not None and one.paper.doi), None)


def _about(identifier: Identifier, told: Sequence[Told], troubles: list[str]) -> list[Told]:
    """Return what is told of the paper asked for: a DOI may lead on to another PMID."""
    kept = []
    for one in told:
        found = identified(one.paper, identifier)
        if found in (None, identifier.value):
            kept.append(one)
        else:
            troubles.append(str(other_paper(one.service, identifier, found)))
    return kept


def _unknown(identifier: Identifier, troubles: Sequence[str]) -> RefusedFile | ServiceError:
    if troubles:
        return ServiceError(f"{identifier} could not be looked up: {' / '.join(troubles)}")
    reason = "none of Europe PMC, Crossref and OpenAlex knows it; check it for a typing error"
    reason += ", or ask anew with --refresh if it is new"
    return RefusedFile(str(identifier), reason)


def _fetched(
    identifier: Identifier,
    told: Sequence[Told],
    notices: Sequence[Notice],
    text: OpenText | None,
    troubles: Sequence[str],
) -> Fetched:
    if text is None:
        text = OpenText(None, None, f"it could not be got; {LATER}")
    source = next((one for one in told if one.abstract), None)
    return Fetched(
        identifier=identifier,
        records=tuple(map(_record, told)),
        abstract=source.abstract if source else None,
        abstract_from=source.service if source else "",
        full_text=text.content,
        licence=text.licence or next((t.paper.licence for t in told if t.paper.licence), None),
        notices=tuple(dict.fromkeys(notices)),
        why_no_full_text=text.why_not,
        troubles=tuple(troubles),
    )


def _record(told: Told) -> Record:
    """Return a record whose content changes only when what we keep of it does."""
    paper = label_by_title(told.paper)
    canonical = json.dumps(asdict(paper), sort_keys=True, ensure_ascii=False)
    return Record("service", told.service, content_hash(canonical.encode()), paper)

"""What one service tells of one paper, and whether it is the paper that was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import ServiceError
from corpus.paper import Document, Paper
from corpus.status import Notice
from ingest.fetch.client import Service
from ingest.fetch.identifier import Identifier


@dataclass(frozen=True)
class Told:
    """What one service tells of one paper."""

    service: Service
    paper: Paper
    abstract: Document | None = None
    notices: tuple[Notice, ...] = ()
    full_text: str | None = None
    """The PMCID under which the service gives the full text out; None where it does not."""


def identified(paper: Paper, identifier: Identifier) -> str | None:
    """Return the identifier of this kind that a paper has."""
    return {"doi": paper.doi, "pmid": paper.pmid, "pmcid": paper.pmcid}[identifier.kind]


def other_paper(service: Service, asked: Identifier, found: str | None) -> ServiceError:
    """Return the error for an answer that is not about the paper that was asked for."""
    remedy = "nothing of it is kept; check the identifier for a typing error"
    return ServiceError(
        f"{service}: told of {found or 'no such thing'}, expected {asked}; {remedy}"
    )

"""Add what a person sent, files or identifiers, and say what became of each in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.web.jobs.errand import Step, Tell, Tone, Work
from assistant.web.jobs.upload import Upload, discard
from corpus.library import Library
from corpus.settings import Settings
from ingest.add import adding
from ingest.fetch.identifier import Identifier, parse_identifier
from ingest.fetch.manners import POLITE, Manners
from ingest.outcome import Outcome, OutcomeKind
from ingest.request import add_identifiers

MOST_IDENTIFIERS = 500
"""In one go on the page."""
_WORDS: dict[OutcomeKind, tuple[str, Tone]] = {
    "added": ("Added", "good"),
    "known": ("Already here", "plain"),
    "updated": ("Filled in", "good"),
    "refused": ("Not added", "wrong"),
}


def add_uploaded(library: Library, upload: Upload, settings: Settings) -> Work:
    """Return the work that adds the files of an upload and then deletes them."""

    def work(tell: Tell) -> None:
        try:
            for outcome, total in adding(library, upload.paths(), bounds=settings.bounds):
                tell(_step(outcome, upload.shown(outcome.path)), total)
        finally:
            discard(upload)

    return work


def add_named(
    library: Library,
    identifiers: Sequence[Identifier],
    settings: Settings,
    manners: Manners = POLITE,
) -> Work:
    """Return the work that asks the services for papers and adds them."""

    def work(tell: Tell) -> None:
        add_identifiers(
            library,
            settings,
            identifiers,
            lambda _done, total, outcome: tell(_step(outcome, outcome.path), total),
            manners=manners,
        )

    return work


def identifiers_in(text: str) -> tuple[list[Identifier], list[str]]:
    """Return the identifiers in what a person typed, each once, and the words that are none.

    They stand apart by line ends, commas, semicolons or spaces; "PMID: 123" is one.
    """
    joined = re.sub(
        r"\b(PMC)\s+(?=\d)|\b(doi:|pmid:|pmcid:|pmid|pmcid)\s+", r"\1\2", text, flags=re.I
    )
    found: dict[Identifier, None] = {}
    others: list[str] = []
    for word in re.split(r"[\s;]+|,(?=\s|$|10\.\d)", joined):
        identifier = parse_identifier(word) if word else None
        if identifier is not None:
            found[identifier] = None
        elif word:
            others.append(word)
    return list(found), others


def _step(outcome: Outcome, name: str) -> Step:
    word, tone = _WORDS[outcome.kind]
    passages = f"{outcome.passages:,} passages" if outcome.passages else ""
    told = " · ".join(part for part in (outcome.title, passages, outcome.reason) if part)
    return Step(word, name, told, tone, outcome.paper_id)

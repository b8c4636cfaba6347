"""Make ready what a run needs: library, checked questions, conditions, and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.outcome import asking, code_digest, labelled
from corpus.errors import EvidenceError
from corpus.library import Library
from corpus.paper import Paper
from corpus.starter.records import starter_records
from eval.conditions import Conditions
from eval.lint import check
from eval.questions import QuestionSet, resolved
from eval.run import Ask, read_conditions, read_questions_of
from eval.systems.system import open_system
from ingest.digest import read_digests


@dataclass(frozen=True)
class Prepared:
    """What `conduct` wants, but for the folder."""

    questions: QuestionSet
    conditions: Conditions
    ask: Ask


def prepare(held: Library, read: QuestionSet, system: str | None = None) -> Prepared:
    """Return a new run of a set over a library; `system` names who answers in its place.

    Raises EvidenceError for a set that is not sound, and for a system that is not there.
    """
    asked = resolved(read, starter_ids())
    check(asked, held.papers())
    conditions = _conditions(held, read.name, read.digest)
    return _answered_by(held, labelled(asked, held.papers()), conditions, system)


def prepare_again(held: Library, folder: Path) -> Prepared:
    """Return the run of a folder to be made again, with its questions and by what answered then.

    Raises EvidenceError where the library holds other things by now.
    """
    before = read_conditions(folder)
    now = _conditions(held, before.set, before.digest)
    if now.snapshot != before.snapshot:
        raise EvidenceError(
            f"{folder}: a run from another library: snapshot {before.snapshot}, found "
            f"{now.snapshot} in {held.folder}; name the library it was made over with --library"
        )
    return _answered_by(held, read_questions_of(folder), now, before.system or None)


def starter_ids() -> dict[str, str]:
    """Return the paper id for each citation key of the starter digests."""
    return {key: found.paper.paper_id for key, found in read_digests(starter_records())}


def _answered_by(
    held: Library, questions: QuestionSet, conditions: Conditions, system: str | None
) -> Prepared:
    if system is None:
        return Prepared(questions, conditions, asking(held))
    found = open_system(system, questions, _other_names(held.papers()))
    theirs = replace(
        conditions, system=found.name, code=found.digest, model="its own", writer="its own"
    )
    return Prepared(questions, theirs, found.ask)


def _other_names(papers: Mapping[str, Paper]) -> dict[str, str]:
    """Return the paper id for what else a system may call a paper: its DOI, its starter key."""
    dois = {paper.doi: paper.paper_id for paper in papers.values() if paper.doi}
    return {**dois, **starter_ids()}


def _conditions(held: Library, name: str, digest: str) -> Conditions:
    return Conditions(
        set=name,
        digest=digest,
        library=str(held.folder.resolve()),
        snapshot=held.snapshot,
        papers=len(held.papers()),
        passages=held.passage_count,
        model=held.embedder.fingerprint.name,
        writer="quoting",
        code=code_digest(),
    )

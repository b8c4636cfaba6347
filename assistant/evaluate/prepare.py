"""Make ready what a run needs: library, checked questions, conditions, and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from assistant.evaluate.adapter import asking, code_digest, labelled
from assistant.generate.models import LanguageModel
from corpus.errors import EvidenceError, SettingsError
from corpus.library import Library
from corpus.paper import Paper
from corpus.settings import QUOTING
from corpus.starter.records import starter_records
from eval.conditions import Conditions
from eval.lint import check
from eval.questions import QuestionSet, resolved
from eval.replies import Ask
from eval.run import read_conditions, read_questions_of
from eval.systems.system import open_system
from ingest.digest import read_digests


@dataclass(frozen=True)
class Prepared:
    """What `conduct` wants, but for the folder."""

    questions: QuestionSet
    conditions: Conditions
    ask: Ask


@dataclass(frozen=True)
class Wish:
    """How a run is to be made, where it is not as usual."""

    system: str | None = None
    """Who answers in place of this program."""
    model: LanguageModel | None = None
    """The language model that writes; None lets the quoting writer."""
    times: int = 1
    """How often each question is asked."""
    workers: int = 1
    """How many are asked at a time."""

    def __post_init__(self) -> None:
        for name in ("times", "workers"):
            if getattr(self, name) < 1:
                raise SettingsError(f"--{name} is {getattr(self, name)}; expected 1 or more")
        if self.system is not None and self.model is not None:
            raise SettingsError("--system answers by itself; leave --writer out")
        if self.workers > 1 and self.model is not None and self.model.sent_to is None:
            raise SettingsError(
                f"{self.model.name} runs on this machine and answers one question at a time; "
                "leave --workers out"
            )


AS_USUAL = Wish()


def prepare(
    held: Library,
    read: QuestionSet,
    wish: Wish = AS_USUAL,
    ids: Mapping[str, str] = MappingProxyType({}),
) -> Prepared:
    """Return a new run of a set over a library; `ids` are the paper ids of its own documents.

    Raises EvidenceError for a set that is not sound, and for a system that is not there.
    """
    asked = resolved(read, {**starter_ids(), **ids})
    check(asked, held.papers())
    conditions = _conditions(held, read.name, read.digest, wish)
    return _answered_by(held, labelled(asked, held.papers()), conditions, wish)


def prepare_again(held: Library, folder: Path, wish: Wish = AS_USUAL) -> Prepared:
    """Return the run of a folder to be made again, with its questions and by what answered then.

    Of the wish, the language model must be the one that wrote then, and the times are those asked.

    Raises EvidenceError where the library holds other things by now.
    """
    before = read_conditions(folder)
    again = replace(wish, system=before.system or None, times=before.times)
    now = _conditions(held, before.set, before.digest, again)
    if not before.system and now.writer != before.writer:
        raise EvidenceError(
            f"{folder}: written by {before.writer}, now it would be {now.writer}; name it with "
            f"--writer {before.writer}"
        )
    if now.snapshot != before.snapshot:
        raise EvidenceError(
            f"{folder}: a run from another library: snapshot {before.snapshot}, found "
            f"{now.snapshot} in {held.folder}; name the library it was made over with --library"
        )
    return _answered_by(held, read_questions_of(folder), now, again)


def starter_ids() -> dict[str, str]:
    """Return the paper id for each citation key of the starter digests."""
    return {key: found.paper.paper_id for key, found in read_digests(starter_records())}


def _answered_by(
    held: Library, questions: QuestionSet, conditions: Conditions, wish: Wish
) -> Prepared:
    if wish.system is None:
        return Prepared(questions, conditions, asking(held, wish.model))
    found = open_system(wish.system, questions, _other_names(held.papers()))
    theirs = replace(
        conditions, system=found.name, code=found.digest, model="its own", writer="its own"
    )
    return Prepared(questions, theirs, found.ask)


def _other_names(papers: Mapping[str, Paper]) -> dict[str, str]:
    """Return the paper id for what else a system may call a paper: its DOI, its starter key."""
    dois = {paper.doi: paper.paper_id for paper in papers.values() if paper.doi}
    return {**dois, **starter_ids()}


def _conditions(held: Library, name: str, digest: str, wish: Wish) -> Conditions:
    return Conditions(
        set=name,
        digest=digest,
        library=str(held.folder.resolve()),
        snapshot=held.snapshot,
        papers=len(held.papers()),
        passages=held.passage_count,
        model=held.embedder.fingerprint.name,
        writer=wish.model.name if wish.model else QUOTING,
        code=code_digest(),
        times=wish.times,
        workers=wish.workers,
    )

"""Write a run out in the forms that other tools read, so that its scores can be checked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from corpus.errors import EvidenceError
from eval.beir import Entry, write_beir
from eval.run import Run
from eval.trec import write_run, write_trec

_RUN = "run.txt"


def export_trec(run: Run, folder: Path) -> None:
    """Write topics, judgements and rankings of the judged questions, as trec_eval reads them."""
    _check_new(folder)
    judged = [one for one in run.questions.questions if one.judged]
    write_trec(folder, judged)
    write_run(folder / _RUN, {one.id: run.outcomes[one.id].ranked for one in judged})


def export_beir(run: Run, corpus: Iterable[Entry], folder: Path) -> None:
    """Write the judged questions with a corpus as a BEIR folder, and the rankings beside them."""
    _check_new(folder)
    judged = [one for one in run.questions.questions if one.judged]
    write_beir(folder, judged, corpus)
    write_run(folder / _RUN, {one.id: run.outcomes[one.id].ranked for one in judged})


def _check_new(folder: Path) -> None:
    if folder.exists() and (folder.is_file() or any(folder.iterdir())):
        raise EvidenceError(f"{folder}: is there and holds something; name a new folder")

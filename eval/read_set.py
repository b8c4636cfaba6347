"""Read a question set in any form: JSON Lines, a BEIR folder, a TREC folder, or one shipped."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from corpus.errors import EvidenceError
from eval.beir import read_beir
from eval.questions import QuestionSet, read_jsonl
from eval.trec import QRELS, TOPICS, read_trec

SHIPPED = ("development", "smoke", "counterfactual", "race_based_medicine")
"""The sets that come with the project, found by name where no such file is there."""


def read_set(name: str) -> QuestionSet:
    """Return the set at a path, or the shipped one of this name.

    Raises EvidenceError that names the file, and the line where there is one.
    """
    path = Path(name)
    if path.is_file():
        return read_jsonl(path)
    if path.is_dir():
        return _read_folder(path)
    if name in SHIPPED:
        return read_jsonl(Path(str(files("eval.sets").joinpath(f"{name}.jsonl"))))
    raise EvidenceError(f"{name}: no such file or folder, and no shipped set: {', '.join(SHIPPED)}")


def _read_folder(folder: Path) -> QuestionSet:
    if (folder / "queries.jsonl").is_file():
        return read_beir(folder)
    if (folder / TOPICS).is_file():
        return read_trec(folder)
    raise EvidenceError(
        f"{folder}: not a question set; expected corpus.jsonl, queries.jsonl and qrels (BEIR), "
        f"or {TOPICS} and {QRELS} (TREC)"
    )

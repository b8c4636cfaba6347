"""Sets as BEIR folders: corpus.jsonl, queries.jsonl and qrels/NAME.tsv.

The form of Thakur et al. 2021, "BEIR: A heterogeneous benchmark for zero-shot evaluation".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import EvidenceError
from eval.questions import Gold, Question, QuestionSet, json_at, lines_of, set_of

KIND = "query"
"""The kind of a question from a form that tells none."""
_HEADER = ("query-id", "corpus-id", "score")


@dataclass(frozen=True)
class Entry:
    """One document of a BEIR corpus."""

    id: str
    title: str
    text: str


def read_beir(folder: Path, part: str | None = None) -> QuestionSet:
    """Return the judged queries of a BEIR folder, with gold by document id.

    `part` names the judgements, as "train" does `qrels/train.tsv`; without it they are the only
    ones, or those of the test part.
    Queries that no judgement names are left out, as the form has it. Raises EvidenceError that
    names file and line of what is wrong, a judgement of an unknown query or document included.
    """
    queries = dict(_queries(folder / "queries.jsonl"))
    known = {entry.id for entry in read_corpus(folder)}
    gold: dict[str, list[Gold]] = {}
    for place, query, document, grade in _judgements(
        folder / "qrels" / f"{part}.tsv" if part else _qrels(folder)
    ):
        if query not in queries:
            raise EvidenceError(f"{place}: query {query!r} is not in {folder / 'queries.jsonl'}")
        if document not in known:
            raise EvidenceError(f"{place}: document {document!r} is not in {folder}/corpus.jsonl")
        gold.setdefault(query, []).append(Gold(document, grade))
    return set_of(
        folder.name,
        (
            (place, Question(name, text, KIND, "answer", tuple(gold[name])))
            for name, (place, text) in queries.items()
            if name in gold
        ),
    )


def read_corpus(folder: Path) -> Iterator[Entry]:
    """Yield the documents of a BEIR folder."""
    for place, line in lines_of(folder / "corpus.jsonl"):
        found = _fields(place, line, ("_id", "text"))
        yield Entry(found["_id"], found.get("title", ""), found["text"])


def write_beir(folder: Path, questions: Sequence[Question], corpus: Iterable[Entry]) -> None:
    """Write the judged questions and a corpus as a BEIR folder, making it."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    judged = [question for question in questions if question.judged]
    _write_lines(
        folder / "corpus.jsonl",
        ({"_id": entry.id, "title": entry.title, "text": entry.text} for entry in corpus),
    )
    _write_lines(
        folder / "queries.jsonl",
        ({"_id": question.id, "text": question.question} for question in judged),
    )
    rows = ["\t".join(_HEADER)]
    rows += [f"{one.id}\t{gold.id}\t{gold.grade}" for one in judged for gold in one.gold]
    (folder / "qrels" / "test.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def _queries(path: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    for place, line in lines_of(path):
        found = _fields(place, line, ("_id", "text"))
        yield found["_id"], (place, found["text"])


def _fields(place: str, line: str, needed: Sequence[str]) -> dict[str, str]:
    """Return the text fields of a line; raise EvidenceError where a needed one is missing."""
    found = json_at(place, line)
    if not isinstance(found, dict):
        raise EvidenceError(f"{place}: found {line[:40]!r}; expected one object")
    texts = {name: value for name, value in found.items() if isinstance(value, str)}
    for name in needed:
        if name not in texts:
            raise EvidenceError(f"{place}: {name}: found {found.get(name)!r}; expected text")
    return texts


def _qrels(folder: Path) -> Path:
    """Return the one file of judgements, or that of the test part where there are several."""
    files = sorted((folder / "qrels").glob("*.tsv"))
    test = [file for file in files if file.stem == "test"]
    if len(test or files) != 1:
        names = ", ".join(file.name for file in files) or "none"
        raise EvidenceError(f"{folder}/qrels: found {names}; expected one .tsv file, or test.tsv")
    return (test or files)[0]


def _judgements(path: Path) -> Iterator[tuple[str, str, str, int]]:
    for place, line in lines_of(path):
        parts = tuple(line.rstrip("\r").split("\t"))
        if parts == _HEADER:
            continue
        if len(parts) != len(_HEADER):
            raise EvidenceError(
                f"{place}: found {len(parts)} columns; expected query, document, grade"
            )
        yield place, parts[0], parts[1], grade_at(place, parts[2])


def grade_at(place: str, written: str) -> int:
    """Return a grade; raise EvidenceError where it is not a whole number.

    TREC judges some documents below 0, worse than not relevant; they count as 0.
    """
    try:
        return max(int(written), 0)
    except ValueError as error:
        raise EvidenceError(f"{place}: grade {written!r}; expected a whole number") from error


def _write_lines(path: Path, rows: Iterable[dict[str, str]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")

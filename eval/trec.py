"""Sets and rankings in TREC's forms: topics, qrels and run files.

See trec_eval's README for qrels ("topic 0 document grade") and runs ("topic Q0 document rank
score tag"). Topics are read from "<top>" blocks or from lines "id<TAB>question".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.errors import EvidenceError
from eval.beir import KIND, grade_at
from eval.questions import Gold, Question, QuestionSet, lines_of, set_of

TOPICS, QRELS = "topics.txt", "qrels.txt"
"""The files of a set, in one folder."""
_TAG = "evidence"
_TOPIC = re.compile(
    r"<top>\s*<num>\s*(?:Number:)?\s*(?P<id>\S+)\s*(?:</num>\s*)?"
    r"<title>\s*(?:Topic:)?\s*(?P<text>[^<]+)",
    re.IGNORECASE,
)


def read_trec(folder: Path) -> QuestionSet:
    """Return the topics of a folder with their judgements; errors name file and line."""
    topics = dict(_topics(folder / TOPICS))
    gold: dict[str, list[Gold]] = {}
    for place, topic, document, grade in _qrels(folder / QRELS):
        if topic not in topics:
            raise EvidenceError(f"{place}: topic {topic!r} is not in {folder / TOPICS}")
        gold.setdefault(topic, []).append(Gold(document, grade))
    return set_of(
        folder.name,
        (
            (place, Question(name, text, KIND, "answer", tuple(gold.get(name, ()))))
            for name, (place, text) in topics.items()
        ),
    )


def write_trec(folder: Path, questions: Sequence[Question]) -> None:
    """Write the judged questions as topics and judgements, making the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    judged = [question for question in questions if question.judged]
    topics = (
        f"<top>\n<num> Number: {_token(one.id)}\n<title> {_plain(one.question)}\n</top>\n"
        for one in judged
    )
    rows = (
        f"{_token(one.id)} 0 {_token(gold.id)} {gold.grade}\n"
        for one in judged
        for gold in one.gold
    )
    (folder / TOPICS).write_text("\n".join(topics), encoding="utf-8")
    (folder / QRELS).write_text("".join(rows), encoding="utf-8")


def read_run(path: Path) -> dict[str, list[str]]:
    """Return the documents ranked for each topic, highest score first; errors name file and line.

    The score decides, not the rank that is written, as in trec_eval; equal ones stand as written.
    """
    scored: dict[str, dict[str, float]] = {}
    for place, line in lines_of(path):
        topic, _, document, _, score, _ = _columns(place, line, "topic Q0 document rank score tag")
        found = scored.setdefault(topic, {})
        if document in found:
            raise EvidenceError(f"{place}: {document!r} is ranked twice for topic {topic!r}")
        try:
            found[document] = float(score)
        except ValueError as error:
            raise EvidenceError(f"{place}: score {score!r}; expected a number") from error
    return {topic: sorted(found, key=lambda one: -found[one]) for topic, found in scored.items()}


def write_run(path: Path, rankings: Mapping[str, Sequence[str]]) -> None:
    """Write rankings of documents by topic as a run file."""
    rows = (
        f"{_token(topic)} Q0 {_token(document)} {rank} {len(ranking) + 1 - rank} {_TAG}\n"
        for topic, ranking in rankings.items()
        for rank, document in enumerate(ranking, start=1)
    )
    path.write_text("".join(rows), encoding="utf-8")


def _topics(path: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    placed = list(lines_of(path))
    text = path.read_text(encoding="utf-8-sig")
    if "<top>" in text.lower():
        found = list(_TOPIC.finditer(text))
        if len(found) != text.lower().count("<top>"):
            raise EvidenceError(f"{path}: a <top> without <num> and <title>; expected both in each")
        for topic in found:
            place = f"{path} line {text.count(chr(10), 0, topic.start()) + 1}"
            yield topic["id"], (place, " ".join(topic["text"].split()))
        return
    for place, line in placed:
        name, tab, question = line.strip().partition("\t")
        if not tab:
            raise EvidenceError(f"{place}: found {line[:40]!r}; expected id, tab, question")
        yield name, (place, question.strip())


def _qrels(path: Path) -> Iterator[tuple[str, str, str, int]]:
    for place, line in lines_of(path):
        topic, _, document, grade = _columns(place, line, "topic 0 document grade")
        yield place, topic, document, grade_at(place, grade)


def _columns(place: str, line: str, expected: str) -> list[str]:
    columns = line.split()
    if len(columns) != len(expected.split()):
        raise EvidenceError(f"{place}: found {len(columns)} columns; expected: {expected}")
    return columns


def _token(name: str) -> str:
    """Return an id as one column; raise EvidenceError where white space would break it in two."""
    if re.search(r"\s", name):
        raise EvidenceError(f"the id {name!r} holds white space, which TREC's forms cannot hold")
    return name


def _plain(text: str) -> str:
    """Return a question on one line and without what would look like a tag."""
    return " ".join(text.replace("<", "‹").split())

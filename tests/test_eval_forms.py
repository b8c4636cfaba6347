"""Sets come in and go out in BEIR's and TREC's forms, and errors name file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import EvidenceError
from eval.beir import Entry, read_beir, read_corpus, write_beir
from eval.questions import Gold, Question
from eval.read_set import read_set
from eval.trec import read_run, read_trec, write_run, write_trec

ASKED = [
    Question("q1", "What is weathering?", "query", "answer", (Gold("d1", 2), Gold("d2", 0))),
    Question("q2", "What is redlining?", "query", "answer", (Gold("d2", 1),)),
]
CORPUS = [Entry("d1", "Weathering", "Health wears off."), Entry("d2", "", "Loans were refused.")]


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_beir_folder_written_reads_as_the_same_set(tmp_path: Path) -> None:
    write_beir(tmp_path / "set", ASKED, CORPUS)
    assert list(read_set(str(tmp_path / "set")).questions) == ASKED
    assert list(read_corpus(tmp_path / "set")) == CORPUS


def test_a_trec_folder_written_reads_as_the_same_set(tmp_path: Path) -> None:
    write_trec(tmp_path / "set", ASKED)
    assert list(read_set(str(tmp_path / "set")).questions) == ASKED


def test_a_run_file_written_reads_as_the_same_ranking(tmp_path: Path) -> None:
    rankings = {"q1": [f"d{number}" for number in range(2000)], "q2": ["d2"]}
    write_run(tmp_path / "run.txt", rankings)
    assert read_run(tmp_path / "run.txt") == rankings


def test_the_score_orders_a_run_not_the_written_rank(tmp_path: Path) -> None:
    run = put(tmp_path / "run.txt", "q1 Q0 low 1 0.5 x\nq1 Q0 high 2 0.9 x\n")
    assert read_run(run) == {"q1": ["high", "low"]}


def test_topics_are_read_from_lines_and_from_blocks_on_several_lines(tmp_path: Path) -> None:
    put(tmp_path / "qrels.txt", "301 0 d1 1\n301 0 d2 -2\n")
    block = "<top>\n<num> Number: 301\n<title> Topic: International\ncrime\n<desc> Long.\n</top>\n"
    for text in ("301\tInternational crime\n", block):
        put(tmp_path / "topics.txt", text)
        (topic,) = read_trec(tmp_path).questions
        assert topic.question == "International crime"
        assert topic.gold == (Gold("d1", 1), Gold("d2", 0))


def beir(folder: Path, **files: str) -> Path:
    texts = {
        "corpus": '{"_id": "d1", "title": "", "text": "Health."}\n',
        "queries": '{"_id": "q1", "text": "Why?"}\n',
        "qrels": "query-id\tcorpus-id\tscore\nq1\td1\t1\n",
        **files,
    }
    put(folder / "corpus.jsonl", texts["corpus"])
    put(folder / "queries.jsonl", texts["queries"])
    put(folder / "qrels" / "test.tsv", texts["qrels"])
    return folder


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"qrels": "q1\td1\thigh\n"}, r"test\.tsv line 1: grade 'high'; expected a whole number"),
        ({"qrels": "q1\td1\n"}, r"test\.tsv line 1: found 2 columns; expected query, document"),
        ({"qrels": "\nq9\td1\t1\n"}, r"test\.tsv line 2: query 'q9' is not in .*queries\.jsonl"),
        ({"qrels": "q1\td9\t1\n"}, r"test\.tsv line 1: document 'd9' is not in .*corpus\.jsonl"),
        ({"queries": '{"_id": 3, "text": "Why?"}'}, r"queries\.jsonl line 1: _id: found 3; exp"),
        ({"corpus": "[]"}, r"corpus\.jsonl line 1: found '\[\]'; expected one object"),
    ],
)
def test_what_is_wrong_with_a_beir_folder_is_named(
    tmp_path: Path, files: dict[str, str], told: str
) -> None:
    with pytest.raises(EvidenceError, match=told):
        read_beir(beir(tmp_path, **files))


def test_of_several_judgements_the_test_part_is_taken(tmp_path: Path) -> None:
    folder = beir(tmp_path)
    put(folder / "qrels" / "train.tsv", "q1\td9\t1\n")
    assert read_beir(folder).questions[0].gold == (Gold("d1", 1),)
    (folder / "qrels" / "test.tsv").rename(folder / "qrels" / "dev.tsv")
    with pytest.raises(EvidenceError, match=r"found dev\.tsv, train\.tsv; expected one"):
        read_beir(folder)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("topics.txt", "301 no tab\n", r"topics\.txt line 1: found '301 no tab'; expected id, tab"),
        ("topics.txt", "<top>\n<title> no number\n</top>\n", r"topics\.txt: a <top> without <num>"),
        ("qrels.txt", "301 0 d1\n", r"qrels\.txt line 1: found 3 columns; expected: topic 0 doc"),
        ("qrels.txt", "301 0 d1 yes\n", r"qrels\.txt line 1: grade 'yes'"),
        ("qrels.txt", "302 0 d1 1\n", r"qrels\.txt line 1: topic '302' is not in"),
    ],
)
def test_what_is_wrong_with_a_trec_folder_is_named(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    put(tmp_path / "topics.txt", "301\tCrime\n")
    put(tmp_path / "qrels.txt", "301 0 d1 1\n")
    put(tmp_path / name, text)
    with pytest.raises(EvidenceError, match=told):
        read_trec(tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("q1 Q0 d1 1 high x\n", r"run\.txt line 1: score 'high'; expected a number"),
        ("q1 Q0 d1 1 2 x\nq1 Q0 d1 2 1 x\n", r"run\.txt line 2: 'd1' is ranked twice"),
        ("q1 d1\n", r"run\.txt line 1: found 2 columns; expected: topic Q0"),
    ],
)
def test_what_is_wrong_with_a_run_file_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(EvidenceError, match=told):
        read_run(put(tmp_path / "run.txt", text))


def test_an_id_that_trec_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="'two words' holds white space"):
        write_trec(tmp_path, [Question("two words", "Why?", "k", "answer", (Gold("d", 1),))])


def test_what_is_no_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="not a question set; expected"):
        read_set(str(tmp_path))
    with pytest.raises(EvidenceError, match="no such file or folder, and no shipped set"):
        read_set("nowhere")

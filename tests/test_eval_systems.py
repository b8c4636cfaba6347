"""Other systems are asked: a function, a file of answers or rankings, a server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eval_maker import AIR, CONDITIONS, QUESTIONS, made
from fastapi import FastAPI, Request, Response
from listening import listening

from corpus.errors import EvidenceError, SettingsError
from eval.outcome import Outcome, Said, Shown
from eval.run import conduct
from eval.scores import score_all
from eval.summary import summarise
from eval.systems.address import Patience, asking_address
from eval.systems.answer import read_answer
from eval.systems.system import open_system
from eval.trec import write_run

ANSWER: dict[str, Any] = {
    "declined": False,
    "sentences": [{"text": "Asthma was more common.", "cites": [1, 7]}],
    "evidence": [
        {"rank": 2, "paper_id": "b", "text": "Rents rose."},
        {"rank": 1, "paper_id": "10.1/a", "text": "Asthma was more common.", "pages": "3-4"},
    ],
}
DECLINES = {"declined": True, "reason": "nothing on violins", "seconds": 0.5}
IDS = {"10.1/a": "a"}


def test_an_answer_is_read_with_papers_by_whatever_name() -> None:
    assert read_answer("here", ANSWER, IDS) == Outcome(
        "answered",
        said=(Said("Asthma was more common.", (1, 7), verbatim=False, supported=None),),
        shown=(
            Shown(2, "b", "", "Rents rose."),
            Shown(1, "a", "", "Asthma was more common.", 3, 4),
        ),
        ranked=("a", "b"),
    )
    declined = read_answer("here", DECLINES, IDS)
    assert (declined.behaved, declined.reason) == ("declined", "nothing on violins")
    assert declined.seconds == {"whole answer": 0.5}
    assert read_answer("here", ANSWER | {"ranked": ["c", "10.1/a"]}, IDS).ranked == ("c", "a")
    assert read_answer("here", {"error": "out of memory"}, IDS) == Outcome(
        "failed", "out of memory"
    )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ([], "here: answer: "),
        ({}, "here: declined: field required"),
        ({"declined": "no"}, "here: declined: input should be a valid boolean; found 'no'"),
        ({"declined": False}, 'here: sentences: none, and "declined" is false; expected one'),
        (ANSWER | {"sentences": [{"text": "x", "cites": ["1"]}]}, "here: sentences.0.cites.0: "),
        (ANSWER | {"evidence": [{"paper_id": "a"}]}, "here: evidence.0.rank: field required"),
        (ANSWER | {"evidence": [ANSWER["evidence"][0]] * 2}, "the rank 2 is used twice"),
        (
            ANSWER | {"evidence": [{"rank": 1, "paper_id": "a", "pages": "iv"}]},
            "here: evidence.0.pages: ",
        ),
        ({"error": ""}, "here: error: "),
    ],
)
def test_a_wrong_shape_is_named_by_place_and_field(wrong: object, told: str) -> None:
    with pytest.raises(EvidenceError) as error:
        read_answer("here", wrong, IDS)
    assert told in str(error.value)
    assert "expected" in str(error.value) or "must name one passage" in str(error.value)


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_file_of_answers_is_scored_and_what_it_lacks_failed(tmp_path: Path) -> None:
    rows = ({"id": "air", **ANSWER}, {"id": "violin", **DECLINES})
    path = write(tmp_path / "theirs.jsonl", *rows)
    system = open_system(str(path), QUESTIONS, IDS)
    assert len(system.digest) == 12
    summary = summarise(made(tmp_path / "run", system.ask))
    counts = summary.whole.counts
    assert (counts.answered, counts.declined, counts.failed, counts.size) == (1, 1, 1, 3)
    means = summary.whole.means
    assert means["markers that resolve"].value == 0.5
    assert means["declined rightly"].value == 1.0
    assert means["recall@5"].value == 0.5
    assert "supported, as told" not in means


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"id": "air", **ANSWER}, {"id": "other", **DECLINES}], "line 2: 'other' is no question"),
        ([{"id": "air", **ANSWER}, {"id": "air", **DECLINES}], "line 2: 'air' is answered twice"),
        ([ANSWER], "line 1: id: found None; expected the id of a question"),
        ([{"id": "air", "declined": 1}], "line 1: declined: input should be"),
    ],
)
def test_a_bad_line_of_answers_is_named(
    tmp_path: Path, rows: list[dict[str, Any]], told: str
) -> None:
    path = write(tmp_path / "theirs.jsonl", *rows)
    with pytest.raises(EvidenceError) as error:
        open_system(str(path), QUESTIONS, IDS)
    assert str(error.value).startswith(f"{path} {told}")


def test_a_ranking_is_scored_as_one_and_its_answers_are_not(tmp_path: Path) -> None:
    path = tmp_path / "theirs.txt"
    write_run(path, {"air": ("x", "10.1/a", "b")})
    run = made(tmp_path / "run", open_system(str(path), QUESTIONS, IDS).ask)
    scores = score_all(QUESTIONS.questions, run.outcomes).by_measure
    assert scores["reciprocal rank"] == {"air": 0.5, "also": 0.0}
    assert "air" not in scores["coverage"]
    assert scores["coverage"] == {"also": 0.0}
    assert run.outcomes["violin"].behaved == "failed"


def test_a_function_is_asked_and_what_it_breaks_with_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [*__import__("sys").path])
    (tmp_path / "thesis_system.py").write_text(
        "def answer(question, follows):\n"
        "    if follows: raise MemoryError('too long')\n"
        "    if 'concerto' in question: return {'declined': 'maybe'}\n"
        f"    return {ANSWER!r}\n"
        "number = 3\n",
        encoding="utf-8",
    )
    system = open_system("thesis_system:answer", QUESTIONS, IDS)
    run = made(tmp_path / "run", system.ask)
    assert run.outcomes["air"].ranked == ("a", "b")
    assert run.outcomes["air"].seconds["whole answer"] > 0
    assert run.outcomes["also"] == Outcome("failed", "MemoryError: too long")
    told = run.outcomes["violin"].reason or ""
    assert told.startswith("EvidenceError: thesis_system:answer on violin: declined: input should")
    for name in ("thesis_system:gone", "thesis_system:number", "no_such_module:answer"):
        with pytest.raises(SettingsError, match=r"--system is '\w+:\w+'; .*expected"):
            open_system(name, QUESTIONS, IDS)


def test_a_name_that_is_nothing_is_told() -> None:
    with pytest.raises(SettingsError, match=r"expected module:function, a file of answers"):
        open_system("theirs.jsonl", QUESTIONS, IDS)


@pytest.fixture
def server() -> Iterator[tuple[str, list[Any]]]:
    asked: list[Any] = []
    app = FastAPI()

    # Not coroutines: the slow one must not hold the others up.
    @app.post("/ask")
    async def ask(request: Request) -> Any:
        wanted = await request.json()
        asked.append(wanted)
        return DECLINES if "concerto" in wanted["question"] else ANSWER

    @app.post("/broken")
    def broken() -> Response:
        return Response("out of memory", status_code=500)

    @app.post("/loose")
    def loose() -> Response:
        return Response("<html>")

    @app.post("/moved")
    def moved() -> Response:
        return Response(status_code=307, headers={"location": "/ask"})

    @app.post("/slow")
    def slow() -> dict[str, Any]:
        time.sleep(0.5)
        return DECLINES

    with listening(app, log_level="warning") as address:
        yield address, asked


def test_a_server_is_asked_and_every_trouble_is_a_failure_of_its_question(
    server: tuple[str, list[Any]], tmp_path: Path
) -> None:
    address, asked = server
    system = open_system(f"{address}/ask", QUESTIONS, IDS)
    run = made(tmp_path / "run", system.ask)
    assert [outcome.behaved for outcome in run.outcomes.values()] == [
        "answered",
        "answered",
        "declined",
    ]
    assert asked[1] == {"question": "And in children?", "follows": AIR.question}
    troubles = {
        "broken": "status 500; expected 200: out of memory",
        "loose": "air: not JSON",
        "moved": "status 307; expected 200",
        "gone": "status 404",
    }
    for path, told in troubles.items():
        ask = asking_address(f"{address}/{path}", IDS)
        run = conduct(tmp_path / path, QUESTIONS, CONDITIONS, ask, lambda *_: None)
        assert {outcome.behaved for outcome in run.outcomes.values()} == {"failed"}
        assert told in (run.outcomes["air"].reason or "")


def test_a_server_that_keeps_silent_or_says_too_much_is_not_waited_for(
    server: tuple[str, list[Any]],
) -> None:
    address, _ = server
    slow = asking_address(f"{address}/slow", IDS, Patience(silence=0.1))
    with pytest.raises(EvidenceError, match=r"no word within 0\.1 s"):
        slow(AIR, None)
    long = asking_address(f"{address}/ask", IDS, Patience(most=100))
    with pytest.raises(EvidenceError, match="more than 100 bytes came"):
        long(AIR, None)


def test_an_address_where_nothing_listens_is_told_before_anything_is_asked() -> None:
    for address in ("http://127.0.0.1:9/ask", "http://127.0.0.1:99999/ask"):
        with pytest.raises(SettingsError, match="nothing can be reached there"):
            open_system(address, QUESTIONS, IDS)

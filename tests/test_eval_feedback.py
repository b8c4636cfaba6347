"""What readers missed becomes a question set."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from conftest import Ran
from fakes import ASTHMA, KIDNEY

from corpus.feedback import Feedback
from corpus.library import Library
from eval.feedback import from_feedback
from eval.lint import faults
from eval.questions import Gold, read_jsonl

AIR, FILTER = ASTHMA.paper.paper_id, KIDNEY.paper.paper_id
SAID = (
    Feedback("1", "Is asthma worse in bad air?", helped=False, right=(AIR,)),
    Feedback("2", "is asthma worse  in bad air?", helped=False, right=(FILTER, AIR, "doi:gone")),
    Feedback("3", "Why?", helped=True),
    Feedback("4", "Why not?", helped=False, comment="too short"),
    Feedback("5", "Who?", helped=False, right=("doi:gone",)),
)


def test_a_thumbs_down_with_the_right_paper_becomes_a_question() -> None:
    found = from_feedback(SAID, {AIR, FILTER})
    (question,) = found.questions.questions
    assert question.question == "Is asthma worse in bad air?"
    assert question.gold == (Gold(AIR, 2), Gold(FILTER, 2))
    assert (found.helped, found.without_paper, found.gone) == (1, 1, 1)
    assert faults(found.questions) == []


def test_the_command_writes_a_set_that_can_be_run(
    evidence: Callable[..., Ran], held: Library, tmp_path: Path
) -> None:
    ran = evidence("eval", "from-feedback", "f.jsonl")
    assert ran.code == 0
    assert ran.out.startswith("0 questions; no answer is marked as not helpful with a paper named")
    assert not (tmp_path / "f.jsonl").exists()
    for one in SAID:
        held.feedback.keep(one)
    made = json.loads(evidence("eval", "from-feedback", "f.jsonl", "--json").out)
    assert made == {"file": "f.jsonl", "questions": 1, "helped": 1, "without_paper": 1, "gone": 1}
    assert len(read_jsonl(tmp_path / "f.jsonl").questions) == 1
    assert evidence("eval", "run", "f.jsonl").code == 0
    ran = evidence("eval", "from-feedback", "f.jsonl")
    assert ran.code == 2
    assert "f.jsonl: is there already; name a new file" in ran.err

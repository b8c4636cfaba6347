"""A judge is asked by the rubric, measured on the sample, and never stands alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from eval_maker import ANSWERED, DECLINED, QUESTIONS, made
from fakes import ScriptedModel, open_fake
from lxml import html

from assistant.evaluate.readers import completing, read_over
from corpus.errors import EvidenceError
from eval.judge import (
    agreement,
    judging,
    kappa,
    kept_agreement,
    read_sample,
    rubric,
    sample,
    verdict_of,
)
from eval.judge_run import judge_run
from eval.judged import Reading
from eval.outcome import Outcome
from eval.questions import Question
from eval.report import markdown_report, page_report
from eval.run import read_run
from eval.summary import summarise

AIR = QUESTIONS.questions[0]


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("borne: it says so", "borne"),
        ("Partly: the figure is another", "partly"),
        ("**Not borne**: it says the contrary", "not borne"),
        ("Let me think.\nnot borne", "not borne"),
        ("I cannot tell.", None),
    ],
)
def test_a_verdict_is_read_from_what_the_judge_writes(written: str, verdict: str | None) -> None:
    assert verdict_of(lambda _rules, _task: written, "It rose.", ["It fell."]) == verdict


def test_the_judge_gets_the_rubric_and_the_passages_cited() -> None:
    model = ScriptedModel("bor", "ne: yes")
    read = judging(completing(model))(AIR, ANSWERED)
    (prompt,) = model.sent
    assert prompt.rules == rubric()
    assert "Passage 1:\nAsthma was more common. Rents were lower." in prompt.task
    assert "Sentence:\nAsthma was more common.\n" in prompt.task
    assert read == Reading(1.0)
    assert judging(completing(model))(AIR, DECLINED) == Reading(None)
    wanting = judging(lambda *_: "partly: no")(AIR, ANSWERED)
    assert wanting == Reading(0.0, "partly: Asthma was more common.")


def test_kappa_is_that_of_the_textbook() -> None:
    # Cohen's form, computed by hand: seen 0.7, by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    ours, theirs = ["y"] * 25 + ["n"] * 25, ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert kappa(ours, theirs) == pytest.approx(0.4)


def test_the_sample_is_whole_and_says_who_read_it() -> None:
    held = sample()
    assert len(held) >= 40
    assert {one.verdict for one in held} == {"borne", "partly", "not borne"}
    assert all(one.labelled_by and one.passages for one in held)
    found = agreement("scripted", lambda *_: "borne: yes", held, lambda *_: None)
    assert found.agreed == sum(one.verdict == "borne" for one in held)
    assert found.kappa == pytest.approx(0.0)
    assert "labelled by this project's developer, a language model, and not yet by a person" in (
        found.words
    )


def test_a_spoilt_sample_is_named_by_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "sample.jsonl"
    row = {"id": "s", "sentence": "It is.", "passages": ["It is."], "verdict": "true"}
    path.write_text(json.dumps(row | {"labelled_by": "me"}), encoding="utf-8")
    with pytest.raises(EvidenceError, match=r"sample\.jsonl line 1: verdict: .*; found 'true'"):
        read_sample(path)


def test_the_agreement_stands_beside_the_number_and_nothing_is_judged_twice(
    tmp_path: Path,
) -> None:
    run, library = made(tmp_path / "run"), open_fake(tmp_path / "library")
    model = ScriptedModel("borne: yes")
    judged = read_over(run, library, model, lambda *_: None)
    assert judged.judged["judge: scripted/model"] == {"air": 1.0}
    asked = len(model.sent)
    assert asked == len(sample()) + 1
    read_over(judged, library, model, lambda *_: None)
    assert len(model.sent) == asked
    again = read_run(tmp_path / "run")
    assert again.judged == judged.judged
    told = kept_agreement(tmp_path / "run")
    assert told is not None
    page = html.fromstring(page_report(again, summarise(again)))
    (beside,) = page.xpath("//td[@class='beside']")
    assert told.words in beside.text_content()
    assert "scripted/model agrees on" in markdown_report(again, summarise(again))
    library.close()


def test_without_a_judge_no_model_is_asked(tmp_path: Path) -> None:
    library = open_fake(tmp_path / "library")
    run = read_over(made(tmp_path / "run"), library, None, lambda *_: None)
    assert kept_agreement(run.folder) is None
    assert set(run.judged) <= {"key points covered", "false claim suspected"}
    library.close()


def test_what_is_judged_is_the_mean_over_the_askings_with_what_to_look_at(tmp_path: Path) -> None:
    seen: list[str] = []

    def read(question: Question, _outcome: Outcome) -> Reading:
        seen.append(question.id)
        return Reading(None) if question.id == "violin" else Reading(0.5, "look <here>")

    run = judge_run(made(tmp_path / "run"), {"key points covered": read}, lambda *_: None)
    assert run.judged == {"key points covered": {"air": 0.5, "also": 0.5}}
    assert seen == ["air", "also", "violin"]
    assert "key points covered: look &lt;here&gt;" in page_report(run, summarise(run))
    (tmp_path / "run" / "judged.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(EvidenceError, match=r"judged\.jsonl line 1: not a judgement of a run"):
        read_run(tmp_path / "run")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("measure", "key pionts", "measure 'key pionts'; expected key points covered, false claim"),
        ("id", "water", "'water' is no question of the run"),
    ],
)
def test_a_judgement_of_what_is_not_known_is_named_by_line(
    tmp_path: Path, field: str, value: str, told: str
) -> None:
    run = made(tmp_path / "run")
    good = {"measure": "judge: m", "id": "air", "time": 1, "score": 1.0}
    lines = (f"{json.dumps(one)}\n" for one in (good, good | {field: value}))
    (run.folder / "judged.jsonl").write_text("".join(lines), encoding="utf-8")
    with pytest.raises(EvidenceError) as refused:
        read_run(run.folder)
    assert str(refused.value).startswith(f"{run.folder / 'judged.jsonl'} line 2: {told}")

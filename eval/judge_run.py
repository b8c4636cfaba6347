"""Judge a run: what readers make of its answers, kept beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eval.judged import (
    JUDGED_FILE,
    Judgement,
    Reader,
    judged_in,
    judgement_line,
    read_judgements,
)
from eval.replies import Tell, drop_cut_line
from eval.run import Run


def judge_run(run: Run, readers: Mapping[str, Reader], tell: Tell) -> Run:
    """Return the run with the scores of the readers, by measure; what is judged already stays."""
    path = run.folder / JUDGED_FILE
    drop_cut_line(path)
    known = {(one.measure, one.id, one.time) for one in read_judgements(path, run.questions)}
    left = [
        (measure, question, time)
        for measure in readers
        for question in run.questions.questions
        for time in range(1, run.conditions.times + 1)
        if (measure, question.id, time) not in known
    ]
    with path.open("a", encoding="utf-8") as file:
        for number, (measure, question, time) in enumerate(left, start=1):
            outcome = run.times[question.id][time - 1]
            read = readers[measure](question, outcome)
            line = judgement_line.dump_json(
                Judgement(measure, question.id, time, read.score, read.why)
            ).decode()
            file.write(f"{line}\n")
            file.flush()
            tell(number, len(left))
    return replace(run, judged=judged_in(run.folder, run.questions))

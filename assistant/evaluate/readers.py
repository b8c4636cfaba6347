"""Read a run over, by the library's model and by a judging model where one is named."""

from __future__ import annotations

from assistant.generate.models import LanguageModel
from assistant.generate.prompt import Prompt
from corpus.library import Library
from eval.judge import Complete, agreement, judging, keep_agreement, kept_agreement, sample
from eval.judge_run import judge_run
from eval.judged import JUDGE
from eval.readings import readers
from eval.replies import Tell
from eval.run import Run


def read_over(run: Run, library: Library, judge: LanguageModel | None, tell: Tell) -> Run:
    """Return the run with the scores that need reading; nothing that is read is read twice.

    A judge first judges the labelled sample, so that its agreement stands in the run's folder
    before any number of its does. Raises WriterError where it cannot be reached.
    """
    read = readers(library.asked)
    if judge is not None:
        complete = completing(judge)
        known = kept_agreement(run.folder)
        if known is None or known.judge != judge.name:
            keep_agreement(run.folder, agreement(judge.name, complete, sample(), tell))
        read[f"{JUDGE}{judge.name}"] = judging(complete)
    return judge_run(run, read, tell)


def completing(model: LanguageModel) -> Complete:
    """Return the function that has a model write all of its text for rules and a task."""

    def complete(rules: str, task: str) -> str:
        return "".join(model.stream(Prompt(rules, task)))

    return complete

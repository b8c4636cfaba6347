"""Ask a function of a person's own, named as module:function."""

from __future__ import annotations

import importlib
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from corpus.errors import SettingsError
from eval.outcome import Outcome
from eval.questions import Question
from eval.replies import Ask
from eval.systems.answer import read_answer

NAMED = re.compile(r"(?P<module>[A-Za-z_][\w.]*):(?P<function>[A-Za-z_]\w*)")
"""How a function is named."""
Answering = Callable[[str, str | None], object]
"""Gets a question and the text of the one it follows up; returns the object of an answer."""


def asking_function(name: str, ids: Mapping[str, str]) -> Ask:
    """Return the function that asks another one; what it breaks with is the question's failure.

    Modules are looked for in the working folder, too. Raises SettingsError where there is none.
    """
    answering = _found(name)

    def ask(question: Question, follows: str | None) -> Outcome:
        started = time.perf_counter()
        found = answering(question.question, follows)
        seconds = time.perf_counter() - started
        outcome = read_answer(f"{name} on {question.id}", found, ids)
        return replace(outcome, seconds={**outcome.seconds, "whole answer": seconds})

    return ask


def module_file(name: str) -> Path | None:
    """Return the file that holds a function which was found; None where there is none."""
    file = getattr(sys.modules[name.partition(":")[0]], "__file__", None)
    return Path(file) if file else None


def _found(name: str) -> Answering:
    module, _, function = name.partition(":")
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    try:
        found = getattr(importlib.import_module(module), function)
    except Exception as error:  # A module of a person's own may break with anything.
        raise SettingsError(
            f"--system is {name!r}; it cannot be imported ({type(error).__name__}: {error}); "
            "expected module:function, with the module here or installed"
        ) from error
    if not callable(found):
        raise SettingsError(f"--system is {name!r}; expected a function, found {found!r}")
    answering: Answering = found
    return answering

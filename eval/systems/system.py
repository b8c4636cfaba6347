"""A system that answers, found by how a person names it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SettingsError
from eval.questions import QuestionSet
from eval.replies import Ask
from eval.systems.address import asking_address
from eval.systems.file import asking_file
from eval.systems.function import NAMED, asking_function, module_file


@dataclass(frozen=True)
class System:
    """Something that answers questions, other than this program."""

    name: str
    """As it was named: a function, a file or an address."""
    digest: str
    """Of the file that answers; empty where there is none to look at."""
    ask: Ask


def open_system(name: str, questions: QuestionSet, ids: Mapping[str, str]) -> System:
    """Return the system of a name: module:function, a file of answers or rankings, an address.

    `ids` gives the paper id for each other name that a system may use for a paper. Raises
    EvidenceError where it cannot be found or read.
    """
    if name.startswith(("http://", "https://")):
        return System(name, "", asking_address(name, ids))
    path = Path(name)
    if path.is_file():
        return System(name, _digest(path), asking_file(path, questions, ids))
    if NAMED.fullmatch(name):
        ask = asking_function(name, ids)
        return System(name, _digest(module_file(name)), ask)
    raise SettingsError(
        f"--system is {name!r}; expected module:function, a file of answers (.jsonl) or rankings "
        "(a TREC run file), or an address such as http://127.0.0.1:8000/ask"
    )


def _digest(path: Path | None) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path else ""

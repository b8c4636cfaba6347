"""Print twenty answers over all kinds of question, to be read as an educator reads them.

Run with: python -m eval.bench.answers [QUESTION-ID …]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from assistant.answer import answer
from assistant.cli.console import out, show_answers
from assistant.understand.contextualize import in_conversation
from corpus.embed import open_model
from corpus.library import Library
from corpus.settings import Settings
from eval.questions import read_questions
from ingest.add import add_starter

_SET = Path(__file__).parents[1] / "sets" / "development.jsonl"
CHOICE = (
    "q001", "q018", "d019", "q012", "q066", "d018", "q013", "d006", "q025", "d004",
    "q027", "q045", "q020", "q024", "q093", "q063", "q098", "q096", "d048", "d034",
)  # fmt: skip
"""Of each kind that expects an answer one or more, and one that the corpus cannot answer."""


def main() -> None:
    """Build the starter library in a temporary folder and answer the questions chosen."""
    wanted = sys.argv[1:] or list(CHOICE)
    contexts: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Settings(library=Path(folder)), open_model())
        add_starter(library, lambda *_: None)
        for one in read_questions(_SET):
            follows = contexts.get(one.follows or "")
            contexts[one.id] = in_conversation(one.question, follows)
            if one.id in wanted:
                behind = f" (after: {follows})" if follows else ""
                out.rule(f"{one.id}, {one.kind}")
                out.print(f"{one.question}{behind}", markup=False)
                show_answers([answer(library, one.question, follows=follows)])


if __name__ == "__main__":
    main()

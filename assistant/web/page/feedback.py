"""Thumbs below an answer, and the form that asks which paper should have been cited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Annotated

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import Field

from assistant.brief import Answer
from corpus.errors import EvidenceError
from corpus.feedback import Feedback
from corpus.library import Library
from corpus.references.cite import short_name

_LONGEST = 8_000
"""Characters of a question with those it follows up."""
_OFFERED = 8
"""Papers that the picker offers at a time."""
_Paper = Annotated[str, Field(max_length=300)]
_Papers = Annotated[tuple[_Paper, ...], Field(max_length=20)]

DIALOG = """
<dialog id="feedback" aria-labelledby="feedback-title"><form method="dialog">
<h2 id="feedback-title">What was missing?</h2>
<p class="asked"></p>
<label for="feedback-paper">Which paper should have been cited?</label>
<input id="feedback-paper" list="feedback-papers" autocomplete="off" maxlength="300"
 placeholder="Type a name, a year or words of the title" aria-describedby="feedback-how">
<datalist id="feedback-papers"></datalist>
<p id="feedback-how" class="how">Papers of this library; you can name several.</p>
<ul class="chosen" aria-label="Papers named"></ul>
<label for="feedback-comment">Anything else (optional)</label>
<textarea id="feedback-comment" rows="3" maxlength="2000"></textarea>
<p class="how">Kept in this library, on this machine, with the question and the answer's papers.</p>
<p class="wrong" role="alert"></p>
<div class="acts"><button type="button" data-feedback="cancel">Cancel</button>
<button type="submit" class="primary">Send</button></div>
</form></dialog>
"""
"""The form, once on the page; feedback.js opens it for the answer whose thumb was pressed."""

_THUMB = (
    "<svg class='thumb' viewBox='0 0 16 16' aria-hidden='true'><path d='M1 7h3v7H1zM5 7l3-6 "
    "q2 .3 1.6 2.4L9 6h4.3q1.6 .2 1.4 1.8l-1 4.8Q13.4 14 12 14H5z'/></svg>"
)
"""Drawn here: not every machine has it among its letters. The style turns it for thumbs down."""


@dataclass(frozen=True)
class Said:
    """What the page sends."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    question: Annotated[str, Field(min_length=1, max_length=_LONGEST)] = ""
    helped: bool | None = None
    """None takes back what was said."""
    right: _Papers = ()
    comment: Annotated[str, Field(max_length=2_000)] = ""
    cited: Annotated[tuple[_Paper, ...], Field(max_length=200)] = field(default=())
    snapshot: Annotated[str, Field(max_length=64)] = ""


def thumbs(question: str, answer: Answer) -> str:
    """Return the two buttons below an answer; `question` is as it was understood."""
    about = {
        "question": question,
        "cited": list(dict.fromkeys(item.paper.paper_id for item in answer.evidence)),
        "snapshot": answer.snapshot,
    }
    told = escape(json.dumps(about), quote=True)
    buttons = "".join(
        f"<button type='button' data-thumb='{verdict}' aria-pressed='false'>"
        f"{_THUMB}{words}</button>"
        for verdict, words in (("up", "Helpful"), ("down", "Not helpful"))
    )
    return (
        f"<div class='thumbs' role='group' aria-label='Was this answer helpful?' "
        f"data-about='{told}'>{buttons}<span class='thanks' role='status'></span></div>"
    )


def add_feedback(app: FastAPI, library: Library) -> None:
    """Take feedback at /feedback, and offer papers for it at /feedback/papers."""

    @app.post("/feedback")
    def keep(said: Said) -> JSONResponse:
        """Keep what a reader says of an answer, or take it back."""
        try:
            if said.helped is None:
                library.feedback.take_back(said.id)
            else:
                library.feedback.keep(_checked(library, said, said.helped))
        except EvidenceError as error:
            return JSONResponse({"error": str(error)}, status_code=409)
        return JSONResponse({"kept": said.helped is not None})

    @app.get("/feedback/papers")
    def papers(words: str = "") -> list[dict[str, str]]:
        """Offer papers whose name, title or id holds all these words."""
        return list(_offered(library, words[:300].casefold().split()))


def _checked(library: Library, said: Said, helped: bool) -> Feedback:
    held = library.papers()
    unknown = [paper for paper in said.right if paper not in held]
    if unknown:
        raise EvidenceError(f"{unknown[0]!r} is no paper of this library; choose one of the list")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    comment = said.comment.strip()
    return Feedback(
        said.id, said.question, helped, said.right, comment, said.cited, said.snapshot, now
    )


def _offered(library: Library, words: list[str]) -> Iterator[dict[str, str]]:
    count = 0
    for paper in library.papers().values():
        name = f"{short_name(paper)}: {paper.title}"
        within = f"{name} {paper.paper_id}".casefold()
        if words and count < _OFFERED and all(word in within for word in words):
            count += 1
            yield {"paper_id": paper.paper_id, "name": name}

"""What a card fetches once it is used: its paper as a reference, and where its words stand."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import FastAPI, Query, Response
from fastapi.responses import JSONResponse

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.paper import Document
from corpus.references.write import formatted
from corpus.text.sentences import Span

_MOST_PAPERS = 100


def add_fetched(app: FastAPI, library: Library) -> None:
    """Add the two addresses to a web application: /cite and /printed."""

    @app.get("/cite")
    def cite(
        paper: Annotated[list[str], Query(max_length=_MOST_PAPERS)],
        form: Literal["ama", "apa", "bibtex"] = "ama",
    ) -> Response:
        """Return papers as references; a single one of the AMA's without its number."""
        held = [found for one in paper if (found := library.papers().get(one)) is not None]
        if len(held) < len(paper):
            return _gone("this paper is no longer in the library; ask again")
        text = formatted(held, form)
        if form == "ama" and len(held) == 1:
            text = text.removeprefix("1. ")
        return Response(text, media_type="text/plain; charset=utf-8")

    @app.get("/printed/{passage_id}")
    def printed(passage_id: str, marks: str = "") -> Response:
        """Return the page on which the marked words begin, and how many pages there are."""
        passage = library.words.passages([passage_id]).get(passage_id)
        document = library.document(passage.paper_id, passage.origin) if passage else None
        if passage is None or document is None or not document.pages:
            return _gone("the original of this passage is no longer in the library; ask again")
        try:
            spans = marked_spans(marks)
        except LibraryError as error:
            return _gone(str(error))
        first = _first_page(document, spans) or passage.first_page
        return JSONResponse({"page": first, "pages": max(page.number for page in document.pages)})


def marked_spans(marks: str) -> list[Span]:
    """Return the stretches of a text that "120-245,300-310" names; raise LibraryError if none."""
    try:
        return [Span(*map(int, mark.split("-"))) for mark in marks.split(",") if mark]
    except (TypeError, ValueError) as error:
        raise LibraryError(f"marks are {marks!r}; expected such as 120-245,300-310") from error


def _first_page(document: Document, spans: list[Span]) -> int | None:
    """Return the page of the first marked word."""
    for word in document.words:
        if any(word.start < span.end and word.end > span.start for span in spans):
            return word.page
    return None


def _gone(told: str) -> Response:
    return Response(told, status_code=404, media_type="text/plain; charset=utf-8")

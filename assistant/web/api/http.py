"""The HTTP API: the errands of the command under /api, and the page that documents them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Body, FastAPI, Path, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse

from assistant.render.json_objects import Json
from assistant.web.api.desk import Desk
from assistant.web.api.example import ASK, PAPER_ID, SEARCH, VERIFY
from assistant.web.api.page import api_page
from assistant.web.api.request import AskRequest, SearchRequest, VerifyRequest
from assistant.web.auth.trouble import Trouble, tell_troubles
from assistant.web.auth.visit import visit_of

_DOCUMENT = "/api/openapi.json"
_VERSION = "1"
_WRONG: dict[int | str, dict[str, Any]] = {
    409: {"model": Trouble, "description": "The library is no longer that snapshot."},
    422: {"model": Trouble, "description": "A field is missing or out of its bounds."},
    503: {"model": Trouble, "description": "The library cannot be read just now."},
}
_NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {"model": Trouble, "description": "No paper has this id."}
}


def add_api(app: FastAPI, desk: Desk) -> None:
    """Put the API into a web application."""
    tell_troubles(app)

    # Not coroutines: each runs in a thread of its own, so that nobody waits for another's answer.

    @app.post("/api/ask", responses=_WRONG, summary="Answer a question with cited sentences")
    def ask(request: Request, wanted: Annotated[AskRequest, Body(openapi_examples=ASK)]) -> Json:
        """Answer, answer in part or decline; the object that `evidence ask --json` prints."""
        with visit_of(request).acting("api: ask", question=wanted.question):
            return desk.ask(wanted)

    @app.post("/api/search", responses=_WRONG, summary="Find the passages that bear on a question")
    def search(
        request: Request, wanted: Annotated[SearchRequest, Body(openapi_examples=SEARCH)]
    ) -> Json:
        """Return passages, best first; the object that `evidence search --json` prints."""
        with visit_of(request).acting("api: search", question=wanted.question):
            return desk.search(wanted)

    @app.post("/api/verify", responses=_WRONG, summary="Check a paragraph with its citations")
    def verify(
        request: Request, wanted: Annotated[VerifyRequest, Body(openapi_examples=VERIFY)]
    ) -> Json:
        """Check each sentence; the object that `evidence verify --json` prints."""
        with visit_of(request).acting("api: verify", question=wanted.text):
            return desk.verify(wanted)

    @app.get("/api/papers", summary="List the papers")
    def papers(request: Request) -> list[Json]:
        """List all papers; what `evidence papers --json` prints."""
        with visit_of(request).acting("api: papers"):
            return desk.papers()

    @app.get("/api/papers/{paper_id:path}", responses=_NOT_FOUND, summary="Show one paper")
    def paper(
        request: Request,
        paper_id: Annotated[str, Path(max_length=300, openapi_examples=PAPER_ID)],
    ) -> Json:
        """Show one paper; the object that `evidence paper ID --json` prints."""
        with visit_of(request).acting("api: paper"):
            return desk.paper(paper_id)

    @app.get("/api/library", summary="Say what the library holds")
    def library() -> Json:
        """Say how many papers and passages there are, and the snapshot id."""
        return desk.held()

    document = get_openapi(
        title="Equity Evidence",
        version=_VERSION,
        description="Research on race and illness, cited to the sentence.",
        routes=[route for route in app.routes if getattr(route, "path", "").startswith("/api/")],
    )
    page = api_page(document)

    @app.get(_DOCUMENT, include_in_schema=False)
    def openapi() -> Json:
        return document

    @app.get("/api", include_in_schema=False)
    def documented() -> HTMLResponse:
        return HTMLResponse(page)

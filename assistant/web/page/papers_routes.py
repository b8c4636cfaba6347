"""What the Papers tab asks of the program, as addresses under /papers.

Whatever changes the library is no GET, and is refused unless the page's own script asks: a page
of another site can send a form here, but not the header `X-Page`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field

from assistant.papers.export import MOST_STYLED, ExportForm, exported, file_kind
from assistant.papers.provenance import known
from assistant.papers.selection import selection_of
from assistant.papers.shelf import Shelf
from assistant.web.jobs.adding import MOST_IDENTIFIERS, add_named, identifiers_in
from assistant.web.jobs.errand import Errand, Errands, Tell
from assistant.web.jobs.removal import Removals
from assistant.web.page.adding import errand_view
from assistant.web.page.holdings import holdings
from assistant.web.page.paper import gone_view, paper_view
from assistant.web.page.paper_text import passages_view, texts_view
from assistant.web.page.papers_table import choices, count_words, table
from corpus.library import Library
from corpus.paper import Origin, Paper
from corpus.references.cite import short_name
from corpus.settings import Settings

_MOST_PAPERS = 10_000
_AT_ONCE = 0.6
"""Seconds in which an errand may end so that the page need not ask again."""


class Named(BaseModel):
    """Identifiers as a person typed them."""

    text: str = Field(max_length=100_000)
    agreed: bool = False
    """Whether the person said yes to sending them."""


class Marked(BaseModel):
    """Papers that a person marked."""

    papers: list[str] = Field(max_length=_MOST_PAPERS)


class Wanted(BaseModel):
    """Papers to be exported: those marked, else those that the table shows."""

    form: ExportForm
    query: str = Field("", max_length=4_000)
    papers: list[str] = Field(default=[], max_length=_MOST_PAPERS)


class Undo(BaseModel):
    """The key of a removal."""

    key: str = Field(max_length=100)


def refuse(status: int, told: str) -> HTTPException:
    """Return an error whose words the page shows."""
    return HTTPException(status, told)


def own_page(request: Request) -> None:
    """Refuse what does not come from the page's own script."""
    if "x-page" not in request.headers:
        raise refuse(403, "this is for the page itself; programs use the documented addresses")


OWN_PAGE = Depends(own_page)


def papers_routes(library: Library, settings: Settings, errands: Errands) -> APIRouter:
    """Return the addresses of the tab."""
    router, shelf = APIRouter(prefix="/papers", include_in_schema=False), Shelf(library)
    _add_looking(router, shelf)
    _add_paper(router, library, shelf)
    _add_export(router, shelf)
    _add_named(router, library, settings, errands)
    _add_removing(router, library, errands)

    @router.get("/errands/{errand_id}")
    def errand(errand_id: str) -> JSONResponse:
        """Tell how far an errand is."""
        found = errands.wait(errand_id, _AT_ONCE)
        if found is None:
            raise refuse(404, "nothing is known of this any more; the papers show what is held")
        return errand_told(errands, found)

    return router


def errand_told(errands: Errands, errand: Errand) -> JSONResponse:
    """Return how far an errand is, as it is shown."""
    view = errand_view(errand, errands.ahead(errand.errand_id))
    done = errand.state == "done"
    return JSONResponse({"id": errand.errand_id, "html": view, "done": done})


def _add_looking(router: APIRouter, shelf: Shelf) -> None:
    @router.get("/table")
    def look(request: Request, page: int = 1) -> JSONResponse:
        """Return one page of the chosen papers, and the limits there are."""
        stock, selection = shelf.stock(), selection_of(request.url.query)
        entries = selection.among(stock.entries)
        return JSONResponse(
            {
                "table": table(entries, selection, page, empty=not stock.entries),
                "count": count_words(len(entries), len(stock.entries)),
                "choices": choices(stock, selection),
                "revision": stock.revision,
                "shown": len(entries),
            }
        )

    @router.get("/holdings")
    def picture() -> HTMLResponse:
        """Return the picture of what is held."""
        return HTMLResponse(holdings(shelf.stock()))


def _add_paper(router: APIRouter, library: Library, shelf: Shelf) -> None:
    @router.get("/paper")
    def one(paper: str) -> HTMLResponse:
        """Return a paper's own page."""
        if library.catalog.paper(paper) is None:
            return HTMLResponse(gone_view(paper), 404)
        found = known(library, paper)
        held = {entry.paper.paper_id: entry.paper for entry in shelf.stock().entries}
        return HTMLResponse(paper_view(found, held, texts_view(library, found.texts)))

    @router.get("/passages")
    def passages(
        paper: str,
        origin: Origin,
        first: Annotated[int, Query(ge=0)] = 0,
        count: Annotated[int, Query(ge=0)] = 0,
    ) -> HTMLResponse:
        """Return some passages of a text."""
        held = library.words.passages_of(paper, origin)
        if first >= len(held):
            raise refuse(404, "this text is no longer in the library")
        return HTMLResponse(passages_view(held, first, count))


def _add_export(router: APIRouter, shelf: Shelf) -> None:
    @router.post("/export", dependencies=[OWN_PAGE])
    def export(wanted: Wanted) -> Response:
        """Return the marked papers, or else the chosen ones, as a file."""
        papers = [entry.paper for entry in shelf.chosen(selection_of(wanted.query))]
        if wanted.papers:
            marked = set(wanted.papers)
            papers = [
                entry.paper for entry in shelf.stock().entries if entry.paper.paper_id in marked
            ]
        return _file(papers, wanted.form)


def _file(papers: list[Paper], form: ExportForm) -> Response:
    if form in ("ama", "apa") and len(papers) > MOST_STYLED:
        raise refuse(
            413,
            f"a list in this style has up to {MOST_STYLED:,} papers, these are {len(papers):,}; "
            "limit the papers first, or export RIS for a reference manager",
        )
    if not papers:
        raise refuse(404, "there are no papers to export; take a limit away")
    ending, kind = file_kind(form)
    name = f"equity-evidence-{len(papers)}-papers.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(exported(papers, form), media_type=f"{kind}; charset=utf-8", headers=headers)


def _add_named(router: APIRouter, library: Library, settings: Settings, errands: Errands) -> None:
    @router.post("/named", dependencies=[OWN_PAGE])
    def named(asked: Named) -> JSONResponse:
        """Add papers by identifier; nothing is sent before the person has agreed."""
        identifiers, others = identifiers_in(asked.text)
        if others:
            shown = ", ".join(f"“{other[:60]}”" for other in others[:3])
            raise refuse(
                422,
                f"{shown} is no DOI, PMID or PMCID; write them one a line, such as "
                "10.1056/NEJMms2004740, 33845065 or PMC8238889",
            )
        if not identifiers:
            raise refuse(422, "Write a DOI, PMID or PMCID first.")
        if len(identifiers) > MOST_IDENTIFIERS:
            raise refuse(
                422,
                f"These are {len(identifiers):,} identifiers; the page takes {MOST_IDENTIFIERS} "
                "at a time. Give a list of any length to: evidence add LIST.txt",
            )
        if not asked.agreed:
            return JSONResponse({"agree": len(identifiers)})
        work = add_named(library, identifiers, settings)
        count = len(identifiers)
        what = str(identifiers[0]) if count == 1 else f"{count} papers by identifier"
        begun = errands.begin(f"Adding {what}", count, work)
        return errand_told(errands, errands.wait(begun.errand_id, _AT_ONCE) or begun)


def _add_removing(router: APIRouter, library: Library, errands: Errands) -> None:
    removals = Removals()

    @router.post("/remove", dependencies=[OWN_PAGE])
    def remove(marked: Marked) -> JSONResponse:
        """Remove papers, so that they can be put back."""
        papers = list(dict.fromkeys(marked.papers))
        if not papers:
            raise refuse(422, "Mark one or more papers first.")
        first = library.catalog.paper(papers[0])
        named = short_name(first) if first and len(papers) == 1 else f"{len(papers):,} papers"
        key, work = removals.remove(library, papers)
        begun = errands.begin(f"Removing {named}", len(papers), work, undo=key)
        return errand_told(errands, errands.wait(begun.errand_id, _AT_ONCE) or begun)

    @router.post("/put-back", dependencies=[OWN_PAGE])
    def put_back(undo: Undo) -> JSONResponse:
        """Put back what was removed under a key."""
        count = removals.held(undo.key)
        if not count:
            raise refuse(404, "This was put back before, or the program was started anew since.")
        work = removals.put_back(library, undo.key)

        def put(tell: Tell) -> None:
            work(tell)
            # Not before: where the library is busy, the person may want to try once more.
            errands.mark_undone(undo.key)

        begun = errands.begin("Putting back", count, put)
        return errand_told(errands, errands.wait(begun.errand_id, _AT_ONCE) or begun)

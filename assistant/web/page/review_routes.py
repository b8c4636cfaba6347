"""What the Review tab asks of the program, as addresses under /reviews.

Whoever knows the id of a sitting sees it; it is a secret of the page that began it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field

from assistant.render.json_objects import Json
from assistant.review.course import course_of
from assistant.review.decision import Decision, Kept, Verdict, decide, read_kept, undo
from assistant.review.export import commented, has_comments
from assistant.review.pattern import patterns
from assistant.review.picture import course_page
from assistant.review.remark_list import remark_list
from assistant.review.report import report
from assistant.review.sitting import MOST_SHEETS, Sitting, Sittings
from assistant.web.jobs.upload import check_size
from assistant.web.page.papers_routes import OWN_PAGE, refuse
from assistant.web.page.review_found import LONGEST_NAME, found_view, numbered_of
from assistant.web.page.review_remark import Numbered, decided_view
from assistant.web.page.upload_routes import received
from corpus.errors import EvidenceError, RefusedFile
from corpus.library import Library
from corpus.settings import Bounds, Settings

_GONE = (
    "this review is no longer held here: it was closed, or the program was started anew. Give the "
    "files again; your decisions were kept"
)
_MEDIA = {
    "report": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "list": "text/csv; charset=utf-8",
    "course": "text/html; charset=utf-8",
}


class Decided(BaseModel):
    """What a person decided on a remark, or that it is taken back."""

    remark: str = Field(max_length=100)
    verdict: Verdict | None = None
    """None takes the decision back."""
    reason: str = Field("", max_length=1_000)
    wording: str = Field("", max_length=2_000)
    reader: str = Field("", max_length=LONGEST_NAME)


def review_routes(library: Library, settings: Settings, sittings: Sittings) -> APIRouter:
    """Return the addresses of the tab."""
    router = APIRouter(prefix="/reviews", include_in_schema=False, dependencies=[OWN_PAGE])
    _add_arriving(router, settings, sittings)
    _add_looking(router, library, sittings)
    _add_deciding(router, library, sittings)
    _add_taking(router, library, sittings)
    return router


def _held(sittings: Sittings, sitting_id: str) -> Sitting:
    sitting = sittings.one(sitting_id)
    if sitting is None:
        raise refuse(404, _GONE)
    return sitting


def _add_arriving(router: APIRouter, settings: Settings, sittings: Sittings) -> None:
    @router.post("")
    def begin() -> JSONResponse:
        """Open a sitting."""
        return JSONResponse({"review": sittings.begin().sitting_id})

    @router.put("/{sitting_id}/{number}")
    async def receive(
        request: Request,
        sitting_id: str,
        number: Annotated[int, Path(ge=0, lt=MOST_SHEETS)],
        name: str,
    ) -> JSONResponse:
        """Take one file; its bytes are the body."""
        sitting = _held(sittings, sitting_id)
        try:
            check_size(name, int(request.headers.get("content-length") or 0), settings.bounds)
            path = await received(request, sitting.upload, number, name, settings.bounds)
        except RefusedFile as refusal:
            raise refuse(413, _too_large(settings.bounds)) from refusal
        except OSError as error:
            told = f"it cannot be kept ({error.strerror}); free some space on this machine"
            raise refuse(507, told) from error
        sitting.take(number, path)
        return JSONResponse({"arrived": len(sitting.sheets())})


def _add_looking(router: APIRouter, library: Library, sittings: Sittings) -> None:
    @router.post("/{sitting_id}/start")
    def start(sitting_id: str) -> JSONResponse:
        """Begin to review what has arrived."""
        sitting = _held(sittings, sitting_id)
        if not sitting.sheets():
            raise refuse(422, "no file arrived; choose one or more")
        sittings.start(sitting)
        return JSONResponse(_progress(sittings, sitting))

    @router.get("/{sitting_id}")
    def look(sitting_id: str) -> JSONResponse:
        """Tell how far it is."""
        return JSONResponse(_progress(sittings, _held(sittings, sitting_id)))

    @router.get("/{sitting_id}/found")
    def found(sitting_id: str, reader: str = "") -> HTMLResponse:
        """Return what was found."""
        sheets = _held(sittings, sitting_id).sheets()
        return HTMLResponse(found_view(sheets, _kept(library), reader.strip()[:LONGEST_NAME]))

    @router.post("/{sitting_id}/close")
    def close(sitting_id: str) -> JSONResponse:
        """Forget the sitting and delete its files."""
        sittings.close(sitting_id)
        return JSONResponse({"closed": True})


def _add_deciding(router: APIRouter, library: Library, sittings: Sittings) -> None:
    @router.post("/{sitting_id}/decide")
    def decided(sitting_id: str, told: Decided) -> HTMLResponse:
        """Keep what a person decided, and return how the remark stands now."""
        one = _remark(_held(sittings, sitting_id), told.remark)
        reader = told.reader.strip()
        try:
            if told.verdict is None:
                undo(library, told.remark, reader)
            else:
                words = (told.reason.strip(), told.wording.strip())
                decide(library, Decision(told.remark, told.verdict, *words, reader))
        except EvidenceError as error:
            raise refuse(422, str(error)) from error
        kept = _kept(library)
        return HTMLResponse(decided_view(one.name, one.remark, kept.on(told.remark), reader))


def _add_taking(router: APIRouter, library: Library, sittings: Sittings) -> None:
    @router.get("/{sitting_id}/take/copy/{number}")
    def copy(sitting_id: str, number: int) -> Response:
        """Return a copy of a file with the remarks as its own comments."""
        sheet = _held(sittings, sitting_id).sheets().get(number)
        if sheet is None or sheet.review is None or not has_comments(sheet.review):
            raise refuse(404, "no copy with comments can be made of this file")
        made = commented(sheet.review, _kept(library))
        return Response(made, media_type="application/octet-stream")

    @router.get("/{sitting_id}/take/{form}")
    def take(sitting_id: str, form: Literal["report", "list", "course"]) -> Response:
        """Return report, list or course page."""
        reviews = _held(sittings, sitting_id).reviews()
        if not reviews:
            raise refuse(404, "nothing has been reviewed yet")
        if form == "list":
            return Response(remark_list(reviews, _kept(library)), media_type=_MEDIA[form])
        course = course_of(reviews, patterns())
        if form == "course":
            return Response(course_page(course), media_type=_MEDIA[form])
        return Response(report(reviews, course, _kept(library)), media_type=_MEDIA[form])


def _kept(library: Library) -> Kept:
    """Return what is kept of reviews; a file that cannot be read is told, not a failure."""
    try:
        return read_kept(library)
    except EvidenceError as error:
        raise refuse(409, str(error)) from error


def _too_large(bounds: Bounds) -> str:
    return (
        f"it is larger than the {bounds.upload_bytes // 1024**2} MB that the page takes; leave "
        "large pictures or films out, give it in parts, or review it on this machine with: "
        "evidence review FILE"
    )


def _remark(sitting: Sitting, remark_id: str) -> Numbered:
    for number, sheet in sitting.sheets().items():
        for one in numbered_of(number, sheet):
            if one.remark.remark_id == remark_id:
                if not one.may_keep:
                    raise refuse(409, "decisions on this file are not kept: it names a patient")
                return one
    raise refuse(404, "this remark is not in this review; reload it")


def _progress(sittings: Sittings, sitting: Sitting) -> Json:
    errand, ahead = sittings.errand(sitting)
    files = [
        {
            "number": number,
            "name": sheet.name,
            "state": sheet.state,
            "judged": sheet.judged,
            "of": sheet.of,
            "reason": sheet.reason,
            "remarks": len(sheet.review.remarks) if sheet.review else 0,
        }
        for number, sheet in sitting.sheets().items()
    ]
    return {
        "files": files,
        "prepared": list(sitting.prepared),
        "ahead": ahead,
        "started": errand is not None,
        "done": errand is not None and errand.state == "done",
        "trouble": errand.trouble if errand else None,
    }

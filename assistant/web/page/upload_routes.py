"""How files come from the browser: each is sent by itself, then all are added together.

They are added together because a reference file may name some of the others as its papers.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from assistant.web.jobs.adding import add_uploaded
from assistant.web.jobs.errand import Errand, Errands
from assistant.web.jobs.upload import MOST_FILES, Upload, Uploads, check_size, discard, too_large
from assistant.web.page.papers_routes import OWN_PAGE, errand_told, refuse
from corpus.errors import RefusedFile
from corpus.library import Library
from corpus.settings import Bounds, Settings

_GONE = "the program was started anew since these files were chosen; choose them again"


def upload_routes(library: Library, settings: Settings, errands: Errands) -> APIRouter:
    """Return the addresses under /papers/upload."""
    router, uploads = APIRouter(prefix="/papers/upload", include_in_schema=False), Uploads()

    @router.post("", dependencies=[OWN_PAGE])
    def begin() -> JSONResponse:
        """Make a place for files that are about to be sent."""
        return JSONResponse({"upload": uploads.begin().upload_id})

    @router.put("/{upload_id}/{number}", dependencies=[OWN_PAGE])
    async def receive(request: Request, upload_id: str, number: int, name: str) -> JSONResponse:
        """Take one file; its bytes are the body."""
        upload = uploads.one(upload_id)
        if upload is None:
            raise refuse(404, _GONE)
        if not 0 <= number < MOST_FILES:
            raise refuse(413, f"these are more than {MOST_FILES:,} files; send them in parts")
        try:
            check_size(name, int(request.headers.get("content-length") or 0), settings.bounds)
            upload.files[number] = await received(request, upload, number, name, settings.bounds)
        except RefusedFile as refusal:
            raise refuse(413, refusal.reason) from refusal
        except OSError as error:
            told = f"it cannot be kept ({error.strerror}); free some space on this machine"
            raise refuse(507, told) from error
        return JSONResponse({"arrived": len(upload.files)})

    # No header is asked for: the browser sends this by itself when its page is closed, and the
    # id is a secret of that page.
    @router.post("/{upload_id}/add")
    def add(upload_id: str) -> JSONResponse:
        """Add the files that arrived whole."""
        upload = uploads.complete(upload_id)
        errand = _add(library, settings, errands, upload) if upload else errands.look(upload_id)
        if errand is None:
            raise refuse(404, _GONE)
        return errand_told(errands, errand)

    return router


def _add(library: Library, settings: Settings, errands: Errands, upload: Upload) -> Errand:
    if not upload.files:
        discard(upload)
        raise refuse(422, "no file arrived; choose one or more")
    count = len(upload.files)
    what = upload.paths()[0].name if count == 1 else f"{count:,} files"
    work = add_uploaded(library, upload, settings)
    # Known by the same id, so that a page that was opened anew finds it.
    return errands.begin(f"Adding {what}", count, work, errand_id=upload.upload_id)


async def received(
    request: Request, upload: Upload, number: int, name: str, bounds: Bounds
) -> Path:
    """Write the body of a request into its place; a part of it is not kept."""
    place, size = upload.place(number, name), 0
    try:
        with place.open("wb") as file:
            async for chunk in request.stream():
                size += len(chunk)
                if size > bounds.upload_bytes:
                    raise RefusedFile(name, too_large(size, bounds))
                file.write(chunk)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return place

"""Whether the server is alive, and whether it can answer, for what watches over it."""

from __future__ import annotations

import threading

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from corpus.errors import EvidenceError
from corpus.library import Library

HEALTH = ("/healthz", "/readyz")


def add_health(app: FastAPI, library: Library) -> None:
    """Put both into a web application, and load the model in the background."""
    warm = threading.Event()

    def load() -> None:
        library.embedder.embed(["warm"])
        warm.set()

    # The model loads while the person reads the page, not before it opens.
    threading.Thread(target=load, daemon=True).start()

    @app.get("/healthz", include_in_schema=False)
    async def alive() -> JSONResponse:
        return JSONResponse({"status": "alive"})

    @app.get("/readyz", include_in_schema=False)
    def ready() -> JSONResponse:
        if not warm.is_set():
            return JSONResponse({"status": "loading the model"}, status_code=503)
        try:
            held = {"papers": len(library.papers()), "snapshot": library.snapshot}
        except EvidenceError as error:
            return JSONResponse({"status": str(error)}, status_code=503)
        return JSONResponse({"status": "ready", **held})

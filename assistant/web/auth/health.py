"""Whether the server is alive, and whether it can answer, for what watches over it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from assistant.misconceptions.register import register_of
from assistant.understand.spelling import english
from corpus.errors import EvidenceError
from corpus.library import Library

HEALTH = ("/healthz", "/readyz")
_TRY_AGAIN = 5.0
"""Seconds."""
_PATIENCE = 5.0
"""Seconds that stopping waits for what is being loaded."""


def add_health(app: FastAPI, library: Library) -> None:
    """Put both into a web application, and get ready in the background while it runs."""
    over, warm = threading.Event(), threading.Event()
    before = app.router.lifespan_context

    @asynccontextmanager
    async def running(within: FastAPI) -> AsyncIterator[Any]:
        # The model loads while the person reads the page, not before it opens.
        getting_ready = threading.Thread(target=_warm_up, args=[library, over, warm], daemon=True)
        getting_ready.start()
        async with before(within) as state:
            yield state
        over.set()
        await asyncio.to_thread(getting_ready.join, _PATIENCE)

    app.router.lifespan_context = running

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


def _warm_up(library: Library, over: threading.Event, warm: threading.Event) -> None:
    """Load the model, the register and the dictionary; then questions are answered at once."""
    while not over.is_set():
        try:
            library.asked.embed(["warm"])
            register_of(library)
            english()
            warm.set()
            return
        except EvidenceError:
            # Whoever asks is told; here it is tried again.
            over.wait(_TRY_AGAIN)

"""Serve the page on this machine, with the pictures of pages beside it."""

from __future__ import annotations

import errno
import os
import socket
import threading

# Read by Gradio at import: nothing is reported anywhere.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import uvicorn
from fastapi import FastAPI, Response
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.page.build import mount
from assistant.page.fetched import add_fetched, marked_spans
from assistant.write import Writing
from corpus.errors import LibraryError, SettingsError
from corpus.library import Library
from corpus.page_picture import page_picture
from corpus.paper import Document, WordBox

_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def check_port(host: str, port: int) -> None:
    """Raise SettingsError where the port cannot be had, before anything slow is begun."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"port {port} on {host} is in use; stop the other program or choose another "
                "with --port"
            ) from error
        raise SettingsError(f"cannot listen on {host} port {port}: {error}") from error


def serve_page(library: Library, host: str, port: int, writing: Writing | None = None) -> None:
    """Serve until interrupted; says in one line where, once the page answers."""
    app = page_app(library, writing)
    if host in _LOCAL:
        # A page elsewhere must not reach this one by giving its own name this machine's address.
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(_LOCAL))
    server = _Server(uvicorn.Config(app, host=host, port=port, log_level="warning"), library)
    # The model loads while the person reads the page, not before it opens.
    threading.Thread(target=library.embedder.embed, args=[["warm"]], daemon=True).start()
    server.run()


def page_app(library: Library, writing: Writing | None = None) -> FastAPI:
    """Return the web application: the page at / and the pictures of pages under /page."""
    app = FastAPI(title="Equity Evidence", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/page/{passage_id}/{number}.png")
    def picture(passage_id: str, number: int, marks: str = "") -> Response:
        """Draw a page of the original with the marked stretches of its text boxed."""
        try:
            return Response(_picture(library, passage_id, number, marks), media_type="image/png")
        except LibraryError as error:
            return Response(str(error), status_code=404, media_type="text/plain")

    add_fetched(app, library)
    return mount(app, library, writing)


def _picture(library: Library, passage_id: str, number: int, marks: str) -> bytes:
    """Return the picture of a page; `marks` holds stretches such as "120-245,300-310"."""
    passage = library.words.passages([passage_id]).get(passage_id)
    if passage is None:
        raise LibraryError("this passage is no longer in the library")
    document = library.document(passage.paper_id, passage.origin)
    original = library.original(passage.paper_id, passage.origin)
    if document is None or original is None:
        raise LibraryError("the original of this passage is not there; run: evidence check")
    return page_picture(original, number, _boxes(document, number, marks))


def _boxes(document: Document, number: int, marks: str) -> list[WordBox]:
    spans = marked_spans(marks)
    on_page = [word for word in document.words if word.page == number]
    return [
        word for word in on_page if any(word.start < s.end and word.end > s.start for s in spans)
    ]


class _Server(uvicorn.Server):
    """Says where the page is at the moment it can be opened."""

    def __init__(self, config: uvicorn.Config, library: Library) -> None:
        super().__init__(config)
        self._library = library

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            count = len(self._library.papers())
            print(  # noqa: T201 - the one line a person waits for
                f"Equity Evidence is open at http://{self.config.host}:{self.config.port} "
                f"({count} papers); stop it with Ctrl-C",
                flush=True,
            )

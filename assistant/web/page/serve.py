"""Serve the page, with API and MCP tools and the pictures of pages beside it."""

from __future__ import annotations

import errno
import os
import socket
from dataclasses import replace

# Read by Gradio at import: nothing is reported anywhere.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import uvicorn
from fastapi import FastAPI, Response

from assistant.generate.write import Writing
from assistant.verify.rules.entailment import open_entailment
from assistant.web.api.desk import Desk
from assistant.web.api.http import add_api
from assistant.web.api.tools import add_tools
from assistant.web.auth.accounts import Accounts
from assistant.web.auth.door import Door
from assistant.web.auth.entry import Entry
from assistant.web.auth.forwarded import Forwarded
from assistant.web.auth.health import add_health
from assistant.web.auth.log import Log
from assistant.web.auth.login import add_login
from assistant.web.auth.rules import Rules
from assistant.web.auth.sessions import Sessions
from assistant.web.page.build import mount
from assistant.web.page.fetched import add_fetched, marked_spans
from corpus.errors import LibraryError, SettingsError
from corpus.library import Library
from corpus.page_picture import page_picture
from corpus.paper import Document, WordBox
from corpus.settings import settings_from

RULES = Rules()
"""One person, on this machine."""


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


def serve_page(
    library: Library,
    host: str,
    port: int,
    writing: Writing | None = None,
    rules: Rules = RULES,
) -> None:
    """Serve until interrupted; says in one line where, once the page answers."""
    app = page_app(library, writing, rules)
    # What a proxy tells is read, or not, by our own outermost layer.
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", proxy_headers=False)
    _Server(config, library, rules.root_path).run()


def page_app(library: Library, writing: Writing | None = None, rules: Rules = RULES) -> FastAPI:
    """Return the web application: page at /, API under /api, MCP at /mcp, pictures under /page."""
    app = FastAPI(title="Equity Evidence", docs_url=None, redoc_url=None, openapi_url=None)
    log = Log(rules.log, questions=rules.log_questions)
    settings = settings_from()
    bounds = settings.bounds
    rules = replace(rules, upload=rules.upload or bounds.upload_bytes)
    settings = replace(settings, bounds=replace(bounds, upload_bytes=rules.upload))
    folder = settings.nli
    desk = Desk(library, open_entailment(folder) if folder is not None else None)
    add_health(app, library)
    add_api(app, desk)
    add_tools(app, desk, rules.hosts)
    entry = Entry(Accounts(rules.accounts), Sessions()) if rules.accounts else None
    if entry is not None:
        add_login(app, entry, log, rules.root_path)

    @app.get("/page/{passage_id}/{number}.png")
    def picture(passage_id: str, number: int, marks: str = "") -> Response:
        """Draw a page of the original with the marked stretches of its text boxed."""
        try:
            return Response(_picture(library, passage_id, number, marks), media_type="image/png")
        except LibraryError as error:
            return Response(str(error), status_code=404, media_type="text/plain")

    add_fetched(app, library)
    mount(app, library, settings, writing)
    app.add_middleware(Door, rules=rules, entry=entry, log=log)
    app.add_middleware(Forwarded, proxies=rules.proxies, root_path=rules.root_path)
    return app


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

    def __init__(self, config: uvicorn.Config, library: Library, root_path: str) -> None:
        super().__init__(config)
        self._library = library
        self._root_path = root_path

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            count = len(self._library.papers())
            address = f"http://{self.config.host}:{self.config.port}{self._root_path}"
            print(  # noqa: T201 - the one line a person waits for
                f"Equity Evidence is open at {address} ({count} papers); stop it with Ctrl-C",
                flush=True,
            )

"""The MCP tools `ask`, `search`, `paper` and `verify`, over stdio or streamable HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import FastAPI
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field

from assistant.answer import LONGEST_QUESTION
from assistant.render.json_objects import Json
from assistant.verify.paragraph import LONGEST_TEXT
from assistant.web.api.desk import Desk
from assistant.web.api.request import AskRequest, SearchRequest, Snapshot, VerifyRequest
from assistant.web.auth.visit import visit_of
from corpus.errors import EvidenceError
from corpus.filters import NO_FILTERS, Filters

_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_TOLD = (
    "Research on race and illness, cited to the sentence. Sentences are quoted letter for letter "
    "from the papers of a library; what it does not answer is declined, in whole or in part."
)
_Question = Annotated[str, Field(max_length=LONGEST_QUESTION)]
_Follows = Annotated[_Question | None, Field(description="The question that this one follows up.")]


def tool_server(desk: Desk) -> MCPServer[Any]:
    """Return the server of the tools; nothing runs yet."""
    server: MCPServer[Any] = MCPServer(
        "equity-evidence",
        title="Equity Evidence",
        instructions=_TOLD,
        version=version("equity-evidence"),
        log_level="WARNING",
    )

    @server.tool(annotations=_READS)
    def ask(
        context: Context[Any],
        question: _Question,
        follows: _Follows = None,
        limits: Filters = NO_FILTERS,
        snapshot: Snapshot | None = None,
    ) -> Json:
        """Answer a question on race and illness with cited sentences, or decline it."""
        wanted = AskRequest(question=question, follows=follows, limits=limits, snapshot=snapshot)
        with _acting(context, "ask", question):
            return desk.ask(wanted)

    @server.tool(annotations=_READS)
    def search(
        context: Context[Any],
        question: _Question,
        follows: _Follows = None,
        limits: Filters = NO_FILTERS,
        top: Annotated[int, Field(ge=1, le=100)] = 20,
        snapshot: Snapshot | None = None,
    ) -> Json:
        """Find the passages that bear on a question, best first, without an answer."""
        wanted = SearchRequest(
            question=question, follows=follows, limits=limits, top=top, snapshot=snapshot
        )
        with _acting(context, "search", question):
            return desk.search(wanted)

    @server.tool(annotations=_READS)
    def paper(context: Context[Any], paper_id: Annotated[str, Field(max_length=300)]) -> Json:
        """Show one paper by its id: its fields and who tells them, study facts, standing."""
        with _acting(context, "paper"):
            return desk.paper(paper_id)

    @server.tool(annotations=_READS)
    def verify(
        context: Context[Any],
        text: Annotated[str, Field(max_length=LONGEST_TEXT)],
        snapshot: Snapshot | None = None,
    ) -> Json:
        """Check a paragraph with its citations, sentence by sentence, against the papers."""
        with _acting(context, "verify", text):
            return desk.verify(VerifyRequest(text=text, snapshot=snapshot))

    return server


def add_tools(app: FastAPI, desk: Desk, hosts: Sequence[str]) -> None:
    """Put the tools at /mcp of a web application, for as long as it runs.

    `hosts` are the names that the application goes by; empty for any. Each call stands by itself,
    so that nothing is kept of a client that went away.
    """
    server = tool_server(desk)
    mounted = server.streamable_http_app(
        stateless_http=True, json_response=True, transport_security=_security(hosts)
    )
    app.router.routes.extend(mounted.routes)
    before = app.router.lifespan_context

    @asynccontextmanager
    async def running(within: FastAPI) -> AsyncIterator[Any]:
        async with before(within) as state, server.session_manager.run():
            yield state

    app.router.lifespan_context = running


def _security(hosts: Sequence[str]) -> TransportSecuritySettings:
    """Return the protection against pages elsewhere that take this machine's name."""
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=bool(hosts),
        allowed_hosts=[form for host in hosts for form in (host, f"{host}:*")],
        allowed_origins=[
            f"{scheme}://{form}"
            for scheme in ("http", "https")
            for host in hosts
            for form in (host, f"{host}:*")
        ],
    )


@contextmanager
def _acting(context: Context[Any], tool: str, question: str | None = None) -> Iterator[None]:
    """Do the errand of a tool as the person who is at the door; over stdio there is none.

    Tells the caller what can be mended; anything else stays a fault of ours.
    """
    request = context.request_context.request
    try:
        with (
            visit_of(request).acting(f"mcp: {tool}", question=question)
            if request
            else nullcontext()
        ):
            yield
    except EvidenceError as error:
        raise ToolError(str(error)) from error

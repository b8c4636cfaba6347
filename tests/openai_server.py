"""A server on this machine that speaks the OpenAI protocol, and behaves as it is told.

It knows as much of Anthropic's protocol as one test needs.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response
from listening import listening
from starlette.responses import JSONResponse, StreamingResponse


class Dropped(Exception):
    """Ends a stream as a lost connection does."""


@dataclass
class Behaviour:
    """What the server does with the next requests."""

    pieces: Sequence[str] = ("Hello", " there.")
    statuses: list[int] = field(default_factory=list)
    """Of the first requests, one after the other; then 200."""
    drop_after: int | None = None
    """Pieces after which the connection is lost."""
    pause: float = 0.0
    """Seconds before each piece."""
    body: str | None = None
    """Sent instead of a stream."""
    redirect: str | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)
    """Set once a stream has ended, for whatever reason."""


@contextmanager
def openai_server(behaviour: Behaviour) -> Iterator[str]:
    """Serve on a free port, and give the base address."""
    with listening(_app(behaviour), log_level="critical", lifespan="off") as address:
        yield f"{address}/v1"


def _app(behaviour: Behaviour) -> FastAPI:
    app = FastAPI()

    @app.post("/v1/chat/completions")
    async def complete(request: Request) -> Response:
        behaviour.asked.append(await request.json())
        behaviour.keys.append(request.headers.get("authorization"))
        status = behaviour.statuses.pop(0) if behaviour.statuses else 200
        if status != 200:
            told = {"error": {"message": f"status {status}", "type": "test", "code": status}}
            return JSONResponse(told, status_code=status)
        if behaviour.redirect is not None:
            return Response(status_code=307, headers={"location": behaviour.redirect})
        if behaviour.body is not None:
            return Response(behaviour.body, media_type="text/event-stream")
        return StreamingResponse(_stream(behaviour), media_type="text/event-stream")

    @app.post("/v1/messages")
    async def message(request: Request) -> Response:
        behaviour.asked.append(await request.json())
        if behaviour.statuses:
            return JSONResponse({"error": {"message": "busy"}}, behaviour.statuses.pop(0))
        return Response(_anthropic_events(behaviour.pieces), media_type="text/event-stream")

    return app


def _anthropic_events(pieces: Sequence[str]) -> str:
    """Return a message as Anthropic's protocol streams it."""
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {
        "id": "m", "type": "message", "role": "assistant", "model": "test", "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": usage,
    }  # fmt: skip
    deltas = [
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
        for piece in pieces
    ]
    block = {"type": "text", "text": ""}
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": block},
        *deltas,
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": usage},
        {"type": "message_stop"},
    ]
    return "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events)


async def _stream(behaviour: Behaviour) -> AsyncIterator[str]:
    try:
        for number, piece in enumerate(behaviour.pieces):
            if number == behaviour.drop_after:
                raise Dropped
            await asyncio.sleep(behaviour.pause)
            yield _event({"role": "assistant", "content": piece})
        yield _event({}, "stop")
        yield "data: [DONE]\n\n"
    finally:
        behaviour.left.set()


def _event(delta: dict[str, str], finish: str | None = None) -> str:
    told = {
        "id": "test",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "test",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(told)}\n\n"

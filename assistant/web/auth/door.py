"""The door: every request of page, API and MCP passes it, and is turned away here or nowhere."""

from __future__ import annotations

import time
from contextlib import suppress
from urllib.parse import urlsplit

from starlette._utils import get_route_path
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.auth.addresses import errand_at, is_upload, most_bytes
from assistant.web.auth.entry import Entry
from assistant.web.auth.health import HEALTH
from assistant.web.auth.log import Log
from assistant.web.auth.login import LOGIN
from assistant.web.auth.rate import Rate, TooMany
from assistant.web.auth.roles import NotAllowed, Person
from assistant.web.auth.rules import Rules
from assistant.web.auth.size import Counted, TooLarge
from assistant.web.auth.trouble import trouble
from assistant.web.auth.visit import Visit, at_door

_NOBODY = "-"
_SAFE = ("GET", "HEAD", "OPTIONS")
_GUARD = {
    # Nothing is ever fetched from, sent to or shown inside another site. Gradio's own page needs
    # its scripts and styles inline, and makes functions of text.
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' "
    "'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' blob: data:; media-src 'self' blob:; "
    "frame-src 'self' blob: data:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    # With "no-referrer" a form would hide its origin even from ourselves.
    "referrer-policy": "same-origin",
}


class Door:
    """Turns away what may not come in, and lets the rest through as somebody's visit."""

    def __init__(self, app: ASGIApp, rules: Rules, entry: Entry | None, log: Log) -> None:
        self._app = app
        self._rules = rules
        self._entry = entry
        self._log = log
        self._rate = Rate(rules.a_minute) if rules.a_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(Request(scope, receive), send)
        # A websocket is not taken up: nothing here speaks over one.

    async def _request(self, request: Request, send: Send) -> None:
        path, started = get_route_path(request.scope), time.perf_counter()
        who, status, begun = _NOBODY, 0, False

        most = most_bytes(request.method, path, self._rules)
        received = Counted(request.receive, most)

        async def guarded(message: Message) -> None:
            nonlocal status, begun
            if received.exceeded and not begun:
                # What the application makes of a body cut off is no news to anybody.
                return
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                headers = MutableHeaders(scope=message)
                for name, value in _GUARD.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(request, path, most)
        if refusal is None and path not in HEALTH:
            refusal, who = await self._admitted(request, path)
        if refusal is not None:
            await refusal(request.scope, request.receive, guarded)
        else:
            with suppress(TooLarge):
                await self._app(request.scope, received, guarded)
        if received.exceeded and not begun:
            status = 413
            await _too_large(path, most)(request.scope, request.receive, send)
        if status >= 400 or is_upload(request.method, path):
            seconds = time.perf_counter() - started
            self._log.note(who, f"{request.method} {path}", str(status), seconds)

    def _refusal(self, request: Request, path: str, most: int) -> Response | None:
        """Return why a request may not come in, whoever makes it; None where it may."""
        host = request.headers.get("host", "")
        if path not in HEALTH and self._rules.hosts and _name(host) not in self._rules.hosts:
            return trouble(
                421,
                "Host",
                f"this server does not go by the name {host[:100]!r}; use its own address, or "
                "name this one with --allow-host",
            )
        if request.method not in _SAFE and _is_from_elsewhere(request, host):
            return trouble(
                403,
                "Origin",
                "another site sends this; ask from this server's own page (a proxy must pass the "
                "Host header on)",
            )
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > most:
            return _too_large(path, most)
        return None

    async def _admitted(self, request: Request, path: str) -> tuple[Response | None, str]:
        """Say who makes a request, and let them in; or return why not."""
        address = request.client.host if request.client else ""
        person, counted_as = Person("anyone", "admin", self._rules.read_only, named=False), address
        if self._entry is not None and path != LOGIN:
            try:
                account = await self._entry.who(request)
            except TooMany as error:
                return _too_many(path, error), _NOBODY
            if account is None:
                return self._unknown(request, path), _NOBODY
            person = Person(account.name, account.role, self._rules.read_only)
            counted_as = account.name
        at_door(request.scope, Visit(person, counted_as, self._rate, self._log))
        errand = errand_at(request.method, path)
        if errand is not None:
            try:
                person.require(errand)
            except NotAllowed as error:
                return trouble(403, path, str(error)), person.name
        return None, person.name

    def _unknown(self, request: Request, path: str) -> Response:
        """Lead a person to where they sign in, and tell a program what it lacks."""
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"{self._rules.root_path}{LOGIN}", status_code=303)
        answer = trouble(
            401,
            path,
            "nobody is signed in, or the session has ended; sign in, or send name and password or "
            "a token with the request",
        )
        if path.startswith(("/api", "/mcp")):
            answer.headers["WWW-Authenticate"] = 'Basic realm="Equity Evidence", charset="UTF-8"'
        return answer


def _too_large(path: str, most: int) -> Response:
    return trouble(
        413, path, f"larger than the {most:,} bytes that are taken here; send it in smaller parts"
    )


def _too_many(path: str, error: TooMany) -> Response:
    return trouble(429, path, str(error), {"Retry-After": str(error.wait)})


def _name(host: str) -> str:
    """Return the name in a Host header, without the port."""
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host


def _is_from_elsewhere(request: Request, host: str) -> bool:
    """Say whether the page of another site sends a request; programs send no Origin."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != host

"""What a proxy in front tells, believed from named ones alone, and the path it shows us under."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

_TOLD = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
         "x-forwarded-port", "x-forwarded-prefix", "x-real-ip")  # fmt: skip


class Forwarded:
    """The outermost layer; what lies inside sees the person's address and scheme."""

    def __init__(self, app: ASGIApp, proxies: tuple[str, ...], root_path: str) -> None:
        self._app = app
        self._proxies = frozenset(proxies)
        self._believing = ProxyHeadersMiddleware(
            self._within,  # type: ignore[arg-type]  # Starlette and uvicorn type ASGI apart
            trusted_hosts=list(proxies),
        )
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        peer = scope.get("client")
        if peer and peer[0] in self._proxies:
            await self._believing(scope, receive, send)  # type: ignore[arg-type]
        else:
            await self._within(scope, receive, send)

    async def _within(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hide what is told, read or not: Gradio believes it from anybody. Then set the path."""
        headers = MutableHeaders(scope=scope)
        for name in _TOLD:
            del headers[name]
        root, path = self._root_path, scope["path"]
        if root:
            if path == root:
                # Links on the page are relative to its folder.
                await RedirectResponse(f"{root}/", status_code=307)(scope, receive, send)
                return
            # Some proxies take the prefix away and some leave it.
            whole = path if path.startswith(f"{root}/") else root + path
            scope = {**scope, "root_path": root, "path": whole, "raw_path": whole.encode()}
        await self._app(scope, receive, send)

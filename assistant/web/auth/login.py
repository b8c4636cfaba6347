"""Signing in and out on the page."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.web.auth.entry import COOKIE, Entry
from assistant.web.auth.log import Log
from assistant.web.auth.rate import TooMany
from assistant.web.auth.sheet import sheet

LOGIN = "/login"


def add_login(app: FastAPI, entry: Entry, log: Log, root_path: str) -> None:
    """Put the page to sign in, and what it sends to, into a web application."""
    home = f"{root_path}/"

    @app.get(LOGIN, include_in_schema=False)
    def asked() -> HTMLResponse:
        return HTMLResponse(_page())

    @app.post(LOGIN, include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        given = parse_qs((await request.body()).decode("utf-8", "replace"))
        name, password = (given.get(field, [""])[0] for field in ("name", "password"))
        try:
            account = await entry.by_password(request, name.strip(), password)
        except TooMany as error:
            told = {"Retry-After": str(error.wait)}
            return HTMLResponse(_page(name, f"{error}."), status_code=429, headers=told)
        log.note(name[:64] or "-", "sign in", "done" if account else "refused", 0)
        if account is None:
            return HTMLResponse(_page(name, "Name and password do not fit."), status_code=401)
        answer = RedirectResponse(home, status_code=303)
        answer.set_cookie(
            COOKIE,
            entry.sessions.begin(account),
            path=home,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    @app.post("/logout", include_in_schema=False)
    def sign_out(request: Request) -> Response:
        entry.sessions.end(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(f"{root_path}{LOGIN}", status_code=303)
        answer.delete_cookie(COOKIE, path=home)
        return answer


def _page(name: str = "", wrong: str = "") -> str:
    told = f"<p class='wrong' role='alert'>{escape(wrong)}</p>" if wrong else ""
    return sheet(
        "Sign in",
        "<h1>Equity Evidence</h1><p class='soft'>Research on race and illness, cited to the "
        f"sentence</p>{told}<form method='post' action='login'>"
        "<label for='name'>Name</label><input id='name' name='name' required maxlength='64' "
        f"autocomplete='username' autocapitalize='none' spellcheck='false' value='{escape(name)}'>"
        "<label for='password'>Password</label><input id='password' name='password' "
        "type='password' required maxlength='200' autocomplete='current-password'>"
        "<button>Sign in</button></form>",
        narrow=True,
    )

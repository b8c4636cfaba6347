"""The door of a department: names, roles, rates, proxies and the log, by a real HTTP client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from conftest import Ran
from fakes import ASTHMA, open_fake, put
from served import serving
from visiting import visitor

from assistant.web.auth.accounts import add_account, give_token
from assistant.web.auth.entry import Entry
from assistant.web.auth.rate import TooMany
from assistant.web.auth.rules import LOCAL, Rules
from assistant.web.auth.sessions import Sessions
from assistant.web.auth.visit import may
from corpus.library import Library

PASSWORD = "four plain words here"
QUESTION = "Was asthma more common where the air was worse?"
ASKED = {"question": QUESTION}
UPLOAD = {"files": ("paper.md", b"# Paper\n\nText.\n")}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = open_fake(tmp_path_factory.mktemp("door") / "library")
    put(library, ASTHMA)
    yield library
    library.close()


@contextmanager
def client(library: Library, rules: Rules) -> Iterator[httpx.Client]:
    with (
        serving(library, rules=rules) as address,
        httpx.Client(base_url=address, timeout=60) as opened,
    ):
        yield opened


def entered(opened: httpx.Client, name: str) -> str:
    """Sign in on the page, and return the cookie's header."""
    opened.cookies.clear()
    answer = opened.post("/login", data={"name": name, "password": PASSWORD})
    assert answer.status_code == 303
    opened.cookies.clear()
    return answer.headers["set-cookie"]


def test_a_department_is_let_in_by_name_and_role(held: Library, tmp_path: Path) -> None:
    file, log = tmp_path / "people", tmp_path / "log"
    add_account(file, "ada", "reader", PASSWORD)
    token = give_token(file, "ada")
    # The hash is of the same password: making one takes tenths of a second.
    file.write_text(file.read_text() + file.read_text().split()[2].join(["cy curator ", " -\n"]))
    rules = Rules(accounts=file, log=str(log), a_minute=4, upload=1_000_000)
    with client(held, rules) as opened:
        page = opened.get("/", headers={"accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (303, "/login")
        assert opened.get("/gradio_api/startup-events").status_code == 401
        assert opened.get("/healthz").json() == {"status": "alive"}
        assert "Sign in" in opened.get("/login").text

        unknown = opened.post("/api/ask", json=ASKED)
        assert unknown.status_code == 401
        assert unknown.headers["www-authenticate"].startswith("Basic")
        assert unknown.json()["remedy"].startswith("sign in, or send name and password")
        assert opened.post("/mcp", json={}).status_code == 401
        assert opened.get("/api/library", auth=("ada", "wrong")).status_code == 401
        assert opened.post("/login", data={"name": "<b>", "password": "x"}).status_code == 401

        cookie = entered(opened, "ada")
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        ada = {"cookie": cookie.partition(";")[0]}
        assert opened.get("/config", headers=ada).status_code == 200
        for way in (
            {"headers": ada},
            {"auth": ("ada", PASSWORD)},
            {"headers": {"authorization": f"Bearer {token}"}},
        ):
            told = opened.post("/api/ask", json=ASKED, **way)  # type: ignore[arg-type]
            assert told.status_code == 200
        assert opened.get("/api/papers", headers=ada).status_code == 200
        # A slow machine may have given ada one more by now, but no ten.
        tries = (opened.post("/api/ask", json=ASKED, headers=ada) for _ in range(10))
        often = next(told for told in tries if told.status_code == 429)
        assert 0 < int(often.headers["retry-after"]) <= 15
        assert f"wait {often.headers['retry-after']} second" in often.json()["remedy"]

        refused = opened.post("/gradio_api/upload", files=UPLOAD, headers=ada)
        assert refused.status_code == 403
        assert "ada is a reader" in refused.json()["error"]
        cy = {"cookie": entered(opened, "cy").partition(";")[0]}
        assert opened.post("/gradio_api/upload", files=UPLOAD, headers=cy).status_code == 200
        large = {"files": ("paper.md", b"x" * 1_100_000)}
        assert opened.post("/gradio_api/upload", files=large, headers=cy).status_code == 413

        assert opened.post("/logout", headers=cy).status_code == 303
        assert opened.get("/config", headers=cy).status_code == 401
        file.write_text(file.read_text().replace("ada ", "eve "))
        assert opened.get("/config", headers=ada).status_code == 401

    text = log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert {"at", "who", "what", "outcome", "seconds"} == set(lines[0])
    noted = [(line["who"], line["what"], line["outcome"]) for line in lines]
    assert ("ada", "api: ask", "done") in noted
    assert ("ada", "api: ask", "TooMany") in noted
    assert ("ada", "sign in", "done") in noted
    assert ("cy", "POST /gradio_api/upload", "200") in noted
    assert "asthma" not in text
    assert PASSWORD not in text
    assert token not in text


def test_a_reader_and_a_frozen_library_change_nothing_by_the_page(
    held: Library, tmp_path: Path
) -> None:
    before, file = held.snapshot, tmp_path / "people"
    add_account(file, "ada", "reader", PASSWORD)
    sent = {"papers": [ASTHMA.paper.paper_id]}
    for rules, told in (
        (Rules(accounts=file), "ask a curator"),
        (Rules(read_only=True), "read only"),
    ):
        with client(held, rules) as opened:
            headers = {"x-page": "1"}
            if rules.accounts:
                headers["cookie"] = entered(opened, "ada").partition(";")[0]
            for address in ("remove", "put-back", "named", "upload", "upload/0123/add"):
                refused = opened.post(f"/papers/{address}", json=sent, headers=headers)
                assert refused.status_code == 403, address
                assert told in refused.text
            begun = opened.post("/reviews", headers=headers)
            # A review changes nothing of the library's papers.
            assert begun.status_code == (403 if rules.accounts else 200)
            wanted = {"form": "ris", **sent}
            exported = opened.post("/papers/export", json=wanted, headers=headers)
            assert exported.status_code == 200
    assert not may(visitor("reader"), "curate")
    assert held.snapshot == before


def test_a_proxy_is_believed_only_where_it_is_named(held: Library, tmp_path: Path) -> None:
    file = tmp_path / "people"
    add_account(file, "ada", "reader", PASSWORD)
    told = {"x-forwarded-proto": "https", "x-forwarded-host": "evil.example"}
    sent = {"name": "ada", "password": PASSWORD}
    for proxies, secure in (((), False), (("127.0.0.1",), True)):
        rules = Rules(
            hosts=(*LOCAL, "evidence.example.edu"),
            root_path="/evidence",
            proxies=proxies,
            accounts=file,
            read_only=True,
            log_questions=True,
        )
        with client(held, rules) as opened:
            signed = opened.post("/evidence/login", data=sent, headers=told)
            assert signed.headers["location"] == "/evidence/"
            cookie = signed.headers["set-cookie"]
            assert ("Secure" in cookie, "Path=/evidence/" in cookie) == (secure, True)
            ada = {"cookie": cookie.partition(";")[0], **told}
            # The proxy may take the path away or leave it.
            for path in ("/evidence/config", "/config"):
                config = opened.get(path, headers=ada)
                assert config.status_code == 200
                assert "evil.example" not in config.text
            assert opened.get("/evidence").headers["location"] == "/evidence/"
            opened.cookies.clear()
            page = opened.get("/evidence/", headers={"accept": "text/html"})
            assert page.headers["location"] == "/evidence/login"
            named = {**ada, "host": "evidence.example.edu"}
            assert opened.get("/evidence/api/library", headers=named).status_code == 200
            assert opened.get("/api/library", headers={**ada, "host": "evil"}).status_code == 421


def test_who_guesses_passwords_waits_and_nobody_else() -> None:
    accounts: Any = SimpleNamespace(by_password=lambda *_: None)
    entry = Entry(accounts, Sessions())

    def tries(address: str) -> Any:
        request: Any = SimpleNamespace(client=SimpleNamespace(host=address))
        return asyncio.run(entry.by_password(request, "ada", "guess"))

    for _ in range(10):
        assert tries("192.0.2.1") is None
    with pytest.raises(TooMany, match="wait"):
        tries("192.0.2.1")
    assert tries("192.0.2.2") is None


def test_every_answer_forbids_the_browser_to_reach_elsewhere(held: Library) -> None:
    with client(held, Rules()) as opened:
        for path in ("/", "/api", "/api/none", "/config"):
            headers: Any = opened.get(path).headers
            assert "default-src 'self'" in headers["content-security-policy"], path
            assert headers["x-content-type-options"] == "nosniff"
        assert opened.get("/", headers={"host": "evil.example"}).status_code == 421
        across = {"sec-fetch-site": "cross-site"}
        assert opened.post("/api/ask", json=ASKED, headers=across).status_code == 403


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--root-path", "evidence"), "expected a path such as /evidence"),
        (("--allow-host", "http://a.example/"), "expected a name such as"),
        (("--trusted-proxy", "proxy"), "expected an address such as 127.0.0.1"),
        (("--auth-file", "nobody"), "evidence users add NAME"),
    ],
)
def test_an_unusable_option_is_told_at_once(
    evidence: Callable[..., Ran], words: tuple[str, ...], told: str
) -> None:
    ran = evidence("serve", *words)
    assert ran.code == 2
    assert told in ran.err

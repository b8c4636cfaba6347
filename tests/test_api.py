"""The HTTP API and the MCP tools, asked by a real HTTP client and a real MCP client."""

from __future__ import annotations

import asyncio
import html
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fakes import ASTHMA, KIDNEY, open_fake, put
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from served import serving

from assistant.answer import answer
from assistant.render.json_objects import answer_object
from corpus.library import Library

QUESTION = "Was asthma more common where the air was worse?"
PAPER = "doi:10.1000/asthma"
KEYS = {
    "question", "declined", "reason", "missing", "premise", "answer", "sentences", "evidence",
    "library", "outcome", "request", "sure", "writer", "seconds",
}  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    held = open_fake(tmp_path_factory.mktemp("api") / "library")
    put(held, ASTHMA)
    put(held, KIDNEY)
    yield held
    held.close()


@pytest.fixture(scope="module")
def client(asked: Library) -> Iterator[httpx.Client]:
    with (
        serving(asked) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def without_time(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key != "seconds"}


def test_an_answer_is_the_one_of_the_command_line(client: httpx.Client, asked: Library) -> None:
    told = client.post("/api/ask", json={"question": QUESTION}).json()
    assert set(told) == KEYS
    assert without_time(told) == without_time(
        json.loads(json.dumps(answer_object(answer(asked, QUESTION))))
    )
    assert told["sentences"][0]["text"].startswith("Asthma was more common")


def test_limits_and_the_question_before_count(client: httpx.Client) -> None:
    wanted = {"question": "And the new equation?", "follows": QUESTION, "limits": {}}
    both = client.post("/api/search", json=wanted).json()
    assert {item["paper_id"] for item in both["evidence"]} == {PAPER, "doi:10.1000/kidney"}
    wanted["limits"] = {"year_from": 2021}
    newer = client.post("/api/search", json=wanted).json()
    assert {item["paper_id"] for item in newer["evidence"]} == {"doi:10.1000/kidney"}


def test_a_paper_and_a_verified_text_are_those_of_the_command_line(client: httpx.Client) -> None:
    paper = client.get(f"/api/papers/{PAPER}").json()
    assert paper["title"] == ASTHMA.paper.title
    assert {"sources", "conflicts", "standings", "records", "texts"} <= set(paper)
    text = "Asthma was more common where the air was worse (Lee and Ray 2020)."
    found = client.post("/api/verify", json={"text": text}).json()
    assert [one["verdict"] for one in found["sentences"]] == ["supported"]
    assert found["library"] == client.get("/api/library").json()
    assert [one["paper_id"] for one in client.get("/api/papers").json()] == [
        PAPER,
        "doi:10.1000/kidney",
    ]


@pytest.mark.parametrize(
    ("path", "sent", "status", "place", "told"),
    [
        ("ask", {"question": ""}, 422, "/api/ask", "the question is empty"),
        ("ask", {"question": 5}, 422, "body.question", "valid string, found 5"),
        ("ask", {"question": "x" * 3000}, 422, "body.question", "at most 2000"),
        ("ask", {"question": "a", "filters": {}}, 422, "body.filters", "not permitted"),
        ("ask", {"question": "a", "snapshot": "../x"}, 422, "body.snapshot", "pattern"),
        ("ask", {"question": "a", "snapshot": "abcdef"}, 409, "/api/ask", "not abcdef"),
        ("ask", ["a"], 422, "body", "object"),
        ("search", {"question": "a", "top": 0}, 422, "body.top", "greater than or equal to 1"),
        ("search", {"question": "a", "limits": {"status": ["odd"]}}, 422,
         "body.limits.status.0", "'retracted'"),
        ("verify", {"text": "x" * 30_000}, 422, "body.text", "at most 20000"),
        ("verify", {"text": " "}, 422, "/api/verify", "the text is empty"),
    ],
)  # fmt: skip
def test_a_wrong_request_is_told_its_place_and_its_remedy(
    client: httpx.Client, path: str, sent: object, status: int, place: str, told: str
) -> None:
    answered = client.post(f"/api/{path}", json=sent)
    body = answered.json()
    assert (answered.status_code, body["status"], body["place"]) == (status, status, place)
    assert told in body["error"]
    assert body["remedy"]


def test_what_is_no_json_too_large_or_not_there_is_told_so(client: httpx.Client) -> None:
    kind = {"content-type": "application/json"}
    assert client.post("/api/ask", content=b"{", headers=kind).json()["status"] == 422
    large = client.post("/api/ask", content=b"x" * 300_000, headers=kind)
    assert (large.status_code, large.json()["place"]) == (413, "/api/ask")
    # Without its length: it is counted as it comes in.
    growing = client.post("/api/ask", content=iter([b"x" * 100_000] * 4), headers=kind)
    assert growing.status_code == 413
    gone = client.get("/api/papers/doi:10.1/none")
    assert (gone.status_code, gone.json()["remedy"]) == (404, "see them at: api/papers")


@pytest.mark.parametrize(
    "path",
    [
        "/page/../../catalog.sqlite/1.png",
        "/page/..%2F..%2Fcatalog.sqlite/1.png",
        "/page/x/999999999999.png",
        "/page/x/1.png?marks=a",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=../../etc/passwd",
        "/api/papers/..%2F..%2Fcatalog.sqlite",
    ],
)
def test_no_path_leads_out_of_the_library(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code in (403, 404)


def test_the_page_documents_every_call_with_examples_that_run(client: httpx.Client) -> None:
    page = client.get("/api").text
    assert not re.search(r"<script|<link[^>]+href=.(?!data:)|url\(|https?://", page)
    document = client.get("/api/openapi.json").json()
    shown = re.findall(r'<pre [^>]*data-verb="(\w+)" data-path="([^"]+)">(.*?)</pre>', page, re.S)
    assert {verb for verb, *_ in shown} == {"GET", "POST"}
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page
    for verb, path, body in shown:
        sent = json.loads(html.unescape(body)) if verb == "POST" else None
        told = client.request(verb, html.unescape(path), json=sent)
        # The papers of the examples are those of the starter corpus.
        assert told.status_code == (404 if "/papers/" in path else 200), (path, told.text)


async def used(client: Client, paper_id: str) -> dict[str, Any]:
    """List the tools and call each, as the model of a client would."""
    async with client:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == {"ask", "search", "paper", "verify"}
        assert all(tool.description and tool.annotations for tool in tools)
        told = {}
        for name, given in (
            ("ask", {"question": QUESTION}),
            ("search", {"question": QUESTION, "limits": {"year_to": 2020}, "top": 1}),
            ("paper", {"paper_id": paper_id}),
            ("verify", {"text": "Rents were lower there (Lee and Ray 2020)."}),
        ):
            called = await client.call_tool(name, given)
            assert not called.is_error, called.content
            told[name] = called.structured_content
        wrong = await client.call_tool("paper", {"paper_id": "none"})
        assert wrong.is_error
        assert "no paper has the id none" in wrong.content[0].text  # type: ignore[union-attr]
        return told


def test_an_mcp_client_calls_the_four_tools_and_gets_the_same_json(client: httpx.Client) -> None:
    told = asyncio.run(used(Client(f"{client.base_url}/mcp"), PAPER))
    asked = client.post("/api/ask", json={"question": QUESTION}).json()
    assert without_time(told["ask"]) == without_time(asked)
    assert len(told["search"]["evidence"]) == 1
    assert told["paper"] == client.get(f"/api/papers/{PAPER}").json()
    assert told["verify"]["sentences"][0]["verdict"] == "supported"


def test_another_site_cannot_reach_the_tools(client: httpx.Client) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    for headers, status in (
        ({"host": "evil.example"}, 421),
        ({"origin": "http://evil.example"}, 403),
    ):
        assert client.post("/mcp", json=call, headers=headers).status_code == status


@pytest.mark.slow
def test_the_tools_are_served_over_standard_input(starter_library: Library) -> None:
    command = "from assistant.cli.main import main; main()"
    words = ["-c", command, "mcp", "--library", str(starter_library.folder)]
    server = StdioServerParameters(command=sys.executable, args=words, cwd=Path.cwd())

    async def told() -> dict[str, Any]:
        return await used(Client(stdio_client(server)), "doi:10.1056/nejmc2029240")

    found = asyncio.run(told())
    assert set(found["ask"]) == KEYS
    assert found["paper"]["year"] == 2020

"""Measure how long people wait: from pressing Enter to the first words of the answer.

Run with: python -m eval.bench.asking [--rounds 6] [--people 10] [--after 0] [--library FOLDER]

The real server, `evidence serve`, runs in a process of its own over the starter corpus, and is
asked the way the page asks: through the queue of its events. Each question is one that was not
asked before. What the browser adds, to open the page and to draw the words, is measured in a real
Chromium where there is one. Told are medians and the 95th percentiles (nearest rank) of one person,
of ten who press Enter at the same moment, and of both while papers are added on another page.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from eval.questions import read_questions

_PATIENCE = 120.0
_PAPERS = 12


@dataclass(frozen=True)
class Event:
    """An event of the page: how it is called over the queue."""

    number: int
    inputs: tuple[Any, ...]
    """What the controls hold when the page is opened."""
    components: tuple[str, ...]
    """The names of these controls; empty for one without."""


class Asker:
    """One person at a page of the server."""

    def __init__(self, address: str, config: dict[str, Any]) -> None:
        self._client = httpx.Client(base_url=address, timeout=_PATIENCE)
        self._config = config

    def ask(self, question: str) -> tuple[float, float]:
        """Return the seconds to the first words of the answer, and to the whole of it."""
        event = _event(self._config, "question", "submit")
        messages = list(self._messages(event, {"question": question}))
        told = self._client.post("/api/ask", json={"question": question}).json()
        words = (told["sentences"] or [{"text": told["reason"]}])[0]["text"]
        first = next((at for at, text in messages if words[:25] in text), None)
        if first is None:
            raise SystemExit(f"the page does not show the answer to {question!r}")
        return first, messages[-1][0]

    def add(self, paths: Sequence[Path]) -> None:
        """Add papers as the page does, and wait until they are in."""
        headers = {"X-Page": "papers"}
        upload = self._client.post("/papers/upload", headers=headers).json()["upload"]
        for number, path in enumerate(paths):
            place = f"/papers/upload/{upload}/{number}"
            self._client.put(
                place, params={"name": path.name}, content=path.read_bytes(), headers=headers
            ).raise_for_status()
        errand = self._client.post(f"/papers/upload/{upload}/add").json()
        while not errand["done"]:
            errand = self._client.get(f"/papers/errands/{errand['id']}").json()

    def _messages(self, event: Event, given: dict[str, Any]) -> Iterator[tuple[float, str]]:
        """Send an event, and yield what comes back, each with the seconds since."""
        session = uuid4().hex
        data = [given.get(n, v) for n, v in zip(event.components, event.inputs, strict=True)]
        started = time.perf_counter()
        body = {"data": data, "fn_index": event.number, "session_hash": session}
        self._client.post("/gradio_api/queue/join", json=body).raise_for_status()
        asked = {"session_hash": session}
        with self._client.stream("GET", "/gradio_api/queue/data", params=asked) as lines:
            for line in lines.iter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line[5:])
                text = json.dumps(message.get("output", {}), ensure_ascii=False)
                yield time.perf_counter() - started, text.replace("&#x27;", "'")
                if message["msg"] == "process_completed":
                    if not message["success"]:
                        raise SystemExit(f"the page failed: {text[:300]}")
                    return


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=6, help="of the people who ask at once")
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument(
        "--after", type=float, default=0.0, help="seconds in which sentences are embedded ahead"
    )
    parser.add_argument(
        "--library", type=Path, help="copied; made of the starter corpus where left out"
    )
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        library = Path(place) / "library"
        if told.library is not None:
            # Papers are added while it is measured; the library that was named stays as it is.
            shutil.copytree(told.library, library)
        else:
            _evidence("add", "--starter", "--library", str(library))
        questions = _questions()
        with _serving(library) as address:
            time.sleep(told.after)
            _measure(address, questions, told.rounds, told.people, Path(place))


def _measure(address: str, questions: Iterator[str], rounds: int, people: int, place: Path) -> None:
    config = httpx.get(f"{address}/config", timeout=_PATIENCE).json()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before", flush=True)
    _opening(address, next(questions))
    Asker(address, config).ask(next(questions))

    def one() -> list[tuple[float, float]]:
        return [Asker(address, config).ask(question) for question in islice(questions, 20)]

    def at_once() -> list[tuple[float, float]]:
        askers = [Asker(address, config) for _ in range(people)]
        with ThreadPoolExecutor(people) as pool:
            return [
                waited
                for _ in range(rounds)
                for waited in pool.map(Asker.ask, askers, list(islice(questions, people)))
            ]

    _print("one person", one())
    _print(f"{people} at once", at_once())
    papers = _papers(place)
    for name, ask in (("one person", one), (f"{people} at once", at_once)):
        with _adding(Asker(address, config), papers):
            waited = ask()
        _print(f"{name}, while papers are added", waited)
    print(f"load {os.getloadavg()[0]:.1f} after")


@contextmanager
def _adding(asker: Asker, papers: Iterator[list[Path]]) -> Iterator[None]:
    """Add papers, one folder after another, for as long as the block runs."""
    over = threading.Event()

    def add() -> None:
        while not over.is_set():
            asker.add(next(papers))

    thread = threading.Thread(target=add)
    thread.start()
    time.sleep(0.5)
    yield
    over.set()
    thread.join()


def _papers(place: Path) -> Iterator[list[Path]]:
    """Yield folders of papers, each paper some thirty pages of what the starter corpus says."""
    from corpus.starter.records import starter_records

    told = " ".join(record.decode() for record in starter_records().values())
    pieces = [told[first : first + 60_000] for first in range(0, len(told), 60_000)]
    number = 0
    while True:
        made = []
        for piece in (pieces * _PAPERS)[:_PAPERS]:
            number += 1
            path = place / f"paper-{number}.md"
            path.write_text(f"# Paper {number} of the bench\n\n## Results\n\n{piece} {number}\n")
            made.append(path)
        yield made


def _opening(address: str, question: str) -> None:
    """Print how long the page takes to be usable, and its first words in a real browser."""
    import shutil

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium at hand: what the browser adds is not measured")
        return
    from playwright.sync_api import sync_playwright

    opened, answered = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(5):
            page = browser.new_context().new_page()
            started = time.perf_counter()
            page.goto(address)
            page.locator("#question textarea").fill(question)
            opened.append(time.perf_counter() - started)
            started = time.perf_counter()
            page.keyboard.press("Enter")
            page.wait_for_selector(".answer, .note.declined", timeout=_PATIENCE * 1000)
            answered.append(time.perf_counter() - started)
            page.context.close()
        browser.close()
    print(f"page usable: {_told(opened)}")
    print(f"first words drawn, one question five times: {_told(answered)}", flush=True)


def _print(name: str, waited: Sequence[tuple[float, float]]) -> None:
    firsts, wholes = zip(*waited, strict=True)
    print(f"{name}: first words {_told(firsts)}; whole answer {_told(wholes)}", flush=True)


def _told(seconds: Sequence[float]) -> str:
    ranked = sorted(seconds)
    late = ranked[math.ceil(0.95 * len(ranked)) - 1]
    return f"median {statistics.median(ranked):.2f} s, p95 {late:.2f} s ({len(ranked)})"


def _event(config: dict[str, Any], name: str, act: str) -> Event:
    """Return the event that is bound to what happens to a named control."""
    by_id = {one["id"]: one for one in config["components"]}
    for event in config["dependencies"]:
        for target, happening in event["targets"]:
            if happening == act and _name(by_id.get(target)) == name:
                held = [by_id[number] for number in event["inputs"]]
                return Event(
                    event["id"],
                    tuple(one["props"].get("value") for one in held),
                    tuple(map(_name, held)),
                )
    raise SystemExit(f"the page has no control {name!r} with an event {act!r}")


def _name(component: dict[str, Any] | None) -> str:
    return str((component or {}).get("props", {}).get("elem_id") or "")


def _questions() -> Iterator[str]:
    """Yield the questions of the development set, each once; then anew with a number behind."""
    path = Path(str(files("eval.sets").joinpath("development.jsonl")))
    held = [one.question for one in read_questions(path)]
    yield from held
    number = 0
    while True:
        number += 1
        yield from (f"{question} ({number})" for question in held)


@contextmanager
def _serving(library: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = _command("serve", "--library", str(library), "--port", str(port))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(lambda: httpx.get(f"{address}/readyz").status_code == 200)
            yield address
        finally:
            server.terminate()


def _wait_for(ready: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            if ready():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise SystemExit("the server does not come up")


def _evidence(*words: str) -> None:
    subprocess.run(_command(*words), check=True, stdout=subprocess.DEVNULL)


def _command(*words: str) -> list[str]:
    return [sys.executable, "-c", "from assistant.cli.main import main; main()", *words]


if __name__ == "__main__":
    main()

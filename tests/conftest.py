"""What every test gets: no network, a small library, and the starter library for the slow ones."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from fakes import ASTHMA, KIDNEY, open_fake, put
from filelock import FileLock

from corpus.library import Library
from corpus.settings import DEFAULT_MODEL

pytest_plugins = ["opened"]
SHARED = Path(__file__).parents[2] / "shared" / "data"
_REPORTED = ("chromadb", "llama-index-core", "gradio", "sentence-transformers", "torch")


def pytest_report_header() -> str:
    """Name the versions that results hang on."""
    return ", ".join(f"{name} {version(name)}" for name in _REPORTED)


class NetworkTouched(OSError):
    """Something tried to reach another machine."""


def _is_near(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@pytest.fixture(scope="session")
def network() -> Iterator[list[str]]:
    """Refuse every address but this machine's own, and note what was asked for."""
    touched: list[str] = []

    def guarded(act: Callable[..., Any], host_of: Callable[..., object]) -> Callable[..., Any]:
        def acted(*arguments: Any, **options: Any) -> Any:
            host = host_of(*arguments)
            if not _is_near(host):
                touched.append(str(host))
                raise NetworkTouched(f"a test reached for {host}; tests stay on this machine")
            return act(*arguments, **options)

        return acted

    def of_address(opened: socket.socket, address: Any) -> object:
        return address[0] if isinstance(address, tuple) else None

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            act = getattr(socket.socket, name)
            patch.setattr(socket.socket, name, guarded(act, of_address))
        for name in ("getaddrinfo", "gethostbyname"):
            act = getattr(socket, name)
            patch.setattr(socket, name, guarded(act, lambda host, *_: host))
        yield touched


@pytest.fixture(autouse=True)
def _no_network(network: list[str]) -> Iterator[None]:
    """Fail the test that reached for another machine, even where the refusal was swallowed."""
    network.clear()
    yield
    assert not network, f"reached for {network}"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library with the hashing embedder."""
    held = open_fake(tmp_path / "library")
    yield held
    held.close()


@pytest.fixture
def held(tmp_path: Path) -> Library:
    """The library that the command finds by default, with two papers in it."""
    library = open_fake(tmp_path / "library", DEFAULT_MODEL)
    put(library, ASTHMA)
    put(library, KIDNEY)
    return library


@pytest.fixture
def shared() -> Path:
    """The folder of real papers and question sets beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the real papers in {SHARED.name} beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def starter_library(
    tmp_path_factory: pytest.TempPathFactory, network: list[str]
) -> Iterator[Library]:
    """The starter corpus with the real model, built once for all workers; nobody writes to it."""
    from corpus.embed import open_model
    from corpus.settings import Settings
    from corpus.starter.records import FIRST_EDITION
    from ingest.add import add_starter

    root = tmp_path_factory.getbasetemp()
    # Under pytest-xdist each worker has a folder of its own in a common one.
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    with FileLock(root / "starter.lock"):
        held = Library(Settings(library=root / "starter" / "library"), open_model())
        add_starter(held, lambda _done, _total, _outcome: None, FIRST_EDITION)
    yield held
    held.close()


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def evidence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Ran]:
    """Run `evidence` in this process with the hashing embedder, in an empty folder."""
    from fakes import HashingEmbedder

    from assistant.cli.main import main

    # The command line opens the model by name and has no seam for another one.
    monkeypatch.setattr("corpus.embed.open_model", lambda name: HashingEmbedder(name))
    for name in [name for name in os.environ if name.startswith("EVIDENCE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["evidence", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return run

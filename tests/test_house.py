"""The house keeps to its own measure."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("assistant", "corpus", "eval", "ingest")


def long_files() -> dict[str, int]:
    files = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in files
    }
    return {name: length for name, length in lengths.items() if length > 300}


def test_no_file_is_longer_than_a_sitting() -> None:
    assert long_files() == {}


@pytest.mark.parametrize("floor", FLOORS)
def test_every_package_says_its_errand(floor: str) -> None:
    for module in (ROOT / floor).rglob("*.py"):
        assert module.read_text(encoding="utf-8").startswith('"""'), module


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_a_test_that_reaches_for_another_machine_fails(
    network: list[str], address: tuple[str, int]
) -> None:
    with pytest.raises(OSError, match="tests stay on this machine"):
        socket.create_connection(address, timeout=1)
    assert network == [address[0]]
    network.clear()

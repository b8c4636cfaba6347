"""Under what a run was made, so that it can be made again and compared."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version

from corpus.errors import EvidenceError

_PACKAGES = (
    "equity-evidence",
    "chromadb",
    "ir-measures",
    "llama-index-core",
    "numpy",
    "scipy",
    "sentence-transformers",
    "torch",
)
_MAY_DIFFER = ("library", "machine", "started", "workers")


def versions_here() -> dict[str, str]:
    """Return the versions that results hang on."""
    return {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}


def machine_here() -> str:
    """Say in general words what kind of machine this is."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def now() -> str:
    """Return the time in UTC to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Conditions:
    """Set, library, system and machine of a run."""

    set: str
    """Its name; `digest` tells sets of one name apart."""
    digest: str
    library: str
    """The folder; may have moved."""
    snapshot: str
    """What the library held."""
    papers: int
    passages: int
    model: str
    """The embedding model."""
    writer: str
    code: str = ""
    """A short digest of the program that answered: another one, other answers."""
    system: str = ""
    """Who answered where it was not this program: a function, a file or an address."""
    times: int = 1
    """How often each question is asked."""
    workers: int = 1
    """How many are asked at a time, which changes seconds and not answers."""
    versions: Mapping[str, str] = field(default_factory=versions_here, hash=False)
    machine: str = field(default_factory=machine_here)
    started: str = field(default_factory=now)

    def check_same(self, other: Conditions, place: str) -> None:
        """Raise EvidenceError where answers under the other conditions would not belong here.

        Machine, workers and place of the library may differ: they change seconds, not answers.
        """
        theirs = asdict(other)
        for name, held in asdict(self).items():
            if name not in _MAY_DIFFER and theirs[name] != held:
                raise EvidenceError(
                    f"{place}: the run was made with {_told(name, held, theirs[name])}, now it is "
                    f"{_told(name, theirs[name], held)}; give another folder with --out"
                )


def _told(name: str, value: object, other: object) -> str:
    """Name a condition and its value; of the versions, only those that differ."""
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        parts = [f"{one} {value[one]}" for one in value if value[one] != other.get(one)]
        return ", ".join(parts) or "other packages"
    words = {
        "code": "the program",
        "digest": "questions",
        "snapshot": "library snapshot",
        "model": "embedding model",
    }
    return f"{words.get(name, name)} {value}"

"""The files as they were given, kept under the hash of their content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def content_hash(content: bytes) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class Originals:
    """A folder of files named by content hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, content: str) -> Path:
        """Return where the file with this content hash lies, present or not."""
        return self.folder / content[:2] / content

    def keep(self, content: bytes) -> str:
        """Store a file, whole or not at all, and return its content hash."""
        name = content_hash(content)
        place = self.path(name)
        if place.is_file() and place.stat().st_size == len(content):
            return name
        place.parent.mkdir(parents=True, exist_ok=True)
        # Beside its place and named for it, so that what a kill leaves is found and removed.
        part = place.with_name(f"{name}.part")
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(place)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        return name

    def intact(self, content: str) -> bool:
        """Say whether the file is there and still has the content it is named for."""
        place = self.path(content)
        return place.is_file() and content_hash(place.read_bytes()) == content

    def forget(self, content: str) -> None:
        """Remove a file, if it is there."""
        place = self.path(content)
        place.unlink(missing_ok=True)
        if place.parent.is_dir() and not any(place.parent.iterdir()):
            place.parent.rmdir()

    def all(self) -> set[str]:
        """Return the content hashes of the files that lie here."""
        return {place.name for place in self.folder.glob("??/*")}

"""Files on their way from a browser: where they lie meanwhile, under what names, how large."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
import threading
import unicodedata
import weakref
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import RefusedFile
from corpus.settings import Bounds

_LONGEST = 180
"""Bytes of a name; file systems take 255."""
MOST_FILES = 2_000
"""In one go."""


@dataclass
class Upload:
    """The files of one person that are arriving, each in a numbered folder of its own."""

    upload_id: str
    folder: Path
    files: dict[int, Path] = field(default_factory=dict)
    """Those that arrived whole, by number."""

    def place(self, number: int, name: str) -> Path:
        """Return where a file is written while it arrives; two of one name do not meet."""
        folder = self.folder / str(number)
        folder.mkdir(exist_ok=True)
        return folder / plain_name(name)

    def paths(self) -> list[Path]:
        """Return the files that arrived whole, in order."""
        return [self.files[number] for number in sorted(self.files)]

    def shown(self, path: str) -> str:
        """Return what a person calls a file that lies at, or in an archive at, a path."""
        inside = path.removeprefix(f"{self.folder}/").removeprefix(f"{self.folder.resolve()}/")
        return re.sub(r"^\d+[/\\]", "", inside)


class Uploads:
    """All that is arriving; it lies in a folder that only this program's user can open."""

    def __init__(self) -> None:
        self._uploads: dict[str, Upload] = {}
        self._lock = threading.Lock()
        self._folder = private_folder(self, "upload")

    def begin(self) -> Upload:
        """Make a place for the files of one person."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        upload = Upload(secrets.token_urlsafe(12), folder)
        with self._lock:
            self._uploads[upload.upload_id] = upload
        return upload

    def one(self, upload_id: str) -> Upload | None:
        """Return an upload that is still arriving; None where it is unknown or complete."""
        with self._lock:
            return self._uploads.get(upload_id)

    def complete(self, upload_id: str) -> Upload | None:
        """Take an upload out, so that it is added once however often that is asked for."""
        with self._lock:
            return self._uploads.pop(upload_id, None)


def private_folder(owner: object, name: str) -> Path:
    """Make a folder that only this program's user can open, deleted when its owner goes."""
    folder = Path(tempfile.mkdtemp(prefix=f"equity-evidence-{name}-"))
    weakref.finalize(owner, shutil.rmtree, folder, ignore_errors=True)
    return folder


def discard(upload: Upload) -> None:
    """Delete the files: the library keeps the originals, a copy would outlive a removal."""
    shutil.rmtree(upload.folder, ignore_errors=True)


def plain_name(name: str) -> str:
    """Return the last part of a name as a file may be called, however it was sent.

    Folders before it, control characters and what Windows forbids are left out; a very long name
    keeps its beginning and its ending.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(
        one
        for one in last
        if unicodedata.category(one) not in ("Cc", "Cs") and one not in '<>:"|?*'
    )
    kept = kept.strip(" .") if kept.strip(" .") else "paper"
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = kept, "", ""
    room = _LONGEST - len(f"{dot}{ending}".encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + ending


def check_size(name: str, size: int, bounds: Bounds) -> None:
    """Raise RefusedFile where a file is larger than the page takes."""
    if size > bounds.upload_bytes:
        raise RefusedFile(name, too_large(size, bounds))


def too_large(size: int, bounds: Bounds) -> str:
    """Return why a file of so many bytes is refused, and what to do."""
    return (
        f"{_megabytes(size)} MB; the page takes files of up to "
        f"{_megabytes(bounds.upload_bytes)} MB. Add the article alone, or on this machine with: "
        "evidence add FILE; the limit is raised with EVIDENCE_BOUNDS=upload_bytes=…"
    )


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:,.1f}".removesuffix(".0")

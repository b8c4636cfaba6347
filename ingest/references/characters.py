"""Read the characters of a reference file, whatever encoding its program used."""

from __future__ import annotations

import codecs
from pathlib import Path

from corpus.errors import RefusedFile
from ingest.plain import decoded

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_characters(path: Path, limit: int | None = None) -> str:
    """Return the text of a file with plain line ends; of its first `limit` bytes where given."""
    with path.open("rb") as file:
        content = file.read(limit if limit is not None else -1)
    if limit is not None and len(content) == limit:
        # What follows the last whole line may be half a character.
        content = content[: content.rfind(b"\n") + 1] or content
    text = _decoded(content)
    if "\0" in text:
        reason = "not text but binary data; export the references again, as RIS or BibTeX"
        raise RefusedFile(str(path), reason)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF16):
        return content.decode("utf-16", "replace")
    if content[1:2] == b"\0" or content[:1] == b"\0":
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Entries of several programs may stand in one file, so each line has its own encoding.
        lines = content.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
        return "".join(map(decoded, lines))

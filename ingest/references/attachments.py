"""Read where the files attached to a reference lie, and keep them in the folder beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SHOWN = 80
_WEB = re.compile(r"(?:https?|ftp)://|www\.|doi:|10\.\d{4,9}/", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[/~]|[a-zA-Z]:|[a-zA-Z][a-zA-Z+.-]+:")
_ESCAPED = re.compile(r"\\([:;\\_{}&%#$])")
_MIME = re.compile(r"[a-z]+/[\w.+-]+")


class OutsideFolder(ValueError):
    """An attached file is not named by a path within the folder; the message says so."""


def relative_path(written: str) -> str | None:
    """Return the path of an attached file with forward slashes; None for an address of the web."""
    path = written.strip().replace("\\", "/")
    if not path or _WEB.match(path):
        return None
    shown = path if len(path) <= _SHOWN else f"{path[:_SHOWN]}…"
    remedy = "export the references with their files, or put it beside the reference file"
    if _ELSEWHERE.match(path):
        raise OutsideFolder(
            f"the attached file {shown!r} is not named by a relative path; {remedy}"
        )
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts or not parts:
        raise OutsideFolder(f"the attached file {shown!r} lies outside of the folder; {remedy}")
    if not path.isprintable():
        raise OutsideFolder(f"the attached file {shown!r} has unprintable characters; {remedy}")
    return "/".join(parts)


def files_in_field(field: str) -> Iterator[str]:
    r"""Yield the paths in a BibTeX file field: "Full Text:files/12/Foo.pdf:application/pdf;…".

    Zotero and JabRef put a backslash before a colon, semicolon or backslash in a name.
    """
    for part in re.split(r"(?<!\\);", field):
        pieces = [_ESCAPED.sub(r"\1", piece).strip() for piece in re.split(r"(?<!\\):", part)]
        if len(pieces) == 1 or _WEB.match(part.strip()):
            yield _ESCAPED.sub(r"\1", part).strip()
        elif len(pieces) == 2:
            yield pieces[0] if _MIME.fullmatch(pieces[1]) else _two(*pieces)
        else:
            yield ":".join(pieces[1:-1])


def _two(before: str, after: str) -> str:
    """Return the path of two pieces: a drive and its path, or a description and the path."""
    return f"{before}:{after}" if len(before) == 1 else after

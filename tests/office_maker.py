"""Make Office files, also such as a library would never write."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
from docx.document import Document as Word

LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"


def rewritten(
    file: Path, new: Path, changes: Mapping[str, Callable[[bytes], bytes | None]]
) -> Path:
    """Write a copy with parts changed; a part that is not there begins empty, None drops it."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in dict.fromkeys([*parts, *changes]):
            content = parts.get(name, b"")
            changed = changes[name](content) if name in changes else content
            if changed is not None:
                archive.writestr(name, changed)
    return new


def saved(word: Word, tmp_path: Path, name: str = "paper.docx") -> Path:
    file = tmp_path / name
    word.save(str(file))
    return file


def article() -> Word:
    word = docx.Document()
    word.add_heading("Asthma in two cities", 0)
    word.add_paragraph("Ada Ng, Bo Ray")
    word.add_paragraph("https://doi.org/10.1000/EX.1.")
    for name in ("Abstract", "Methods", "Results", "References", "Funding"):
        word.add_heading(name, 1)
        word.add_paragraph(f"Text of {name.lower()}.")
    return word

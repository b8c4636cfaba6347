"""Read one file of teaching material, whatever its form."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from assistant.review.bank import read_bank
from assistant.review.language import JUDGED, other_language
from assistant.review.lines import read_lines
from assistant.review.material import Form, Material
from assistant.review.paged import read_paged
from assistant.review.people import people_in
from assistant.review.slides import Read, read_deck
from assistant.review.word import read_document
from corpus.errors import RefusedFile

_FORMS: dict[str, tuple[Form, Callable[[Path], Read]]] = {
    ".pptx": ("PPTX", read_deck),
    ".pptm": ("PPTX", read_deck),
    ".docx": ("DOCX", read_document),
    ".docm": ("DOCX", read_document),
    ".pdf": ("PDF", read_paged),
    ".html": ("HTML", read_paged),
    ".htm": ("HTML", read_paged),
    ".md": ("Markdown", read_lines),
    ".markdown": ("Markdown", read_lines),
    ".txt": ("text", read_lines),
    ".csv": ("CSV", read_bank),
    ".tsv": ("CSV", read_bank),
}
FORMS = ", ".join(dict.fromkeys(form for form, _ in _FORMS.values()))
"""The forms in words, for messages."""
ENDINGS = tuple(_FORMS)
"""Of the names of files that can be read, each with its dot."""


def read_material(path: Path) -> Material:
    """Return what a file holds; nothing of it is kept.

    Raises RefusedFile with reason and remedy: no form that is read, encrypted, damaged, without
    text, in another language, or changed while it was read.
    """
    form, reader = _FORMS.get(path.suffix.lower(), (None, None))
    if form is None or reader is None:
        found = f"a {path.suffix} file" if path.suffix else "a file without an ending"
        raise RefusedFile(str(path), f"{found} cannot be reviewed; give one of {FORMS}")
    digest = _digest(path)
    statements, pictures, units = reader(path)
    if _digest(path) != digest:
        reason = "was changed while it was read; review it again once it is saved"
        raise RefusedFile(str(path), reason)
    other = other_language(" ".join(one.text for one in statements))
    if other is not None:
        reason = f"seems to be in {other}; a review can judge {JUDGED} only"
        raise RefusedFile(str(path), reason)
    named = people_in(statements)
    warnings = (_warning(named),) if named else ()
    return Material(path, form, digest, tuple(statements), tuple(pictures), units, warnings)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        reason = f"cannot be read ({error.strerror}); check its place and your right to read it"
        raise RefusedFile(str(path), reason) from error


def _warning(places: list[str]) -> str:
    return (
        f"looks as if it names a patient ({'; '.join(places)}); take out what identifies a person "
        "before you share it. Nothing of this file is kept, so decisions on it are not kept either"
    )

"""What a reader decides on a remark, and what is remembered of a review.

It is kept in one file of the library folder, `reviews.json`, which holds ids and decisions and no
word of the material. Of a file that seems to name a patient nothing is kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from assistant.review.review import Review
from corpus.errors import EvidenceError, LibraryError
from corpus.library import Library

Verdict = Literal["accepted", "dismissed"]


@dataclass(frozen=True)
class Decision:
    """What one reader decided on one remark."""

    remark_id: str
    verdict: Verdict
    reason: str = ""
    """Why it was dismissed."""
    wording: str = ""
    """The better wording as the reader edited it."""
    reader: str = ""
    """Who decided, in the reader's own word; empty for the first or only reader."""
    when: str = ""
    """In ISO form, UTC."""


@dataclass(frozen=True)
class Seen:
    """What is remembered of the last review of a file."""

    digest: str
    remark_ids: tuple[str, ...]
    when: str


@dataclass(frozen=True)
class Kept:
    """All that is kept of reviews."""

    decisions: tuple[Decision, ...] = ()
    """One for each remark and reader, the later ones last."""
    reviews: Mapping[str, Seen] = field(default_factory=dict)
    """By the name of the file."""

    def on(self, remark_id: str) -> tuple[Decision, ...]:
        """Return what readers decided on a remark."""
        return tuple(one for one in self.decisions if one.remark_id == remark_id)

    def is_dismissed(self, remark_id: str) -> bool:
        """Say whether every reader who decided on a remark dismissed it."""
        verdicts = {one.verdict for one in self.on(remark_id)}
        return verdicts == {"dismissed"}


@dataclass(frozen=True)
class Since:
    """How the remarks on a file differ from those of its last review."""

    when: str
    new: tuple[str, ...]
    """Ids of remarks that were not there before."""
    gone: tuple[str, ...]
    """Ids of remarks that are no longer made."""


_Change = Callable[[Kept], Kept]
_kept = TypeAdapter(Kept)


def read_kept(library: Library) -> Kept:
    """Return what is kept of reviews; nothing where there was none."""
    path = _path(library)
    try:
        return _kept.validate_json(path.read_bytes())
    except FileNotFoundError:
        return Kept()
    except (OSError, ValidationError, ValueError) as error:
        raise LibraryError(
            f"{path}: cannot be read as decisions on reviews; restore it, or move it away to begin "
            "anew"
        ) from error


def decide(library: Library, decision: Decision) -> Decision:
    """Keep a decision in place of the reader's earlier one; return it with its time.

    Raises EvidenceError where a remark is dismissed without a reason.
    """
    if decision.verdict == "dismissed" and not decision.reason.strip():
        raise EvidenceError("a remark is dismissed with a reason; say why it does not hold here")
    dated = replace(decision, when=_now())

    def changed(kept: Kept) -> Kept:
        others = [
            one
            for one in kept.decisions
            if (one.remark_id, one.reader) != (dated.remark_id, dated.reader)
        ]
        return replace(kept, decisions=(*others, dated))

    _change(library, changed)
    return dated


def undo(library: Library, remark_id: str, reader: str = "") -> None:
    """Take a reader's decision on a remark back."""

    def changed(kept: Kept) -> Kept:
        return replace(
            kept,
            decisions=tuple(
                one for one in kept.decisions if (one.remark_id, one.reader) != (remark_id, reader)
            ),
        )

    _change(library, changed)


def remember(library: Library, review: Review) -> Since | None:
    """Note what a review found; return what changed since the last one, None where it is the first.

    Of a file that seems to name a patient nothing is noted.
    """
    name = review.material.file
    before = read_kept(library).reviews.get(name)
    now = tuple(dict.fromkeys(one.remark_id for one in review.remarks))
    if not review.material.warnings:
        seen = Seen(review.material.digest, now, _now())
        _change(library, lambda kept: replace(kept, reviews={**kept.reviews, name: seen}))
    if before is None:
        return None
    return Since(
        before.when,
        tuple(one for one in now if one not in before.remark_ids),
        tuple(one for one in before.remark_ids if one not in now),
    )


def _change(library: Library, change: _Change) -> None:
    path = _path(library)
    with FileLock(path.with_suffix(".lock"), timeout=10):
        kept = change(read_kept(library))
        beside = path.with_name(f"reviews-{os.getpid()}.json")
        told = json.dumps(_kept.dump_python(kept, mode="json"), ensure_ascii=False, indent=1)
        beside.write_text(told, encoding="utf-8")
        beside.replace(path)


def _path(library: Library) -> Path:
    return library.folder / "reviews.json"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

"""Say in one line of a reference how its paper stands, and read such a line back."""

from __future__ import annotations

import re

from corpus.status import Standing, Status

_OPENING = "Status: "
_PARTS = ("since", "by", "source", "note")
"""What follows the standing, in this order; a note may hold any words, so it comes last."""


def status_note(status: Status) -> str | None:
    """Return the line for a paper that needs care, None for the others."""
    if not status.needs_care:
        return None
    said = (status.since, status.by, status.source, status.note)
    told = [f"{name}: {text}" for name, text in zip(_PARTS, said, strict=True) if text]
    return "; ".join((f"{_OPENING}{status.standing.value}", *told))


def status_in(line: str) -> Status | None:
    """Return the status that a line tells as `status_note` writes it; None where it tells none."""
    if not line.startswith(_OPENING):
        return None
    told: dict[str, str] = {}
    name, rest = "standing", line.removeprefix(_OPENING)
    left: tuple[str, ...] = _PARTS
    while left and (found := re.search(rf"; ({'|'.join(left)}): ", rest)):
        told[name], rest = rest[: found.start()], rest[found.end() :]
        name = found[1]
        left = left[left.index(name) + 1 :]
    told[name] = rest
    standing = told.pop("standing")
    return Status(Standing(standing), **told) if standing in list(Standing) else None


def marked_title(title: str, status: Status) -> str:
    """Return a title with the standing behind it, as AMA and APA mark a retracted paper."""
    words = {Standing.CONCERN: "Expression of concern"}
    if not status.needs_care:
        return title
    return f"{title} [{words.get(status.standing, status.standing.value.capitalize())}]"

"""Read Markdown and plain text as teaching material, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.review.material import BODY, TITLE, Place, Statement
from assistant.review.parting import statements_in
from assistant.review.slides import Read
from corpus.errors import RefusedFile
from ingest.plain import text_of

_FENCE = re.compile(r"\s*(```|~~~)")
_FRONT = re.compile(r"(---)\s*$")
_END = re.compile(r"\s*(?:`{3,}|~{3,}|-{3})\s*$")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"(?:=+|-+)$")
_ITEM = re.compile(r"(?:[-*+•–]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s+(.*)$")
_ROW_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*$")
_MARKUP = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|!?\[([^\]]*)\]\([^)]*\)")


def read_lines(path: Path) -> Read:
    """Return what is in the lines of a text; a place is the line on which a statement begins."""
    lines = text_of(path).splitlines()
    marked = path.suffix.lower() != ".txt"
    statements = list(_statements(_prose(lines) if marked else lines, marked=marked))
    if not statements:
        raise RefusedFile(str(path), "the file is empty or blank; give a file with text")
    return statements, [], len(lines)


def _prose(lines: list[str]) -> list[str]:
    """Return the lines of a Markdown file, those of front matter and of code left blank.

    What is opened and never closed is read as it stands.
    """
    kept, at = list(lines), 0
    last = {line.strip()[:3]: number for number, line in enumerate(lines) if _END.match(line)}
    while at < len(lines):
        opened = _FENCE.match(lines[at]) or (_FRONT.match(lines[at]) if at == 0 else None)
        if opened and last.get(opened[1], 0) > at:
            start = at
            at += 1
            while not (_END.match(lines[at]) and lines[at].strip()[:3] == opened[1]):
                at += 1
            kept[start : at + 1] = [""] * (at + 1 - start)
        at += 1
    return kept


@dataclass
class _Open:
    """The paragraph that is being read."""

    number: int = 0
    """The line it begins on."""
    lines: list[str] = field(default_factory=list)


def _statements(lines: list[str], *, marked: bool) -> Iterator[Statement]:
    heading, paragraph = "", _Open()
    for number, line in enumerate((*lines, ""), start=1):
        text = line.strip()
        told = _HEADING.match(text) if marked else None
        if told is None and marked and paragraph.lines and _UNDERLINE.fullmatch(text):
            text = " ".join(paragraph.lines)
            told, number, paragraph = re.match("(.*)", text), paragraph.number, _Open()
        item = _ITEM.match(text)
        if not text or told or item or _stands_alone(text):
            yield from _closed(paragraph, heading, marked)
            paragraph = _Open()
        if told:
            heading = _plain(told[1], marked)
            yield from _parted(heading, "", Place("line", number, TITLE))
        elif item:
            paragraph = _Open(number, [item[1]])
        elif _stands_alone(text):
            if not _ROW_RULE.match(text):
                yield from _parted(
                    _plain(text.strip("| "), marked), heading, Place("line", number, BODY)
                )
        elif text:
            paragraph = _Open(paragraph.number or number, [*paragraph.lines, text])


def _stands_alone(text: str) -> bool:
    """Say whether a line is a row of a table."""
    return text.startswith("|") or _ROW_RULE.match(text) is not None


def _closed(paragraph: _Open, heading: str, marked: bool) -> Iterator[Statement]:
    text = _plain(" ".join(paragraph.lines), marked)
    yield from _parted(text, heading, Place("line", paragraph.number, BODY))


def _parted(text: str, heading: str, place: Place) -> Iterator[Statement]:
    for statement in statements_in(text):
        yield Statement(statement, heading, place)


def _plain(text: str, marked: bool) -> str:
    return _MARKUP.sub(lambda found: found[1] or "", text) if marked else text

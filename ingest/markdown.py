"""Take Markdown apart: the facts on top, and headings, paragraphs and rows without markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.paper import SectionKind
from corpus.section_kind import kind_of
from ingest.assemble import Block

Facts = Mapping[str, tuple[str, ...]]
"""The values of the front matter by its lower-case keys; one value is a list of one."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?:name[ \t]*:[ \t]*)?(.*)")
# A long value goes on in indented lines; indented pairs tell more about an author.
_MORE = re.compile(r"[ \t]+(?![\w-]+[ \t]*:)(\S.*)")
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_PARSER = MarkdownIt("commonmark").enable("table")


def part_front_matter(text: str) -> tuple[Facts, str]:
    """Return the facts in the YAML front matter, as far as they are simple, and the text below."""
    found = _FRONT_MATTER.match(text)
    lines = (found[1] or "").splitlines() if found else []
    # Two rules with prose between them look the same from afar.
    if found is None or not all(
        re.match(r"\s|#|-|$|[A-Za-z][\w-]*[ \t]*:", line) for line in lines
    ):
        return {}, text
    return _facts(lines), text[found.end() :]


def _facts(lines: list[str]) -> Facts:
    facts: dict[str, tuple[str, ...]] = {}
    key = ""
    for line in lines:
        item, pair, more = _ITEM.match(line), _KEY.match(line), _MORE.match(line)
        if pair:
            key = pair[1].lower()
            facts[key] = _values(pair[2])
        elif item and key:
            facts[key] = (*facts[key], *_values(item[1]))
        elif more and key:
            facts[key] = (" ".join((*facts[key], more[1])),)
    return facts


def _values(written: str) -> tuple[str, ...]:
    """Return the one value or the bracketed list written after a key."""
    written = written.strip()
    items = [written] if written not in (">", ">-", "|", "|-") else []
    if written.startswith("[") and written.endswith("]"):
        items = re.findall(r"\"[^\"]*\"|'[^']*'|[^,\"']+", written[1:-1])
    values = (item.strip().strip("\"'").strip() for item in items)
    return tuple(value for value in values if value)


def title_and_blocks(text: str) -> tuple[str | None, list[Block]]:
    """Return the first heading of the first rank, if any, and all that a text consists of."""
    tokens = _PARSER.parse(text)
    return _first_title(tokens), list(_blocks(tokens))


def _blocks(parsed: list[Token]) -> Iterator[Block]:
    """Yield a block for each heading, paragraph, list item, table row and piece of code.

    A heading that is none of the field's terms has the kind of the heading above it in rank.
    """
    kinds: dict[int, SectionKind] = {}
    row: list[str] = []
    for before, token in pairwise([Token("", "", 0), *parsed]):
        if before.type == "heading_open":
            rank = int(before.tag.removeprefix("h"))
            yield from _heading(_plain(token), rank, kinds)
        elif before.type in ("th_open", "td_open"):
            row.append(_plain(token))
        elif token.type == "tr_close":
            yield from _paragraph(" | ".join(row) if any(row) else "")
            row = []
        elif token.type in ("inline", "fence", "code_block", "html_block"):
            yield from _paragraph(_plain(token))


def _first_title(parsed: list[Token]) -> str | None:
    for before, token in pairwise(parsed):
        if before.type == "heading_open" and before.tag == "h1" and _plain(token):
            return _plain(token)
    return None


def _heading(title: str, rank: int, kinds: dict[int, SectionKind]) -> Iterator[Block]:
    """Yield a heading, and note its kind in `kinds` for the headings below it in rank."""
    above = [kinds[other] for other in sorted(kinds) if other < rank]
    parent: SectionKind = above[-1] if above else "body"
    # The parts of a structured abstract bear the names of the parts of a paper.
    kind = parent if parent == "abstract" else kind_of(title) or parent
    for other in [other for other in kinds if other >= rank]:
        del kinds[other]
    kinds[rank] = kind
    if title:
        yield Block(title, heading=True, kind=kind)


def _paragraph(text: str) -> Iterator[Block]:
    if text:
        yield Block(" ".join(text.split()))


def _plain(token: Token) -> str:
    """Return the text of a token in one line, without its markup."""
    if token.type == "html_block":
        text = html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", token.content)))
    elif token.type == "inline":
        text = "".join(map(_inline, token.children or []))
    else:
        text = token.content
    return " ".join(text.split())


def _inline(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "html_inline":
        return " " if token.content.lower().startswith("<br") else ""
    return token.content

"""Write a hand-out as one web page, ready to print, that fetches nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from typing import Literal

from assistant.handout.direction import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT
from assistant.handout.handout import Handout
from assistant.handout.lay_out import lay_out
from assistant.handout.outline import Block, Heading, Listing, Paragraph, Run, Table

Way = Literal["ltr", "auto"]
"""Ours runs as English does, also with names that do not; a quote or a note as its words do."""
_HEAD = (
    "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
    "<meta name='viewport' content='width=device-width, initial-scale=1'>"
    # Nothing that a paper's title or a note may hold can run or fetch.
    "<meta http-equiv='Content-Security-Policy' "
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)


def html(handout: Handout) -> str:
    """Return the hand-out as a self-contained HTML page."""
    style = files("assistant.handout").joinpath("print.css").read_text(encoding="utf-8")
    body = "\n".join(map(_block, lay_out(handout)))
    foot = f"Equity Evidence · library {handout.snapshot} · {handout.day.isoformat()}"
    return (
        f"{_HEAD}<title>{escape(handout.title)}</title><style>\n{style}</style></head>\n"
        f"<body><main>\n{body}\n</main><footer>{escape(foot)}</footer></body></html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            tag = f"h{level + 1}"
            return f"<{tag}>{_one_way(text)}</{tag}>"
        case Paragraph(runs, kind):
            tag = "blockquote" if kind in ("quote", "digest") else "p"
            way: Way = "auto" if kind in ("quote", "digest", "note") else "ltr"
            return f"<{tag} class='{kind}'>{_runs(runs, way)}</{tag}>"
        case Listing(lines, look, room):
            tag = "ol" if look == "numbers" else "ul"
            blank = "<div class='line'></div>" * room
            inside = "".join(f"<li>{_runs(line)}{blank}</li>" for line in lines)
            return f"<{tag} class='{look}'>{inside}</{tag}>"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    head = "".join(f"<th scope='col'>{escape(cell)}</th>" for cell in table.header)
    rows = "".join(
        f"<tr><th scope='row'>{_one_way(first)}</th>"
        + "".join(f"<td>{_one_way(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in table.rows
    )
    return (
        f"<div class='wide'><table><caption>{escape(table.name)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _runs(runs: Iterable[Run], way: Way = "ltr") -> str:
    return "".join(_run(run, way) for run in runs)


def _run(run: Run, way: Way) -> str:
    text = _one_way(run.text, way)
    if run.link:
        return f"<a href='{escape(run.link, quote=True)}'>{text}</a>"
    return f"<b>{text}</b>" if run.strong else text


def _one_way(text: str, way: Way = "ltr") -> str:
    """Return escaped words that turn nothing round beside them, whatever marks they hold."""
    if text.isascii():
        return escape(text)
    said = RIGHT_TO_LEFT.sub(rf"\1{LEFT_TO_RIGHT_MARK}", text) if way == "ltr" else text
    return f"<bdi dir='{way}'>{escape(said)}</bdi>"

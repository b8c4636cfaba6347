"""Write a hand-out as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.handout.handout import Handout
from assistant.handout.lay_out import lay_out
from assistant.handout.outline import Block, Heading, Listing, Paragraph, Run, Table
from assistant.render.json_objects import literal


def markdown(handout: Handout) -> str:
    """Return the hand-out as Markdown, tables in the form that GitHub and pandoc read."""
    return "\n\n".join(map(_block, lay_out(handout))) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * (level + 1)} {_plain(text)}"
        case Paragraph(runs, kind):
            text = _runs(runs)
            if kind in ("quote", "digest", "warning"):
                return f"> {text}"
            return f"*{text}*" if kind == "subtitle" else text
        case Listing(lines, look, room):
            signs = {"numbers": "1.", "bullets": "-", "hanging": "-"}
            blank = "\n\n   ______________________" * room
            return "\n".join(f"{signs[look]} {_runs(line)}{blank}" for line in lines)
        case Table(_, header, rows):
            return "\n".join([_row(header), _row("-" * 3 for _ in header), *map(_row, rows)])


def _runs(runs: Iterable[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if run.link:
        return f"[{_plain(run.text)}]({run.link.translate(_ADDRESS)})"
    if run.strong and run.text.strip():
        return f"**{_plain(run.text.strip())}** "
    return _plain(run.text)


_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20"})


def _plain(text: str) -> str:
    """Return words that Markdown shows as they stand, in one line."""
    return re.sub(
        r"(?<!\w)([*_#>~+-])(?=\S)|([*|])", r"\\\g<0>", literal(" ".join(text.split(" ")))
    ).replace("\n", " ")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_plain(cell) if set(cell) != {'-'} else cell for cell in cells)} |"

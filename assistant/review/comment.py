"""The text of a remark where there is room for a comment only."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.retrieve.evidence import Evidence
from assistant.review.category import kinds
from assistant.review.remark import Remark
from corpus.references.cite import doi_address, short_name, standing_words

AUTHOR, INITIALS = "Equity Evidence", "EE"


def comment_text(remark: Remark) -> str:
    """Return a remark in a few lines: what, why, a better wording, what to read."""
    kind = kinds()[remark.finding.category]
    marked = ", ".join(f"“{words}”" for words in remark.marked)
    place = remark.statement.place
    lines = [
        f"{kind.name} ({remark.finding.severity}): {marked} [{place.part}]",
        remark.why,
        f"Better: {remark.better}",
        remark.replaced or "",
        f"The other side: {remark.other_side}" if remark.other_side else "",
        *source_lines(remark),
    ]
    return "\n".join(line for line in lines if line)


def source_lines(remark: Remark) -> Iterator[str]:
    """Yield each cited passage in a line: paper, status, sentence, address."""
    for item in remark.evidence:
        yield f"Read: {source_words(item)}"


def source_words(item: Evidence) -> str:
    """Return paper, status, sentence and address of a passage."""
    paper = item.paper
    quote = f" “{item.quote}”" if item.quote else ""
    address = doi_address(paper) or paper.paper_id
    return f"{short_name(paper)}, {paper.title} ({standing_words(paper)}).{quote} {address}"

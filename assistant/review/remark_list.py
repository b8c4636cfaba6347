"""All remarks as a table that any program opens, with what was decided on each."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from assistant.review.category import kinds
from assistant.review.comment import source_words
from assistant.review.decision import Kept
from assistant.review.review import Review

_COLUMNS = (
    "id", "file", "place", "heading", "text", "marked", "category", "severity", "confidence",
    "score", "signals", "why", "better", "replaced", "other side", "claim", "sources",
    "decision", "reason", "wording", "reader",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def remark_list(reviews: Sequence[Review], kept: Kept) -> bytes:
    """Return the remarks as CSV in UTF-8, one a line and reader.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    for review in reviews:
        for remark in review.remarks:
            finding, decisions = remark.finding, kept.on(remark.remark_id)
            told = (
                remark.remark_id,
                review.material.file,
                remark.statement.place.words,
                remark.statement.heading,
                remark.statement.text,
                "; ".join(remark.marked),
                kinds()[finding.category].name,
                finding.severity,
                finding.confidence,
                f"{finding.score:.2f}",
                "; ".join(f"{one.kind} {one.name}" for one in finding.signals),
                remark.why,
                remark.better,
                remark.replaced or "",
                remark.other_side or "",
                finding.claim.claim_id if finding.claim else "",
                "\n".join(map(source_words, remark.evidence)),
            )
            for one in decisions or (None,):
                decided = (one.verdict, one.reason, one.wording, one.reader) if one else ("",) * 4
                writer.writerow(map(_safe, (*told, *decided)))
    # The mark tells older spreadsheets that it is UTF-8.
    return stream.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

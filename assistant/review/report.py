"""The report of a review as a Word document, which one hands to a colleague."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import docx
from docx.document import Document as Word
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from assistant.review.category import kinds
from assistant.review.comment import source_words
from assistant.review.course import ROLES, Course
from assistant.review.decision import Decision, Kept
from assistant.review.remark import Remark
from assistant.review.review import Review

_OPENING = (
    "These are suggestions for a second look, each with its reason and something to read. They "
    "speak of wording and evidence only. What is not mentioned called for no remark; a review by "
    "words can miss things, and it cannot see pictures."
)
_QUIET = RGBColor(0x55, 0x5F, 0x6B)


def report(reviews: Sequence[Review], course: Course, kept: Kept) -> bytes:
    """Return the report on one file or a whole course; dismissed remarks are left out."""
    word = docx.Document()
    word.styles["Normal"].font.size = Pt(10.5)
    word.core_properties.title = "Review of teaching material"
    word.core_properties.author = "Equity Evidence"
    word.add_heading("Review of teaching material", 0)
    word.add_paragraph(_what(reviews))
    word.add_paragraph(_OPENING)
    _overview(word, course)
    for review in reviews:
        word.add_heading(review.material.file, 1)
        for warning in review.material.warnings:
            word.add_paragraph(f"Note: this file {warning}.")
        remarks = [one for one in review.remarks if not kept.is_dismissed(one.remark_id)]
        if not remarks:
            word.add_paragraph("Nothing here called for a remark.")
        for number, remark in enumerate(remarks, start=1):
            _remark(word, number, remark, kept.on(remark.remark_id))
    _unseen(word, course)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _what(reviews: Sequence[Review]) -> str:
    """Return what was reviewed and when."""
    files = ", ".join(review.material.file for review in reviews)
    today = date.today()
    return f"{files}. Reviewed on {today.day} {today:%B %Y}."


def _overview(word: Word, course: Course) -> None:
    counts = {
        kind.name: sum(one.count for one in course.tallies if one.category == category)
        for category, kind in kinds().items()
    }
    rows = [(name, str(count)) for name, count in counts.items() if count]
    if rows:
        word.add_heading("At a glance", 1)
        _table(word, ("What it concerns", "Remarks"), rows, first=7)
    groups = list(dict.fromkeys(one.group for one in course.namings))
    if groups:
        word.add_heading("Who is named, and as what", 1)
        header = ("Group", *(role.capitalize() for role in ROLES))
        _table(word, header, [_roles(course, group) for group in groups], 5)
    if course.disparities:
        word.add_paragraph(
            f"{course.disparities_with_cause} of {course.disparities} statements that compare "
            "groups name a cause."
        )


def _roles(course: Course, group: str) -> tuple[str, ...]:
    told = {one.role: str(one.count) for one in course.namings if one.group == group}
    return (group, *(told.get(role, "–") for role in ROLES))


def _remark(word: Word, number: int, remark: Remark, decisions: Sequence[Decision]) -> None:
    finding = remark.finding
    kind = kinds()[finding.category]
    place = remark.statement.place.words
    heading = word.add_heading(f"{number}. {kind.name}: {place}", 2)
    heading.paragraph_format.keep_with_next = True
    if remark.statement.heading:
        above = word.add_paragraph()
        above.paragraph_format.keep_with_next = True
        run = above.add_run(f"Under “{remark.statement.heading}”")
        run.font.size, run.font.color.rgb = Pt(9), _QUIET
    _statement(word.add_paragraph(), remark)
    _line(word, "Why it matters", remark.why)
    edited = next((one.wording for one in reversed(decisions) if one.wording), "")
    _line(word, "Better", edited or remark.better)
    if remark.replaced:
        _line(word, "What replaced it", remark.replaced)
    if remark.other_side:
        _line(word, "The other side", remark.other_side)
    for item in remark.evidence:
        source = word.add_paragraph(style="List Bullet")
        source.add_run(source_words(item)).font.size = Pt(9.5)
    if decisions:
        _line(word, "Decided", "; ".join(map(_decided, decisions)))
    signals = ", ".join(f"{one.kind} {one.name}" for one in finding.signals)
    last = word.add_paragraph()
    run = last.add_run(
        f"Severity {finding.severity}, confidence {finding.confidence}. Noticed by: {signals}."
    )
    run.font.size, run.font.color.rgb = Pt(9), _QUIET


def _decided(decision: Decision) -> str:
    """Return who decided what, and why."""
    who = f"{decision.reader} " if decision.reader else ""
    return f"{who}{decision.verdict}{f' ({decision.reason})' if decision.reason else ''}"


def _statement(paragraph: Paragraph, remark: Remark) -> None:
    """Write the statement, the words marked that the remark is about."""
    text, done = remark.statement.text, 0
    for span in remark.spans:
        paragraph.add_run(text[done : span.start])
        marked = paragraph.add_run(text[span.start : span.end])
        # All of it marked would mark nothing.
        if span.end - span.start < len(text):
            marked.font.highlight_color, marked.bold = WD_COLOR_INDEX.YELLOW, True
        done = span.end
    paragraph.add_run(text[done:])
    shape = paragraph.paragraph_format
    shape.left_indent, shape.keep_with_next = Cm(0.8), True


def _line(word: Word, label: str, text: str) -> None:
    paragraph = word.add_paragraph()
    paragraph.add_run(f"{label}. ").bold = True
    paragraph.add_run(text)


def _unseen(word: Word, course: Course) -> None:
    if course.look_yourself:
        word.add_heading("Look yourself", 1)
        word.add_paragraph("Pictures whose description says nothing of skin tone:")
        for place in course.look_yourself:
            word.add_paragraph(place, style="List Bullet")


def _table(word: Word, header: Sequence[str], rows: Sequence[Sequence[str]], first: float) -> None:
    """Write a table whose first column has so many centimetres."""
    table = word.add_table(rows=1, cols=len(header), style="Table Grid")
    table.autofit = False
    # Of column and cell, LibreOffice goes by the one and Word by the other.
    for place, column in enumerate(table.columns):
        column.width = Cm(first if place == 0 else 2.7)
    for row in (header, *rows):
        cells = table.rows[0].cells if row is header else table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.text = ""
            cell.paragraphs[0].add_run(text).bold = row is header
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            cell.width = Cm(first if place == 0 else 2.7)
    word.add_paragraph()

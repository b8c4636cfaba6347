"""What the command line shows of a review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.cli.console import out, show_evidence
from assistant.review.category import kinds
from assistant.review.course import ROLES, course_of
from assistant.review.decision import Decision, Since
from assistant.review.pattern import patterns
from assistant.review.remark import Remark
from assistant.review.review import Review


def show_review(
    review: Review, decisions: Mapping[str, Sequence[Decision]], since: Since | None
) -> None:
    """Print the remarks on a file, each with its reason and passages."""
    material = review.material
    out.print(Text(f"\n{material.file}", style="bold"))
    for warning in material.warnings:
        out.print(Text(f"Note: {material.file} {warning}.", style="yellow"))
    for remark in review.remarks:
        _show_remark(remark, decisions.get(remark.remark_id, ()))
    if since is not None:
        out.print(f"Since {since.when}: {len(since.new)} new, {len(since.gone)} gone.")
    out.print(summary(review))


def summary(review: Review) -> str:
    """Return how many remarks there are, in a sentence."""
    count = len(review.remarks)
    told = "No remark" if not count else f"{count} remark{'s' if count > 1 else ''}"
    pictures = len(review.material.pictures)
    look = f"; {pictures} pictures to look at yourself" if pictures else ""
    return f"{told} on {len(review.material.statements)} statements{look}, {review.seconds:.1f} s"


def show_course(reviews: Sequence[Review]) -> None:
    """Print what was counted over several files."""
    course = course_of(reviews, patterns())
    table = Table("File", "Week", "Category", "Remarks", box=None, pad_edge=False)
    for one in course.tallies:
        name = next(kind.name for kind in kinds().values() if kind.category == one.category)
        table.add_row(one.file, one.week, name, str(one.count))
    out.print(table)
    groups = Table("Group", *ROLES, box=None, pad_edge=False)
    for group in dict.fromkeys(one.group for one in course.namings):
        told = {one.role: str(one.count) for one in course.namings if one.group == group}
        groups.add_row(group, *(told.get(role, "") for role in ROLES))
    out.print(groups)
    out.print(
        f"{course.disparities_with_cause} of {course.disparities} statements on disparities name "
        "a cause."
    )
    if course.look_yourself:
        out.print(f"Look yourself at the pictures on: {'; '.join(course.look_yourself)}.")


def _show_remark(remark: Remark, decisions: Sequence[Decision]) -> None:
    finding, kind = remark.finding, kinds()[remark.finding.category]
    line = Text(f"{remark.statement.place.words}: ")
    text = Text(remark.statement.text)
    for span in remark.spans:
        text.stylize("underline", span.start, span.end)
    out.print(line + text)
    told = [
        (f"{kind.name}, {finding.severity}, confidence {finding.confidence}", "bold"),
        (remark.why, ""),
        (f"Better: {remark.better}", ""),
        (remark.replaced or "", ""),
        (f"The other side: {remark.other_side}" if remark.other_side else "", ""),
        (f"Signals: {', '.join(f'{s.kind} {s.name}' for s in finding.signals)}", "dim"),
        *((f"{one.verdict}: {one.reason or one.wording}", "green") for one in decisions),
    ]
    for words, style in told:
        if words:
            out.print(Padding(Text(words, style=style), (0, 0, 0, 2)))
    for item in remark.evidence:
        show_evidence(item)
    out.print()

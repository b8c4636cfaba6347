"""What the command line shows of a run, of a comparison, and of what is wrong with a set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from assistant.cli.console import out
from eval.answers import TOGETHER
from eval.chance import Mean
from eval.compare import Comparison
from eval.feedback import FromFeedback
from eval.judge import Agreement
from eval.judged import JUDGE
from eval.lint import Finding
from eval.report import figure
from eval.review import Figures, ReviewScore, Share
from eval.scores import measure_named
from eval.summary import Breakdown, Row, Summary

_SHOWN = {"nDCG@10": "nDCG@10", "gold papers cited": "Gold cited"}
"""Of a kind, with its heading; the report tells more."""


def show_summary(summary: Summary, agreement: Agreement | None = None) -> None:
    """Print counts and means of a run, and how its kinds of question fared.

    Beneath a judge's number stands how far it agrees with the labelled sample.
    """
    counts = summary.whole.counts
    out.print(
        f"{counts.size} questions: {counts.answered} answered, {counts.declined} declined, "
        f"{counts.failed} failed"
    )
    together = (f"{name} {figure(summary.whole.means.get(name))}" for name in TOGETHER)
    out.print("; ".join(together))
    table = Table("Measure", "Mean", "95% interval", "Of", box=None, pad_edge=False)
    about, beside = None, None
    for name, mean in summary.whole.means.items():
        if measure_named(name).about != about:
            about = measure_named(name).about
            table.add_row(Text(f"\n{about.capitalize()}", style="bold"))
        digits = 0 if about == "cost" else 3
        table.add_row(name, f"{mean.value:.{digits}f}", interval(mean, digits), str(mean.count))
        if agreement and name.startswith(JUDGE):
            beside = agreement
    out.print(table)
    if beside:
        out.print(Text(f"\nBeside the judge's number: {beside.words}"), soft_wrap=True)
    for breakdown in summary.breakdowns:
        if breakdown.by == "kind":
            out.print()
            out.print(_parts(breakdown))


def interval(mean: Mean, digits: int = 3) -> str:
    """Write an interval, such as "0.710 to 0.820"."""
    return f"{mean.low:.{digits}f} to {mean.high:.{digits}f}"


def show_review_score(score: ReviewScore) -> None:
    """Print what a review found of labelled statements, by category and by kind of line."""
    table = Table("", "F1", "95% interval", "Precision", "Recall", box=None, pad_edge=False)
    for figures in (score.problem, *score.by_category):
        table.add_row(*_figures(figures))
    out.print(table)
    out.print(f"Category right, of those found: {_share(score.category_right)}")
    out.print(f"False alarms, of the acceptable: {_share(score.false_alarms)}")
    parts = Table("", "Found", "False alarms", box=None, pad_edge=False)
    found, alarms = dict(score.found_by), dict(score.alarms_by)
    for name in dict.fromkeys([*found, *alarms]):
        parts.add_row(
            name, *(_share(part[name]) if name in part else "" for part in (found, alarms))
        )
    out.print(parts)


def _figures(figures: Figures) -> tuple[str, ...]:
    f1 = "" if figures.f1 is None else f"{figures.f1:.3f}"
    spread = f"{figures.low:.3f} to {figures.high:.3f}"
    return figures.name, f1, spread, _share(figures.precision), _share(figures.recall)


def _share(share: Share) -> str:
    if share.value is None:
        return "none"
    return f"{share.value:.3f} ({share.hits}/{share.of}; {share.low:.2f} to {share.high:.2f})"


def show_findings(findings: Sequence[Finding]) -> None:
    """Print what is wrong with sets, the grave first."""
    for finding in sorted(findings, key=lambda one: not one.grave):
        style = "bold" if finding.grave else ""
        out.print(Text(f"{finding.place}: {finding.what}", style=style), soft_wrap=True)
    grave = sum(finding.grave for finding in findings)
    out.print(f"{grave} to mend, {len(findings) - grave} worth a look")


def show_feedback(found: FromFeedback, file: Path) -> None:
    """Print which set was made of readers' feedback, and what of it makes no question."""
    count = len(found.questions.questions)
    where = f", in {file}" if count else "; no answer is marked as not helpful with a paper named"
    out.print(Text(f"{count} question{'' if count == 1 else 's'}{where}"), soft_wrap=True)
    out.print(
        f"Besides: {found.helped} found helpful, {found.without_paper} not helpful without a "
        f"paper named, {found.gone} whose papers are no longer here"
    )


def show_comparison(comparison: Comparison) -> None:
    """Print what changed between two runs, and the questions that flipped."""
    for name, (before, after) in comparison.differing.items():
        out.print(Text(f"{name}: {before}, then {after}"))
    table = Table("Measure", "Before", "After", "p", "", "Up", "Down", box=None, pad_edge=False)
    for one in comparison.changes:
        style = {"better": "green", "worse": "red"}.get(one.verdict, "")
        values = (f"{one.before:.3f}", f"{one.after:.3f}", f"{one.p:.4f}", one.verdict)
        table.add_row(one.measure, *values, str(one.up), str(one.down), style=style)
    out.print(table)
    for one in comparison.changes:
        if one.alone:
            first, second = one.whole
            told = f"{one.measure}: {one.alone} scored in one of the runs only"
            out.print(Text(f"{told}; with them {first:.3f}, then {second:.3f}"))
    if comparison.alone:
        out.print(Text(f"\nScored in one of the runs only: {', '.join(comparison.alone)}"))
    better = sum(flip.better for flip in comparison.flips)
    out.print(f"\nFlipped: {better} for the better, {len(comparison.flips) - better} for the worse")
    for flip in comparison.flips:
        line = f"{'better' if flip.better else 'worse'}: {flip.id} ({flip.what}): {flip.question}"
        out.print(Text(line), soft_wrap=True)


def _parts(breakdown: Breakdown) -> Table:
    headings = ("Kind", "Size", "Answered", "Declined", "Failed", *_SHOWN.values())
    table = Table(*headings, box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for row in breakdown.rows:
        counts = (row.counts.size, row.counts.answered, row.counts.declined, row.counts.failed)
        table.add_row(row.label, *map(str, counts), *(_value(row, one) for one in _SHOWN))
    return table


def _value(row: Row, measure: str) -> str:
    return f"{row.means[measure].value:.3f}" if measure in row.means else "–"

"""What the command line shows of papers: lists, one paper, what became of those to be added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.padding import Padding
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from assistant.cli.console import err, out
from assistant.papers.provenance import Known, untold
from corpus.merge import field_words
from corpus.paper import Paper
from corpus.references.cite import byline, doi_address, standing_words
from ingest.outcome import Outcome, Report
from ingest.recheck import Change, Recheck

_KINDS = ("added", "updated", "known", "refused")
_ORIGINS = {"record": "record only"}


def show_papers(papers: Sequence[Paper]) -> None:
    """Print the papers as a table."""
    table = Table("Paper", "Year", "Design", "Status", "Text", "Id", box=None, pad_edge=False)
    for paper in papers:
        table.add_row(
            Text(f"{byline(paper)}: {paper.title}"),
            str(paper.year or ""),
            paper.design or "",
            standing_words(paper),
            _ORIGINS.get(paper.origin, paper.origin),
            Text(paper.paper_id, overflow="fold"),
        )
    out.print(table if papers else "No papers yet; add some with: evidence add FILE")


def show_paper(known: Known) -> None:
    """Print one paper: its fields and who tells them, conflicts, study facts, how it stands."""
    paper = known.paper
    out.print(Text(paper.title, style="bold"))
    out.print(Text(f"{byline(paper)}. {doi_address(paper) or paper.paper_id}"))
    _show_status(known)
    _show_fields(known)
    _show_facts(paper)
    heading("Records, the most trusted first; --part takes one out")
    for held in known.records:
        form = "" if held.origin == "record" else f", a form of the {held.origin}"
        out.print(_line(f"{held.record.content[:8]}  {held.record.name}{form}"))


def show_report(report: Report) -> None:
    """Print what became of everything that was to be added, each refusal with its reason."""
    for outcome in report.outcomes:
        if outcome.kind == "refused":
            line = Text(f"refused: {outcome.path}: {outcome.reason}", style="yellow")
            err.print(line, soft_wrap=True)
        elif outcome.reason:
            err.print(Text(f"{outcome.kind}: {outcome.path}: {outcome.reason}"), soft_wrap=True)
    table = Table("", "Files", "Passages", box=None, pad_edge=False)
    for kind in _KINDS:
        passages = sum(outcome.passages for outcome in report.outcomes if outcome.kind == kind)
        count = sum(outcome.kind == kind for outcome in report.outcomes)
        if count:
            table.add_row(kind, f"{count:,}", f"{passages:,}" if passages else "")
    out.print(table)
    out.print(
        f"{report.count('added')} added ({report.passages} passages), "
        f"{report.count('known')} known, {report.count('updated')} updated, "
        f"{len(report.refused)} refused, in {report.seconds:.1f} s"
    )


def show_recheck(found: Recheck) -> None:
    """Print which papers stand otherwise than before, and from where that is known."""
    for refusal in found.refused:
        err.print(Text(f"not looked up: {refusal}", style="yellow"), soft_wrap=True)
    for change in found.changes:
        out.print(Text(f"{change.title}\n  {change.paper_id}: {_change_words(change)}"))
    listed = "; ".join(f"{s.source}, {s.count:,} notices of {s.imported}" for s in found.sources)
    out.print(f"Lists: {listed or 'none; import one with --retractions FILE'}")
    out.print(
        f"{found.papers} papers, {len(found.changes)} changed, {found.unknown} with a standing "
        "that nobody has looked up"
    )


def heading(text: str) -> None:
    """Print a heading."""
    out.print(Text(f"\n{text}", style="bold"))


@contextmanager
def adding_bar(errand: str) -> Iterator[Callable[[int, int, Outcome], None]]:
    """Show a bar with counts, rate and time left on the error stream, and move it when told."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
    )
    counts: Counter[str] = Counter()
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(errand, total=None, counts="")

        def tell(done: int, total: int, outcome: Outcome) -> None:
            counts[outcome.kind] += 1
            told = ", ".join(f"{counts[kind]} {kind}" for kind in _KINDS if counts[kind])
            bar.update(task, completed=done, total=total, counts=told)

        yield tell


class _Rate(ProgressColumn):
    """How many a minute."""

    def render(self, task: Task) -> Text:
        """Return the rate in words; nothing before it is known."""
        return Text(f"{60 * task.speed:.0f}/min" if task.speed else "")


def _show_status(known: Known) -> None:
    heading("Standing")
    out.print(_line(standing_words(known.paper)))
    for status in known.standings:
        told = [status.standing.value, status.note, status.by, status.since, status.source]
        checked = f"looked up {status.checked}" if status.checked else None
        out.print(_line("; ".join(str(part) for part in (*told, checked) if part)))


def _show_fields(known: Known) -> None:
    heading("Fields, and who tells them")
    table = Table(box=None, pad_edge=False, show_header=False)
    for field, source in known.sources.items():
        value = Text(field_words(known.paper, field), overflow="fold")
        table.add_row(field, value, Text(source, style="dim"))
    out.print(Padding(table, (0, 0, 0, 2)))
    for conflict in known.conflicts:
        line = (
            f"conflict: {conflict.field} is {conflict.value!r} in {conflict.source}, "
            f"{conflict.other!r} in {conflict.other_source}"
        )
        out.print(_line(line, style="yellow"))


def _show_facts(paper: Paper) -> None:
    heading("How the study was done")
    for fact in paper.facts:
        page = f", page {fact.page}" if fact.page else ""
        value = "" if fact.kind == "funding" else f"{fact.value} — "
        out.print(_line(f"{fact.kind}: {value}“{fact.sentence}” ({fact.origin}{page})"))
    for kind, stated in untold(paper).items():
        out.print(_line(f"{kind}: {stated}"))


def _line(text: str, style: str = "") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, 2))


def _change_words(change: Change) -> str:
    before, after = change.before.standing.value, change.after.standing.value
    note = f": {change.after.note}" if change.after.note else ""
    source = f" ({change.after.source})" if change.after.source else ""
    if change.against is not None:
        told = f"{change.against.standing.value} ({change.against.source})"
        return f"stays {after} by a person's word, while it is {told}"
    return f"{before} → {after}{note}{source}" if before != after else f"{after}{note}{source}"

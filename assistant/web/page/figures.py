"""What the Evaluate tab shows: a run's figures, the runs there are, and two of them compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from assistant.web.page.runs import Going, Past
from eval.answers import TOGETHER
from eval.chance import Mean
from eval.compare import Change, Comparison
from eval.judge import kept_agreement
from eval.report import figure
from eval.scores import SECONDS, measure_named
from eval.summary import Row, Summary

_WORDS = {
    "asking": "Asking",
    "stopping": "Stopping after this question",
    "stopped": "Stopped; run the same set again to go on where it was stopped",
    "done": "Done",
    "failed": "Not finished",
}
_VERDICTS = {"better": ("▲ better", "up"), "worse": ("▼ worse", "down")}
NO_RUNS = (
    "<p class='empty'>No run over this library yet. Choose a set above and press Run: the smoke "
    "set takes a few seconds, the development set some minutes.</p>"
)


def note(text: str, kind: str = "wrong") -> str:
    """Return a line that tells what is wrong, or what to do."""
    return f"<p class='note {kind}' role='alert'>{escape(text)}</p>"


def progress(going: Going | None) -> str:
    """Return how far the run under way is."""
    if going is None:
        return ""
    bar = f"<progress max='{going.total}' value='{going.done}' aria-label='Questions asked'>"
    told = f"{_WORDS[going.state]}: {going.set}, {going.done} of {going.total} answers"
    trouble = note(going.trouble) if going.trouble else ""
    line = f"<p class='going' role='status'>{escape(told)}</p>"
    return line + (f"{bar}</progress>" if going.at_work else "") + trouble


def runs_table(runs: Sequence[Past]) -> str:
    """Return the runs over this library as a table, the newest first."""
    if not runs:
        return NO_RUNS
    rows = "".join(
        f"<tr><th scope='row'>{escape(one.name)}</th><td>{escape(one.conditions.set)}</td>"
        f"<td>{escape(one.conditions.started[:16].replace('T', ' '))}</td>"
        f"<td class='n'>{one.asked} of {one.size}</td>"
        f"<td class='n'>{'–' if one.ndcg is None else f'{one.ndcg:.3f}'}</td>"
        f"<td>{escape(one.conditions.system or one.conditions.writer)}</td>"
        f"<td>{escape(one.conditions.snapshot[:6])}</td></tr>"
        for one in runs
    )
    heads = ("Run", "Set", "Begun (UTC)", "Asked", "nDCG@10", "Answered by", "Library")
    return _table("runs", "Runs over this library", heads, rows)


def figures(past: Past, summary: Summary) -> str:
    """Return the means of a run with their intervals, by what they are about, and its report."""
    counts = summary.whole.counts
    told = (
        f"{counts.size} questions: {counts.answered} answered, {counts.declined} declined, "
        f"{counts.failed} failed"
    )
    together = "; ".join(f"{name} {figure(summary.whole.means.get(name))}" for name in TOGETHER)
    agreement = kept_agreement(past.folder)
    beside = f"<p>Beside the judge's number: {escape(agreement.words)}.</p>" if agreement else ""
    address = f"runs/{quote(past.name)}/report.html"
    parts = [
        f"<h3>{escape(past.name)}</h3><p>{escape(told)}</p><p>{escape(together.capitalize())}.</p>",
        f"<p><a href='{address}' target='_blank' rel='noopener'>Open the report</a>: every "
        "question with its answer, its evidence and its scores</p>",
        _measures(summary.whole),
        beside,
        *(_parts(one.rows) for one in summary.breakdowns if one.by == "kind"),
        "<details class='report'><summary>The report, here</summary>"
        # Without scripts, and as if from another place: whatever stands in it stays in it.
        f"<iframe src='{address}' sandbox='' loading='lazy' title='Report of "
        f"{escape(past.name, quote=True)}'></iframe></details>",
    ]
    return "".join(parts)


def compared(found: Comparison) -> str:
    """Return what got better and worse from one run to another, and which questions flipped."""
    differing = "".join(
        f"<li>{escape(name)}: {escape(before)}, then {escape(after)}</li>"
        for name, (before, after) in found.differing.items()
        if name != "started"
    )
    changes = [one for one in found.changes if not one.measure.startswith(SECONDS)]
    alone = (
        f"<p class='how'>Scored in one of the runs only: {escape(', '.join(found.alone))}.</p>"
        if found.alone
        else ""
    )
    heads = ("Measure", "Earlier", "Later", "p", "Verdict", "Questions up", "Questions down")
    flips = "".join(
        f"<li><b>{'▲ better' if one.better else '▼ worse'}</b> {escape(one.question)} "
        f"<span>{escape(one.id)}: {escape(one.what)}</span></li>"
        for one in found.flips
    )
    return (
        f"<h3>{escape(found.before.folder.name)}, then {escape(found.after.folder.name)}</h3>"
        f"<ul class='differing'>{differing or '<li>Nothing differs but the day.</li>'}</ul>"
        f"{_table('changes', 'What changed', heads, ''.join(map(_change, changes)))}"
        "<p class='how'>p is of a paired randomisation test over the questions scored in both, not "
        "corrected for the number of measures.</p>"
        f"{alone}<h4>Questions that flipped</h4><ul class='flips'>{flips or '<li>None.</li>'}</ul>"
    )


def _measures(row: Row) -> str:
    heads = ("Measure", "Mean", "95% interval", "", "Of")
    return _table("measures", "Means of this run", heads, "".join(_mean_rows(row)))


def _mean_rows(row: Row) -> Iterator[str]:
    about = None
    for name, mean in row.means.items():
        measure = measure_named(name)
        if measure.about != about:
            about = measure.about
            head = f"<th colspan='5' scope='colgroup'>{about.capitalize()}</th>"
            yield f"<tr class='group'>{head}</tr>"
        bar = "" if name.startswith(SECONDS) else _bar(mean)
        yield (
            f"<tr><th scope='row' title='{escape(measure.what, quote=True)}'>{escape(name)}</th>"
            f"<td class='n'>{mean.value:.3f}</td><td class='n'>{mean.low:.3f}–{mean.high:.3f}</td>"
            f"<td class='bar'>{bar}</td><td class='n'>{mean.count}</td></tr>"
        )


def _bar(mean: Mean) -> str:
    """Draw the interval from 0 to 1, with the mean in it; the figures stand beside it."""
    low, high = (min(max(one, 0.0), 1.0) * 100 for one in (mean.low, mean.high))
    at = min(max(mean.value, 0.0), 1.0) * 100
    return (
        "<svg viewBox='0 0 100 10' preserveAspectRatio='none' aria-hidden='true'>"
        "<rect class='all' x='0' y='4' width='100' height='2'/>"
        f"<rect class='within' x='{low:.1f}' y='2' width='{max(high - low, 0.8):.1f}' height='6'/>"
        f"<rect class='mean' x='{min(at, 99):.1f}' y='0' width='1' height='10'/></svg>"
    )


def _parts(rows: Sequence[Row]) -> str:
    def cell(row: Row, measure: str) -> str:
        mean = row.means.get(measure)
        return f"<td class='n'>{'–' if mean is None else f'{mean.value:.3f}'}</td>"

    body = "".join(
        f"<tr><th scope='row'>{escape(row.label.replace('_', ' '))}</th>"
        f"<td class='n'>{row.counts.size}</td><td class='n'>{row.counts.answered}</td>"
        f"<td class='n'>{row.counts.declined}</td><td class='n'>{row.counts.failed}</td>"
        f"{cell(row, 'nDCG@10')}{cell(row, 'gold papers cited')}</tr>"
        for row in rows
    )
    heads = ("Kind", "Size", "Answered", "Declined", "Failed", "nDCG@10", "Gold cited")
    return _table("kinds", "By kind of question", heads, body)


def _change(one: Change) -> str:
    words, kind = _VERDICTS.get(one.verdict, (one.verdict, "same"))
    return (
        f"<tr class='{kind}'><th scope='row'>{escape(one.measure)}</th>"
        f"<td class='n'>{one.before:.3f}</td><td class='n'>{one.after:.3f}</td>"
        f"<td class='n'>{one.p:.4f}</td><td>{escape(words)}</td>"
        f"<td class='n'>{one.up}</td><td class='n'>{one.down}</td></tr>"
    )


def _table(name: str, caption: str, heads: Sequence[str], rows: str) -> str:
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    return (
        f"<div class='scrolls' role='region' aria-label='{caption}' tabindex='0'>"
        f"<table class='{name}'><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )

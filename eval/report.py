"""Write what a run came to: scores as JSON Lines, a report in Markdown and one as a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from eval.answers import TOGETHER
from eval.chance import Mean
from eval.compare import Comparison
from eval.ranking import Scores
from eval.run import Run
from eval.scores import SECONDS, measure_named
from eval.seen import first_ranks, seen
from eval.summary import BROKEN_DOWN, Summary

_SCORES, _MARKDOWN, _PAGE = "scores.jsonl", "report.md", "report.html"


def write_reports(run: Run, summary: Summary) -> Path:
    """Write scores and reports into the run's folder; return the path of the page."""
    (run.folder / _SCORES).write_text("".join(_score_lines(summary.scores)), encoding="utf-8")
    (run.folder / _MARKDOWN).write_text(markdown_report(run, summary), encoding="utf-8")
    (run.folder / _PAGE).write_text(page_report(run, summary), encoding="utf-8")
    return run.folder / _PAGE


def markdown_report(run: Run, summary: Summary) -> str:
    """Return the figures of a run as Markdown."""
    return _render_run("report.md.jinja", run, summary)


def page_report(run: Run, summary: Summary) -> str:
    """Return a run as one page that loads nothing from elsewhere and runs no script."""
    return _render_run("report.html.jinja", run, summary)


def markdown_comparison(comparison: Comparison) -> str:
    """Return two runs side by side as Markdown."""
    return _render("comparison.md.jinja", comparison=comparison)


def _render_run(template: str, run: Run, summary: Summary) -> str:
    all_seen = list(seen(run, summary.scores))
    return _render(
        template,
        run=run,
        summary=summary,
        seen=all_seen,
        first_ranks=first_ranks(all_seen),
        seconds=_quantiles(summary.scores),
        together=TOGETHER,
        broken_down=BROKEN_DOWN,
        measure_named=measure_named,
    )


def _render(template: str, **values: object) -> str:
    # What papers and questions hold is shown as it stands: markup in it is escaped on the page.
    templates = Environment(
        loader=PackageLoader("eval", "templates"),
        autoescape=template.endswith(".html.jinja"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters.update(figure=figure, cell=_cell, by_subject=_by_subject)
    return templates.get_template(template).render(**values)


def figure(mean: Mean | None) -> str:
    """Write a mean with its interval, such as "0.836 (0.79 to 0.88)"."""
    if mean is None:
        return "–"
    return f"{mean.value:.3f} ({mean.low:.2f} to {mean.high:.2f})"


def _by_subject(means: Mapping[str, Mean]) -> list[tuple[str, list[str]]]:
    """Return the names of measures by what they are about; seconds have a part of their own."""
    found: dict[str, list[str]] = {}
    for name in means:
        found.setdefault(measure_named(name).about, []).append(name)
    found.pop("time", None)
    return list(found.items())


def _cell(text: str) -> str:
    """Return text for one cell of a Markdown table."""
    return re.sub(r"([|\\`*_<\[])", r"\\\1", " ".join(text.split()))


def _quantiles(scores: Scores) -> dict[str, Sequence[float]]:
    """Return median, 95th percentile and longest of the seconds of each step."""
    return {
        name.removeprefix(SECONDS): np.quantile(list(found.values()), (0.5, 0.95, 1.0)).tolist()
        for name, found in scores.by_measure.items()
        if name.startswith(SECONDS) and found
    }


def _score_lines(scores: Scores) -> Iterator[str]:
    for measure, by_question in scores.by_measure.items():
        for question, score in by_question.items():
            row = {"measure": measure, "id": question, "score": score}
            yield json.dumps(row, ensure_ascii=False) + "\n"

"""Write what a run came to: scores as JSON Lines, a report in Markdown and one as a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from eval.answers import TOGETHER
from eval.chance import Mean
from eval.compare import Comparison
from eval.judge import kept_agreement
from eval.judged import JUDGE, remarks_in
from eval.questions import Question
from eval.ranking import Scores
from eval.refusal import refusal_curve
from eval.run import Run
from eval.scores import SECONDS, measure_named
from eval.seen import first_ranks, seen
from eval.summary import BROKEN_DOWN, Summary, parts_of

_SCORES, _MARKDOWN, _PAGE = "scores.jsonl", "report.md", "report.html"
_CURVE, _PARTS = "refusal.jsonl", "parts.jsonl"


def write_reports(run: Run, summary: Summary) -> Path:
    """Write scores and reports into the run's folder; return the path of the page."""
    _write_lines(run.folder / _SCORES, _score_rows(summary.scores))
    curve = refusal_curve(run.questions.questions, run.outcomes)
    _write_lines(run.folder / _CURVE, (asdict(point) for point in curve))
    _write_lines(run.folder / _PARTS, _part_rows(run, summary.scores))
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
        curve=refusal_curve(run.questions.questions, run.outcomes),
        agreement=kept_agreement(run.folder),
        every=_every_measure(run, summary),
        remarks=remarks_in(run.folder, run.questions),
        judge=JUDGE,
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
    """Return the names of measures by what they are about; costs have a part of their own."""
    found: dict[str, list[str]] = {}
    for name in means:
        found.setdefault(measure_named(name).about, []).append(name)
    return [(about, names) for about, names in found.items() if about not in ("time", "cost")]


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


def _score_rows(scores: Scores) -> Iterator[dict[str, object]]:
    for measure, by_question in scores.by_measure.items():
        for question, score in by_question.items():
            yield {"measure": measure, "id": question, "score": score}


def _every_measure(run: Run, summary: Summary) -> dict[str, list[tuple[str, list[str]]]]:
    """Return, by property, each measure with its mean and count in every part told of it."""
    parts = parts_of(run.questions.questions)

    def cell(by_question: Mapping[str, float], questions: Sequence[Question]) -> str:
        told = [by_question[one.id] for one in questions if one.id in by_question]
        return f"{sum(told) / len(told):.3f} of {len(told)}" if told else "–"

    return {
        told.by: [
            (measure, [cell(by_question, parts[told.by][row.label]) for row in told.rows])
            for measure, by_question in summary.scores.by_measure.items()
            if by_question
        ]
        for told in summary.breakdowns
    }


def _part_rows(run: Run, scores: Scores) -> Iterator[dict[str, object]]:
    """Yield every measure for every part of the set, the thin ones with their count too."""
    for by, parts in parts_of(run.questions.questions).items():
        for part, questions in parts.items():
            for measure, by_question in scores.by_measure.items():
                told = [by_question[one.id] for one in questions if one.id in by_question]
                if told:
                    yield {
                        "by": by,
                        "part": part,
                        "measure": measure,
                        "mean": sum(told) / len(told),
                        "count": len(told),
                    }


def _write_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    lines = (f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")

"""The picture and the tables of a whole course, as one page without anything from elsewhere."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.review.category import kinds
from assistant.review.course import ROLES, Course

_ROW, _LABEL, _WIDTH = 26, 220, 640
"""Pixels of the picture: a row, the names at its left, the whole."""
_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1c2430; background: #fff; }
table { border-collapse: collapse; margin: 0 0 2rem; }
th, td { padding: .3rem .8rem .3rem 0; text-align: left; border-bottom: 1px solid #cfd6de; }
td.n { text-align: right; }
svg { max-width: 100%; height: auto; }
@media (prefers-color-scheme: dark) { body { color: #e8ecf1; background: #14181d; } }
"""


def course_page(course: Course) -> str:
    """Return an HTML page with the picture and tables of a course."""
    names = {kind.category: kind.name for kind in kinds().values()}
    rows: list[Sequence[str | int]] = [
        (one.file, one.week, names[one.category], one.count) for one in course.tallies
    ]
    groups: list[Sequence[str | int]] = [
        (group, *(_count(course, group, role) for role in ROLES))
        for group in dict.fromkeys(one.group for one in course.namings)
    ]
    seen = "".join(f"<li>{html.escape(one)}</li>" for one in course.look_yourself)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Review of a course</title><style>{_STYLE}</style>"
        f"<h1>Review of a course</h1><p>{html.escape(', '.join(course.files))}: "
        f"{course.statements} statements.</p>{course_picture(course)}"
        f"<h2>Remarks</h2>{_table(('File', 'Week', 'Category', 'Remarks'), rows)}"
        f"<h2>Who is named, and as what</h2>{_table(('Group', *ROLES), groups)}"
        f"<h2>Disparities</h2><p>{course.disparities_with_cause} of {course.disparities} "
        "statements on disparities name a cause.</p>"
        f"<h2>Look yourself</h2><p>Pictures whose description says nothing of skin tone:</p>"
        f"<ul>{seen or '<li>none</li>'}</ul></html>"
    )


def course_picture(course: Course) -> str:
    """Return bars of the remarks by category, as SVG; the numbers stand beside the bars."""
    counts: Counter[str] = Counter()
    for one in course.tallies:
        counts[one.category] += one.count
    most = max(counts.values(), default=1)
    bars = "".join(
        _bar(place, kind.name, counts[kind.category], most)
        for place, kind in enumerate(kinds().values())
    )
    height = _ROW * len(kinds())
    said = "; ".join(f"{kind.name}: {counts[kind.category]}" for kind in kinds().values())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" role="img" aria-label="Remarks by category. {html.escape(said)}" '
        f'font-family="system-ui, sans-serif" font-size="14" fill="currentColor">{bars}</svg>'
    )


def _bar(place: int, name: str, count: int, most: int) -> str:
    top = place * _ROW
    width = round((_WIDTH - _LABEL - 50) * count / most)
    return (
        f'<text x="0" y="{top + 18}">{html.escape(name)}</text>'
        f'<rect x="{_LABEL}" y="{top + 5}" width="{width}" height="16" rx="2" fill="#2f6f8f"/>'
        f'<text x="{_LABEL + width + 8}" y="{top + 18}">{count}</text>'
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str | int]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in header)
    return f"<table><tr>{head}</tr>{''.join(map(_row, rows))}</table>"


def _row(cells: Sequence[str | int]) -> str:
    def told() -> Iterator[str]:
        for cell in cells:
            number = ' class="n"' if isinstance(cell, int) else ""
            yield f"<td{number}>{html.escape(str(cell))}</td>"

    return f"<tr>{''.join(told())}</tr>"


def _count(course: Course, group: str, role: str) -> int:
    return sum(one.count for one in course.namings if (one.group, one.role) == (group, role))

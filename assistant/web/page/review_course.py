"""The whole course as a picture and tables: what is remarked upon, who is named, causes given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from assistant.review.category import kinds
from assistant.review.course import ROLES, Course


def course_view(course: Course) -> str:
    """Return the counts over all files, and the pictures to look at."""
    return (
        f"<p class='hint'>{len(course.files):,} file{'s' * (len(course.files) != 1)}, "
        f"{course.statements:,} statements.</p>"
        f"{_categories(course)}{_groups(course)}{_causes(course)}{_look(course)}{_where(course)}"
    )


def _categories(course: Course) -> str:
    counts = Counter[str]()
    for one in course.tallies:
        counts[one.category] += one.count
    most = max(counts.values(), default=1)
    rows = "".join(
        f"<tr><th scope='row'>{escape(kind.name)}</th><td class='track'><span style='width:"
        f"{100 * counts[category] / most:.0f}%'></span></td><td class='n'>{counts[category]}</td>"
        "</tr>"
        for category, kind in kinds().items()
    )
    return (
        "<section><h4>What the remarks concern</h4><table class='tallied'><thead class='unseen'>"
        "<tr><th>Category</th><th>Bar</th><th>Remarks</th></tr></thead><tbody>"
        f"{rows}</tbody></table></section>"
    )


def _where(course: Course) -> str:
    if not course.tallies:
        return ""
    weeks = any(one.week for one in course.tallies)
    header = ("File", *(("Week",) if weeks else ()), "Remarks", "On")
    places = dict.fromkeys((one.file, one.week) for one in course.tallies)
    rows = []
    for file, week in places:
        here = [one for one in course.tallies if (one.file, one.week) == (file, week)]
        told = ", ".join(f"{kinds()[one.category].name.lower()} {one.count}" for one in here)
        count = str(sum(one.count for one in here))
        rows.append((file, *((week or "–",) if weeks else ()), count, told))
    table = _table("Where the remarks stand", header, rows)
    return f"<section class='where'><h4>Where they stand</h4>{table}</section>"


def _groups(course: Course) -> str:
    groups = list(dict.fromkeys(one.group for one in course.namings))
    if not groups:
        return ""
    told = {(one.group, one.role): str(one.count) for one in course.namings}
    header = ("Group", *(role.capitalize() for role in ROLES))
    rows = [(group, *(told.get((group, role), "–") for role in ROLES)) for group in groups]
    return (
        "<section><h4>Who is named, and as what</h4><p class='hint'>Statements; the role is judged "
        "by the words beside the name.</p>"
        f"{_table('Groups and roles', header, rows)}</section>"
    )


def _causes(course: Course) -> str:
    if not course.disparities:
        return ""
    return (
        "<section><h4>Disparities</h4><p>"
        f"{course.disparities_with_cause} of {course.disparities} statements that compare groups "
        "name a cause.</p></section>"
    )


def _look(course: Course) -> str:
    if not course.look_yourself:
        return ""
    lines = "".join(f"<li>{escape(one)}</li>" for one in course.look_yourself)
    return (
        "<section><h4>Look yourself</h4><p>A review by words does not see pictures. The "
        f"descriptions of these say nothing of skin tone:</p><ul>{lines}</ul></section>"
    )


def _table(name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table that can be scrolled by itself; its name must be its own on the page."""
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in header)
    body = "".join(
        f"<tr><th scope='row'>{escape(first)}</th>"
        f"{''.join(_cell(name, cell) for name, cell in zip(header[1:], rest, strict=True))}</tr>"
        for first, *rest in rows
    )
    return (
        f"<div class='wide' tabindex='0' role='region' aria-label='{name}'><table>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(name: str, cell: str) -> str:
    return f"<td data-name='{escape(name, quote=True)}'>{escape(cell)}</td>"

"""What a sitting has found, as it is shown: exports, filters, files with remarks, the course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from assistant.review.category import kinds
from assistant.review.course import course_of
from assistant.review.decision import Kept
from assistant.review.export import has_comments
from assistant.review.material import Material
from assistant.review.pattern import patterns
from assistant.review.review import Review
from assistant.review.sitting import Sheet
from assistant.web.page.review_course import course_view
from assistant.web.page.review_remark import Numbered, remark_view
from assistant.web.page.review_text import Stretch, stretch_name, stretches, text_view

LONGEST_NAME = 40
"""Characters of a reader's name."""


def found_view(sheets: Mapping[int, Sheet], kept: Kept, reader: str) -> str:
    """Return all that was found in the files that could be reviewed."""
    numbered = {number: numbered_of(number, sheet) for number, sheet in sheets.items()}
    count = sum(map(len, numbered.values()))
    reviews = [one.review for one in sheets.values() if one.review is not None]
    if not reviews:
        return (
            _bar(reader, [], count) + "<p class='none'><b>Nothing could be reviewed.</b> See "
            "above what each file needs, and give it again.</p>"
        )
    files = "".join(
        _file(number, sheet, numbered[number], kept, reader)
        for number, sheet in sheets.items()
        if sheet.review is not None
    )
    course = course_view(course_of(reviews, patterns()))
    return (
        f"{_bar(reader, list(sheets.items()), count)}"
        f"{_filters(sheets, numbered) if count else ''}{files}"
        "<details class='course' open><summary>"
        f"{'The whole course' if len(reviews) > 1 else 'The file as a whole'}</summary>"
        f"<div class='inside'>{course}</div></details>"
    )


def numbered_of(number: int, sheet: Sheet) -> list[Numbered]:
    """Return the remarks on a file with what the page needs to point to each."""
    review, since = sheet.review, sheet.since
    if review is None:
        return []
    new = set(since.new) if since else set()
    keeps = not review.material.warnings
    return [
        Numbered(place, number, remark, remark.remark_id in new, keeps)
        for place, remark in enumerate(review.remarks, start=1)
    ]


def _bar(reader: str, sheets: Sequence[tuple[int, Sheet]], count: int) -> str:
    """Return who reads, and what can be taken away."""
    takes = "".join(_takes(sheets))
    who = (
        "<label for='clinic-reader'>Your name or initials <small>(kept with your decisions; a "
        "second reader writes another)</small></label><input type='text' id='clinic-reader' "
        f"maxlength='40' autocomplete='off' value='{escape(reader, quote=True)}'>"
    )
    collect = (
        "<button type='button' class='act' id='clinic-collect' disabled>Add accepted to hand-out"
        "</button>"
    )
    close = "<button type='button' class='act' id='clinic-close'>Close this review</button>"
    return (
        f"<div class='desk'><div class='who'>{who if count else ''}</div>"
        f"<div class='takes' role='group' aria-label='Take away'>{takes}"
        f"{collect if count else ''}{close}</div><p class='told' id='clinic-said' role='status'>"
        "</p></div>"
    )


def _takes(sheets: Sequence[tuple[int, Sheet]]) -> Iterator[str]:
    if not sheets:
        return
    yield _take("report", "review-report.docx", "Report (Word)", "first")
    yield _take("list", "review-remarks.csv", "List (CSV)")
    yield _take("course", "review-course.html", "Course page")
    for number, sheet in sheets:
        if sheet.review is not None and has_comments(sheet.review):
            stem, _, ending = sheet.name.rpartition(".")
            name = f"{stem}-remarks.{ending}"
            yield _take(f"copy/{number}", name, f"{sheet.name} with comments")


def _take(path: str, name: str, label: str, look: str = "") -> str:
    return (
        f"<button type='button' class='act {look}' data-take-review='{path}' "
        f"data-name='{escape(name, quote=True)}'><bdi>{escape(label)}</bdi></button>"
    )


def _filters(sheets: Mapping[int, Sheet], numbered: Mapping[int, list[Numbered]]) -> str:
    remarks = [one for some in numbered.values() for one in some]
    categories = [
        (category, f"{kind.name} ({count})")
        for category, kind in kinds().items()
        if (count := sum(one.remark.finding.category == category for one in remarks))
    ]
    severities = [
        (severity, f"{severity.capitalize()} ({count})")
        for severity in ("major", "moderate", "minor")
        if (count := sum(one.remark.finding.severity == severity for one in remarks))
    ]
    files = [(str(number), sheets[number].name) for number, some in numbered.items() if some]
    states = [
        ("open", "Not decided"),
        ("accepted", "Accepted"),
        ("dismissed", "Dismissed"),
        ("differ", "Readers differ"),
        *([("new", "New since the last review")] if any(one.is_new for one in remarks) else []),
    ]
    return (
        "<div class='limits' role='group' aria-label='Show'>"
        f"{_choice('category', 'Category', categories)}"
        f"{_choice('severity', 'Severity', severities)}"
        f"{_choice('file', 'File', files) if len(files) > 1 else ''}"
        f"{_choice('verdict', 'Decision', states)}"
        "<p id='clinic-count' role='status'></p></div>"
    )


def _choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f"<option value='{escape(value, quote=True)}'>{escape(words)}</option>"
        for value, words in options
    )
    return (
        f"<label>{label}<select data-limit='{name}'><option value=''>All</option>{listed}</select>"
        "</label>"
    )


def _file(number: int, sheet: Sheet, remarks: Sequence[Numbered], kept: Kept, reader: str) -> str:
    review = sheet.review
    if review is None:
        return ""
    material = review.material
    warnings = "".join(
        f"<p class='care'><b>{escape(material.file)}</b> {escape(one)}.</p>"
        for one in material.warnings
    )
    shown = "".join(_stretch(material, one, kept, reader) for one in stretches(remarks))
    return (
        f"<section class='sheet-found' data-file='{number}' aria-labelledby='sheet-{number}'>"
        f"<h3 id='sheet-{number}'><bdi>{escape(material.file)}</bdi></h3>"
        f"<p class='hint'>{escape(_summary(review, sheet))}</p>{warnings}"
        f"{shown or _CLEAN}</section>"
    )


_CLEAN = (
    "<p class='none'><b>Nothing here called for a remark.</b> That is no certificate: a review by "
    "words can miss things, and it cannot see pictures.</p>"
)


def _summary(review: Review, sheet: Sheet) -> str:
    material, count = review.material, len(review.remarks)
    told = f"{count} remark{'s' * (count != 1)}" if count else "No remark"
    unit = material.statements[0].place.unit
    told += f" on {len(material.statements):,} statements on {material.units:,} {unit}"
    told += "s." if material.units != 1 else "."
    since = sheet.since
    if since is None:
        return told
    when = f"Since the review of {since.when[:16].replace('T', ', ')} UTC"
    if not since.new and not since.gone:
        return f"{told} {when}: the same remarks."
    return f"{told} {when}: {len(since.new)} new, {len(since.gone)} no longer made."


def _stretch(material: Material, stretch: Stretch, kept: Kept, reader: str) -> str:
    remarks = "".join(
        remark_view(one, kept.on(one.remark.remark_id), reader) for one in stretch.remarks
    )
    name = stretch_name(stretch)
    return (
        f"<div class='stretch'><div class='text'><h4 class='label'>{name}</h4>"
        f"{text_view(material, stretch)}</div><div class='remarks'>{remarks}</div></div>"
    )

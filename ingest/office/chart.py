"""Read the figures that a chart of Office is drawn from, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from ingest.office.names import below, full

_MOST_ROWS = 100
"""Of a larger chart only the names of its series are told."""


def chart_title(root: _Element) -> str:
    """Return the title printed over a chart; empty where there is none."""
    title = below(root, "c:chart", "c:title", "c:tx")
    texts = (text.text or "" for text in title.iter(full("a:t"))) if title is not None else ()
    return " ".join("".join(texts).split())


def chart_rows(root: _Element) -> Iterator[str]:
    """Yield the names of the series of a chart, and then a row for each of its categories."""
    for plot in root.iterfind(f"{full('c:chart')}/{full('c:plotArea')}/*"):
        series = plot.findall(full("c:ser"))
        if series:
            yield from _plot_rows(series)


def _plot_rows(series: list[_Element]) -> Iterator[str]:
    names = [" ".join(_points(below(one, "c:tx")).values()) for one in series]
    categories = _points(below(series[0], "c:cat"))
    values = [_points(below(one, "c:val")) for one in series]
    if categories and len(categories) <= _MOST_ROWS:
        if any(names):
            yield _row(["", *names])
        for place, category in categories.items():
            yield _row([category, *(_number(one.get(place, "")) for one in values)])
    elif any(names):
        yield _row(names)


def _points(element: _Element | None) -> dict[str, str]:
    """Return the points kept below an element by their number; of several levels the innermost."""
    if element is None:
        return {}
    level = next(element.iter(full("c:lvl")), element)
    points: dict[str, str] = {}
    for value in level.iter(full("c:v")):
        point = value.getparent()
        number = point.get("idx", "") if point is not None else ""
        points[number] = " ".join((value.text or "").split())
    return points


def _number(written: str) -> str:
    """Return a number without the noise of its binary form; other values as they are written."""
    try:
        number = float(written)
    except ValueError:
        return written
    return repr(number).removesuffix(".0")


def _row(cells: list[str]) -> str:
    return " ".join(" | ".join(cells).split())

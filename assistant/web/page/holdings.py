"""A picture of what the library holds and lacks: years as columns, all else as bars in tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from assistant.papers.entry import Entry, Facet
from assistant.papers.gaps import gaps
from assistant.papers.groups import GROUPS
from assistant.papers.shelf import Stock
from assistant.web.page.papers_table import facet_words

_TITLES: tuple[tuple[Facet, str, str], ...] = (
    ("group", "Groups studied", "Read from title, topics and who was studied"),
    ("topic", "Topics", ""),
    ("design", "Designs", ""),
    ("country", "Countries", "As the text tells them, or who was studied"),
    ("origin", "Text held", ""),
    ("status", "Status", ""),
)
_BARS = 10
"""Values of one facet that are in sight; the others fold out."""
_COLUMNS = 30
"""Columns of years at most; where there are more years, each column stands for several."""


def holdings(stock: Stock) -> str:
    """Return the picture as HTML."""
    if not stock.entries:
        return "<p class='empty'>This library holds no papers yet.</p>"
    lacks = gaps(stock)
    total = len(stock.entries)
    parts = [_years(stock.entries, lacks["year"])]
    parts += [_facet(*titled, stock.counts[titled[0]], total, lacks) for titled in _TITLES]
    return (
        f"<p class='lead'>An answer can only rest on these {total:,} papers. “No evidence” "
        "means none among them; whether others exist elsewhere it does not say. Where a bar "
        "is short or missing, add papers before you conclude anything.</p>"
        f"<div class='pictures'>{''.join(parts)}</div>"
    )


def _facet(
    facet: Facet,
    title: str,
    hint: str,
    counts: Counter[str],
    total: int,
    lacks: dict[Facet | str, list[str]],
) -> str:
    values = sorted(counts, key=lambda value: (-counts[value], value.casefold()))
    if facet == "group":
        values += [group for group in GROUPS if not counts[group]]
    most = max(counts.values(), default=1)
    bars = [_bar(facet, value, counts[value], most, total) for value in values]
    # The groups that are missing are the point of their table: none is folded away.
    shown = len(bars) if facet == "group" or len(bars) <= _BARS + 2 else _BARS
    head = (
        "<thead class='unseen'><tr><th scope='col'>Value</th><th scope='col'>Papers</th></tr>"
        "</thead>"
    )
    table = f"<table class='bars'>{head}<tbody>{''.join(bars[:shown])}</tbody></table>"
    rest = (
        f"<details><summary>{len(bars) - shown} more</summary>"
        f"<table class='bars'>{head}<tbody>{''.join(bars[shown:])}</tbody></table></details>"
        if len(bars) > shown
        else ""
    )
    small = f"<p class='hint'>{escape(hint)}</p>" if hint else ""
    return (
        f"<section aria-labelledby='held-{facet}'><h3 id='held-{facet}'>{title}</h3>"
        f"{small}{_lacks(lacks[facet])}{table}{rest}</section>"
    )


def _bar(facet: Facet, value: str, count: int, most: int, total: int) -> str:
    width = 100 * count / most
    words = escape(facet_words(facet, value))
    wanted = escape(value, quote=True)
    name = (
        f"<button type='button' data-facet='{facet}' data-value='{wanted}' "
        f"title='Show these papers'>{words}</button>"
        if count
        else f"<span class='none'>{words}</span>"
    )
    share = f"{100 * count / total:.0f} %" if count else "none"
    return (
        f"<tr><th scope='row'>{name}</th><td><span class='track' aria-hidden='true'>"
        f"<span style='width:{width:.1f}%'></span></span></td>"
        f"<td class='number'>{count:,} <small>{share}</small></td></tr>"
    )


def _lacks(sentences: Sequence[str]) -> str:
    lines = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<ul class='lacks'>{lines}</ul>" if lines else ""


def _years(entries: Sequence[Entry], lacks: Sequence[str]) -> str:
    counts = Counter(entry.paper.year for entry in entries if entry.paper.year)
    head = "<section class='wide' aria-labelledby='held-year'><h3 id='held-year'>Years</h3>"
    if not counts:
        return f"{head}{_lacks(lacks)}</section>"
    columns = _columns(counts)
    rows = "".join(
        f"<tr><th scope='row'><button type='button' data-from='{first}' data-to='{last}'>"
        f"{_span(first, last)}</button></th><td class='number'>{count:,}</td></tr>"
        for first, last, count in columns
    )
    return (
        f"{head}{_lacks(lacks)}{_chart(columns)}<details><summary>As a table</summary>"
        "<table class='bars'><thead><tr><th scope='col'>Years</th><th scope='col'>Papers</th>"
        f"</tr></thead><tbody>{rows}</tbody></table></details></section>"
    )


def _columns(counts: Counter[int]) -> list[tuple[int, int, int]]:
    """Return first year, last year and number of papers of each column, from old to new."""
    first, last = min(counts), max(counts)
    years = last - first + 1
    step = next(one for one in (1, 2, 5, 10, 25, 50, 100, years) if years / one <= _COLUMNS)
    start = first - first % step
    return [
        (begin, begin + step - 1, sum(counts[year] for year in range(begin, begin + step)))
        for begin in range(start, last + 1, step)
    ]


def _chart(columns: Sequence[tuple[int, int, int]]) -> str:
    """Return the columns as a picture that is read out as one sentence."""
    wide, high = 100.0, 34.0
    most = max(count for *_, count in columns)
    each = wide / len(columns)
    top = max(columns, key=lambda column: column[2])
    told = (
        f"Papers by year from {columns[0][0]} to {columns[-1][1]}; "
        f"most are of {_span(top[0], top[1])}: {top[2]}"
    )
    bars = "".join(
        f"<rect x='{place * each + each * 0.1:.2f}' y='{high - (high - 4) * count / most:.2f}' "
        f"width='{each * 0.8:.2f}' height='{(high - 4) * count / most:.2f}'>"
        f"<title>{_span(first, last)}: {count}</title></rect>"
        for place, (first, last, count) in enumerate(columns)
    )
    marks = {0, len(columns) // 2, len(columns) - 1}
    labels = "".join(
        f"<span style='left:{100 * (place + 0.5) / len(columns):.1f}%'>{columns[place][0]}</span>"
        for place in sorted(marks)
    )
    return (
        f"<div class='columns'><svg viewBox='0 0 {wide:.0f} {high:.0f}' "
        f"preserveAspectRatio='none' role='img' aria-label='{escape(told, quote=True)}'>"
        f"<line x1='0' x2='{wide:.0f}' y1='{high}' y2='{high}'/>{bars}</svg>"
        f"<div class='ticks' aria-hidden='true'>{labels}</div></div>"
    )


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"

"""The table of papers, a page of it at a time, with what it is limited and sorted by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from assistant.papers.entry import Entry, Facet
from assistant.papers.selection import Order, Selection
from assistant.papers.shelf import Stock
from assistant.web.page.paper_link import paper_link
from corpus.paper import ORIGINS
from corpus.references.cite import byline, standing_words
from corpus.status import Standing

A_PAGE = 50
"""Papers on one page of the table."""
_COLUMNS: tuple[tuple[Order, str], ...] = (
    ("name", "Paper"),
    ("year", "Year"),
    ("design", "Design"),
    ("status", "Status"),
    ("origin", "Text"),
)
_FACETS: tuple[tuple[Facet, str], ...] = (
    ("design", "Design"),
    ("status", "Status"),
    ("topic", "Topic"),
    ("origin", "Text held"),
    ("group", "Group studied"),
    ("country", "Country"),
)
_FORMS = {
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
    "ama": "AMA list",
    "apa": "APA list",
    "csv": "CSV table",
}
ORIGIN_WORDS = {"digest": "digest by this project", "record": "record only"}


def table_frame() -> str:
    """Return what stands around the table and never changes."""
    forms = "".join(f"<option value='{form}'>{name}</option>" for form, name in _FORMS.items())
    return (
        "<section aria-label='Papers in the library'>"
        "<form id='wanted' role='search' aria-label='Search and limit the papers'>"
        "<div class='seek'><label for='words'>Search the papers</label>"
        "<input type='search' id='words' name='words' autocomplete='off' "
        "placeholder='Title, author, journal, DOI, topic …'></div>"
        "<details class='limits' id='limits'><summary>Limit by year, design, status …</summary>"
        "<div id='choices' class='choices'></div></details></form>"
        "<div class='bar'><p id='count' role='status'>Looking through the papers …</p>"
        "<span id='marked-acts' hidden><button type='button' class='act' id='remove'>Remove"
        "</button> <button type='button' class='act quiet' id='unmark'>Unmark all</button></span>"
        "<span class='export'><label for='form'>Export as</label>"
        f"<select id='form'>{forms}</select>"
        "<button type='button' class='act' id='export'>Export</button></span></div>"
        "<div class='agree' id='sure' role='group' aria-labelledby='sure-words' hidden>"
        "<p id='sure-words'></p><button type='button' class='act first' id='remove-now'>Remove"
        "</button> <button type='button' class='act' id='remove-not'>Keep</button></div>"
        "<div id='rows'></div></section>"
    )


def choices(stock: Stock, selection: Selection) -> str:
    """Return the controls that limit the table, each value with how many papers have it."""
    years = [entry.paper.year for entry in stock.entries if entry.paper.year]
    first, last = min(years, default=1900), max(years, default=2100)
    number = (
        "<label>{label}<input type='number' name='{name}' min='1000' max='2999' step='1' "
        "inputmode='numeric' placeholder='{hint}' value='{value}'></label>"
    )
    from_year = number.format(
        label="From year", name="from", hint=first, value=selection.year_from or ""
    )
    to_year = number.format(label="To year", name="to", hint=last, value=selection.year_to or "")
    selects = "".join(
        _select(facet, label, stock.counts[facet], selection.chosen.get(facet, ""))
        for facet, label in _FACETS
    )
    clear = "<button type='button' class='act quiet' id='no-limits'>No limits</button>"
    return from_year + to_year + selects + clear


def _select(facet: Facet, label: str, counts: Counter[str], chosen: str) -> str:
    values = sorted(counts, key=lambda value: _place(facet, value, counts))
    if chosen and chosen not in counts:
        values.append(chosen)
    options = "".join(
        f"<option value='{escape(value, quote=True)}'{' selected' if value == chosen else ''}>"
        f"{escape(facet_words(facet, value))} ({counts[value]:,})</option>"
        for value in values
    )
    return (
        f"<label>{label}<select name='{facet}'><option value=''>any</option>{options}</select>"
        "</label>"
    )


def _place(facet: Facet, value: str, counts: Counter[str]) -> tuple[int, str]:
    """Return by what values of a facet are sorted: by their own order, else by number."""
    if facet == "status":
        return [standing.value for standing in Standing].index(value), ""
    if facet == "origin":
        return [str(origin) for origin in ORIGINS].index(value), ""
    return -counts[value], value.casefold()


def facet_words(facet: Facet, value: str) -> str:
    """Return a value as a reader sees it."""
    words = ORIGIN_WORDS.get(value, value) if facet == "origin" else value
    return words.replace("-", " ") if facet == "topic" else words


def count_words(shown: int, total: int) -> str:
    """Say how many papers are shown of how many."""
    if shown == total:
        return f"{total:,} paper{'' if total == 1 else 's'}"
    return f"{shown:,} of {total:,} papers"


def table(entries: Sequence[Entry], selection: Selection, page: int, *, empty: bool) -> str:
    """Return one page of the table, counted from 1; `empty` where the library holds nothing."""
    if not entries:
        told = (
            "This library holds no papers yet. Add some above."
            if empty
            else "No paper in this library matches. Take a limit away, or add papers above."
        )
        return f"<p class='empty'>{told}</p>"
    last = -(-len(entries) // A_PAGE)
    page = min(max(page, 1), last)
    rows = "".join(map(_row, entries[(page - 1) * A_PAGE : page * A_PAGE]))
    heads = "".join(_head(order, name, selection) for order, name in _COLUMNS)
    return (
        "<div class='sheet'><table class='list'><thead><tr><th scope='col' class='mark'>"
        "<input type='checkbox' id='mark-page' aria-label='Mark all papers on this page'></th>"
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>{_turning(page, last)}"
    )


def _head(order: Order, name: str, selection: Selection) -> str:
    sorted_by = selection.order == order
    way = ("descending" if selection.falling else "ascending") if sorted_by else "none"
    arrow = ("▼" if selection.falling else "▲") if sorted_by else "↕"
    return (
        f"<th scope='col' aria-sort='{way}' class='c-{order}'><button type='button' "
        f"data-order='{order}'>{name} <span aria-hidden='true'>{arrow}</span></button></th>"
    )


def _row(entry: Entry) -> str:
    paper = entry.paper
    key = escape(paper.paper_id, quote=True)
    tone = _tone(paper.status.standing) if paper.status.known else ""
    standing = f"<span class='chip {tone}'>{escape(standing_words(paper).capitalize())}</span>"
    origin = "record only" if paper.origin == "record" else paper.origin
    return (
        f"<tr><td class='mark'><input type='checkbox' value='{key}' "
        f"aria-label='Mark {escape(entry.name, quote=True)}'></td>"
        f"<th scope='row'>{paper_link(paper.paper_id, paper.title or entry.name)}"
        f"<small>{escape(byline(paper))}</small></th>"
        f"<td class='c-year'>{paper.year or '<span class=none>no year</span>'}</td>"
        f"<td>{escape(paper.design or '')}</td><td>{standing}</td>"
        f"<td>{escape(origin.capitalize())}</td></tr>"
    )


def _tone(standing: Standing) -> str:
    return {Standing.CURRENT: "good", Standing.HISTORICAL: "old"}.get(standing, "warn")


def _turning(page: int, last: int) -> str:
    if last == 1:
        return ""
    before = "" if page > 1 else " disabled"
    after = "" if page < last else " disabled"
    return (
        "<nav class='turning' aria-label='Pages of the table'>"
        f"<button type='button' class='act' data-page='{page - 1}'{before}>Before</button>"
        f"<label>Page <input type='number' id='table-page' min='1' max='{last}' value='{page}'> "
        f"of {last:,}</label>"
        f"<button type='button' class='act' data-page='{page + 1}'{after}>Next</button></nav>"
    )

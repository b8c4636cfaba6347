"""One paper, whole: how it stands, its fields and who tells them, how its study was done."""

from __future__ import annotations

from html import escape

from assistant.cite import byline, doi_address, standing_words
from assistant.known import Known, untold
from corpus.merge import field_words
from corpus.paper import Paper, StudyFact
from corpus.status import Status

_NAMES = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID"}
_KINDS = {"race measure": "How race was determined", "population": "Who was studied"}


def paper_view(known: Known) -> str:
    """Return the paper as HTML."""
    paper = known.paper
    address = doi_address(paper)
    link = (
        f" · <a href='{escape(address, quote=True)}' target='_blank' "
        f"rel='noopener noreferrer'>{escape(address.removeprefix('https://'))}</a>"
        if address
        else ""
    )
    return (
        f"<article class='paper'><h3>{escape(paper.title)}</h3>"
        f"<p class='by'>{escape(byline(paper))}{link}</p>"
        f"<p class='chips'><span class='chip'>{escape(standing_words(paper).capitalize())}</span>"
        f"<span class='chip'>{escape(_origin(paper))}</span></p>"
        f"{_standings(known)}{_conflicts(known)}{_study(paper)}{_fields(known)}{_records(known)}"
        "</article>"
    )


def _origin(paper: Paper) -> str:
    if paper.origin == "record":
        return "Known by its record alone, no text"
    return "Digest by this project" if paper.origin == "digest" else paper.origin.capitalize()


def _standings(known: Known) -> str:
    lines = "".join(f"<li>{escape(_standing(status))}</li>" for status in known.standings)
    return f"<h4>How it stands</h4><ul>{lines}</ul>" if lines else ""


def _standing(status: Status) -> str:
    since = f"since {status.since}" if status.since else None
    checked = f"looked up {status.checked}" if status.checked else None
    note = status.note.rstrip(".") if status.note else None
    parts = (status.standing.value.capitalize(), note, status.by, since, status.source, checked)
    return " · ".join(part for part in parts if part)


def _conflicts(known: Known) -> str:
    lines = "".join(
        f"<li><b>{escape(_name(one.field))}</b>: {escape(one.value)} ({escape(one.source)}), "
        f"but {escape(one.other)} ({escape(one.other_source)})</li>"
        for one in known.conflicts
    )
    return f"<div class='care'><b>The sources differ.</b><ul>{lines}</ul></div>" if lines else ""


def _study(paper: Paper) -> str:
    rows = "".join(map(_fact, paper.facts)) + "".join(
        f"<dt>{escape(_name(kind))}</dt><dd>{escape(value)}</dd>"
        for kind, value in untold(paper).items()
    )
    if not rows:
        return ""
    return f"<h4>How the study was done</h4><dl>{rows}</dl>"


def _fact(fact: StudyFact) -> str:
    page = f", page {fact.page}" if fact.page else ""
    value = "" if fact.kind == "funding" else f"{escape(fact.value)} "
    return (
        f"<dt>{escape(_name(fact.kind))}</dt><dd>{value}<q>{escape(fact.sentence)}</q> "
        f"<small>{escape(fact.origin)}{page}</small></dd>"
    )


def _fields(known: Known) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(_name(field))}</th><td>{escape(_value(known, field))}</td>"
        f"<td><small>{escape(source)}</small></td></tr>"
        for field, source in known.sources.items()
    )
    return f"<h4>Fields, and who tells them</h4><table>{rows}</table>" if rows else ""


def _value(known: Known, field: str) -> str:
    more = " et al." if field == "authors" and known.paper.authors_truncated else ""
    return field_words(known.paper, field) + more


def _records(known: Known) -> str:
    lines = "".join(
        f"<li>{escape(held.record.name)}"
        f"{'' if held.origin == 'record' else f', a form of the {escape(held.origin)}'}</li>"
        for held in known.records
    )
    return f"<h4>Known from</h4><ul>{lines}</ul>"


def _name(field: str) -> str:
    named = _NAMES.get(field) or _KINDS.get(field) or field.replace("_", " ")
    return named[0].upper() + named[1:]

"""One paper, whole: how it stands, its fields and who tells them, how its study was done."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from assistant.papers.provenance import Known, untold
from assistant.web.page.paper_link import paper_link
from corpus.merge import field_words
from corpus.paper import Paper, StudyFact
from corpus.references.cite import byline, doi_address, short_name, standing_words
from corpus.status import Standing, Status

_NAMES = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID"}
_KINDS = {"race measure": "How race was determined", "population": "Who was studied"}
_CITED = (("ama", "AMA"), ("apa", "APA"), ("bibtex", "BibTeX"))


def paper_view(known: Known, papers: Mapping[str, Paper], texts: str) -> str:
    """Return the paper as HTML; `papers` are those that are held, `texts` what shows its texts."""
    paper = known.paper
    return (
        "<p class='way-back'><button type='button' class='act' data-all>All papers</button></p>"
        f"<article class='paper'><h2>{escape(paper.title)}</h2>"
        f"<p class='by'>{escape(byline(paper))}{_address(paper)}</p>"
        f"<p class='chips'>{_standing_chip(paper)}"
        f"<span class='chip'>{escape(_origin(paper))}</span>{_topics(paper)}</p>"
        f"{_care(paper)}{_acts(paper)}{_standings(known)}{_conflicts(known)}{_study(paper)}"
        f"{_related(paper, papers)}{texts}{_fields(known)}{_records(known)}</article>"
    )


def _address(paper: Paper) -> str:
    address = doi_address(paper)
    if address is None:
        return ""
    return (
        f" · <a href='{escape(address, quote=True)}' target='_blank' "
        f"rel='noopener noreferrer'>{escape(address.removeprefix('https://'))}</a>"
    )


def _standing_chip(paper: Paper) -> str:
    tones = {Standing.CURRENT: "good", Standing.HISTORICAL: "old"}
    tone = tones.get(paper.status.standing, "warn") if paper.status.known else ""
    return f"<span class='chip {tone}'>{escape(standing_words(paper).capitalize())}</span>"


def _topics(paper: Paper) -> str:
    return "".join(
        f"<button type='button' class='chip' data-facet='topic' "
        f"data-value='{escape(topic, quote=True)}'>{escape(topic.replace('-', ' '))}</button>"
        for topic in paper.topics
    )


def _care(paper: Paper) -> str:
    if not paper.status.needs_care:
        return ""
    note = f" {escape(paper.status.note)}" if paper.status.note else ""
    standing = escape(paper.status.standing.value.capitalize())
    return f"<p class='care'><b>{standing}.</b>{note}</p>"


def _acts(paper: Paper) -> str:
    key = escape(paper.paper_id, quote=True)
    asked = escape(f"What did {short_name(paper)} find: {paper.title}", quote=True)
    cite = "".join(
        f"<button type='button' class='act' data-cite='{form}' data-of='{key}'>{name}</button> "
        for form, name in _CITED
    )
    return (
        f"<div class='acts'><button type='button' class='act first' data-ask='{asked}'>"
        "Ask about this paper</button> "
        f"<span class='cite' role='group' aria-label='Copy the citation'>Copy citation: {cite}"
        f"</span><button type='button' class='act' data-remove='{key}'>Remove</button></div>"
        "<div class='cited' hidden><pre tabindex='0' aria-label='Citation'></pre>"
        "<p class='told' role='status'></p></div>"
    )


def _origin(paper: Paper) -> str:
    if paper.origin == "record":
        return "Known by its record alone, no text"
    return "Digest by this project" if paper.origin == "digest" else paper.origin.capitalize()


def _standings(known: Known) -> str:
    lines = "".join(f"<li>{escape(_standing(status))}</li>" for status in known.standings)
    told = (
        f"<ul>{lines}</ul>"
        if lines
        else ("<p>Nobody has looked up how it stands; <code>evidence status</code> does.</p>")
    )
    return f"<h3>How it stands</h3>{told}"


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
    return f"<h3>How the study was done</h3><dl>{rows}</dl>"


def _fact(fact: StudyFact) -> str:
    page = f", page {fact.page}" if fact.page else ""
    value = "" if fact.kind == "funding" else f"{escape(fact.value)} "
    return (
        f"<dt>{escape(_name(fact.kind))}</dt><dd>{value}<q>{escape(fact.sentence)}</q> "
        f"<small>{escape(fact.origin)}{page}</small></dd>"
    )


def _related(paper: Paper, papers: Mapping[str, Paper]) -> str:
    """Return what must be read with this paper, and what this one must be read with."""
    lines = [_relation(papers, one.paper_id, one.kind, one.why) for one in paper.read_with]
    named = {one.paper_id for one in paper.read_with}
    lines += [
        _relation(papers, other.paper_id, f"names this paper: {one.kind}", one.why)
        for other in papers.values()
        for one in other.read_with
        if one.paper_id == paper.paper_id and other.paper_id not in named
    ]
    return f"<h3>Read it with</h3><ul>{''.join(lines)}</ul>" if lines else ""


def _relation(papers: Mapping[str, Paper], paper_id: str, kind: str, why: str) -> str:
    other = papers.get(paper_id)
    name = (
        f"{paper_link(paper_id, short_name(other))}, {escape(other.title)}"
        if other
        else f"{escape(paper_id)} (not in this library)"
    )
    return f"<li>{name} <small>{escape(kind)}: {escape(why)}</small></li>"


def _fields(known: Known) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(_name(field))}</th><td>{escape(_value(known, field))}</td>"
        f"<td><small>{escape(source)}</small></td></tr>"
        for field, source in known.sources.items()
    )
    if not rows:
        return ""
    head = (
        "<thead class='unseen'><tr><th scope='col'>Field</th><th scope='col'>Value</th>"
        "<th scope='col'>Told by</th></tr></thead>"
    )
    return f"<h3>Fields, and who tells them</h3><table>{head}<tbody>{rows}</tbody></table>"


def _value(known: Known, field: str) -> str:
    more = " et al." if field == "authors" and known.paper.authors_truncated else ""
    return field_words(known.paper, field) + more


def _records(known: Known) -> str:
    lines = "".join(
        f"<li>{escape(held.record.name)}"
        f"{'' if held.origin == 'record' else f', a form of the {escape(held.origin)}'}</li>"
        for held in known.records
    )
    return f"<h3>Known from</h3><ul>{lines}</ul>"


def _name(field: str) -> str:
    named = _NAMES.get(field) or _KINDS.get(field) or field.replace("_", " ")
    return named[0].upper() + named[1:]


def gone_view(paper_id: str) -> str:
    """Say that a paper is not there, and what to do."""
    return (
        "<p class='way-back'><button type='button' class='act' data-all>All papers</button></p>"
        "<article class='paper'><h2>This paper is not in the library</h2>"
        f"<p>No paper has the id {escape(paper_id)}. It may have been removed, or the link was "
        "made with another library. Search the papers by title, or add it.</p></article>"
    )

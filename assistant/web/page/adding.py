"""Adding papers on the page: the form, and how far it and everything else under way is."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from assistant.web.jobs.adding import MOST_IDENTIFIERS
from assistant.web.jobs.errand import Errand, Step
from assistant.web.page.paper_link import paper_link
from corpus.settings import CROSSREF, EUROPE_PMC, OPENALEX, Settings
from ingest.find import ADDABLE, ENDINGS

_SHOWN = 200
"""Steps of one errand that are listed; those that failed come first."""
_TONES = {"wrong": 0, "good": 1, "plain": 2}


def adding_form(settings: Settings) -> str:
    """Return the form: files by choosing or dropping them, and identifiers."""
    most = settings.bounds.upload_bytes
    endings = escape(",".join(sorted(ENDINGS)), quote=True)
    return (
        "<div class='ways'><div class='way'><h3>From files</h3>"
        f"<label class='drop' id='drop'><input type='file' multiple id='files' accept='{endings}' "
        f"data-most='{most}'><b>Choose files</b> or drop them here</label>"
        f"<p class='hint'>{escape(ADDABLE)}. Up to {most // 1024**2} MB each. They stay on this "
        "machine. A file that cannot be read is named with its reason, and the others go on.</p>"
        "</div><form class='way' id='named'><h3>By DOI, PMID or PMCID</h3>"
        "<label for='identifiers'>One or several, such as 10.1056/NEJMms2004740</label>"
        "<textarea id='identifiers' rows='3' autocomplete='off' spellcheck='false'></textarea>"
        f"<p class='hint'>Up to {MOST_IDENTIFIERS}. {escape(sent_words(settings))}</p>"
        "<button type='submit' class='act first' id='look-up'>Look up and add</button>"
        "<div class='agree' id='agree' role='group' aria-labelledby='agree-words' hidden>"
        f"<p id='agree-words'><b>Send these identifiers?</b> They go to {escape(hosts(settings))}. "
        "Nothing else is sent: no question, no text of a paper. You are asked this once.</p>"
        "<button type='button' class='act first' id='send-them'>Send and add</button> "
        "<button type='button' class='act' id='send-not'>Do not send</button></div>"
        "<p class='told' id='named-told' role='status'></p></form></div>"
    )


def sent_words(settings: Settings) -> str:
    """Say what is sent where when papers are added by identifier."""
    return f"The identifiers are sent to {hosts(settings)}; nothing else on this page is sent."


def hosts(settings: Settings) -> str:
    """Name the services that are asked, with the host of each that is not the usual one."""
    services = (
        ("Europe PMC", settings.europe_pmc, EUROPE_PMC),
        ("Crossref", settings.crossref, CROSSREF),
        ("OpenAlex", settings.openalex, OPENALEX),
    )
    named = [
        name if address == usual else f"{name} (at {urlsplit(address).netloc})"
        for name, address, usual in services
    ]
    return f"{named[0]}, {named[1]} and {named[2]}"


def errand_view(errand: Errand, ahead: int) -> str:
    """Return how far an errand is, and what became of each thing so far."""
    done, total = len(errand.steps), max(errand.total, 1)
    at_work = errand.state != "done"
    bar = f"<progress max='{total}' value='{done}' aria-label='{escape(errand.name)}'></progress>"
    undo = _undo(errand)
    close = "" if at_work else "<button type='button' class='act quiet' data-close>Close</button>"
    trouble = f"<p class='care'>{escape(errand.trouble)}</p>" if errand.trouble else ""
    return (
        f"<div class='head'><p role='status'><b>{escape(errand.name)}</b> "
        f"{escape(_state(errand, ahead))}</p>{bar if at_work else ''}"
        f"<span class='acts'>{undo}{close}</span></div>{trouble}{_steps(errand.steps)}"
    )


def _state(errand: Errand, ahead: int) -> str:
    done = len(errand.steps)
    if errand.state == "waiting":
        others = "another errand" if ahead == 1 else f"{ahead} other errands"
        return f"waits for {others} to finish" if ahead else "is about to begin"
    if errand.state == "at work":
        return f"{done:,} of {errand.total:,} done. You can leave this page; it goes on."
    wrong = sum(step.tone == "wrong" for step in errand.steps)
    refused = f", {wrong:,} of them not added" if wrong else ""
    return f"{done:,} of {errand.total:,} done{refused}." if done else "nothing was done."


def _undo(errand: Errand) -> str:
    if errand.state != "done" or errand.undo is None:
        return ""
    if errand.undone:
        return "<span class='chip'>Undone</span> "
    if not any(step.word == "Removed" for step in errand.steps):
        return ""
    key = escape(errand.undo, quote=True)
    return f"<button type='button' class='act' data-undo='{key}'>Undo</button> "


def _steps(steps: tuple[Step, ...]) -> str:
    shown = sorted(steps, key=lambda step: _TONES[step.tone])[:_SHOWN]
    lines = "".join(map(_step, shown))
    more = len(steps) - len(shown)
    rest = f"<p class='hint'>and {more:,} more</p>" if more else ""
    if len(steps) <= 6:
        return f"<ul class='outcomes'>{lines}</ul>"
    return (
        "<details><summary>What became of each</summary>"
        f"<ul class='outcomes'>{lines}</ul>{rest}</details>"
    )


def _step(step: Step) -> str:
    name = paper_link(step.paper_id, step.name) if step.paper_id else escape(step.name)
    told = f"<span>{escape(step.told)}</span>" if step.told else ""
    return f"<li class='{step.tone}'><b>{escape(step.word)}</b> {name}{told}</li>"

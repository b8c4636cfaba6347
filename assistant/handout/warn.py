"""What a reader must know of a collected sentence before relying on it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.handout.handout import Counterpart, Entry
from corpus.paper import Paper
from corpus.references.cite import short_name, status_source

DIGEST = (
    "Sentences marked digest are this project's own words about a paper, not the paper's: open the "
    "paper before you quote it. Sentences in quotation marks are a paper's own, letter for letter."
)
_STATES = {
    "gone": "Neither this sentence nor its paper is in the library any more. It was collected as "
    "it stands here and could not be checked.",
    "changed": "The library holds this paper, but no longer a passage with this sentence. It was "
    "collected as it stands here and could not be checked.",
    "moved": "The passage has changed since this was collected; the same sentence, letter for "
    "letter, was found again in the same paper.",
}


@dataclass(frozen=True)
class Told:
    """A warning: a few words that stand out, and what they mean."""

    label: str
    words: str


def of_paper(entry: Entry) -> tuple[Told, ...]:
    """Return what must be known of an entry's paper: how it stands, what to read it with."""
    paper = entry.paper
    if paper is None:
        return ()
    standing = (_standing(paper),) if paper.status.needs_care else ()
    return (*standing, *(_beside(paper, other) for other in entry.counterparts))


def of_sentence(entry: Entry) -> tuple[Told, ...]:
    """Return what must be known of the sentence: that it was not found again, or elsewhere."""
    label = {"moved": "Found in another place.", "held": ""}.get(entry.state, "Not found again.")
    return (Told(label, _STATES[entry.state]),) if label else ()


def _standing(paper: Paper) -> Told:
    status = paper.status
    source = status_source(status)
    words = [status.note, f"({source})" if source else None]
    said = " ".join(word for word in words if word)
    return Told(f"{status.standing.value.capitalize()}.", said or "Look up why before you use it.")


def _beside(paper: Paper, other: Counterpart) -> Told:
    """Name a counterpart; what differs is not said twice."""
    why = "" if other.why == paper.status.note else f" {other.why}"
    if other.paper is None:
        return Told("Read with:", f"a paper that this library does not hold.{why}")
    return Told("Read with:", f"{names_apart(paper, other.paper)[1]}.{why}")


def names_apart(one: Paper, other: Paper) -> tuple[str, str]:
    """Return names that tell two papers apart; by their titles where author and year are one."""
    if short_name(one) == short_name(other):
        return f"“{one.title}”", f"“{other.title}”"
    return short_name(one), short_name(other)

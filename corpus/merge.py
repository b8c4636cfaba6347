"""Put together what is known of a paper from all the records that tell of it.

The paper is a function of its records and of nothing else: in whatever order they came, it is the
same, and taking a record away takes away what it told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from corpus.identity import plain, same_journal
from corpus.paper import ORIGINS, FactKind, Origin, Paper, Relation, StudyFact
from corpus.record import TRUST, Record
from corpus.standing import resolve
from corpus.status import Status

_FORMS = (".xml", ".nxml", ".html", ".htm", ".xhtml", ".docx", ".pptx", ".pdf", ".md", ".txt")
"""File forms by how plainly they state the facts of their paper, the plainest first."""
_BY_RULE = {
    "paper_id", "title", "authors", "authors_truncated", "status", "read_with", "origin", "facts",
    "file_name", "page_count",
}  # fmt: skip
"""Fields that are not simply the first value told."""
BIBLIOGRAPHIC = (
    "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "pmcid",
    "licence", "language",
)  # fmt: skip
"""The fields whose sources and conflicts are shown."""


@dataclass(frozen=True)
class Conflict:
    """Two records that tell different things of one field."""

    field: str
    value: str
    """What counts, because its source is trusted more."""
    source: str
    other: str
    other_source: str


def by_trust(records: Iterable[Record]) -> list[Record]:
    """Return records with the most trusted first, in one order whatever order they come in."""
    return sorted(records, key=lambda r: (TRUST.index(r.kind), _form(r), r.content))


def merged(
    records: Sequence[Record],
    paper_id: str,
    origin: Origin,
    holder: str | None = None,
) -> Paper:
    """Return the paper that the records tell of, known by `paper_id`.

    `origin` is the text closest to the paper that we hold, `holder` the content hash of its file.
    """
    ordered = by_trust(records)
    simple: dict[str, Any] = {
        field.name: getattr(teller.paper, field.name)
        for field in fields(Paper)
        if field.name not in _BY_RULE and (teller := _teller(ordered, field.name)) is not None
    }
    signed = _signed(ordered)
    file = next((r.paper for r in ordered if r.content == holder), None)
    return replace(
        Paper(paper_id, _title(ordered)),
        **simple,
        authors=signed.paper.authors if signed else (),
        authors_truncated=signed.paper.authors_truncated if signed else False,
        facts=_facts(ordered),
        status=standing(ordered),
        read_with=_relations(ordered),
        origin=origin,
        file_name=file.file_name if file else None,
        page_count=file.page_count if file else None,
    )


def standing(records: Iterable[Record], noticed: Sequence[Status] = ()) -> Status:
    """Return how a paper stands by its records and by what others, `noticed`, say of it."""
    known = [record for record in by_trust(records) if record.paper.status.known]
    word = next((one.paper.status for one in known if one.kind == "person"), None)
    told = [one.paper.status for one in known if one.kind != "person"]
    return resolve([*told, *noticed], word)


def sources(records: Sequence[Record]) -> dict[str, str]:
    """Return where each bibliographic field comes from, by field; fields nobody tells left out."""
    found: dict[str, str] = {}
    for field in BIBLIOGRAPHIC:
        teller = _teller(by_trust(records), field)
        if teller is not None:
            found[field] = teller.name
    return found


def conflicts(records: Sequence[Record]) -> tuple[Conflict, ...]:
    """Return where records differ in more than spelling, in order of field and trust."""
    ordered = by_trust(records)
    found: list[Conflict] = []
    for field in BIBLIOGRAPHIC:
        teller = _teller(ordered, field)
        for other in ordered:
            if teller is not None and _differ(teller.paper, as_told(other.paper), field):
                mine, theirs = field_words(teller.paper, field), field_words(other.paper, field)
                found.append(Conflict(field, mine, teller.name, theirs, other.name))
    return tuple(found)


def _form(record: Record) -> int:
    ending = Path(record.paper.file_name or "").suffix.lower()
    return _FORMS.index(ending) if ending in _FORMS else len(_FORMS)


def as_told(paper: Paper) -> Paper:
    """Return a paper without a title that is only the name of its file."""
    if paper.file_name and paper.title == Path(paper.file_name).stem:
        return replace(paper, title="")
    return paper


def _teller(ordered: Sequence[Record], field: str) -> Record | None:
    """Return the record whose word counts for a field."""
    if field == "authors":
        return _signed(ordered)
    return next(
        (r for r in ordered if getattr(as_told(r.paper), field) not in (None, "", ())), None
    )


def _title(ordered: Sequence[Record]) -> str:
    """Return the first true title, else the name of a file."""
    teller = _teller(ordered, "title")
    return teller.paper.title if teller else next((r.paper.title for r in ordered), "")


def _signed(ordered: Sequence[Record]) -> Record | None:
    """Return the first record with all authors, else the first with some."""
    signed = [record for record in ordered if record.paper.authors]
    whole = (record for record in signed if not record.paper.authors_truncated)
    first = signed[0] if signed else None
    if first is not None and first.kind == "person":
        return first
    return next(whole, first)


def _facts(ordered: Sequence[Record]) -> tuple[StudyFact, ...]:
    """Return the facts of each kind from the first record that tells any of the kind."""
    found: dict[FactKind, tuple[StudyFact, ...]] = {}
    # A sentence of the paper itself says more than one of a digest.
    for record in sorted(ordered, key=lambda record: ORIGINS.index(record.paper.origin)):
        told: dict[FactKind, tuple[StudyFact, ...]] = {}
        for fact in record.paper.facts:
            told[fact.kind] = (*told.get(fact.kind, ()), fact)
        found = told | found
    return tuple(fact for kind in sorted(found) for fact in found[kind])


def _relations(ordered: Sequence[Record]) -> tuple[Relation, ...]:
    found: dict[tuple[str, str], Relation] = {}
    for record in ordered:
        for relation in record.paper.read_with:
            found.setdefault((relation.paper_id, relation.kind), relation)
    return tuple(found.values())


def _differ(mine: Paper, theirs: Paper, field: str) -> bool:
    one, other = getattr(mine, field), getattr(theirs, field)
    if one in (None, "", ()) or other in (None, "", ()):
        return False
    if field == "authors":
        return _signed_otherwise(mine, theirs)
    if field == "pages":
        return _whole_range(one) != _whole_range(other)
    if field == "journal":
        return not same_journal(one, other)
    if field == "language":
        return str(one)[:2].casefold() != str(other)[:2].casefold()
    return plain(str(one)) != plain(str(other))


def _signed_otherwise(mine: Paper, theirs: Paper) -> bool:
    """Say whether the first three authors differ, as far as both lists go."""
    one, other = _surnames(mine), _surnames(theirs)
    if mine.authors_truncated or theirs.authors_truncated:
        shared = min(len(one), len(other))
        one, other = one[:shared], other[:shared]
    return one != other


def _surnames(paper: Paper) -> list[str]:
    return [plain(author.split(",")[0]) for author in paper.authors[:3]]


def _whole_range(pages: str) -> tuple[str, ...]:
    """Return first and last page with shortened ends written out: "874-82" is "874", "882"."""
    ends = [end.strip() for end in pages.replace("–", "-").replace("—", "-").split("-") if end]
    if len(ends) == 2 and len(ends[1]) < len(ends[0]):
        ends[1] = ends[0][: len(ends[0]) - len(ends[1])] + ends[1]
    return tuple(dict.fromkeys(ends))


def field_words(paper: Paper, field: str) -> str:
    """Return a field as a reader sees it."""
    value = getattr(paper, field)
    return "; ".join(value) if isinstance(value, tuple) else str(value)

"""Crossref: what publishers deposit with a DOI, and the notices that change its standing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from corpus.errors import ServiceError
from corpus.paper import Paper, identify
from corpus.status import Notice, Standing, Status
from ingest.fetch.abstract import abstract_document
from ingest.fetch.client import Client, Service
from ingest.fetch.identifier import Identifier
from ingest.fetch.kept import Answer
from ingest.fetch.licence import licence_name
from ingest.fetch.told import Told, other_paper
from ingest.fetch.value import Value, json_in, unexpected
from ingest.notices.label import OF_STANDING, NoticeKind
from ingest.references.facts import full_pages

_NAME: Service = "Crossref"
# The year of the volume comes first: it is the one that citations print.
_DATES = ("published-print", "published", "published-online", "issued")
_VERSIONS = ("vor", "unspecified")
"""Licences of the version of record, or of all; manuscripts and text mining have their own."""
_STANDINGS = (
    ("partial_retraction", Standing.CONCERN),
    ("retract", Standing.RETRACTED),
    ("withdraw", Standing.RETRACTED),
    ("removal", Standing.RETRACTED),
    ("concern", Standing.CONCERN),
    ("correct", Standing.CORRECTED),
    ("corrigend", Standing.CORRECTED),
    ("errat", Standing.CORRECTED),
    ("addend", Standing.CORRECTED),
)
"""What the kind of an update says, by the first word in it; a new version says nothing."""
_NO_WORKS = frozenset(
    "journal journal-issue journal-volume book-series book-set component proceedings-series"
    " report-series grant".split()
)
"""Types of Crossref's that hold or pay for works, or are a part of one."""
_AT_ONCE = 40
"""DOIs in one question, so that its address stays short enough."""
_MOST = 1_000


def find(doi: str, client: Client) -> Told | None:
    """Return what Crossref tells of the paper with a DOI; None where it does not know it."""
    return client.ask(_NAME, ("works", doi), {}, partial(_told, doi))


def notices(message: object) -> tuple[Notice, ...]:
    """Return the notices in the record of one work, from both fields that carry them.

    `updated-by` stands in the record of the paper, `update-to` in the record of the notice.
    """
    record = Value(message)
    own = record.at("DOI").doi()
    by_others = (_notice(own, update.at("DOI").doi(), update) for update in _updates(record, "by"))
    of_others = (_notice(update.at("DOI").doi(), own, update) for update in _updates(record, "to"))
    return tuple(dict.fromkeys(filter(None, (*by_others, *of_others))))


def notices_about(dois: Sequence[str], client: Client) -> tuple[Notice, ...]:
    """Return the notices whose own records point at these DOIs, asked for many at a time."""
    # A comma parts two filters and cannot be written in one; such a DOI has `updated-by` only.
    plain = [doi for doi in dict.fromkeys(dois) if "," not in doi]
    found: list[Notice] = []
    for start in range(0, len(plain), _AT_ONCE):
        asked = plain[start : start + _AT_ONCE]
        query = {"filter": ",".join(f"updates:{doi}" for doi in asked), "rows": str(_MOST)}
        found += client.ask(_NAME, ("works",), query, partial(_pointing_at, frozenset(asked)))
    return tuple(dict.fromkeys(found))


def _message(answer: Answer) -> Value:
    whole = json_in(_NAME, answer)
    message = whole.at("message")
    if (
        answer.status != 200
        or whole.at("status").held != "ok"
        or not isinstance(message.held, dict)
    ):
        raise unexpected(_NAME, "an error in place of a record")
    return message


def _pointing_at(asked: frozenset[str], answer: Answer) -> tuple[Notice, ...]:
    items = _message(answer).at("items")
    if not isinstance(items.held, list):
        raise unexpected(_NAME, "no list of works")
    told = (notice for item in items.each() for notice in notices(item.held))
    return tuple(notice for notice in told if notice.doi in asked)


def _told(doi: str, answer: Answer) -> Told | None:
    if answer.status == 404:
        return None
    message = _message(answer)
    paper = _paper(message)
    if paper.doi != doi:
        raise other_paper(_NAME, Identifier("doi", doi), paper.doi)
    kind = message.at("type").text()
    if kind in _NO_WORKS:
        reason = f"{doi} names a {kind.replace('-', ' ')} and no paper"
        raise ServiceError(f"{_NAME}: {reason}; give the DOI of an article in it")
    abstract = abstract_document(paper, message.at("abstract").markup())
    about = tuple(notice for notice in notices(message.held) if notice.doi == doi)
    return Told(_NAME, paper, abstract, about)


def _paper(message: Value) -> Paper:
    doi = message.at("DOI").doi()
    title = _title(message)
    years = (message.at(name, "date-parts").first().first().year() for name in _DATES)
    return Paper(
        paper_id=identify(doi, None, title),
        title=title,
        authors=tuple(_authors(message)),
        year=next(filter(None, years), None),
        journal=message.at("container-title").first().text(),
        volume=message.at("volume").text(),
        issue=message.at("issue").text(),
        pages=full_pages(message.at("page").text()) or message.at("article-number").text(),
        doi=doi,
        licence=_licence(message),
        language=message.at("language").language(),
        design=_kind(message, doi),
        origin="abstract",
    )


def _kind(message: Value, doi: str | None) -> NoticeKind | None:
    """Return what kind of notice a work is that tells how another one stands."""
    others = [one for one in notices(message.held) if one.doi != doi]
    found = (OF_STANDING.get(one.status.standing) for one in others)
    return next(filter(None, found), None)


def _title(message: Value) -> str:
    """Return title and subtitle; some publishers deposit the subtitle in both places."""
    title = message.at("title").first().text() or ""
    subtitle = message.at("subtitle").first().text() or ""
    return title if subtitle.lower() in title.lower() else f"{title.rstrip(':')}: {subtitle}"


def _authors(message: Value) -> Iterator[str]:
    for author in message.at("author").each():
        parts = (author.at(part).text() for part in ("family", "given", "suffix"))
        name = ", ".join(filter(None, parts)) if author.at("family").text() else None
        yield from filter(None, [name or author.at("name").text()])


def _licence(message: Value) -> str | None:
    """Return the licence that holds from the day of publication on."""
    for licence in message.at("license").each():
        at_once = licence.at("delay-in-days").held in (0, None)
        if at_once and licence.at("content-version").text() in _VERSIONS:
            return licence_name(licence.at("URL").text())
    return None


def _updates(record: Value, direction: str) -> Iterator[Value]:
    return record.at("updated-by" if direction == "by" else "update-to").each()


def _notice(doi: str | None, by: str | None, update: Value) -> Notice | None:
    """Return the notice that an update makes about the paper with this DOI, if it makes one."""
    kind = (update.at("type").text() or "").lower().replace("-", "_").replace(" ", "_")
    standing = next((standing for word, standing in _STANDINGS if word in kind), None)
    if doi is None or standing is None:
        return None
    note = update.at("label").text() or kind.replace("_", " ").capitalize()
    since = update.at("updated").day()
    return Notice(doi, None, Status(standing, note, f"doi:{by}" if by else None, since, _NAME))

"""Label a paper with what its own title, or the record it came in, says of its standing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, get_args

from corpus.paper import Paper
from corpus.standing import resolve
from corpus.status import Notice, Standing, Status

NoticeKind = Literal["retraction notice", "correction notice", "expression of concern"]
"""What a paper is that only tells how another one stands; its `design`, in the field's words."""

OF_STANDING: dict[Standing, NoticeKind] = {
    Standing.RETRACTED: "retraction notice",
    Standing.CORRECTED: "correction notice",
    Standing.CONCERN: "expression of concern",
}
"""What a record is that tells so of another paper."""
_KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
_RETRACTED = (
    r"retracted(?: and (?:republished|replaced))?"
    r"(?: (?:article|paper|chapter|review|publication|manuscript))?"
)
# "Withdrawn: ..." in small letters may be how authors title their work; a publisher shouts.
_MARK_BEFORE = re.compile(
    rf"[\[(]\s*(?P<bracketed>{_RETRACTED}|withdrawn(?: article)?|temporary removal)\s*[\])][:.]?"
    rf"|(?P<retracted>{_RETRACTED})\s*:"
    r"|(?P<shouted>(?-i:WITHDRAWN|REMOVED|TEMPORARY REMOVAL)(?-i:(?: ARTICLE)?))\s*:",
    re.IGNORECASE,
)
# What follows the word is where the notice stands: "(Retracted article. See vol. 3, p. 9, 2020)".
_MARK_AFTER = re.compile(
    rf"[\[(]\s*(?P<bracketed>{_RETRACTED})(?:[.,:;]\s[^\])]*)?[\])]\.?\s*$", re.IGNORECASE
)
# "Correction of hyponatremia" and "Correction for race" are what papers are about.
_TITLES: dict[NoticeKind, re.Pattern[str]] = {
    "retraction notice": re.compile(
        r"(?:notice of )?retraction(?: (?:notice|note))?(?:\s*:|\.?$)"
        r"|retraction (?:notice|note) (?:to|for|of)\b|retraction (?:to|of)\s*[:“\"‘]",
        re.IGNORECASE,
    ),
    "correction notice": re.compile(
        r"(?:publisher |author )?(?:corrections?|errat(?:um|a)|corrigend(?:um|a)|addendum)"
        r"(?:\s*:|\.?$| to\s*[:“\"‘])|(?:erratum|corrigendum) (?:to|for)\b",
        re.IGNORECASE,
    ),
    "expression of concern": re.compile(
        r"(?:editorial )?expressions? of (?:editorial )?concern"
        r"(?:\s*:|\.?$| (?:to|for|regarding)\b)",
        re.IGNORECASE,
    ),
}


def title_notice(title: str) -> tuple[str, Status | None]:
    """Return a title without a mark such as "RETRACTED ARTICLE:", and what the mark says.

    "Withdrawn" and "removed" count as retracted: the publisher no longer stands by the paper.
    """
    marked = _MARK_BEFORE.match(title) or _MARK_AFTER.search(title)
    if marked is None:
        return title, None
    bare = " ".join((title[: marked.start()] + title[marked.end() :]).split())
    if not bare:
        return title, None
    mark = next(filter(None, marked.groupdict().values()))
    note = f"Its title is marked “{mark}”."
    return bare, Status(Standing.RETRACTED, note=note, source="title of the paper")


def title_kind(title: str) -> NoticeKind | None:
    """Return what kind of notice a title is that of; None where it is that of a paper."""
    return next((kind for kind in _KINDS if _TITLES[kind].match(title.strip())), None)


def label(paper: Paper, notices: Iterable[Notice], kind: NoticeKind | None) -> Paper:
    """Return the paper with what the notices in its own record say of it.

    A notice is no study: it has its kind as design, and stands itself.
    """
    told = [notice.status for notice in notices if notice.names(paper.doi, paper.pmid)]
    status = resolve((paper.status, *told))
    return replace(paper, status=status, design=kind or paper.design)


def label_by_title(paper: Paper) -> Paper:
    """Return the paper with its title unmarked, and with the standing that the mark gives it."""
    kind = paper.design if paper.design in _KINDS else title_kind(paper.title)
    if kind is not None:
        # Some publishers title the notice itself "Retracted: ...".
        return replace(paper, design=paper.design or kind)
    title, status = title_notice(paper.title)
    if status is None:
        return paper
    return replace(paper, title=title, status=resolve((paper.status, status)))

"""Tell whether two records tell of the same paper: by DOI, PMID, PMCID, else by title and author.

Identifiers decide before names do: two records with different DOIs are two papers, however alike
their titles are (a preprint and its article, a paper and its erratum). Only where one journal has a
title twice in a year by one author, a DOI is taken to be misprinted.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import replace

from corpus.paper import Paper, normal_doi

_FEWEST_LETTERS = 16
"""In a title that is to name its paper; "Editorial" and "Introduction" name hundreds."""
_ALIKE = 0.6
_OPENING = 20_000
"""Characters of a text in which its own title is printed."""


def keys_of(paper: Paper) -> tuple[str, ...]:
    """Return what a paper can be found by, such as "doi:10.1/x", the surest first."""
    title, author = plain(paper.title), _first_author(paper)
    keys = [
        f"doi:{normal_doi(paper.doi)}" if paper.doi else None,
        f"pmid:{paper.pmid}" if paper.pmid else None,
        f"pmcid:{paper.pmcid.upper()}" if paper.pmcid else None,
        f"work:{title}|{author}" if author and len(title) >= _FEWEST_LETTERS else None,
        paper.paper_id if paper.paper_id.startswith("sha256:") else None,
    ]
    return tuple(key for key in keys if key)


def contradict(one: Paper, other: Paper) -> bool:
    """Say whether two records that share a key cannot be of one paper all the same.

    A shared identifier is stronger than any difference; a shared title and author is not.
    """
    if any(not key.startswith("work:") for key in set(keys_of(one)) & set(keys_of(other))):
        return False
    differ = identifiers_differ(one, other) and not _is_misprint(one, other)
    return differ or not _years_agree(one, other)


def identifiers_differ(one: Paper, other: Paper) -> bool:
    """Say whether both have a DOI, PMID or PMCID of their own, and not the same."""
    pairs = (
        (one.doi and normal_doi(one.doi), other.doi and normal_doi(other.doi)),
        (one.pmid, other.pmid),
        (one.pmcid, other.pmcid),
    )
    return any(mine and theirs and mine != theirs for mine, theirs in pairs)


def _years_agree(one: Paper, other: Paper) -> bool:
    """Say whether two years can be those of one paper: it may come out online a year before."""
    return one.year is None or other.year is None or abs(one.year - other.year) <= 1


def _is_misprint(one: Paper, other: Paper) -> bool:
    """Say whether only the DOIs differ, of one publisher, in the same journal and year."""
    if not (one.doi and other.doi and one.journal and other.journal):
        return False
    same_publisher = normal_doi(one.doi).split("/")[0] == normal_doi(other.doi).split("/")[0]
    same_issue = _years_agree(one, other) and same_journal(one.journal, other.journal)
    numbers = identifiers_differ(replace(one, doi=None), replace(other, doi=None))
    return same_publisher and same_issue and not numbers


def is_titled(known: Paper, told: Paper, text: str = "") -> bool:
    """Say whether a record, or the opening of its text, bears the title of a known paper."""
    known_title, title = plain(known.title), plain(told.title)
    if not known_title or not title:
        return True
    if known_title == _main_title(told) or title == _main_title(known):
        return True
    alike = difflib.SequenceMatcher(None, known_title, title, autojunk=False).ratio() > _ALIKE
    return alike or known_title in plain(text[:_OPENING])


def _main_title(paper: Paper) -> str:
    """Return the title of a paper up to its subtitle, as `plain` gives it."""
    return plain(re.split(r"[:.?!]\s|\s[-–—]\s", paper.title, maxsplit=1)[0])


def same_journal(one: str, other: str) -> bool:
    """Say whether two names of journals are the same, or one abbreviates the other."""
    return _abbreviates(one, other) or _abbreviates(other, one)


def plain(text: str) -> str:
    """Return only the letters and digits of a text, without case and accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", "", "".join(c for c in parted if not unicodedata.combining(c)))


def _first_author(paper: Paper) -> str:
    return plain(paper.authors[0].split(",")[0]) if paper.authors else ""


def _abbreviates(short: str, whole: str) -> bool:
    """Say whether each word of a journal's name begins one of the other's, in order."""
    words = iter(whole.casefold().replace("&", " and ").split())
    return all(
        any(word.startswith(part.strip(".,")) for word in words)
        for part in short.casefold().replace("&", " and ").split()
        if part.strip(".,") not in ("the", "and", "of")
    )

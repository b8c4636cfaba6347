"""Find the citations in a text that a person wrote, and the papers of the library they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.paper import Paper, normal_doi

_HEADING = re.compile(
    r"^\s*(?:references?|sources?|bibliography|works cited|literature)\s*:?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_ITEM = re.compile(r"^\s*(?:\[(\d{1,4})\]|(\d{1,4})[.)])\s+(?=\S)", re.MULTILINE)
_BEHIND_STOP = re.compile(r"([.!?])[ \t]*((?:\[\d[\d,;\s–-]*\][ \t]*)+)(?=\s|$)")
_NUMBERS = re.compile(r"\[(\d{1,5}(?:\s*[,;–-]\s*\d{1,5})*)\]")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s\"<>;,)\]]+)", re.I)
_PMID = re.compile(r"\bPMID:?\s*(\d{4,9})\b", re.IGNORECASE)
_FAMILY = r"(?:(?:van|von|de|del|la|le|den|der|ten|di|da)\s+)*[^\W\d_a-z][\w'’-]+"
_NAMED = re.compile(
    rf"(?P<family>{_FAMILY})"
    rf"(?P<more>,?\s+(?:et\s+al\.?|and\s+(?:colleagues|others)|(?:and|&)\s+{_FAMILY}"
    rf"|(?:,\s*{_FAMILY})+,?\s+(?:and|&)\s+{_FAMILY}))?"
    r"\s*,?\s*(?:\((?P<bracketed>(?:1[89]|20)\d\d)[a-z]?\)|(?P<bare>(?:1[89]|20)\d\d)[a-z]?\b)"
)
_LONGEST_ENTRY = 800
"""Characters of one entry of a reference list."""
_LONGEST_RUN = 50
"""Of a range of numbers such as [3-9]; a longer one is taken for its ends."""


@dataclass(frozen=True)
class Citation:
    """One citation as it is written."""

    text: str
    """Such as "[3]", "Hoffman 2016", "doi:10.1000/x" or "PMID 123"."""
    start: int
    end: int
    """Half-open characters of the sentence it stands in."""
    number: int | None = None
    doi: str | None = None
    pmid: str | None = None
    family: str | None = None
    year: int | None = None
    certain: bool = True
    """False for a name and a year that might be something else, such as "Illinois 1997"."""


@dataclass(frozen=True)
class Written:
    """A text parted into what it says and what it lists as its sources."""

    body: str
    """With markers behind a full stop moved before it, where their sentence is."""
    references: Mapping[int, str]
    """The entries by number; those without one are counted from 1."""


def written(text: str) -> Written:
    """Return a text's body and its reference list."""
    heading = list(_HEADING.finditer(text))
    if heading:
        body, listed = text[: heading[-1].start()], text[heading[-1].end() :]
    else:
        items = list(_ITEM.finditer(text))
        # Without a heading a list is what the text ends with, after a line that is none.
        first = _first_of_list(text, items)
        body, listed = text[:first], text[first:]
    return Written(_BEHIND_STOP.sub(r" \2\1 ", body), _entries(listed))


def _first_of_list(text: str, items: Sequence[re.Match[str]]) -> int:
    first = len(text)
    for item in reversed(items):
        entry = text[item.end() : first]
        if not _is_reference(entry):
            break
        first = item.start()
    return first if first > 0 else len(text)


def _is_reference(entry: str) -> bool:
    told = re.search(r"\b(?:1[89]|20)\d\d\b", entry) or _DOI.search(entry) or _PMID.search(entry)
    return told is not None and len(entry) < _LONGEST_ENTRY


def _entries(listed: str) -> dict[int, str]:
    items = list(_ITEM.finditer(listed))
    if not items:
        lines = [line.strip() for line in listed.splitlines() if line.strip()]
        return dict(enumerate(lines, start=1))
    ends = [item.start() for item in items[1:]] + [len(listed)]
    return {
        int(item.group(1) or item.group(2)): listed[item.end() : end].strip()
        for item, end in zip(items, ends, strict=True)
    }


def citations(sentence: str) -> list[Citation]:
    """Return the citations in a sentence, in order, each once."""
    found = [
        *_numbered(sentence),
        *(
            Citation(m.group(), m.start(), m.end(), doi=normal_doi(m.group(1).rstrip(".")))
            for m in _DOI.finditer(sentence)
        ),
        *(
            Citation(m.group(), m.start(), m.end(), pmid=m.group(1))
            for m in _PMID.finditer(sentence)
        ),
        *_names(sentence),
    ]
    return sorted(found, key=lambda one: (one.start, one.number or 0))


def _numbered(sentence: str) -> Iterable[Citation]:
    seen: set[int] = set()
    for match in _NUMBERS.finditer(sentence):
        for number in _numbers(match.group(1)):
            if number not in seen:
                seen.add(number)
                yield Citation(f"[{number}]", match.start(), match.end(), number=number)


def _numbers(told: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"[,;]", told):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        run = range(ends[0], ends[-1] + 1)
        found += run if 0 < len(run) <= _LONGEST_RUN else ends
    return found


def _names(sentence: str) -> Iterable[Citation]:
    seen: set[tuple[str, int]] = set()
    for match in _NAMED.finditer(sentence):
        family, year = match["family"], int(match["bracketed"] or match["bare"])
        opened = sentence.rfind("(", 0, match.start())
        bracketed = opened > sentence.rfind(")", 0, match.start())
        certain = bracketed or bool(match["more"] or match["bracketed"])
        if (family, year) not in seen:
            seen.add((family, year))
            told = f"{family} {year}"
            yield Citation(
                told, match.start(), match.end(), family=family, year=year, certain=certain
            )


def without_citations(sentence: str, found: Sequence[Citation]) -> str:
    """Return a sentence without its citations; names that carry the sentence stay."""
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        kept = ""
        if one.family is not None:
            opened = sentence.rfind("(", 0, one.start) > sentence.rfind(")", 0, one.start)
            told = sentence[one.start : one.end]
            kept = "" if opened else re.sub(r"\s*,?\s*\(?\d{4}[a-z]?\)?$", "", told)
        sentence = sentence[: one.start] + kept + sentence[one.end :]
    sentence = re.sub(r"\((?:\s|[;,&]|see|e\.g\.|cf\.|doi:?|PMID:?)*\)|\[\s*\]", " ", sentence)
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(sentence.split()))


def cited_papers(
    found: Citation, references: Mapping[int, str], papers: Iterable[Paper]
) -> list[Paper]:
    """Return the papers of the library that a citation names; none where it holds no such one."""
    if found.number is not None:
        entry = references.get(found.number)
        return [] if entry is None else listed_papers(entry, papers)
    return [paper for paper in papers if _is_named(found, paper)]


def _is_named(found: Citation, paper: Paper) -> bool:
    if found.doi is not None:
        return paper.doi is not None and normal_doi(paper.doi) == found.doi
    if found.pmid is not None:
        return paper.pmid == found.pmid
    return (
        paper.year == found.year
        and bool(paper.authors)
        and _folded(paper.authors[0].split(",")[0]) == _folded(found.family or "")
    )


def listed_papers(entry: str, papers: Iterable[Paper]) -> list[Paper]:
    """Return the papers that an entry of a reference list names: by DOI, PMID, title or name."""
    held = list(papers)
    doi, pmid = _DOI.search(entry), _PMID.search(entry)
    for told in (
        Citation("", 0, 0, doi=normal_doi(doi.group(1).rstrip("."))) if doi else None,
        Citation("", 0, 0, pmid=pmid.group(1)) if pmid else None,
    ):
        named = [paper for paper in held if told is not None and _is_named(told, paper)]
        if named:
            return named
    words = _folded(entry)
    titled = [p for p in held if len(_folded(p.title)) > 20 and _folded(p.title) in words]
    if titled or doi or pmid:
        return titled
    return [
        paper
        for paper in held
        if paper.authors
        and str(paper.year) in entry
        and words.startswith(_folded(paper.authors[0].split(",")[0]) + " ")
    ]


def _folded(text: str) -> str:
    """Return text in lower case without accents and marks, words parted by one space."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", kept.lower()))

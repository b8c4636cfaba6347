"""Tell whose paper a PDF is: title, authors, year, journal and DOI, from file and first pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.paper import normal_doi
from corpus.section_kind import kind_of
from ingest.assemble import Block
from ingest.licence import licence_in
from ingest.pdf.byline import byline, listed_names
from ingest.pdf.facts import FileFacts
from ingest.pdf.front import is_article_type
from ingest.pdf.lines import Line, Sheet
from ingest.pdf.paragraphs import body_size
from ingest.pdf.place import find_place

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]+", re.IGNORECASE)
_DOI_BREAK = re.compile(r"(\b10\.\d{4,9}/)\s*\n\s*|(\b10\.\d{4,9}/\S*[./_-])\n(?=[a-z]*\d)")
_NOT_OURS = re.compile(
    r"(?:erratum|corrections?|comment|response|reply|supplement|companion|data(?:set)?)\b"
    r"[^.\n]{0,60}$",
    re.IGNORECASE,
)
_DOI_TAIL = re.compile(r"(?:/-/dcsupplemental.*|\.[tg]\d{3}|/abstract|/full|/pdf)$", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|tex|dvi|indd|qxd|rtf|png|jpe?g|tiff?|pptx?|xlsx?)$", re.I)
_NO_TITLE = re.compile(
    r"untitled.*|powerpoint presentation|slide \d+|document\d*|title|none|full page photo|"
    r"doi:.*|10\.\d{4,9}/.*|pii:.*|layout \d+|\S*\d{3,}\S*",
    re.IGNORECASE,
)
_MADE_BY = re.compile(r"^(?:microsoft (?:word|powerpoint)|print|latex) ?- ?", re.IGNORECASE)
_YEARS = (
    re.compile(r"\b((?:19|20)\d\d)\s?;\s?(?!(?:19|20)\d\d[a-z]?\b)\d+"),
    re.compile(r"\bpublished\b[^\n]{0,60}?\b((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\bvol(?:ume|\.)\s?\d+\b[^;\n]{0,40}?\b((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"(?:©|\bcopyright)[^\n]{0,30}?\b((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\b\d+\s?\(((?:19|20)\d\d)\)\s?[\d:,]"),
    re.compile(r"\barxiv:\S+[^\n]*?\b((?:19|20)\d\d)\b", re.IGNORECASE),
)
"""Ways in which first pages print the year of publication, the plainest first."""
_PMID = re.compile(r"\bPMID:?\s?(\d{5,9})\b")
_PMCID = re.compile(r"\bPMCID:?\s?(PMC\d{5,9})\b", re.IGNORECASE)
_OPENING = 20_000
"""Characters at the start of a text in which its authors are named."""
_CITED_JOURNAL = re.compile(
    r"(?:^|[.?!]\s+)([A-Z][A-Za-z&.: ]{2,70}?)[.,]?\s+(?:19|20)\d\d\s?;\s?\d+"
)
_SUBJECT_JOURNAL = re.compile(r"([A-Z][^\d;]{2,90}?),?\s+(?:vol\.? ?)?\d+\s?[(,:]", re.IGNORECASE)


@dataclass(frozen=True)
class Description:
    """What is known of the paper that a file holds."""

    title: str | None
    authors: tuple[str, ...]
    """As "Family, Given", in order."""
    year: int | None
    journal: str | None
    doi: str | None
    volume: str | None
    issue: str | None
    pages: str | None
    pmid: str | None
    pmcid: str | None
    licence: str | None
    language: str | None


def describe(
    facts: FileFacts, sheets: Sequence[Sheet], blocks: Sequence[Block], running: Sequence[Line]
) -> Description:
    """Return what the file, its first two printed pages and its running heads say of the paper."""
    front = _front(blocks)
    printed = [sheet for sheet in sheets if sheet.lines][:2]
    first_page = _before_references(printed[:1])
    repeated = {line.text for line in running}
    opening = [line for line in printed[0].lines if line.text not in repeated]
    title = _title(facts, opening, front, first_page)
    near = first_page + "\n" + "\n".join(line.text for line in running)
    year = _year(near, facts)
    place = find_place(facts, near, year)
    pmid, pmcid = _PMID.search(near), _PMCID.search(near)
    return Description(
        title=title,
        authors=_authors(facts, front, " ".join(block.text for block in blocks)[:_OPENING]),
        year=year,
        volume=place.volume,
        issue=place.issue,
        pages=place.pages,
        pmid=pmid[1] if pmid else None,
        pmcid=pmcid[1].upper() if pmcid else None,
        licence=licence_in(facts.rights or "") or licence_in(_own_words(first_page, blocks)),
        language=facts.language,
        journal=_journal(facts, front),
        doi=find_doi(facts, _before_references(printed)),
    )


def _own_words(first_page: str, blocks: Sequence[Block]) -> str:
    """Return the text in which a paper states its licence: page one, and its closing notes."""
    notes: list[str] = []
    kind = None
    for block in blocks:
        kind = block.kind if block.heading else kind
        if kind == "back":
            notes.append(block.text)
    return "\n".join([first_page, *notes])


def _front(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks before the first section, where the paper has such a front."""
    count = next((n for n, block in enumerate(blocks) if block.kind != "front"), len(blocks))
    return list(blocks[:count])


def _before_references(sheets: Sequence[Sheet]) -> str:
    """Return the lines of pages as printed, up to a list of references."""
    kept: list[str] = []
    for line in (line for sheet in sheets for line in sheet.lines):
        if kind_of(line.text) == "references" and line.bold:
            break
        kept.append(line.text)
    return "\n".join(kept)


def _title(
    facts: FileFacts, opening: Sequence[Line], front: Sequence[Block], first_page: str
) -> str | None:
    """Return the file's own title where it can be one, else the largest text of page one."""
    stated = _stated_title(facts.title, first_page)
    if stated is not None:
        return stated
    printed = next((block.text for block in front if block.heading), None)
    return printed or _largest(opening)


def _stated_title(title: str | None, first_page: str) -> str | None:
    """Return a title from the file's description where it is not what a program wrote there."""
    if title is None:
        return None
    plain = _MADE_BY.sub("", title).strip()
    if not plain or _FILE_NAME.search(plain) or _NO_TITLE.fullmatch(plain):
        return None
    letters = sum(character.isalpha() for character in plain)
    if letters < 0.6 * len(plain.replace(" ", "")):
        return None
    printed = _letters(plain) in _letters(first_page)
    return plain if printed or (len(plain.split()) >= 4 and "_" not in plain) else None


def _letters(text: str) -> str:
    """Return only letters and digits, so that line breaks and dashes do not count."""
    return "".join(character for character in text.lower() if character.isalnum())


def _largest(lines: Sequence[Line]) -> str | None:
    """Return the largest lines of a page that follow each other, at most four."""
    worded = [
        line
        for line in lines
        if sum(c.isalpha() for c in line.text) >= 5
        and kind_of(line.text) is None
        and not is_article_type(line.text)
    ]
    if not worded:
        return None
    size = max(line.size for line in worded)
    if size <= body_size(lines) + 0.5:
        return worded[0].text if len(worded[0].text) <= 150 else None
    start = next(n for n, line in enumerate(worded) if line.size == size)
    run = [worded[start]]
    for line in worded[start + 1 : start + 4]:
        if abs(line.size - size) > 0.5:
            break
        run.append(line)
    return " ".join(line.text for line in run)


def find_doi(facts: FileFacts, text: str) -> str | None:
    """Return the paper's DOI from the file's description, else the first in `text`."""
    for stated in (facts.doi, facts.subject):
        matched = _DOI.search(stated or "")
        if matched:
            return _trimmed(matched.group())
    whole = _DOI_BREAK.sub(lambda found: found.group(1) or found.group(2), text)
    for matched in _DOI.finditer(whole):
        if not _NOT_OURS.search(whole[max(0, matched.start() - 90) : matched.start()]):
            return _trimmed(matched.group())
    return None


def _trimmed(doi: str) -> str:
    """Return a DOI without the punctuation of the sentence it stood in."""
    before = ""
    while doi != before:
        before = doi
        doi = _DOI_TAIL.sub("", doi.rstrip(".,;:'\"”’*†"))
        for opening, closing in ("()", "[]"):
            if doi.endswith(closing) and doi.count(closing) > doi.count(opening):
                doi = doi[:-1]
    return normal_doi(doi)


def _authors(facts: FileFacts, front: Sequence[Block], opening: str) -> tuple[str, ...]:
    """Return the authors from the lines under the title, else those the file states."""
    title = next((place for place, block in enumerate(front) if block.heading), -1)
    printed = byline([block.text for block in front[title + 1 :]])
    stated = listed_names(facts.author or "")
    page = _letters(opening)
    # Office programs put the typist there, so that a name must stand on the first pages too.
    known = tuple(name for name in stated if _letters(name.split(",")[0]) in page)
    return printed if len(printed) >= len(known) else known


def _year(text: str, facts: FileFacts) -> int | None:
    """Return the year of publication as the first page or the file's subject prints it."""
    for source in (text, facts.subject or ""):
        for pattern in _YEARS:
            for matched in pattern.finditer(source):
                if not _NOT_OURS.search(source[max(0, matched.start() - 90) : matched.start()]):
                    return int(matched.group(1))
    return None


def _journal(facts: FileFacts, front: Sequence[Block]) -> str | None:
    """Return the journal from the file's description or the citation it suggests."""
    if facts.journal:
        return facts.journal
    for block in front:
        matched = _CITED_JOURNAL.search(block.text)
        if matched:
            return matched.group(1).strip(" .")
    matched = _SUBJECT_JOURNAL.match(facts.subject or "")
    return matched.group(1).strip() if matched else None

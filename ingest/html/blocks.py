"""Arrange the parts of an article under their headings, each with its kind of section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.paper import SectionKind
from corpus.section_kind import kind_of
from ingest.assemble import Block
from ingest.html.parts import RUN_IN, Part, is_label, labelled
from ingest.pdf.byline import listed_names

# "Participants" within results and "Outcomes" within methods do not leave them; these do.
_TURNS: frozenset[SectionKind] = frozenset({"discussion", "limitations", "conclusion", "back"})
_ENDS: frozenset[SectionKind | None] = frozenset({"results", "discussion", "conclusion"})
_OTHER_PAPERS = re.compile(
    r"(?:related|recommended|similar|more|suggested) (?:articles?|reading|content|pages?|papers?)"
    r"|(?:cited by|citing articles?|metrics|article metrics|share|comments).*",
    re.IGNORECASE,
)
_FRONT_LINE = re.compile(
    r"suggested citation|cite this|citation:|correspond|received|accepted|published|copyright"
    r"|author affiliation|affiliations?:|©",
    re.IGNORECASE,
)
_PROSE_WORDS = 25
"""A paragraph this long below the title is the article's, not a line about it."""


def article_blocks(parts: Sequence[Part], title: str) -> list[Block]:
    """Return the blocks of an article, its reference list and other papers' titles left out.

    Tables and figures follow the paragraphs of the section they stand in.
    """
    return arranged(_without_references(_captioned(parts)), title)


def arranged(parts: Sequence[Part], title: str) -> list[Block]:
    """Return the blocks of all parts, each with the kind of its section."""
    front = _front_end(parts)
    return [*_front_blocks(parts[:front], title), *_section_blocks(parts[front:])]


def _captioned(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with captions and notes beside a table joined to it."""
    joined: list[Part] = []
    for part in parts:
        before = joined[-1] if joined else None
        if before is not None and _is_bare_table(part) and _is_caption(before):
            joined.pop()
            joined.extend(labelled(before.text, "Table", "table"))
        elif before is not None and before.stands_in and part.note and not part.level:
            joined.append(Part(part.text, stands_in=before.stands_in))
        else:
            joined.append(part)
    return joined


def _is_bare_table(part: Part) -> bool:
    return part.stands_in == "table" and part.level == RUN_IN and part.text == "Table"


def _is_caption(part: Part) -> bool:
    return part.stands_in is None and is_label(part.text) and len(part.text.split()) < 80


def _without_references(parts: Sequence[Part]) -> list[Part]:
    """Return the parts outside the reference list and lists of other papers.

    Such a list ends at the next heading of its rank, or with its last item; tables and figures
    within it belong to the paper all the same.
    """
    kept: list[Part] = []
    rank, items = 0, False
    for part in parts:
        if part.stands_in:
            kept.append(part)
            continue
        if rank and ((part.level and part.level <= rank) or (items and not part.item)):
            rank = 0
        if part.level and not rank and _opens_list(part):
            rank, items = part.level, False
        elif not rank:
            kept.append(part)
        items = items or part.item
    return kept


def _opens_list(part: Part) -> bool:
    return kind_of(part.text) == "references" or bool(_OTHER_PAPERS.fullmatch(part.text))


def _front_end(parts: Sequence[Part]) -> int:
    """Return where title, authors and notes about the article end and its own text begins."""
    for place, part in enumerate(parts):
        starts = kind_of(part.text) is not None if part.level else _is_prose(part)
        if starts:
            headed = place > 0 and parts[place - 1].level > 1 and not part.level
            return place - 1 if headed and not listed_names(parts[place - 1].text) else place
    return 0


def _is_prose(part: Part) -> bool:
    if part.stands_in or part.item:
        return True
    long = len(part.text.split()) >= _PROSE_WORDS and not listed_names(part.text)
    return long and not _FRONT_LINE.search(part.text[:120])


def _front_blocks(parts: Sequence[Part], title: str) -> Iterator[Block]:
    for part in parts:
        yield Block(part.text, heading=part.text == title, kind="front")


def _section_blocks(parts: Sequence[Part]) -> Iterator[Block]:
    headings = [part for part in parts if part.level and not part.stands_in]
    names = [kind_of(heading.text) for heading in headings]
    summaries = _summaries(names)
    kind: SectionKind = "introduction" if {"methods", "results"} & set(names) else "body"
    open_sections: list[tuple[int, SectionKind]] = []
    floats: list[Block] = []
    seen = 0
    for part in parts:
        if part.stands_in:
            floats.append(Block(part.text, heading=part.level > 0, kind=part.stands_in))
        elif part.level:
            yield from floats
            floats.clear()
            while open_sections and open_sections[-1][0] >= part.level:
                open_sections.pop()
            parent = open_sections[-1][1] if open_sections else "body"
            kind = _kind(
                names[seen], parent, abstract=seen in summaries, over=seen >= summaries.stop
            )
            open_sections.append((part.level, kind))
            seen += 1
            yield Block(part.text, heading=True, kind=kind)
        else:
            yield Block(part.text, kind=kind)
    yield from floats


def _kind(
    named: SectionKind | None, parent: SectionKind, *, abstract: bool, over: bool
) -> SectionKind:
    """Return the kind of a section by its heading and the section that it is part of."""
    if abstract:
        return "abstract"
    if parent == "abstract":
        return named or "body" if over else "abstract"
    if named == "back" and parent == "methods":
        return parent  # an ethics statement, or where the data are to be had
    return named if named is not None and (parent == "body" or named in _TURNS) else parent


def _summaries(names: Sequence[SectionKind | None]) -> range:
    """Return the headings of an abstract whose parts are headed as the paper's own sections.

    The paper starts over: with an introduction after a result or conclusion, or with its methods
    for the second time. The range is empty, and stops past the end, where it never does.
    """
    if "abstract" not in names:
        return range(len(names) + 1, len(names) + 1)
    first = names.index("abstract")
    seen: list[SectionKind | None] = []
    for place in range(first + 1, len(names)):
        name = names[place]
        done = bool(_ENDS & set(seen))
        if done and (name == "introduction" or (name == "methods" and "methods" in seen)):
            return range(first, place)
        seen.append(name)
    return range(len(names) + 1, len(names) + 1)

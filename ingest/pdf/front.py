"""Find where a paper's front ends and its abstract, by headings that come twice or too late."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.paper import SectionKind
from corpus.section_kind import kind_of
from ingest.pdf.headings import CORE, Heading, is_main
from ingest.pdf.paragraphs import Paragraph

_FRONT_PAGES = 3
"""A paper's first named section starts on one of its first pages."""
_LONGEST_ABSTRACT = 800
"""Words; what is longer is not an abstract with sub-headings but the paper."""
_LONGEST_TITLE = 300
_ARTICLE_TYPE = re.compile(
    r"(?:(?:original|brief|short|rapid|full|research|clinical|scientific|systematic|special|invited"
    r"|regular|empirical|open access|policy|data|case|mini)[\s-])*"
    r"(?:articles?|investigations?|reports?|communications?|papers?|contributions?|reviews?|research"
    r"|letters?|editorials?|comment(?:ary|aries)|viewpoints?|perspectives?|features?|essays?)",
    re.IGNORECASE,
)
"""What journals print above a title: the types of article, as publishers name them."""


def is_article_type(text: str) -> bool:
    """Say whether a line only tells what type of article follows."""
    return _ARTICLE_TYPE.fullmatch(text.strip(" :|•.")) is not None


def title_place(paragraphs: Sequence[Paragraph], end: int) -> int | None:
    """Return the place of the title: the largest text on the first page before `end`."""
    if not paragraphs:
        return None
    first = paragraphs[0].page
    places = [
        place
        for place, paragraph in enumerate(paragraphs[:end])
        if paragraph.page == first and _may_be_title(paragraph)
    ]
    return max(places, key=lambda place: (paragraphs[place].size, -place), default=None)


def _may_be_title(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is worded like a title."""
    letters = sum(character.isalpha() for character in paragraph.text)
    worded = letters >= 8 and len(paragraph.text) <= 400 and not is_article_type(paragraph.text)
    return worded and paragraph.lines[0].upright


def with_whole_title(paragraphs: Sequence[Paragraph], size: float) -> Sequence[Paragraph]:
    """Return the paragraphs with the lines of a centred title in one, without what is above it."""
    paragraphs = [part for paragraph in paragraphs for part in _without_kicker(paragraph)]
    place = title_place(paragraphs, len(paragraphs))
    if place is None or paragraphs[place].size <= size + 0.9:
        return paragraphs
    title, end = paragraphs[place], place + 1
    while end < len(paragraphs) and _goes_on(title, paragraphs[end]):
        title = replace(title, lines=title.lines + paragraphs[end].lines)
        end += 1
    return [*paragraphs[:place], title, *paragraphs[end:]]


def _without_kicker(paragraph: Paragraph) -> list[Paragraph]:
    """Return a paragraph, its first line apart where that tells the type of the article."""
    first, *rest = paragraph.lines
    if not rest or not is_article_type(first.text):
        return [paragraph]
    return [replace(paragraph, lines=(first,)), replace(paragraph, lines=tuple(rest))]


def _goes_on(title: Paragraph, paragraph: Paragraph) -> bool:
    """Say whether a paragraph is a further line of the title."""
    alike = title.size == paragraph.size and title.bold == paragraph.bold
    near = title.page == paragraph.page and len(title.text) + len(paragraph.text) <= _LONGEST_TITLE
    return alike and near and kind_of(paragraph.text) is None


def front_end(paragraphs: Sequence[Paragraph], headings: dict[int, Heading]) -> int:
    """Return the place of the first section with a known name; 0 where there is no front."""
    for place in sorted(headings):
        heading = headings[place]
        if heading.kind in CORE or heading.kind == "abstract":
            near = paragraphs[place].page - paragraphs[0].page < _FRONT_PAGES
            return place if near else 0
    return 0


def abstract_end(
    paragraphs: Sequence[Paragraph], headings: dict[int, Heading], front: int, rank: float | None
) -> int:
    """Return the place where the abstract ends; the front's end where there is none.

    `rank` is that of the paper's main headings.
    """
    places = [place for place in sorted(headings) if place >= front]
    if not places or headings[places[0]].kind != "abstract":
        return front
    last = _last_summary(headings, places)
    after = [headings[place] for place in places if place > last]
    for end in (_second_start(after), _first_section(paragraphs, after, rank)):
        if end is not None and _words(paragraphs[front:end]) <= _LONGEST_ABSTRACT:
            return end
    return front


def _first_section(
    paragraphs: Sequence[Paragraph], headings: Sequence[Heading], rank: float | None
) -> int:
    """Return the place of the first heading that is not one of an abstract's own."""
    for heading in headings:
        question = paragraphs[heading.place].text.endswith("?")
        main = rank is None or is_main(heading, rank)
        if heading.kind is not None or (main and not question):
            return heading.place
    return len(paragraphs)


def _last_summary(headings: dict[int, Heading], places: Sequence[int]) -> int:
    """Return the place of the last abstract or summary before the first real section."""
    last = places[0]
    for place in places:
        if headings[place].kind in CORE:
            break
        if headings[place].kind == "abstract":
            last = place
    return last


def _words(paragraphs: Sequence[Paragraph]) -> int:
    """Return how many words paragraphs have."""
    return sum(len(paragraph.text.split()) for paragraph in paragraphs)


def _second_start(headings: Sequence[Heading]) -> int | None:
    """Return where the paper starts over after an abstract with sub-headings of the same names."""
    core = [heading for heading in headings if heading.kind in CORE]
    seen: list[SectionKind | None] = []
    for place, heading in enumerate(core):
        done = "results" in seen or "conclusion" in seen or "discussion" in seen
        again = heading.kind in ("introduction", "methods") and heading.kind in seen
        if done and (again or (heading.kind == "introduction" and place > 1)):
            return heading.place
        seen.append(heading.kind)
    return None

"""Find the headings of a Word document, by style and, where styles are absent, by look."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.paper import SectionKind
from corpus.section_kind import kind_of
from ingest.html.parts import RUN_IN, is_label
from ingest.office.flow import Item
from ingest.office.paragraph import Paragraph

TITLE = 1
"""The level of the paper's title, above all headings."""
_DEEPEST = RUN_IN - 1
_LONGEST = 90
# "Participants" is a part of "Methods" where there is such a section, and one itself where not.
_MAIN_NAMES: dict[SectionKind | None, str] = {
    "introduction": "introduction|background",
    "methods": "method",
    "results": "result",
}


def heading_levels(items: Sequence[Item]) -> list[int]:
    """Return the level of each item as a heading, from 2; 0 for what is none."""
    styled = [item.level for item in items if isinstance(item, Paragraph) and item.level]
    named = any(item.level and kind_of(item.text) for item in items if isinstance(item, Paragraph))
    if named or len(styled) > 1:
        return [_by_style(item) if isinstance(item, Paragraph) else 0 for item in items]
    candidates = [item.text for item in items if _may_head(item) and isinstance(item, Paragraph)]
    main = {kind_of(text) for text in candidates if _is_main(text)}
    return [_by_look(item, main) if isinstance(item, Paragraph) else 0 for item in items]


def _by_style(paragraph: Paragraph) -> int:
    if paragraph.level:
        return min(paragraph.level + TITLE, _DEEPEST)
    if not _may_head(paragraph):
        return 0
    if kind_of(paragraph.text) == "references":
        return TITLE + 1
    return RUN_IN if paragraph.bold else 0


def _by_look(paragraph: Paragraph, main: set[SectionKind | None]) -> int:
    """Return the level of a short paragraph that names a section, or is all in bold."""
    if not (paragraph.level or _may_head(paragraph)):
        return 0
    kind = kind_of(paragraph.text)
    if kind is None:
        return RUN_IN if paragraph.bold or paragraph.level else 0
    return _DEEPEST if _is_main(paragraph.text) or kind not in main else RUN_IN


def _may_head(item: Item) -> bool:
    if not isinstance(item, Paragraph) or item.item or item.reference:
        return False
    if item.style.is_caption or item.style.is_title or is_label(item.text):
        return False
    text = item.text
    short = 0 < len(text) <= _LONGEST and text[-1] not in ".,;"
    return short and any(map(str.isalpha, text))


def _is_main(text: str) -> bool:
    pattern = _MAIN_NAMES.get(kind_of(text))
    return pattern is None or re.search(pattern, text, re.IGNORECASE) is not None

"""Part the caption of a table or figure into a heading and what goes below it."""

from __future__ import annotations

import re

from corpus.text.sentences import sentence_spans

LONGEST_CAPTION = 200
"""Characters of a caption's first sentence that still makes a heading."""
_LABEL = re.compile(
    r"((?:supplement\w+ |appendix )?e?(?:table|fig(?:ure)?|exhibit|(?:text)?box)\.? ?"
    r"([A-Z]?\d+[A-Za-z]?))\b[\s.:|]*",
    re.IGNORECASE,
)


def captioned(label: str, caption: str) -> tuple[str, str]:
    """Return the heading of a table or figure, and what of its caption goes below it.

    The first sentence says what a row or a curve is about, so it stands in the heading, which is
    told with every passage; one too long for a heading goes below with the rest. A caption that
    repeats its label loses it.
    """
    label = label.rstrip(" .:|")
    repeated = _LABEL.match(caption)
    if repeated and (repeated[2] in label or not re.search(r"\d", label)):
        label = label if repeated[2] in label else repeated[1]
        caption = caption[repeated.end() :]
    first = next((caption[one.start : one.end] for one in sentence_spans(caption)), "")
    if not first or len(first) > LONGEST_CAPTION:
        return label, caption
    return f"{label}. {first}", caption[len(first) :].strip()

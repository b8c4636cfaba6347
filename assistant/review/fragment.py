"""Tell what is no statement: headings, options, labels, references and addresses."""

from __future__ import annotations

import re

from assistant.review.material import TABLE, TITLE, Statement

_FEWEST_WORDS = 4
"""Of a statement: what is shorter is a label."""
_WORD = re.compile(r"[^\W\d_]+")
_OPTION = re.compile(r"(?:option|choice|distractor|answer)?[ _-]?(?:[a-h]|\d)", re.IGNORECASE)
"""Names of a question bank's columns that hold an option."""
_REFERENCE = re.compile(
    r"\b(?:19|20)\d\d;\s?\d+|\bdoi:?\s?10\.|https?://doi\.org|\bet al\.?,? [^.]*\b(?:19|20)\d\d[;:]"
    r"|^(?:[\[(]?\d+[\])]?\.?\s)?(?:[A-Z][\w’'-]+ [A-Z]{1,3}(?:, |\. )){2,}"
)
"""What marks an entry of a list of references: volume behind the year, a DOI, names of authors."""
_ADDRESS = re.compile(r"\s*<?(?:https?://|www\.)\S+>?\s*|\s*\S+@\S+\.\w+\s*")


def is_fragment(statement: Statement) -> bool:
    """Say whether words are a heading, an option or a label, which say too little to be judged."""
    part = statement.place.part
    return (
        part == TITLE
        or _OPTION.fullmatch(part) is not None
        or (not is_row(statement) and len(_WORD.findall(statement.text)) < _FEWEST_WORDS)
    )


def is_reference(statement: Statement) -> bool:
    """Say whether words are an entry of a list of references, or an address."""
    text = statement.text
    return _REFERENCE.search(text) is not None or _ADDRESS.fullmatch(text) is not None


def is_row(statement: Statement) -> bool:
    """Say whether words are a row of a table."""
    return statement.place.part == TABLE or " | " in statement.text

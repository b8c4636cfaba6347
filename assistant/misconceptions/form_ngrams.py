"""How a text is put, whatever its matter: n-grams of its form words, all other words blanked out.

Form words are not listed by hand: they are those that the texts of many entries share.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

_BLANK = "_"
_WORDS = re.compile(r"[a-z']+|[?,]")
_LONGEST = 3


def form_tokens(text: str) -> list[str]:
    """Return the words of a text in small letters, question marks and commas among them."""
    return _WORDS.findall(text.lower())


def form_ngrams(text: str, form_words: Collection[str]) -> frozenset[str]:
    """Return words and word pairs of the form of a text, and how it begins.

    "Why do Black children wheeze?" gives "why do", "do _", "_ ?" and the like; runs of other words
    are one blank.
    """
    tokens = ["^"]
    for word in form_tokens(text):
        token = word if word in form_words else _BLANK
        if not (token == _BLANK and tokens[-1] == _BLANK):
            tokens.append(token)
    tokens.append("$")
    pairs = [f"{first} {second}" for first, second in pairwise(tokens)]
    return frozenset([*tokens, *pairs, " ".join(tokens[:_LONGEST])])

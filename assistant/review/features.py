"""What the classifier sees of a statement: its vector, its words, its patterns, its form."""

from __future__ import annotations

from dataclasses import asdict, fields

import numpy as np
from numpy.typing import NDArray

from assistant.misconceptions.presupposition import Form, form_of
from assistant.review.pattern import Patterns

Vector = NDArray[np.float64]


def names(known: Patterns) -> list[str]:
    """Return the name of each readable feature, in order; the embedding stands behind them."""
    return [
        *(f"word:{name}" for name in known.concepts),
        *(f"pattern:{one.pattern_id}" for one in known.patterns),
        "pattern:any",
        *(f"form:{one.name}" for one in fields(Form)),
        "form:question",
        "register",
    ]


def readable(known: Patterns, text: str, *, in_register: bool) -> Vector:
    """Return the readable features of a statement, each 0 or 1. *Shape:* (len(names),)."""
    named = known.named(text)
    fired = {pattern.pattern_id for pattern, _ in known.matches(text)}
    form = asdict(form_of(text))
    return np.array(
        [
            *(name in named for name in known.concepts),
            *(one.pattern_id in fired for one in known.patterns),
            bool(fired),
            *form.values(),
            "?" in text,
            in_register,
        ],
        dtype=np.float64,
    )

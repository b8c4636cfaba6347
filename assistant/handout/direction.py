"""Names that run from right to left, within lines that do not."""

from __future__ import annotations

import re

_LETTER = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]"
"""Of Hebrew, Arabic and the other scripts that run from right to left."""
RIGHT_TO_LEFT = re.compile(rf"({_LETTER}+(?:[\s,.'-]+{_LETTER}+)*)")
"""A stretch of such words, as a group."""
LEFT_TO_RIGHT_MARK = "\u200e"
"""Unseen; without it a year that follows such a name is drawn into the name."""

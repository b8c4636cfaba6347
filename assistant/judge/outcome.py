"""The three outcomes of a question."""

from __future__ import annotations

from typing import Literal

Outcome = Literal["answered", "nearest", "declined"]
"""Nearest: the closest evidence is quoted, under words that say that it may not answer."""
NEAREST_NOTE = "Nearest evidence. These may help; none of them clearly answers the question."

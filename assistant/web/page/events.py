"""How events on the page behave: the page says itself that it is busy, and nothing is an API."""

from __future__ import annotations

from typing import Any

QUIET: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    # A second click while the first is at work does nothing.
    "trigger_mode": "once",
    # By itself Gradio would serve one person after another.
    "concurrency_limit": None,
}
"""Options for every event of the page."""

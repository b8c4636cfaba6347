"""The Review tab: teaching material in, remarks beside its text; filled by review.js."""

from __future__ import annotations

import gradio as gr

from assistant.review.read import ENDINGS, FORMS
from assistant.review.sitting import IDLE, MOST_SHEETS
from corpus.settings import Settings


def review_tab(settings: Settings) -> None:
    """Lay the tab out."""
    gr.HTML(_frame(settings), elem_id="review", apply_default_css=False, padding=False)


def _frame(settings: Settings) -> str:
    most = settings.bounds.upload_bytes
    hours = f"{IDLE / 3600:.0f}"
    return (
        "<section class='clinic' id='clinic' aria-labelledby='clinic-title'>"
        "<h2 id='clinic-title'>Review teaching material</h2>"
        "<p class='lead'>Slides, notes, vignettes, question banks: what a colleague who knows the "
        "literature would say of race in them, each remark with its reason and something to read. "
        "It judges wording and evidence, never a person.</p>"
        "<div id='clinic-in'>"
        "<label class='clinic-drop' id='clinic-drop'><input type='file' multiple id='clinic-files' "
        f"accept='{','.join(ENDINGS)}' data-most='{most}' data-files='{MOST_SHEETS}'>"
        "<b>Choose files</b> or drop them here; several are reviewed as one course</label>"
        f"<p class='hint'>{FORMS}. English. Up to {most // 1024**2} MB each. They are read on the "
        "machine that runs this page, are not added to the library, and are deleted when you close "
        f"the review, at the latest {hours} hours after you last looked at it. Your decisions are "
        "kept with the library and found again when you review the same file.</p></div>"
        "<div id='clinic-going' hidden><p id='clinic-told' role='status'></p>"
        "<ul id='clinic-sheets' aria-label='Files'></ul></div>"
        "<p class='care' id='clinic-lost' role='alert' hidden></p>"
        "<div id='clinic-found' tabindex='-1' hidden></div></section>"
    )

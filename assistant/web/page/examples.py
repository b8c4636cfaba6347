"""Questions to begin with, by theme; the starter corpus answers each of them."""

from __future__ import annotations

from html import escape

EXAMPLES: dict[str, tuple[str, ...]] = {
    "Race in formulas": (
        "What evidence can I cite for teaching students that race correction in kidney function "
        "is no longer recommended?",
        "How does race adjustment of spirometry change who is counted as having lung disease?",
    ),
    "Skin and devices": (
        "What can I cite to teach that pulse oximeters work less well on darker skin?",
        "How well are darker skin tones represented in textbooks and image collections?",
    ),
    "Birth and childhood": (
        "Is it true that Black newborns survive more often when cared for by Black doctors?",
        "Why was race removed from the calculator for vaginal birth after cesarean?",
    ),
    "Racism and health": (
        "What is weathering, and what criticisms has it had?",
        "What do studies of redlined neighborhoods show about air pollution and asthma?",
    ),
    "Pain and bias": (
        "What false beliefs about biological differences do medical students hold?",
        "Do implicit bias trainings change what clinicians do?",
    ),
    "Genes and ancestry": (
        "Is race a good stand-in for genetic ancestry?",
        "Does the evidence support choosing blood pressure drugs by race?",
    ),
}


def examples() -> str:
    """Return the questions as buttons that ask them."""
    themes = "".join(
        f"<section><h3>{escape(theme)}</h3>{''.join(map(_button, questions))}</section>"
        for theme, questions in EXAMPLES.items()
    )
    return f"<div id='examples'>{themes}</div>"


def _button(question: str) -> str:
    asked = escape(question, quote=True)
    return f"<button type='button' class='example' data-ask='{asked}'>{escape(question)}</button>"

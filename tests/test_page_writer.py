"""On the page, a model elsewhere writes only once a person has agreed to what is sent."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import ASTHMA, ScriptedModel, put
from visiting import visitor

from assistant.generate.write import Writing
from assistant.web.page.ask import _Asking, _writer_control
from assistant.web.page.turns import Turn
from corpus.library import Library

QUESTION = "Was asthma more common where the air was worse?"
TEXT = "Rents were lower there. [1] Children wheezed five times as often <img src=x> [1]."


def asked(library: Library, writing: Writing | None, agreed: bool) -> tuple[Turn, str]:
    """Ask as the page does; return the last turn and the conversation as HTML."""
    no_filters: list[Any] = ["", "", [], [], [], [], [], [], [], ""]
    asking = _Asking(library, writing)
    *_, shown = asking.question(visitor(), QUESTION, False, [], agreed, *no_filters)
    turns, talk, *_ = shown
    assert isinstance(turns, list)
    return turns[-1], str(talk)


def test_a_model_elsewhere_is_asked_only_after_a_click(library: Library) -> None:
    put(library, ASTHMA)
    model = ScriptedModel(TEXT, sent_to="https://models.example")
    writing = Writing(model, show_struck=True)
    turn, _ = asked(library, writing, agreed=False)
    assert turn.answer
    assert turn.answer.writer == "quoting"
    assert model.sent == []
    turn, talk = asked(library, writing, agreed=True)
    assert turn.answer
    assert turn.answer.writer == "scripted/model"
    assert len(model.sent) == 1
    assert (
        "Written by scripted/model, each sentence checked against its passages; 1 struck." in talk
    )
    assert "<img" not in talk
    assert "<s>" in talk


@pytest.mark.parametrize(
    ("sent_to", "agreed", "checked", "told"),
    [
        ("https://models.example", False, False, "will be sent to https://models.example."),
        ("https://models.example", True, True, "will be sent to https://models.example."),
        (None, False, True, "nothing you ask leaves it."),
    ],
)
def test_the_page_says_where_text_goes_beside_the_writers_name(
    sent_to: str | None, agreed: bool, checked: bool, told: str
) -> None:
    control = _writer_control(Writing(ScriptedModel(sent_to=sent_to), agreed=agreed))
    assert control.value is checked
    assert "Let scripted/model write." in str(control.label)
    assert told in str(control.label)


def test_without_a_model_the_page_asks_nothing_of_the_kind() -> None:
    assert _writer_control(None).visible is False

"""An answer is put together as a brief: what papers say, their counterparts, their limits."""

from __future__ import annotations

from fakes import make_document, put

from assistant.answer import answer
from assistant.brief import Answer
from assistant.compose.select import MOST_SENTENCES
from assistant.render.json_objects import answer_markdown
from corpus.library import Library
from corpus.paper import Document, Relation
from corpus.status import Standing

QUESTION = "Does matching of newborns and doctors by race lower deaths?"
WHY = "A re-analysis found next to no effect."


def first_and_second(standing: Standing) -> tuple[Document, Document]:
    """Return a paper of this standing, and the one that analysed its data anew."""
    first = make_document(
        "Matching of newborns and doctors",
        "Matching of newborns and doctors by race lowers deaths by half.",
        doi="10.1/first",
        standing=standing,
        read_with=[Relation("doi:10.1/second", "re-analysis", WHY)],
    )
    second = make_document(
        "Newborn weights",
        "With weights in the model the estimate was near zero.",
        doi="10.1/second",
        read_with=[Relation("doi:10.1/first", "re-analyzes", WHY)],
    )
    return first, second


def notes(found: Answer) -> list[str]:
    return [sentence.text for sentence in found.sentences if not sentence.verbatim]


def test_a_counterpart_comes_with_one_line_on_what_differs(library: Library) -> None:
    for document in first_and_second(Standing.CONTESTED):
        put(library, document)
    found = answer(library, QUESTION)
    (note,) = notes(found)
    assert note.endswith(WHY)
    told = next(sentence for sentence in found.sentences if sentence.text == note)
    assert told.group == "read with"
    assert found.evidence[told.cites[0] - 1].paper.title == "Newborn weights"
    # It is this project's word, so it stands without quotation marks.
    assert f"{note} [" in answer_markdown(found)
    assert "*(note)*" in answer_markdown(found)


def test_a_paper_that_was_analysed_anew_brings_its_counterpart_whatever_its_standing(
    library: Library,
) -> None:
    for document in first_and_second(Standing.CURRENT):
        put(library, document)
    assert len(notes(answer(library, QUESTION))) == 1


def test_a_counterpart_of_two_papers_is_quoted_once(library: Library) -> None:
    first, second = first_and_second(Standing.CONTESTED)
    put(library, first)
    put(library, second)
    third = make_document(
        "Newborns and doctors once more",
        "Matching of newborns and doctors by race lowers deaths by a third.",
        doi="10.1/third",
        standing=Standing.CONTESTED,
        read_with=[Relation("doi:10.1/second", "re-analysis", "Nor did it hold for these births.")],
    )
    put(library, third)
    found = answer(library, QUESTION)
    assert len(notes(found)) == 2
    assert len({one.text for one in found.sentences}) == len(found.sentences)


def test_a_paper_that_nobody_has_answered_has_no_note(library: Library) -> None:
    _, second = first_and_second(Standing.CURRENT)
    put(library, second)
    assert notes(answer(library, "Was the estimate near zero with weights in the model?")) == []


def test_an_answer_is_never_longer_than_a_brief(library: Library) -> None:
    for number in range(12):
        text = " ".join(
            f"Deaths of newborns by race in town {number} {name} were counted anew by doctors."
            for name in ("early", "late", "twice", "never")
        )
        put(library, make_document(f"Newborn deaths in town {number}", text, doi=f"10.1/{number}"))
    for document in first_and_second(Standing.CONTESTED):
        put(library, document)
    found = answer(library, QUESTION)
    assert len(found.sentences) <= MOST_SENTENCES
    assert len({sentence.text for sentence in found.sentences}) == len(found.sentences)

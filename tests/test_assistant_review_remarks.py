"""A review remarks with reason and passage, and its remarks travel into files as they should."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree
from pptx import Presentation
from review_maker import ALTERNATIVE, BULLET, FINE, GROUPED, NOTE, ROW, deck, finder, syllabus

from assistant.review.category import kinds
from assistant.review.contract import review_object
from assistant.review.course import course_of
from assistant.review.decision import Decision, decide, read_kept, remember, undo
from assistant.review.deck_comments import commented_deck
from assistant.review.export import write_exports
from assistant.review.material import Place, Statement
from assistant.review.picture import course_page
from assistant.review.remark_list import remark_list
from assistant.review.report import report
from assistant.review.review import Review, in_context, review_file
from corpus.errors import EvidenceError, LibraryError
from corpus.library import Library

SPACE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@pytest.fixture
def decked(held: Library, tmp_path: Path) -> Review:
    return review_file(held, finder(), deck(tmp_path / "week 3.pptx"))


@pytest.fixture
def documented(held: Library, tmp_path: Path) -> Review:
    return review_file(held, finder(), syllabus(tmp_path / "syllabus.docx"))


def test_each_part_of_a_deck_is_remarked_upon_in_its_place(decked: Review) -> None:
    found = {one.statement.text: one.statement.place.words for one in decked.remarks}
    assert found == {
        BULLET: "slide 1",
        NOTE: "slide 2, notes",
        ROW: "slide 3, table",
        ALTERNATIVE: "slide 4, alternative text",
        GROUPED: "slide 5",
    }


def test_every_remark_has_a_reason_signals_and_a_passage(decked: Review) -> None:
    for remark in decked.remarks:
        told = review_object(decked, {}, None)["flags"][decked.remarks.index(remark)]
        assert 1 <= len(remark.evidence) <= 3
        assert {one.kind for one in remark.finding.signals} >= {"pattern", "classifier"}
        assert told["why"].count(".") >= 2
        assert told["better"]
        assert told["sources"][0]["status"]
        assert remark.marked[0] in remark.statement.text


def test_the_object_of_a_review_has_the_keys_of_the_contract(decked: Review) -> None:
    told = review_object(decked, {}, None)
    assert {"file", "flags", "clean", "seconds"} <= set(told)
    assert {"place", "text", "category", "claim_id", "why", "better", "sources", "score"} <= set(
        told["flags"][0]
    )
    assert told["clean"] is False
    assert not any("grade" in str(flag["why"]) for flag in told["flags"])


def test_a_fragment_is_judged_under_its_heading_and_a_myth_excuses_what_stands_below() -> None:
    judge, place = finder(), Place("slide", 1)
    fragment = Statement("Polynesian ancestry", "Risk factors", place)
    assert in_context(judge.known, fragment) == "Risk factors: Polynesian ancestry"
    said = Statement("Black boxers have thicker skulls than their trainers do", "Bones", place)
    myth = Statement(said.text, "Three myths", place)
    alone, below = judge.judge([in_context(judge.known, one) for one in (said, myth)])
    assert alone is not None
    assert below is None


def test_a_list_has_one_remark_of_a_kind(held: Library, tmp_path: Path) -> None:
    file = tmp_path / "list.md"
    items = ("Polynesian ancestry", "Samoan ancestry", "Māori or Tongan ancestry")
    file.write_text(
        "# Risk factors\n\n" + "".join(f"- {one}\n" for one in items) + f"\n{BULLET}\n", "utf-8"
    )
    found = [one.statement.text for one in review_file(held, finder(), file).remarks]
    assert found == [items[0], BULLET]


def test_comments_sit_on_the_right_slides_beside_those_that_were_there(decked: Review) -> None:
    once = commented_deck(decked.material.path, decked.remarks)
    copy = decked.material.path.with_name("copy.pptx")
    copy.write_bytes(once)
    twice = commented_deck(copy, decked.remarks)
    for content, times in ((once, 1), (twice, 2)):
        made = Presentation(io.BytesIO(content))
        texts = [
            [text.text or "" for part in comments(slide.part) for text in part.iter(f"{SPACE}text")]
            for slide in made.slides
        ]
        assert [len(one) for one in texts] == [times, times, times, times, times, 0]
        assert kinds()["outdated_race_correction"].name in texts[0][0]
    names = zipfile.ZipFile(io.BytesIO(twice)).namelist()
    assert len(names) == len(set(names))


def comments(part: object) -> list[etree._Element]:
    rels = part.rels.values()  # type: ignore[attr-defined]
    return [
        etree.fromstring(one.target_part.blob) for one in rels if one.reltype.endswith("/comments")
    ]


def test_comments_in_a_document_hang_on_their_words(
    held: Library, documented: Review, tmp_path: Path
) -> None:
    written = list(write_exports(held, [documented], tmp_path / "out"))
    names = {path.name for path in written}
    assert names == {"report.docx", "remarks.csv", "course.html", "syllabus-remarks.docx"}
    made = docx.Document(str(tmp_path / "out" / "syllabus-remarks.docx"))
    assert len(list(made.comments)) == 1 + len(documented.remarks)
    marked = [
        paragraph.text
        for paragraph in made.element.body.iter(docx.oxml.ns.qn("w:p"))
        if paragraph.findall(docx.oxml.ns.qn("w:commentRangeStart"))
    ]
    assert marked == [BULLET, ROW.split(" | ")[0], "Bring a pen."]


def test_the_report_names_places_and_passages_and_leaves_dismissed_remarks_out(
    held: Library, decked: Review
) -> None:
    first = decked.remarks[0]
    with pytest.raises(EvidenceError, match="with a reason"):
        decide(held, Decision(first.remark_id, "dismissed"))
    decide(held, Decision(first.remark_id, "dismissed", reason="A quotation, read aloud"))
    decide(held, Decision(decked.remarks[1].remark_id, "accepted", wording="They need relief."))
    course = course_of([decked], finder().known)
    made = docx.Document(io.BytesIO(report([decked], course, read_kept(held))))
    text = "\n".join(one.text for one in made.paragraphs)
    assert BULLET not in text
    assert NOTE in text
    assert "They need relief." in text
    assert decked.remarks[1].evidence[0].paper.title in text
    undo(held, first.remark_id)
    assert not read_kept(held).on(first.remark_id)


def test_the_list_holds_every_remark_with_the_decision_and_no_formula(
    held: Library, decked: Review
) -> None:
    first = decked.remarks[0]
    decide(held, Decision(first.remark_id, "dismissed", reason='=HYPERLINK("x")', reader="B"))
    rows = list(
        csv.DictReader(io.StringIO(remark_list([decked], read_kept(held)).decode("utf-8-sig")))
    )
    assert [row["text"] for row in rows] == [one.statement.text for one in decked.remarks]
    assert rows[0]["decision"] == "dismissed"
    assert rows[0]["reason"].startswith("'=")


def test_a_later_review_tells_what_changed(held: Library, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(f"{BULLET}\n\n{FINE}\n", encoding="utf-8")
    assert remember(held, review_file(held, finder(), file)) is None
    file.write_text(f"{FINE}\n\n{GROUPED}\n", encoding="utf-8")
    again = review_file(held, finder(), file)
    since = remember(held, again)
    assert since is not None
    assert since.new == (again.remarks[0].remark_id,)
    assert len(since.gone) == 1
    kept = (held.folder / "reviews.json").read_text(encoding="utf-8")
    assert GROUPED not in kept


def test_of_material_that_names_a_patient_nothing_is_kept(held: Library, tmp_path: Path) -> None:
    file = tmp_path / "case.txt"
    file.write_text(f"Mrs Winterbottom has a cough.\n\n{BULLET}\n", encoding="utf-8")
    remember(held, review_file(held, finder(), file))
    assert not read_kept(held).reviews


def test_decisions_that_cannot_be_read_are_not_written_over(held: Library) -> None:
    path = held.folder / "reviews.json"
    path.write_text("{broken", encoding="utf-8")
    with pytest.raises(LibraryError, match="restore it, or move it away"):
        decide(held, Decision("0" * 16, "accepted"))
    assert path.read_text(encoding="utf-8") == "{broken"


def test_a_course_counts_by_week_who_is_named_as_what_and_pictures(
    decked: Review, documented: Review
) -> None:
    course = course_of([decked, documented], finder().known)
    assert {(one.file, one.week) for one in course.tallies} == {
        ("week 3.pptx", "3"),
        ("syllabus.docx", "3"),
        ("syllabus.docx", "4"),
    }
    named = {(one.group, one.role): one.count for one in course.namings}
    assert named[("White", "population studied")] == 2
    assert (course.disparities, course.disparities_with_cause) == (2, 0)
    assert course.look_yourself == ("week 3.pptx, slide 1", "week 3.pptx, slide 4")
    page = course_page(course)
    assert 'aria-label="Remarks by category.' in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_five_hundred_slides_are_reviewed_and_progress_is_told(
    held: Library, tmp_path: Path
) -> None:
    made = Presentation()
    for number in range(500):
        slide = made.slides.add_slide(made.slide_layouts[5])
        assert slide.shapes.title is not None
        slide.shapes.title.text = BULLET if number == 499 else f"Topic {number}"
    made.save(str(tmp_path / "long.pptx"))
    told: list[tuple[int, int]] = []
    found = review_file(held, finder(), tmp_path / "long.pptx", lambda *at: told.append(at))
    assert [one.statement.place.number for one in found.remarks] == [500]
    assert told[0][0] < told[-1][0] == told[-1][1] == 500

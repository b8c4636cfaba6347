"""Plant problems and near misses in a real deck and a real syllabus, and see what is found.

Run with: python -m eval.bench.planted [FOLDER] [--json]

The statements are in planted.yaml, which tells what was measured first; none is trained on. With
a folder, deck, syllabus, report, list and commented copies are left there to be looked at.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import docx
import yaml  # type: ignore[import-untyped]
from docx.enum.text import WD_BREAK
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Inches

from assistant.review.export import write_exports
from assistant.review.review import Review, open_finder, review_file
from eval.bench.harness import arguments, share_row, show, starter_library

_TASKS = ("Read the chapter.", "Bring two questions.", "Write a page on what you have learnt.")
_FILLING = (
    "The session lasts two hours with a break. The first half is a lecture, the second half is "
    "group work at tables of six.",
    "Slides are put on the course page on the evening before. Recordings stay there until the end "
    "of the term.",
    "Assessment is by a short written answer, marked by two teachers who do not see the name.",
)


@dataclass(frozen=True)
class Planted:
    """One planted statement."""

    text: str
    place: str
    """As a remark shows it; of the syllabus its week, because paragraphs are not numbered there."""
    category: str | None


def planted() -> tuple[list[Planted], list[Planted]]:
    """Return what is planted in the deck and in the syllabus."""
    told = yaml.safe_load(files("eval.bench").joinpath("planted.yaml").read_text(encoding="utf-8"))
    deck = [
        Planted(one["text"], _slide_place(one["slide"], one["part"]), one.get("category"))
        for one in told["deck"]
    ]
    weeks = [
        Planted(one["text"], f"Week {one['week']}", one.get("category")) for one in told["syllabus"]
    ]
    return deck, weeks


def _slide_place(number: int, part: str) -> str:
    return f"slide {number}" + ("" if part in ("body", "group") else f", {part}")


def make_deck(path: Path) -> None:
    """Write the deck: titles, bullets, notes, tables, groups and pictures with descriptions."""
    told = yaml.safe_load(files("eval.bench").joinpath("planted.yaml").read_text(encoding="utf-8"))
    deck = Presentation()
    by_slide = {one["slide"]: one for one in told["deck"]}
    for number in range(1, 41):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        title = slide.shapes.title
        if title is not None:
            title.text = "Medicine 2, lecture course" if number == 1 else f"Topic {number}"
        if number in by_slide:
            _plant(slide, by_slide[number]["part"], by_slide[number]["text"], path.parent)
        _box(slide, "Ask when something is unclear", 5.5)
    deck.save(str(path))


def _plant(slide: Slide, part: str, text: str, folder: Path) -> None:
    if part == "notes":
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = text
    elif part == "table":
        cells = [cell.strip() for cell in text.split("|")]
        size = (Inches(0.5), Inches(2), Inches(9), Inches(0.6))
        table = slide.shapes.add_table(1, len(cells), *size).table
        for place, cell in enumerate(cells):
            table.cell(0, place).text = cell
    elif part == "group":
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(Inches(1), Inches(2), Inches(8), Inches(1)).text_frame.text = text
    elif part == "alternative text":
        picture = folder / "picture.png"
        Image.new("RGB", (40, 30), (120, 90, 70)).save(picture)
        shape = slide.shapes.add_picture(str(picture), Inches(1), Inches(2), Inches(4))
        for told in shape.element.iter(qn("p:cNvPr")):
            told.set("descr", text)
        picture.unlink()
    else:
        _box(slide, text, 2)


def _box(slide: Slide, text: str, top: float) -> None:
    size = (Inches(0.5), Inches(top), Inches(9), Inches(1))
    frame = slide.shapes.add_textbox(*size).text_frame
    frame.word_wrap = True
    frame.text = text


def make_syllabus(path: Path) -> None:
    """Write the syllabus, a week on each of its twelve pages."""
    _, weeks = planted()
    word = docx.Document()
    for week in range(1, 13):
        if week > 1:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        word.add_heading(f"Week {week}", 1)
        word.add_paragraph(_FILLING[0])
        for one in weeks:
            if one.place == f"Week {week}":
                word.add_paragraph(one.text)
        for text in _FILLING[1:]:
            word.add_paragraph(text)
        for text in _TASKS:
            word.add_paragraph(text, style="List Bullet")
    word.save(str(path))


def main() -> None:
    """Make both files, review them, and print what was found where."""
    parser = arguments(__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    given = parser.parse_args()
    held = starter_library(given.library)
    finder = open_finder(held)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        deck, syllabus = folder / "deck.pptx", folder / "syllabus.docx"
        make_deck(deck)
        make_syllabus(syllabus)
        reviews = [review_file(held, finder, path) for path in (deck, syllabus)]
        pairs = zip(reviews, planted(), strict=True)
        show([row for review, known in pairs for row in _rows(review, known)], as_json=given.json)
        write_exports(held, reviews, folder)


def _rows(review: Review, known: Sequence[Planted]) -> Iterator[dict[str, object]]:
    problems = [one for one in known if one.category]
    remarks = {" ".join(one.statement.text.split()): one for one in review.remarks}
    found = [one for one in problems if one.text in remarks]
    false = [text for text in remarks if text not in {one.text for one in problems}]
    others = len(review.material.statements) - len(problems)
    counts = {
        "found": (len(found), len(problems)),
        "category right": (
            sum(remarks[one.text].finding.category == one.category for one in found),
            len(found),
        ),
        "place right": (sum(_is_placed(one, review) for one in found), len(found)),
        "false alarms": (len(false), others),
    }
    for measure, (hits, of) in counts.items():
        yield {"file": review.material.file, "measure": measure, **share_row(hits, of)}
    yield {"file": review.material.file, "measure": "seconds", "value": review.seconds}
    for one in problems:
        if one not in found:
            yield {
                "file": review.material.file,
                "measure": f"missed ({one.category})",
                "text": one.text,
            }
    for text in false:
        category = remarks[text].finding.category
        yield {"file": review.material.file, "measure": f"false alarm ({category})", "text": text}


def _is_placed(one: Planted, review: Review) -> bool:
    places = [r.statement for r in review.remarks if r.statement.text == one.text]
    return all(one.place in (place.place.words, place.heading) for place in places)


if __name__ == "__main__":
    main()

"""Make teaching material, and a finder that needs no embedding model."""

from __future__ import annotations

from pathlib import Path

import docx
import numpy as np
from docx.enum.text import WD_BREAK
from hashing import DIMENSION, HashingEmbedder
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

from assistant.misconceptions.register import Register, texts_of
from assistant.review.category import kinds
from assistant.review.classify import Classifier, Weights
from assistant.review.features import names
from assistant.review.find import Finder
from assistant.review.pattern import patterns
from corpus.claims import starter_claims

BULLET = "Reduce the eGFR by race: multiply by 1.2 if Black"
NOTE = "Warn them that sickle cell patients are drug seekers"
ROW = "Stroke deaths | Black 9% | White 4%"
ALTERNATIVE = "An Oriental patient"
GROUPED = "Memorise which race has most gout"
FINE = "Ask every patient about diet and work"


def deck(path: Path) -> Path:
    """A deck with one problem in each part that can hold one, and a slide that is fine."""
    made = Presentation()
    for number in range(1, 7):
        slide = made.slides.add_slide(made.slide_layouts[5])
        assert slide.shapes.title is not None
        slide.shapes.title.text = f"Topic {number}"
        box = slide.shapes.add_textbox(Inches(1), Inches(3), Inches(8), Inches(1)).text_frame
        box.text = BULLET if number == 1 else FINE
    first, second, third, fourth, fifth, _ = made.slides
    frame = second.notes_slide.notes_text_frame
    assert frame is not None
    frame.text = NOTE
    table = third.shapes.add_table(1, 3, Inches(1), Inches(4), Inches(8), Inches(1)).table
    for place, cell in enumerate(ROW.split(" | ")):
        table.cell(0, place).text = cell
    picture = path.with_suffix(".png")
    Image.new("RGB", (8, 8)).save(picture)
    shown = fourth.shapes.add_picture(str(picture), Inches(1), Inches(4))
    shown.element.find(".//" + qn("p:cNvPr")).set("descr", ALTERNATIVE)
    first.shapes.add_picture(str(picture), Inches(1), Inches(4))
    group = fifth.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(4), Inches(1)).text_frame.text = GROUPED
    made.save(str(path))
    return path


def syllabus(path: Path) -> Path:
    word = docx.Document()
    word.add_heading("Week 3", 1)
    word.add_paragraph(FINE)
    word.add_paragraph(BULLET)
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    word.add_heading("Week 4", 1)
    table = word.add_table(1, 3)
    for cell, text in zip(table.rows[0].cells, ROW.split(" | "), strict=True):
        cell.text = text
    commented = word.add_paragraph("Bring a pen.")
    word.add_comment(commented.runs, text="Squaw, a word nobody printed", author="A colleague")
    word.save(str(path))
    return path


def finder() -> Finder:
    """A finder that remarks upon what a pattern fires on, whatever the vectors."""
    known, claims, embedder = patterns(), starter_claims()[:3], HashingEmbedder()
    nothing = dict.fromkeys(names(known), 0.0)

    def by(*patterns_of: str, constant: float) -> Weights:
        told = {f"pattern:{name}": 4.0 for name in patterns_of}
        return Weights(nothing | told, tuple(np.zeros(DIMENSION)), constant)

    categories = {
        name: by(*(one.pattern_id for one in known.patterns if one.category == name), constant=-2.0)
        for name in kinds()
    }
    classifier = Classifier(embedder.checksum, by("any", constant=-2.0), categories, 0.5)
    register = Register(claims, embedder.embed(texts_of(claims)))
    return Finder(known, register, classifier, embedder.embed)

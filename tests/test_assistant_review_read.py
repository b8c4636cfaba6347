"""Teaching material is read with the place of each statement, and bad files say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_maker import rewritten
from pptx import Presentation
from review_maker import ALTERNATIVE, BULLET, FINE, GROUPED, NOTE, ROW, deck, syllabus

from assistant.review import read as reading
from assistant.review.material import Material
from assistant.review.read import read_material
from corpus.errors import RefusedFile


def places(material: Material) -> dict[str, str]:
    return {one.text: one.place.words for one in material.statements}


def test_a_deck_is_read_with_notes_tables_groups_and_alternative_text(tmp_path: Path) -> None:
    material = read_material(deck(tmp_path / "deck.pptx"))
    found = places(material)
    assert found[BULLET] == "slide 1"
    assert found[NOTE] == "slide 2, notes"
    assert found[ROW] == "slide 3, table"
    assert found[ALTERNATIVE] == "slide 4, alternative text"
    assert found[GROUPED] == "slide 5"
    assert found["Topic 6"] == "slide 6, title"
    assert {one.heading for one in material.statements if one.text == BULLET} == {"Topic 1"}
    assert [(one.place.number, one.description) for one in material.pictures] == [
        (1, ""),
        (4, ALTERNATIVE),
    ]
    assert material.units == 6


def test_a_document_is_read_under_its_headings_and_comments_are_left_alone(tmp_path: Path) -> None:
    material = read_material(syllabus(tmp_path / "syllabus.docx"))
    headings = {one.text: one.heading for one in material.statements}
    assert headings[BULLET] == "Week 3"
    assert headings[ROW] == "Week 4"
    assert not [one for one in material.statements if "Squaw" in one.text]


def test_markdown_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text(
        f"# Kidney\n\nTwo lines that are\none paragraph.\n\n- {BULLET}\n- *{FINE}*\n\n"
        f"| Group | Rate |\n|---|---|\n| Black | 9 |\n",
        encoding="utf-8",
    )
    found = places(read_material(file))
    assert found["Two lines that are one paragraph."] == "line 3"
    assert found[BULLET] == "line 6"
    assert found[FINE] == "line 7"
    assert found["Black | 9"] == "line 11"


def test_front_matter_and_code_of_markdown_are_not_read(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text(
        "---\naliases: African American\n---\nBefore.\n\n```python\nrace = 1\n```\n\nAfter.\n\n"
        "```\nNever closed.\n",
        encoding="utf-8",
    )
    found = places(read_material(file))
    assert found["Before."] == "line 4"
    assert found["After."] == "line 10"
    assert [text for text in found if "African" in text or "race" in text] == []
    assert any("Never closed" in text for text in found)


def test_a_question_bank_is_read_by_row_and_column(tmp_path: Path) -> None:
    file = tmp_path / "bank.csv"
    file.write_text(f'id;stem;key\nq1;"{BULLET}; which?";B\n', encoding="utf-8")
    assert places(read_material(file)) == {f"{BULLET}; which?": "row 2, stem"}


def test_a_long_paragraph_is_parted_and_a_case_is_not(tmp_path: Path) -> None:
    prose = " ".join(f"Sentence {number} tells of diet and of work." for number in range(12))
    case = "A 40-year-old man coughs. " + "He has had a fever for some days now. " * 6
    file = tmp_path / "notes.txt"
    file.write_text(f"{prose}\n\n{case.strip()} What now?\n", encoding="utf-8")
    texts = [one.text for one in read_material(file).statements]
    assert len(texts) == 13
    assert texts[-1].endswith("What now?")


def test_a_deck_of_pictures_only_says_so_and_lists_the_slides(tmp_path: Path) -> None:
    from PIL import Image
    from pptx.util import Inches

    Image.new("RGB", (8, 8)).save(tmp_path / "scan.png")
    made = Presentation()
    for _ in range(3):
        slide = made.slides.add_slide(made.slide_layouts[6])
        slide.shapes.add_picture(str(tmp_path / "scan.png"), Inches(1), Inches(1))
    made.save(str(tmp_path / "scans.pptx"))
    with pytest.raises(RefusedFile, match="pictures only, on slides 1, 2, 3; look at them"):
        read_material(tmp_path / "scans.pptx")


def test_a_deck_with_a_password_says_how_to_open_it(tmp_path: Path) -> None:
    file = tmp_path / "locked.pptx"
    container = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
    file.write_bytes(container)
    with pytest.raises(RefusedFile, match=r"encrypted with a password; .*take the password off"):
        read_material(file)


def test_another_language_is_named_with_the_one_that_can_be_judged(tmp_path: Path) -> None:
    file = tmp_path / "programa.txt"
    file.write_text(
        "Los estudiantes aprenden en la clase de la semana que la raza no es una causa de la "
        "enfermedad y que los factores sociales son más importantes para la salud de los "
        "pacientes en el hospital. Se leen los artículos y se discuten con el profesor para que "
        "los alumnos entiendan las diferencias.",
        encoding="utf-8",
    )
    with pytest.raises(RefusedFile, match="seems to be in Spanish; a review can judge English"):
        read_material(file)


def test_a_patients_name_is_warned_of_and_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "case.txt"
    file.write_text("Mrs Winterbottom, MRN 123456, has a cough.\n", encoding="utf-8")
    material = read_material(file)
    assert len(material.warnings) == 1
    assert "line 1" in material.warnings[0]
    assert "Winterbottom" not in material.warnings[0]
    assert not read_material(_written(tmp_path, "Henrietta Lacks was not asked.")).warnings


def _written(folder: Path, text: str) -> Path:
    (folder / "other.txt").write_text(text, encoding="utf-8")
    return folder / "other.txt"


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _written(tmp_path, FINE)
    form, reader = reading._FORMS[".txt"]

    def writing(path: Path) -> object:
        found = reader(path)
        path.write_text("Another text altogether.", encoding="utf-8")
        return found

    monkeypatch.setitem(reading._FORMS, ".txt", (form, writing))
    with pytest.raises(RefusedFile, match="changed while it was read; review it again"):
        read_material(file)


def test_a_form_that_is_not_read_and_a_damaged_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=r"a \.key file cannot be reviewed; give one of PPTX"):
        read_material(tmp_path / "talk.key")
    with pytest.raises(RefusedFile, match="cannot be read"):
        read_material(tmp_path / "none.txt")
    broken = rewritten(
        deck(tmp_path / "deck.pptx"),
        tmp_path / "broken.pptx",
        {"ppt/slides/slide1.xml": lambda _: b"<p:sld"},
    )
    with pytest.raises(RefusedFile, match="not well-formed"):
        read_material(broken)

"""PowerPoint presentations become documents: each slide is a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_maker import rewritten
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Inches

from corpus.errors import RefusedFile
from corpus.paper import Document, Paper
from ingest.assemble import Block, assemble
from ingest.read import read

TITLE_SLIDE, TITLE_AND_BODY, ONLY_TITLE, BLANK = 0, 1, 5, 6


def saved(deck: Deck, tmp_path: Path, name: str = "talk.pptx") -> Path:
    file = tmp_path / name
    deck.save(str(file))
    return file


def add(deck: Deck, title: str, body: str | None = None) -> Slide:
    layout = ONLY_TITLE if body is None else TITLE_AND_BODY
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if slide.shapes.title is not None:
        slide.shapes.title.text = title
    if body is not None:
        slide.placeholders[1].text = body
    return slide


def box(slide: Slide, text: str, left: float, top: float) -> None:
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1))
    shape.text_frame.text = text


def talk() -> Deck:
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[TITLE_SLIDE])
    assert first.shapes.title is not None
    first.shapes.title.text = "Asthma in two cities"
    first.placeholders[1].text = "Ada Ng, Bo Ray\ndoi:10.1000/EX.1"
    add(deck, "Methods", "We counted.\nOne by one.")
    add(deck, "Who came", "Forty came.")
    add(deck, "References (2/2)", "Ng A. Air. 2020.")
    add(deck, "Thank you", "Ask us.")
    return deck


def on_page(found: Document, number: int) -> str:
    page = next(page for page in found.pages if page.number == number)
    return found.text[page.start : page.end]


def test_each_slide_is_a_page_under_its_title(tmp_path: Path) -> None:
    file = saved(talk(), tmp_path)
    found = read(file)
    assert found.paper.title == "Asthma in two cities"
    assert found.paper.authors == ("Ng, Ada", "Ray, Bo")
    assert (found.paper.doi, found.paper.page_count) == ("10.1000/ex.1", 5)
    assert [(section.kind, section.title) for section in found.sections] == [
        ("front", "Asthma in two cities"),
        ("methods", "Methods"),
        ("methods", "Who came"),
        ("references", "References (2/2)"),
        ("body", "Thank you"),
    ]
    assert [(page.number, page.label) for page in found.pages] == [(n, str(n)) for n in range(1, 6)]
    assert on_page(found, 2) == "Methods\n\nWe counted.\n\nOne by one."
    assert read(file) == found


def test_text_is_read_from_top_to_bottom_and_left_to_right(tmp_path: Path) -> None:
    deck = Presentation()
    slide = add(deck, "Visits")
    box(slide, "below", 1, 5)
    box(slide, "right", 5, 2)
    box(slide, "left", 1, 2.1)
    group = slide.shapes.add_group_shape()
    for text, top in (("second", 4.0), ("first", 3.5)):
        inner = group.shapes.add_textbox(Inches(1), Inches(top), Inches(2), Inches(0.4))
        inner.text_frame.text = text
    text = read(saved(deck, tmp_path)).text
    assert text == "Visits\n\nleft\n\nright\n\nfirst\n\nsecond\n\nbelow"


def test_the_first_line_is_the_title_of_a_slide_without_one(tmp_path: Path) -> None:
    deck = talk()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    box(slide, "They fell by half.", 1, 4)
    box(slide, "Results", 1, 1)
    last = read(saved(deck, tmp_path)).sections[-1]
    assert (last.kind, last.title) == ("results", "Results")


def test_tables_follow_the_text_row_by_row(tmp_path: Path) -> None:
    deck = talk()
    slide = add(deck, "Results")
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for row, texts in enumerate((("City", "Visits"), ("Ames", "40"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    box(slide, "They fell.", 1, 5)
    found = read(saved(deck, tmp_path))
    assert found.text.endswith("Results\n\nThey fell.\n\nTable\n\nCity | Visits\n\nAmes | 40")
    assert found.sections[-1].kind == "table"


def test_a_chart_tells_its_title_and_values(tmp_path: Path) -> None:
    deck = talk()
    data = CategoryChartData()
    data.categories = ["2010", "2020"]
    data.add_series("Black", (4.1, 5))
    data.add_series("White", (0.1 + 0.2, None))
    place = (Inches(1), Inches(2), Inches(4), Inches(3))
    column = XL_CHART_TYPE.COLUMN_CLUSTERED
    chart = add(deck, "Trend").shapes.add_chart(column, *place, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Visits a year"
    found = read(saved(deck, tmp_path))
    expected = "Trend\n\nVisits a year\n\n| Black | White\n\n2010 | 4.1 | 0.30000000000000004"
    assert on_page(found, 6) == f"{expected}\n\n2020 | 5 |"
    assert (found.sections[-1].kind, found.sections[-1].title) == ("figure", "Visits a year")


def test_of_a_cloud_of_points_only_the_names_are_told(tmp_path: Path) -> None:
    deck = talk()
    data = XyChartData()
    series = data.add_series("Ames")
    series.add_data_point(1, 2)
    place = (Inches(1), Inches(2), Inches(4), Inches(3))
    add(deck, "Cloud").shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, data)
    assert on_page(read(saved(deck, tmp_path)), 6) == "Cloud\n\nAmes"


def test_speaker_notes_follow_their_slide_and_say_so(tmp_path: Path) -> None:
    deck = talk()
    notes = deck.slides[1].notes_slide.notes_text_frame
    assert notes is not None
    notes.text = "Say why.\nThen how."
    found = read(saved(deck, tmp_path))
    assert on_page(found, 2).endswith(
        "One by one.\n\nSpeaker notes: Say why.\n\nSpeaker notes: Then how."
    )


def test_hidden_slides_are_read_and_slide_numbers_are_not(tmp_path: Path) -> None:
    deck = talk()
    deck.slides[2].element.set("show", "0")
    number = (
        '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a='
        '"http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr><p:cNvPr id="99" '
        'name="n"/><p:cNvSpPr/><p:nvPr><p:ph type="sldNum" idx="12"/></p:nvPr></p:nvSpPr><p:spPr/>'
        "<p:txBody><a:bodyPr/><a:p><a:fld id='{0}' type='slidenum'><a:t>3 of 5</a:t></a:fld></a:p>"
        "</p:txBody></p:sp>"
    )
    deck.slides[2].shapes.element.append(parse_xml(number))
    assert on_page(read(saved(deck, tmp_path)), 3) == "Who came\n\nForty came."


def test_what_powerpoint_wraps_in_alternatives_is_read_once(tmp_path: Path) -> None:
    deck = talk()
    body = deck.slides[1].placeholders[1].element
    holder = parse_xml(
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        '2006"><mc:Choice Requires="a14"/><mc:Fallback/></mc:AlternateContent>'
    )
    body.addprevious(holder)
    holder[0].append(body)
    assert on_page(read(saved(deck, tmp_path)), 2) == "Methods\n\nWe counted.\n\nOne by one."


def test_the_words_of_a_diagram_are_read(tmp_path: Path) -> None:
    deck = talk()
    spaces = "http://schemas.openxmlformats.org"
    frame = (
        f'<p:graphicFrame xmlns:p="{spaces}/presentationml/2006/main" '
        f'xmlns:a="{spaces}/drawingml/2006/main"><p:nvGraphicFramePr><p:cNvPr id="9" name="d"/>'
        "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x='0' y='0'/>"
        f"<a:ext cx='1' cy='1'/></p:xfrm><a:graphic><a:graphicData uri='{spaces}/drawingml/2006/"
        f"diagram'><dgm:relIds xmlns:dgm='{spaces}/drawingml/2006/diagram' xmlns:r='{spaces}/"
        "officeDocument/2006/relationships' r:dm='rId77'/></a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )
    deck.slides[1].shapes.element.append(parse_xml(frame))
    words = "<a:p><a:r><a:t>{}</a:t></a:r></a:p>"
    data = (
        f"<dgm:dataModel xmlns:dgm='{spaces}/drawingml/2006/diagram' xmlns:a='{spaces}/drawingml/"
        f"2006/main'><dgm:ptLst><dgm:pt modelId='1'><dgm:t>{words.format('Rent')}</dgm:t></dgm:pt>"
        f"<dgm:pt modelId='2' type='pres'><dgm:t>{words.format('copy')}</dgm:t></dgm:pt>"
        "</dgm:ptLst></dgm:dataModel>"
    )
    link = (
        f"<Relationship Id='rId77' Type='{spaces}/officeDocument/2006/relationships/diagramData' "
        "Target='../diagrams/data1.xml'/></Relationships>"
    )
    override = (
        "<Override PartName='/ppt/diagrams/data1.xml' ContentType='application/vnd.openxmlformats"
        "-officedocument.drawingml.diagramData+xml'/></Types>"
    )
    file = rewritten(
        saved(deck, tmp_path, "plain.pptx"),
        tmp_path / "talk.pptx",
        {
            "ppt/diagrams/data1.xml": lambda _: data.encode(),
            "ppt/slides/_rels/slide2.xml.rels": lambda links: links.replace(
                b"</Relationships>", link.encode()
            ),
            "[Content_Types].xml": lambda types: types.replace(b"</Types>", override.encode()),
        },
    )
    page = on_page(read(file), 2)
    assert "Rent" in page
    assert "copy" not in page


def refusal(file: Path) -> str:
    with pytest.raises(RefusedFile) as refused:
        read(file)
    return refused.value.reason


def test_slides_without_text_are_refused(tmp_path: Path) -> None:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[BLANK])
    assert "its slides hold no text (are they pictures?)" in refusal(saved(deck, tmp_path))


def test_a_file_under_a_wrong_name_is_refused_by_what_it_holds(tmp_path: Path) -> None:
    file = saved(talk(), tmp_path, "talk.docx")
    assert refusal(file) == "holds no Word document but a PowerPoint presentation; name it .pptx"
    file = tmp_path / "talk.pptx"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert "in the binary format of Office before 2007" in refusal(file)


def test_a_lost_slide_is_refused_and_macros_change_nothing(tmp_path: Path) -> None:
    file = saved(talk(), tmp_path, "plain.pptx")
    lost = rewritten(file, tmp_path / "talk.pptx", {"ppt/slides/slide2.xml": lambda _: None})
    assert "damaged inside" in refusal(lost)
    macros = rewritten(
        file,
        tmp_path / "talk.pptm",
        {
            "[Content_Types].xml": lambda types: types.replace(
                b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main",
                b"application/vnd.ms-powerpoint.presentation.macroEnabled.main",
            )
        },
    )
    assert read(macros).text == read(file).text


def test_a_block_says_its_page_where_there_are_no_boxes() -> None:
    paper = Paper(paper_id="sha256:0", title="Title")
    blocks = [Block("Title", heading=True, page=1), Block("One.", page=1), Block("Two.", page=3)]
    found = assemble(paper, blocks, {3: "iii"})
    assert [(p.number, p.label, found.text[p.start : p.end]) for p in found.pages] == [
        (1, "1", "Title\n\nOne."),
        (3, "iii", "Two."),
    ]

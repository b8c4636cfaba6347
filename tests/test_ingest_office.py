"""Word documents become documents: headings, tables, notes, tracked changes."""

from __future__ import annotations

import datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from office_maker import LINK, article, rewritten, saved

from corpus.paper import Document
from ingest.read import read

NAMES = (
    nsdecls("w", "m", "wp")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def written(tmp_path: Path, *blocks: str) -> Document:
    """Return what is read from a document with these blocks of WordprocessingML in its body."""
    word = docx.Document()
    for block in blocks:
        marked = block if block.startswith("<") else paragraph(block)
        element = parse_xml(marked.replace(">", f" {NAMES}>", 1))
        word.element.body.insert(len(word.element.body) - 1, element)
    found = read(saved(word, tmp_path))
    check(found)
    return found


def paragraph(text: str, look: str = "") -> str:
    return f"<w:p>{run(text, look)}</w:p>"


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def check(found: Document) -> None:
    """Sections stand in order and cover all text, and no paragraph is blank."""
    end = 0
    for section in found.sections:
        assert not found.text[end : section.start].strip()
        assert section.start < section.end
        end = section.end
    assert not found.text[end:].strip()
    assert all(one.strip() and "\n" not in one for one in found.text.split("\n\n"))


def sections(found: Document) -> list[tuple[str, str]]:
    return [(section.kind, section.title) for section in found.sections]


def test_headings_title_authors_and_doi_of_a_styled_document(tmp_path: Path) -> None:
    word = article()
    word.core_properties.language = "en-GB"
    word.core_properties.author = "A Typist"
    word.core_properties.created = datetime.datetime(2019, 5, 1)
    found = read(saved(word, tmp_path))
    check(found)
    paper = found.paper
    assert (paper.title, paper.authors) == ("Asthma in two cities", ("Ng, Ada", "Ray, Bo"))
    assert (paper.paper_id, paper.language) == ("doi:10.1000/ex.1", "en")
    assert paper.year is None  # the file's own year is not the paper's
    assert sections(found) == [
        ("front", "Asthma in two cities"),
        ("abstract", "Abstract"),
        ("methods", "Methods"),
        ("results", "Results"),
        ("references", "References"),
        ("back", "Funding"),
    ]
    assert (found.pages, found.words) == ((), ())


def test_what_is_read_twice_is_the_same_and_macros_change_nothing(tmp_path: Path) -> None:
    file = saved(article(), tmp_path)
    macros = rewritten(
        file,
        tmp_path / "paper.docm",
        {
            "[Content_Types].xml": lambda types: types.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        },
    )
    assert read(file) == read(file)
    assert read(macros).text == read(file).text


def test_headings_by_look_where_no_styles_are_used(tmp_path: Path) -> None:
    bold = "<w:b/>"
    found = written(
        tmp_path,
        paragraph("Housing and breath", bold),
        "Introduction",
        "Homes differ.",
        paragraph("Methods", bold),
        paragraph("Participants", bold),
        "We asked forty families.",
        paragraph("Results", bold),
        paragraph("Participants", bold),
        "Forty came.",
        paragraph("This sentence is in bold.", bold),
        "References",
        "Ng A. Air and homes. J Ex. 2020;1:2.",
    )
    assert found.paper.title == "Housing and breath"
    assert sections(found) == [
        ("front", "Housing and breath"),
        ("introduction", "Introduction"),
        ("methods", "Methods"),
        ("methods", "Participants"),
        ("results", "Results"),
        ("results", "Participants"),
        ("references", "References"),
    ]


def test_the_title_in_the_properties_counts_where_it_is_printed(tmp_path: Path) -> None:
    word = docx.Document()
    for text in ("Original research", "Housing and breath of children", "Methods", "We asked."):
        word.add_paragraph(text)
    word.core_properties.title = "Housing and Breath of Children"
    assert read(saved(word, tmp_path)).paper.title == "Housing and breath of children"
    word.core_properties.title = "Template for authors 2016"
    assert read(saved(word, tmp_path)).paper.title == "Original research"


def test_a_table_follows_its_caption_row_by_row(tmp_path: Path) -> None:
    word = article()
    word.add_heading("Results by city", 1)
    word.add_paragraph("Before.")
    word.add_paragraph("Table 2. Visits a year", style="Caption")
    table = word.add_table(3, 3)
    rows = (("City", "Group", "Visits"), ("Ames", "Black", "40"), ("", "White", "12"))
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    word.add_paragraph("Note. Counted twice.")
    word.add_paragraph("After.")
    found = read(saved(word, tmp_path))
    check(found)
    expected = (
        "Before.\n\nAfter.\n\nTable 2. Visits a year\n\nCity | Group | Visits\n\n"
        "Ames | Black | 40\n\nAmes | White | 12\n\nNote. Counted twice."
    )
    assert found.text.endswith(expected)
    assert sections(found)[-1] == ("table", "Table 2. Visits a year")


def test_captions_below_a_table_and_over_two_lines(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("Text.")
    word.add_paragraph("Table 1")
    word.add_paragraph("Visits")
    word.add_table(1, 2).rows[0].cells[1].text = "40"
    word.add_paragraph("More.")
    word.add_table(1, 2).rows[0].cells[0].text = "12"
    word.add_paragraph("Table 2: Deaths", style="Caption")
    text = read(saved(word, tmp_path)).text
    assert text == "Text.\n\nMore.\n\nTable 1. Visits\n\n| 40\n\nTable 2. Deaths\n\n12 |"


def test_a_table_that_only_arranges_the_page_is_read_as_its_text(tmp_path: Path) -> None:
    word = docx.Document()
    cell = word.add_table(1, 1).rows[0].cells[0]
    cell.text = "A box with a message."
    assert read(saved(word, tmp_path)).text == "A box with a message."


def test_a_figure_is_its_caption(tmp_path: Path) -> None:
    word = article()
    word.add_paragraph("Figure 1. Visits fell.", style="Caption")
    word.add_paragraph("Figure 1 shows more.")
    found = read(saved(word, tmp_path))
    assert found.text.endswith("Figure 1 shows more.\n\nFigure 1. Visits fell.")
    assert sections(found)[-1] == ("figure", "Figure 1. Visits fell.")


def test_tracked_changes_are_read_as_accepted_and_comments_left_out(tmp_path: Path) -> None:
    deleted = "<w:del w:id='1'><w:r><w:delText>old </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom w:id='2'>{run('from ')}</w:moveFrom>"
    added = f"<w:ins w:id='3'>{run('new ')}</w:ins><w:moveTo w:id='4'>{run('to ')}</w:moveTo>"
    comment = "<w:commentRangeStart w:id='0'/><w:r><w:commentReference w:id='0'/></w:r>"
    joined = "<w:pPr><w:rPr><w:del w:id='5'/></w:rPr></w:pPr>"
    found = written(
        tmp_path,
        f"<w:p>{run('The ')}{deleted}{moved}{added}{comment}{run('text.')}</w:p>",
        f"<w:p>{joined}{run('One and')}</w:p>",
        f"<w:p>{run('the same.')}</w:p>",
    )
    assert found.text == "The new to text.\n\nOne and the same."


def test_a_deleted_row_of_a_table_is_gone(tmp_path: Path) -> None:
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    row = "<w:tr>{}" + cell.format(run("Ames")) + cell.format(run("40")) + "</w:tr>"
    gone = row.format("<w:trPr><w:del w:id='1'/></w:trPr>").replace("Ames", "Bath")
    found = written(tmp_path, f"<w:tbl>{row.format('')}{gone}</w:tbl>")
    assert found.text == "Table\n\nAmes | 40"


@pytest.mark.parametrize(
    ("inner", "read_as"),
    [
        (run("hidden ", "<w:vanish/>") + run("shown"), "shown"),
        (f"<w:hyperlink>{run('a link')}</w:hyperlink> ", "a link"),
        (run("a") + "<w:r><w:tab/></w:r>" + run("b") + "<w:r><w:br/></w:r>" + run("c"), "a b c"),
        (run("x") + "<w:r><w:noBreakHyphen/></w:r>" + run("ray"), "x-ray"),
        (
            run("p ") + "<w:r><w:sym w:font='Symbol' w:char='F0A3'/></w:r>" + run(" 0.05"),
            "p ≤ 0.05",
        ),
        (run("It rose.") + run("1,2", "<w:vertAlign w:val='superscript'/>"), "It rose."),
        (run("10") + run("6", "<w:vertAlign w:val='superscript'/>") + run(" cells"), "10^6 cells"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r>"
            "</m:den></m:f><m:d><m:e><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r>"
            "<m:t>−1</m:t></m:r></m:sup></m:sSup></m:e></m:d></m:oMath>",
            "(a+b)/2(x^(−1))",
        ),
        (
            "<mc:AlternateContent><mc:Choice Requires='wps'>" + run("once") + "</mc:Choice>"
            "<mc:Fallback>" + run("twice") + "</mc:Fallback></mc:AlternateContent>",
            "once",
        ),
    ],
)
def test_a_paragraph_reads_as_it_is_printed(tmp_path: Path, inner: str, read_as: str) -> None:
    assert written(tmp_path, f"<w:p>{inner}</w:p>").text == read_as


def test_text_boxes_follow_the_paragraph_they_hang_on(tmp_path: Path) -> None:
    box = f"<v:shape><v:textbox><w:txbxContent><w:p>{run('In a box.')}</w:p></w:txbxContent>"
    found = written(
        tmp_path,
        f"<w:p>{run('Before')}<w:r><w:pict>{box}</v:textbox></v:shape></w:pict></w:r>"
        f"{run(' and after.')}</w:p>",
    )
    assert found.text == "Before and after.\n\nIn a box."


def field(instruction: str, *, ended: bool = True) -> tuple[str, str]:
    begin = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    )
    return begin, "<w:r><w:fldChar w:fldCharType='end'/></w:r>" if ended else ""


@pytest.mark.parametrize(
    "instruction",
    ["ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY", "BIBLIOGRAPHY", "ADDIN EN.REFLIST", "ADDIN Mendeley"
     " Bibliography CSL_BIBLIOGRAPHY"],
)  # fmt: skip
def test_a_bibliography_that_a_program_keeps_is_a_reference_list(
    tmp_path: Path, instruction: str
) -> None:
    begin, end = field(instruction)
    found = written(
        tmp_path,
        "Methods",
        "We asked.",
        f"<w:p>{begin}{run('Ng A. Air. 2020.')}</w:p>",
        f"<w:p>{run('Ray B. Rent. 2021.')}{end}</w:p>",
    )
    assert sections(found) == [("methods", "Methods"), ("references", "")]
    assert found.text.endswith("Ng A. Air. 2020.\n\nRay B. Rent. 2021.")


def test_a_table_of_contents_is_left_out_and_an_open_field_hides_nothing(tmp_path: Path) -> None:
    begin, _ = field("TOC \\o", ended=False)
    heading = f"<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>{run('Methods')}</w:p>"
    found = written(tmp_path, f"<w:p>{begin}{run('Methods 3')}</w:p>", heading, "We asked.")
    assert found.text == "Methods\n\nWe asked."


def test_citations_in_fields_keep_what_is_printed(tmp_path: Path) -> None:
    begin, end = field("ADDIN ZOTERO_ITEM CSL_CITATION {secret}")
    found = written(tmp_path, f"<w:p>{run('So it is ')}{begin}{run('(Ng 2020)')}{end}.</w:p>")
    assert found.text == "So it is (Ng 2020)"


def test_a_reference_list_ends_with_its_numbered_entries(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Methods", 1)
    word.add_paragraph("We asked.")
    word.add_heading("References", 1)
    word.add_paragraph("Ng A. Air. J Ex. 2020;1:2.", style="List Number")
    word.add_paragraph("Ray B. Rent. J Ex. 2021;1:3.", style="List Number")
    word.add_paragraph("The authors live in the two cities that they write about here.")
    found = read(saved(word, tmp_path))
    references = next(section for section in found.sections if section.kind == "references")
    listed = found.text[references.start : references.end]
    assert listed == "References\n\nNg A. Air. J Ex. 2020;1:2.\n\nRay B. Rent. J Ex. 2021;1:3."
    assert "The authors live" in found.text


NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def with_notes(tmp_path: Path, kind: str, *notes: str) -> Document:
    """Return what is read from a document with these notes, the last of them called first."""
    single = kind.removesuffix("s")
    word = docx.Document()
    word.add_heading("Methods", 1)
    for number in range(len(notes), 0, -1):
        called = f"<w:r><w:{single}Reference w:id='{number}'/></w:r>"
        block = f"<w:p {NAMES}>{run(f'Sentence {number}.')}{called}</w:p>"
        word.element.body.insert(len(word.element.body) - 1, parse_xml(block))
    listed = "".join(
        f"<w:{single} w:id='{number}'><w:p>{run(note)}</w:p></w:{single}>"
        for number, note in enumerate(notes, 1)
    )
    separator = f"<w:{single} w:type='separator' w:id='0'><w:p>{run('___')}</w:p></w:{single}>"
    part = f"<w:{kind} {NAMES}>{separator}{listed}</w:{kind}>"
    override = f"<Override PartName='/word/{kind}.xml' ContentType='{NOTES.format(kind)}'/></Types>"
    link = f"<Relationship Id='n1' Type='{LINK.format(kind)}' Target='{kind}.xml'/></Relationships>"
    file = rewritten(
        saved(word, tmp_path, "plain.docx"),
        tmp_path / "paper.docx",
        {
            f"word/{kind}.xml": lambda _: part.encode(),
            "[Content_Types].xml": lambda types: types.replace(b"</Types>", override.encode()),
            "word/_rels/document.xml.rels": lambda links: links.replace(
                b"</Relationships>", link.encode()
            ),
        },
    )
    found = read(file)
    check(found)
    return found


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_notes_stand_at_the_end_in_the_order_of_their_calls(tmp_path: Path, kind: str) -> None:
    found = with_notes(tmp_path, kind, "Asked by phone.", "Asked at home.")
    assert found.text.endswith("Sentence 1.\n\nNotes\n\nAsked at home.\n\nAsked by phone.")
    assert sections(found)[-1] == ("back", "Notes")
    assert "___" not in found.text


def test_notes_that_name_published_works_are_a_reference_list(tmp_path: Path) -> None:
    found = with_notes(tmp_path, "endnotes", "Ng A. Air. J Ex. 2020;1:2-3.", "Ray B, et al. 2021.")
    assert sections(found)[-1] == ("references", "Notes")


def test_lists_are_paragraphs_and_page_headers_are_left_out(tmp_path: Path) -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Running head"
    word.sections[0].footer.paragraphs[0].text = "Page 1"
    word.add_paragraph("First", style="List Bullet")
    word.add_paragraph("Second", style="List Bullet 2")
    assert read(saved(word, tmp_path)).text == "First\n\nSecond"


def test_a_document_of_nothing_but_an_abstract_says_so(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Asthma in two cities", 0)
    word.add_heading("Abstract", 1)
    word.add_paragraph("Why we did. What we saw.")
    assert read(saved(word, tmp_path)).origin == "abstract"
    assert read(saved(article(), tmp_path)).origin == "full text"

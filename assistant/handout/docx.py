"""Write a hand-out as a Word document, with real styles, so that people can work on with it."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from assistant.handout.direction import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT
from assistant.handout.handout import Handout
from assistant.handout.lay_out import lay_out
from assistant.handout.outline import Block, Heading, Kind, Listing, Paragraph, Run, Table

_STYLES: dict[Kind, str] = {
    "plain": "Body Text",
    "subtitle": "Subtitle",
    "quote": "Quote",
    "digest": "Digest",
    "source": "Source",
    "warning": "Warning",
    "note": "Note",
    "small": "Small Print",
}
_INK, _ACCENT = RGBColor(0x1D, 0x24, 0x30), RGBColor(0x0B, 0x5C, 0x6B)
_SOFT, _WARN = RGBColor(0x52, 0x5C, 0x6D), RGBColor(0x7A, 0x42, 0x00)
_WIDTH, _MARGIN = 21.0, 2.2
"""Of the page, in centimetres."""
_SHARES = (0.25, 0.15, 0.24, 0.18, 0.18)
"""Of the table's width, by column."""


def docx(handout: Handout) -> bytes:
    """Return the hand-out as a DOCX file."""
    document = Document()
    _set_up(document, handout)
    for block in lay_out(handout):
        _add(document, block)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _add(document: WordDocument, block: Block) -> None:
    match block:
        case Heading(level, text):
            _write(document.add_heading(level=level), [Run(text)])
        case Paragraph(runs, kind):
            _write(document.add_paragraph(style=_STYLES[kind]), runs)
        case Listing():
            _add_list(document, block)
        case Table():
            _add_table(document, block)


def _add_list(document: WordDocument, block: Listing) -> None:
    styles = {"numbers": "List Number", "bullets": "List Bullet", "hanging": "Reference"}
    numbering = _numbered_anew(document) if block.look == "numbers" else None
    for line in block.lines:
        paragraph = document.add_paragraph(style=styles[block.look])
        if numbering is not None:
            properties: Any = paragraph._p.get_or_add_pPr()
            numbers = properties.get_or_add_numPr()
            numbers.get_or_add_numId().val = numbering
        _write(paragraph, line)
        paragraph.paragraph_format.keep_with_next = block.room > 0
        for left in reversed(range(block.room)):
            blank = document.add_paragraph(style="Writing Line")
            blank.paragraph_format.keep_with_next = left > 0


def _add_table(document: WordDocument, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.header), style="Table Grid")
    _set_up_table(table, block.name)
    for column, share in zip(table.columns, _SHARES, strict=True):
        column.width = Cm((_WIDTH - 2 * _MARGIN) * share)
    for words in (block.header, *block.rows):
        is_header = words is block.header
        row = table.rows[0] if is_header else table.add_row()
        marks = row._tr.get_or_add_trPr()
        marks.append(_element("w:cantSplit"))
        if is_header:
            marks.append(_element("w:tblHeader"))
        for cell, text in zip(row.cells, words, strict=True):
            cell.paragraphs[0].style = "Table Head" if is_header else "Table Text"
            _write(cell.paragraphs[0], [Run(text)])


def _set_up_table(table: WordTable, name: str) -> None:
    """Give a table room in its cells, and a name for those who cannot see it."""
    table.autofit = False
    properties: Any = table._tbl.tblPr
    room = OxmlElement("w:tblCellMar")
    room.extend(
        _element(f"w:{side}", w=width, type="dxa")
        for side, width in (("top", "50"), ("left", "90"), ("bottom", "50"), ("right", "90"))
    )
    properties.insert_element_before(room, "w:tblLook")
    for element in ("w:tblCaption", "w:tblDescription"):
        properties.append(_element(element, val=name))


def _write(paragraph: WordParagraph, runs: Iterable[Run]) -> None:
    """Write runs of text; what runs from right to left is said to, and links are real ones."""
    is_quote = paragraph.style is not None and paragraph.style.name in ("Quote", "Digest")
    for run in runs:
        parent: Any = paragraph
        if run.link:
            relation = paragraph.part.relate_to(
                run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            parent = OxmlElement("w:hyperlink")
            parent.set(qn("r:id"), relation)
            paragraph._p.append(parent)
        for text in filter(None, RIGHT_TO_LEFT.split(run.text)):
            made = paragraph.add_run(text, style="Link" if run.link else None)
            made.bold = run.strong or None
            if run.link:
                parent.append(made._r)
            if RIGHT_TO_LEFT.fullmatch(text):
                made.font.rtl = True
                if not (is_quote or run.link):
                    # Or a year after a name would be drawn into it; a quote stays as it is.
                    paragraph.add_run(LEFT_TO_RIGHT_MARK)


def _set_up(document: WordDocument, handout: Handout) -> None:
    """Set page, language, styles, footer and properties."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(_WIDTH), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(_MARGIN))
    _set_styles(document)
    properties = document.core_properties
    properties.title = handout.title[:255]
    properties.subject = "Teaching hand-out"
    properties.author = properties.last_modified_by = "Equity Evidence"
    properties.language = "en-US"
    properties.comments = f"Library {handout.snapshot}, {handout.day.isoformat()}"
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Footer"]
    footer.add_run(
        f"Equity Evidence · library {handout.snapshot} · {handout.day.isoformat()} · page "
    )
    _add_field(footer, "PAGE")
    footer.add_run(" of ")
    _add_field(footer, "NUMPAGES")


def _set_styles(document: WordDocument) -> None:
    styles: Any = document.styles
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for language in defaults.findall(qn("w:lang")):
        defaults.remove(language)
    defaults.append(_element("w:lang", val="en-US", eastAsia="en-US", bidi="ar-SA"))
    _look(styles["Normal"], size=11, colour=_INK, after=6)
    _look(styles["Title"], size=22, colour=_INK, bold=True, after=4)
    _look(styles["Subtitle"], size=11, colour=_SOFT, after=10)
    for level, size in ((1, 15), (2, 12.5), (3, 11)):
        _look(styles[f"Heading {level}"], size=size, colour=_ACCENT if level == 1 else _INK)
        styles[f"Heading {level}"].paragraph_format.space_before = Pt(16 - 3 * level)
    _look(styles["Quote"], size=11.5, colour=_INK, left=0.6, after=4)
    added = (
        ("Digest", 11.5, _INK, 0.6, 4),
        ("Source", 9.5, _SOFT, 0.6, 4),
        ("Warning", 10, _WARN, 0.6, 4),
        ("Note", 10.5, _INK, 0.6, 6),
        ("Small Print", 9, _SOFT, 0, 4),
        ("Reference", 10, _INK, 0.6, 4),
        ("Table Head", 9, _INK, 0, 0),
        ("Table Text", 9, _INK, 0, 0),
        ("Writing Line", 11, _INK, 0.6, 6),
    )
    for name, size, colour, left, after in added:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _look(style, size=size, colour=colour, left=left, after=after)
    styles["Table Head"].font.bold = True
    styles["Quote"].font.italic = False
    styles["Reference"].paragraph_format.first_line_indent = Cm(-0.6)
    styles["Warning"].paragraph_format.space_before = Pt(4)
    styles["Subtitle"].font.italic = False
    for name in ("Source", "Warning"):
        styles[name].paragraph_format.keep_with_next = True
    for name in ("List Number", "List Bullet"):
        form = styles[name].paragraph_format
        form.left_indent, form.first_line_indent = Cm(1.1), Cm(-1.1)
        form.tab_stops.add_tab_stop(Cm(1.1))
    for name, edge in (("Quote", "0B5C6B"), ("Digest", "633871"), ("Warning", "7A4200")):
        _border(styles[name], _element("w:left", val="single", sz="12", space="6", color=edge))
    # Lines to write on: Word draws the paragraphs of one border as one box, parted by "between".
    line = {"val": "single", "sz": "4", "space": "1", "color": "525C6D"}
    _border(styles["Writing Line"], _element("w:bottom", **line), _element("w:between", **line))
    link = styles.add_style("Link", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = _ACCENT, True


def _look(
    style: Any,  # noqa: ANN401 - python-docx types its styles by what they are looked up as
    *,
    size: float,
    colour: RGBColor,
    bold: bool | None = None,
    left: float = 0,
    after: float = 4,
) -> None:
    """Set how a style looks; sizes in points, the indent in centimetres."""
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.color.rgb = "Calibri", Pt(size), colour
    font.bold = bold if bold is not None else font.bold
    # Themes name other fonts, which would win over the one set here.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:cs"), "Arial")
    form.left_indent, form.space_after = Cm(left) if left else None, Pt(after)


def _border(style: Any, *sides: BaseOxmlElement) -> None:  # noqa: ANN401 - as above
    """Draw lines along the sides of a style's paragraphs."""
    borders = OxmlElement("w:pBdr")
    borders.extend(sides)
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind",
        "w:contextualSpacing", "w:jc", "w:outlineLvl",
    )  # fmt: skip


def _numbered_anew(document: WordDocument) -> int:
    """Return the number of a new list like "List Number" that begins with 1."""
    style: Any = document.styles["List Number"]
    numbering: Any = document.part.numbering_part.element
    like = numbering.num_having_numId(style.element.pPr.numPr.numId.val)
    _make_room(numbering, like.abstractNumId.val)
    made = numbering.add_num(like.abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _make_room(numbering: BaseOxmlElement, which: int) -> None:
    """Indent the lines of a list enough for numbers of two digits; the template does for one."""
    for form in numbering.xpath(f"w:abstractNum[@w:abstractNumId='{which}']/w:lvl/w:pPr"):
        for child in list(form):
            form.remove(child)
        form.append(_element("w:ind", left="624", hanging="624"))


def _add_field(paragraph: WordParagraph, name: str) -> None:
    """Add what Word fills in itself, such as the number of the page."""
    field = _element("w:fldSimple", instr=name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    made: BaseOxmlElement = OxmlElement(name)  # type: ignore[assignment]
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made

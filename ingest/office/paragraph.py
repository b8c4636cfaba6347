"""Read a paragraph of Word: its text as printed, and what its look says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from ingest.html.text import raised, tidy
from ingest.office.equation import equation
from ingest.office.names import below, full, name_of, shown_children, switched, value, whole
from ingest.office.styles import PLAIN, Style

_LEFT_OUT = frozenset({"w:del", "w:moveFrom", "w:pPr", "w:sdtPr", "w:rt", "w:instrText"})
_SPACES = frozenset({"w:tab", "w:br", "w:cr", "w:ptab"})
_CONTENTS = re.compile(r"\s*(?:TOC|TOA|INDEX)\b")
_BIBLIOGRAPHY = re.compile(
    r"\s*(?:BIBLIOGRAPHY\b|ADDIN\s+(?:ZOTERO_BIBL|EN\.REFLIST|Mendeley Bibliography|CITAVI"
    r"\.BIBLIOGRAPHY|PAPERS2_CITATIONS.*papers2_bibliography|RW\.BIB))",
    re.IGNORECASE,
)
# Adobe's Symbol encoding, in which Word keeps signs that were inserted one by one.
_SYMBOLS = dict(
    zip(
        (*range(0x61, 0x7B), *range(0xA2, 0xC0), *range(0xC4, 0xD8)),
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζ" + "′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵" + "⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅",
        strict=True,
    )
)
_CAPITALS = dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
_SYMBOLS |= {**_CAPITALS, 0x2D: "−", 0x7E: "∼", 0xE5: "∑", 0xF2: "∫"}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph on its way into a document."""

    text: str
    """In one line; empty where nothing is printed."""
    style: Style = PLAIN
    level: int = 0
    """Of a heading by its style, from 1 for the highest; 0 for what is no heading."""
    bold: bool = False
    """True where every word of it is in bold."""
    item: bool = False
    """True for an item of a list."""
    reference: bool = False
    """True for an entry of a reference list, by its style or by the program that wrote it."""
    goes_on: bool = False
    """True where the next paragraph was joined to it in an edit."""
    notes: tuple[str, ...] = ()
    """The footnotes and endnotes called in it, as "footnote 2"."""
    boxes: tuple[_Element, ...] = ()
    """The text boxes that hang on it."""


@dataclass
class Fields:
    """The fields that are open at a place in the document: each an instruction and its result."""

    open: list[str] = field(default_factory=list)
    """The instructions, the innermost last."""
    hidden: list[bool] = field(default_factory=list)
    """For each, whether its result has not begun yet."""

    def mark(self, kind: str | None) -> None:
        """Note the beginning of a field, of its result, or its end."""
        if kind == "begin":
            self.open.append("")
            self.hidden.append(True)
        elif self.open and kind == "separate":
            self.hidden[-1] = False
        elif self.open and kind == "end":
            self.open.pop()
            self.hidden.pop()

    def instruct(self, text: str) -> None:
        """Note a part of the instruction of the innermost field."""
        if self.open:
            self.open[-1] += text

    def mend(self, heading: bool) -> None:
        """Close, at a new paragraph, what an edit left open and would hide all that follows."""
        self.hidden = [False] * len(self.open)
        if heading:
            self.open.clear()
            self.hidden.clear()

    @property
    def shown(self) -> bool:
        """Say whether text at this place is printed and no table of contents."""
        return not any(self.hidden) and not any(map(_CONTENTS.match, self.open))

    @property
    def bibliography(self) -> bool:
        """Say whether this place is in the reference list that a program keeps."""
        return any(map(_BIBLIOGRAPHY.match, self.open))


def read_paragraph(element: _Element, styles: dict[str, Style], fields: Fields) -> Paragraph:
    """Return a paragraph; `fields` are those open before it, and are left as they are after it."""
    settings = below(element, "w:pPr")
    named = value(settings, "w:pStyle") or ""
    style = styles.get(named) or styles.get("", PLAIN)
    outline = whole(value(settings, "w:outlineLvl"), 9)
    numbered = value(settings, "w:numPr", "w:numId")
    level = outline + 1 if outline < 9 else style.level
    fields.mend(heading=level > 0)
    reading = _Reading(fields, style.bold)
    reading.read(element)
    text = tidy("".join(reading.texts))
    return Paragraph(
        text="" if style.is_contents else text,
        style=style,
        level=level if text else 0,
        bold=bool(text) and reading.bold,
        item=not level and (numbered != "0" if numbered is not None else style.item),
        reference=reading.bibliography or (style.is_reference and not level),
        goes_on=below(settings, "w:rPr", "w:del") is not None,
        notes=tuple(reading.notes),
        boxes=tuple(reading.boxes),
    )


@dataclass
class _Reading:
    """What has been read of a paragraph so far."""

    fields: Fields
    usually_bold: bool
    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    bold: bool = True
    bibliography: bool = False

    def read(self, element: _Element) -> None:
        for child in shown_children(element):
            name = name_of(child)
            if name == "w:r":
                self._read_run(child)
            elif name == "w:fldSimple":
                self._read_field(child)
            elif name in ("m:oMath", "m:oMathPara") and self.fields.shown:
                self._say(f" {' '.join(equation(child).split())} ")
            elif name and name not in _LEFT_OUT:
                self.read(child)

    def _read_field(self, element: _Element) -> None:
        self.fields.mark("begin")
        self.fields.instruct(element.get(full("w:instr"), ""))
        self.fields.mark("separate")
        self.read(element)
        self.fields.mark("end")

    def _read_run(self, run: _Element) -> None:
        look = below(run, "w:rPr")
        said = "".join(self._run_texts(run, look))
        if switched(look, "w:vanish") or not said:
            return
        if said.strip():
            bold = switched(look, "w:b")
            self.bold = self.bold and (self.usually_bold if bold is None else bold)
        self._say(raised(said) if value(look, "w:vertAlign") == "superscript" else said)

    def _say(self, text: str) -> None:
        self.texts.append(text)
        self.bibliography = self.bibliography or (bool(text.strip()) and self.fields.bibliography)

    def _run_texts(self, run: _Element, look: _Element | None) -> Iterator[str]:
        """Yield what a run prints, and note what else is in it."""
        for child in shown_children(run):
            name = name_of(child)
            if name == "w:fldChar":
                self.fields.mark(child.get(full("w:fldCharType")))
            elif name == "w:instrText":
                self.fields.instruct(child.text or "")
            elif name in ("w:footnoteReference", "w:endnoteReference"):
                kind = name.removeprefix("w:").removesuffix("Reference")
                self.notes.append(f"{kind} {child.get(full('w:id'), '')}")
            elif name in ("w:drawing", "w:pict", "w:object"):
                self.boxes.extend(_text_boxes(child))
            elif self.fields.shown:
                yield _printed(child, name, look)


def _printed(element: _Element, name: str, look: _Element | None) -> str:
    """Return what an element of a run prints."""
    if name == "w:t":
        fonts = below(look, "w:rFonts")
        symbol = fonts is not None and fonts.get(full("w:ascii")) == "Symbol"
        text = element.text or ""
        return "".join(_symbol(ord(one) & 0xFF) if symbol else one for one in text)
    if name == "w:sym" and element.get(full("w:font")) == "Symbol":
        code = element.get(full("w:char"), "")
        return _symbol(int(code[-2:], 16)) if re.fullmatch("[0-9A-Fa-f]{2,4}", code) else ""
    if name == "w:ruby":
        return equation(base) if (base := below(element, "w:rubyBase")) is not None else ""
    return "-" if name == "w:noBreakHyphen" else " " if name in _SPACES else ""


def _symbol(code: int) -> str:
    return _SYMBOLS.get(code) or (chr(code) if 0x20 <= code < 0x7F else "")


def _text_boxes(element: _Element) -> Iterator[_Element]:
    """Yield the outermost text boxes in a drawing."""
    for child in shown_children(element):
        if name_of(child) == "w:txbxContent":
            yield child
        else:
            yield from _text_boxes(child)

"""Write small PDFs for the tests: lines of text at given places, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

WIDTH, HEIGHT = 612, 792
REGULAR, BOLD = "F1", "F2"


@dataclass(frozen=True)
class Put:
    """A line of text at a place on the page, in points from the bottom left."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False


@dataclass(frozen=True)
class Leaf:
    """A page with its lines, drawn in their order."""

    puts: Sequence[Put] = ()
    rotate: int = 0
    crop: tuple[int, int, int, int] | None = None
    rules: Sequence[tuple[float, float, float, float]] = ()
    """Straight lines from one place to another."""


@dataclass
class _File:
    objects: list[bytes] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        self.objects.append(content)
        return len(self.objects)

    def written(self, root: int, info: int | None) -> bytes:
        body = bytearray(b"%PDF-1.4\n")
        offsets = []
        for number, content in enumerate(self.objects, 1):
            offsets.append(len(body))
            body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        start = len(body)
        body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        for offset in offsets:
            body += b"%010d 00000 n \n" % offset
        more = b" /Info %d 0 R" % info if info else b""
        body += b"trailer\n<< /Size %d /Root %d 0 R%s >>\n" % (len(offsets) + 1, root, more)
        body += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(body)


def make_pdf(
    path: Path,
    leaves: Sequence[Leaf],
    title: str | None = None,
    author: str | None = None,
    to_unicode: bytes | None = None,
    lying: tuple[bytes, ...] = (b"Helvetica", b"Helvetica-Bold"),
    xmp: str | None = None,
    language: str | None = None,
    symbolic: bool = False,
) -> Path:
    """Write a PDF; `to_unicode` is a character map for its `lying` fonts, for text that lies.

    `symbolic` says of those fonts that their codes are not those of letters.
    """
    file = _File()
    mapped = b""
    if to_unicode is not None:
        mapped = b" /ToUnicode %d 0 R" % file.add(_stream(to_unicode))
    if symbolic:
        mapped += b" /FontDescriptor %d 0 R" % file.add(
            b"<< /Type /FontDescriptor /FontName /Signs /Flags 4 /FontBBox [0 -200 1000 900]"
            b" /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>"
        )
    fonts = [
        file.add(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding%s >>"
            % (name, mapped if name in lying else b"")
        )
        for name in (b"Helvetica", b"Helvetica-Bold")
    ]
    told = b" /Lang (%s)" % language.encode() if language else b""
    if xmp is not None:
        packet = _stream(xmp.encode(), b" /Type /Metadata /Subtype /XML")
        told += b" /Metadata %d 0 R" % file.add(packet)
    pages = len(file.objects) + 2 * len(leaves) + 1
    kids = []
    for leaf in leaves:
        rules = [b"%.1f %.1f m %.1f %.1f l S" % rule for rule in leaf.rules]
        content = file.add(_stream(b"\n".join([*rules, *map(_drawn, leaf.puts)])))
        crop = b" /CropBox [%d %d %d %d]" % leaf.crop if leaf.crop else b""
        kids.append(
            file.add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %d %d]%s /Rotate %d /Contents %d 0 R"
                b" /Resources << /Font << /F1 %d 0 R /F2 %d 0 R >> >> >>"
                % (pages, WIDTH, HEIGHT, crop, leaf.rotate, content, *fonts)
            )
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    file.add(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids)))
    root = file.add(b"<< /Type /Catalog /Pages %d 0 R%s >>" % (pages, told))
    info = None
    if title or author:
        info = file.add(
            b"<< /Title (%s) /Author (%s) >>" % (_escaped(title or ""), _escaped(author or ""))
        )
    path.write_bytes(file.written(root, info))
    return path


def grid(lefts: Sequence[float], tops: Sequence[float]) -> list[tuple[float, float, float, float]]:
    """Return the rules of a table by the places of its columns and rows, the last ends included."""
    across = [(lefts[0], top, lefts[-1], top) for top in tops]
    return [*across, *((left, tops[0], left, tops[-1]) for left in lefts)]


def column(
    text: str, x: float = 72, y: float = 700, size: float = 10, bold: bool = False, gap: float = 12
) -> list[Put]:
    """Return the lines of a text, one below the other."""
    return [
        Put(x, y - gap * number, line, size, bold)
        for number, line in enumerate(text.strip().splitlines())
    ]


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def _drawn(put: Put) -> bytes:
    font = BOLD if put.bold else REGULAR
    place = f"BT /{font} {put.size} Tf 1 0 0 1 {put.x} {put.y} Tm (".encode()
    return place + _escaped(put.text) + b") Tj ET"


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")

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
) -> Path:
    """Write a PDF; `to_unicode` is a character map for its fonts, for text that lies."""
    file = _File()
    mapped = b""
    if to_unicode is not None:
        stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(to_unicode), to_unicode)
        mapped = b" /ToUnicode %d 0 R" % file.add(stream)
    fonts = [
        file.add(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding%s >>"
            % (name, mapped)
        )
        for name in (b"Helvetica", b"Helvetica-Bold")
    ]
    pages = len(file.objects) + 2 * len(leaves) + 1
    kids = []
    for leaf in leaves:
        stream = b"\n".join(_drawn(put) for put in leaf.puts)
        content = file.add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
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
    root = file.add(b"<< /Type /Catalog /Pages %d 0 R >>" % pages)
    info = None
    if title or author:
        info = file.add(
            b"<< /Title (%s) /Author (%s) >>" % (_escaped(title or ""), _escaped(author or ""))
        )
    path.write_bytes(file.written(root, info))
    return path


def column(
    text: str, x: float = 72, y: float = 700, size: float = 10, bold: bool = False, gap: float = 12
) -> list[Put]:
    """Return the lines of a text, one below the other."""
    return [
        Put(x, y - gap * number, line, size, bold)
        for number, line in enumerate(text.strip().splitlines())
    ]


def _drawn(put: Put) -> bytes:
    font = BOLD if put.bold else REGULAR
    place = f"BT /{font} {put.size} Tf 1 0 0 1 {put.x} {put.y} Tm (".encode()
    return place + _escaped(put.text) + b") Tj ET"


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")

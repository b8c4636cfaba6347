"""Pictures of pages show the cited words in yellow, where the reader's eye expects them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pdf_maker import HEIGHT, WIDTH, Leaf, Put, make_pdf
from PIL import Image

from corpus.errors import LibraryError
from corpus.page_picture import page_picture
from corpus.paper import WordBox
from ingest.pdf.read import read_pdf

YELLOW = (255, 240, 140)
LINE = Put(100, 600, "The gap narrowed.", 12)


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def yellow_frame(image: Image.Image) -> tuple[int, int, int, int] | None:
    channels = image.split()
    red, green, blue = (
        band.point(lambda value, wanted=wanted: 255 if value == wanted else 0)
        for band, wanted in zip(channels, YELLOW, strict=True)
    )
    both = Image.composite(red, Image.new("L", image.size), green)
    return Image.composite(both, Image.new("L", image.size), blue).getbbox()


def box(page: int = 1) -> WordBox:
    return WordBox(page, 0, 3, 100, 595, 200, 610)


def test_a_mark_lies_on_its_box_seen_from_the_top_left(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf([LINE])])
    image = picture(page_picture(path, 1, [box()], scale=1.0))
    assert image.size == (WIDTH, HEIGHT)
    left, top, right, bottom = yellow_frame(image) or (0, 0, 0, 0)
    assert (left, right) == pytest.approx((100, 200), abs=3)
    assert (top, bottom) == pytest.approx((HEIGHT - 610, HEIGHT - 595), abs=3)


def test_a_mark_turns_with_its_page(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf([LINE], rotate=90)])
    image = picture(page_picture(path, 1, [box()], scale=1.0))
    assert image.size == (HEIGHT, WIDTH)
    left, top, right, bottom = yellow_frame(image) or (0, 0, 0, 0)
    assert (left, right) == pytest.approx((595, 610), abs=3)
    assert (top, bottom) == pytest.approx((100, 200), abs=3)


def test_a_mark_moves_with_the_crop_box(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf([LINE], crop=(50, 500, 350, 700))])
    image = picture(page_picture(path, 1, [box()], scale=1.0))
    assert image.size == (300, 200)
    left, top, right, bottom = yellow_frame(image) or (0, 0, 0, 0)
    assert (left, right) == pytest.approx((50, 150), abs=3)
    assert (top, bottom) == pytest.approx((90, 105), abs=3)


def test_neighbouring_words_of_a_line_share_one_mark(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf([LINE])])
    words = read_pdf(path).words
    assert len(words) == 3
    image = picture(page_picture(path, 1, words, scale=1.0))
    left, _, right, _ = yellow_frame(image) or (0, 0, 0, 0)
    above = HEIGHT - int(words[0].top) + 1
    row = [image.getpixel((x, above)) for x in range(left, right)]
    assert all(pixel[0] > 200 and pixel[2] < 200 for pixel in row)


def test_black_letters_stay_black_under_a_mark(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf([Put(100, 600, "III", 60, bold=True)])])
    words = read_pdf(path).words
    dark = [min(pixel) for pixel in _pixels(picture(page_picture(path, 1, words)))]
    assert min(dark) < 20


def _pixels(image: Image.Image) -> list[tuple[int, int, int]]:
    raw = image.tobytes()
    return [(raw[i], raw[i + 1], raw[i + 2]) for i in range(0, len(raw), 3)]


def test_boxes_of_other_pages_leave_no_mark(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf([LINE]), Leaf([LINE])])
    assert yellow_frame(picture(page_picture(path, 2, [box(page=1)]))) is None


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf([LINE])])
    with pytest.raises(LibraryError, match="page 2 was asked for, the file has 1 page"):
        page_picture(path, 2, [])


def test_a_missing_or_broken_file_is_an_error_of_the_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"gone\.pdf page 1"):
        page_picture(tmp_path / "gone.pdf", 1, [])
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(LibraryError, match=r"broken\.pdf page 1"):
        page_picture(broken, 1, [])


def test_a_huge_page_is_drawn_smaller(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf([LINE])])
    image = picture(page_picture(path, 1, [], scale=40.0))
    assert image.width * image.height < 25_000_000

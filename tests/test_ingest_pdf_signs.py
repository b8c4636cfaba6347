"""A PDF whose fonts draw other signs than their codes say is read as it is printed, or marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import HashingEmbedder
from pdf_maker import Leaf, Put, make_pdf

from assistant.verify.check_sentence import check
from corpus.embedding_cache import EmbeddingCache
from corpus.library import Library
from ingest.add import add_files
from ingest.pdf.read import read_pdf
from ingest.read import read

FIELD = Path(__file__).parents[2] / "shared/field"
needs_field = pytest.mark.skipif(not FIELD.exists(), reason="../shared/field is absent")


NARROW = {" ": 278, ".": 278, "f": 278, "t": 278, "i": 222, "l": 222, "r": 333, "-": 333}
OTHERS = {"c": 500, "s": 500, "m": 833, "w": 722, "T": 611, "X": 667, "%": 889} | dict.fromkeys(
    "<=+", 584
)
"""Widths of Helvetica in thousandths; what is not named has 556."""


def width(text: str) -> float:
    return sum((NARROW | OTHERS).get(one, 556) for one in text) / 100


def character_map(pairs: dict[str, str]) -> bytes:
    told = " ".join(f"<{ord(drawn):02X}> <{ord(code):04X}>" for drawn, code in pairs.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "/CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange "
        f"{len(pairs)} beginbfchar {told} endbfchar endcmap end end"
    ).encode()


def printed(path: Path, text: str, pairs: dict[str, str], symbolic: bool = True) -> str:
    """Return what is read of a line whose signs in ~ are drawn by a font of this map."""
    puts, x = [], 72.0
    for part, piece in enumerate(text.split("~")):
        puts.append(Put(x, 700, piece, bold=part % 2 == 1))
        x += width(piece)
    leaf = Leaf(puts)
    lying = (b"Helvetica-Bold",)
    return read_pdf(
        make_pdf(path, [leaf], to_unicode=character_map(pairs), lying=lying, symbolic=symbolic)
    ).text


@pytest.mark.parametrize(
    ("text", "pairs", "expected"),
    [
        ("a fall of ~-~4.2", {"-": "2"}, "−4.2"),
        ("a fall of ~-~4.2", {"-": "\x01"}, "−4.2"),
        ("a fall of ~-~4.2", {"-": "À"}, "−4.2"),
        ("p~<~0.02", {"<": ","}, "p<0.02"),
        ("n ~=~ 96", {"=": "5"}, "n = 96"),
        ("n ~=~ 96", {"=": "¼"}, "n = 96"),
        ("3 ~+~ 4 ~=~ 7", {"+": "þ", "=": "¼"}, "3 + 4 = 7"),
        ("3 ~+~ 4 ~=~ 7", {"+": "1", "=": "5"}, "3 + 4 = 7"),
    ],
)
def test_what_a_font_of_signs_draws_is_read(
    tmp_path: Path, text: str, pairs: dict[str, str], expected: str
) -> None:
    assert expected in printed(tmp_path / "a.pdf", text, pairs)


def test_a_figure_of_a_symbolic_font_stays_a_figure(tmp_path: Path) -> None:
    figures = {figure: figure for figure in "123456"}
    assert "12 of 34 and 56" in printed(tmp_path / "a.pdf", "~12~ of ~34~ and ~56~", figures)


def test_a_square_sign_of_a_font_that_nothing_proves_stays_as_it_is(tmp_path: Path) -> None:
    assert "x 6 3" in printed(tmp_path / "a.pdf", "x ~+~ 3", {"+": "6"})


def test_a_sign_before_a_figure_that_nothing_tells_is_marked(tmp_path: Path) -> None:
    text = printed(tmp_path / "a.pdf", "a change of ~%~4.2 points", {"%": "\x03"})
    assert "\ufffd4.2" in text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("\ue2a1", "The ~X~rst results were signi~X~cant and of~X~cial in the ~X~eld"),
        ("+", "~X~e rate of ~X~is group was low"),
    ],
)
def test_a_ligature_without_a_map_is_told_by_its_words(
    tmp_path: Path, code: str, text: str
) -> None:
    read_text = printed(tmp_path / "a.pdf", text, {"X": code}, symbolic=False)
    for gone in ("+", "\ue2a1"):
        assert gone not in read_text
    whole = {"+": "The rate of This group", "\ue2a1": "results were significant and official"}
    assert whole[code] in read_text


@needs_field
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("p01-minus-and-less-than.pdf", ("−1.83", "−0.93", "−0.05", "p<0.001")),
        ("p03-ligature-private-use.pdf", ("significantly", "first", "shifts")),
        ("p14-minus-as-control-character.pdf", ("−5.7", "−2.2", "r = −0.35", "was 3.1")),
    ],
)
def test_the_field_s_fonts_are_read_as_printed(name: str, expected: tuple[str, ...]) -> None:
    text = read(FIELD / name).text
    assert [one for one in expected if one not in text] == []


def test_a_paper_with_unread_signs_says_so_when_it_is_added(
    library: Library, tmp_path: Path
) -> None:
    text = "The change was ~%~4.2 points in all the clinics."
    printed(tmp_path / "a.pdf", text, {"%": "\x03"})
    (added,) = add_files(library, [tmp_path / "a.pdf"], lambda *_: None).outcomes
    assert added.kind == "added"
    assert "signs may be misread in 1 place" in added.reason


def test_a_code_for_private_use_that_stands_beside_no_letter_is_no_ligature(
    tmp_path: Path,
) -> None:
    text = printed(tmp_path / "a.pdf", "~X~ The first of ~X~ 12 ways", {"X": "\ue2a1"}, False)
    assert text.count("\ue2a1") == 2


def test_no_figure_after_an_unread_sign_is_borne_out(tmp_path: Path) -> None:
    text = printed(tmp_path / "a.pdf", "The change was ~%~4.2 points in all.", {"%": "\x03"})
    for sentence in ("The change was 4.2 points in all.", text):
        checked = check(sentence, [text], EmbeddingCache(HashingEmbedder()))
        assert checked.outcome == "cannot_tell"
        assert "cannot be told" in checked.why

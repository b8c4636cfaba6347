"""Broken and hostile Office files are refused by what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from office_maker import LINK, article, rewritten, saved

from corpus.errors import RefusedFile
from ingest.read import read


def refusal(file: Path) -> str:
    with pytest.raises(RefusedFile) as refused:
        read(file)
    assert refused.value.path == str(file)
    return refused.value.reason


def test_a_document_without_text_is_refused(tmp_path: Path) -> None:
    assert "holds no text (are its pages pictures?)" in refusal(saved(docx.Document(), tmp_path))


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password; open it in"),
        (OLE + "WordDocument".encode("utf-16-le"), "in the binary format of Office before 2007"),
        (b"", "the file is empty"),
        (b"%PDF-1.7", "not a Word document but a PDF; name it by its true form"),
        (b"{\\rtf1", "not a Word document but rich text"),
        (b"plain", "not a Word document; name it by its true form"),
        (b"PK\x03\x04 and no more", "cut short or damaged"),
    ],
)
def test_what_is_no_office_file_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(content)
    assert reason in refusal(file)


Change = dict[str, Callable[[bytes], bytes | None]]
BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><w:document>&a;</w:document>"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"[Content_Types].xml": lambda _: None}, "a zip archive and no Word document"),
        ({"[Content_Types].xml": lambda _: None, "mimetype": lambda _: b"", "content.xml":
          lambda _: b""}, "an OpenDocument file under another name; save it as a Word document"),
        ({"word/document.xml": lambda _: None}, "word/document.xml is missing from the package"),
        ({"_rels/.rels": lambda _: None}, "its main part is missing"),
        ({"word/document.xml": lambda _: b"<w:doc"}, "word/document.xml line 1: not well-formed"),
        ({"word/document.xml": lambda _: BOMB}, "word/document.xml: defines entities of XML"),
        ({"word/styles.xml": lambda _: BOMB.decode().encode("utf-16")}, "defines entities of XML"),
        ({"word/document.xml": lambda _: b"<a/>"}, "damaged inside"),
        ({"word/styles.xml": lambda _: b" " * 3_000_000}, "as a zip bomb does"),
        ({"_rels/.rels": lambda links: links.replace(b"schemas.openxmlformats.org/officeDocument/"
          b"2006/relationships/officeDocument", b"purl.oclc.org/ooxml/officeDocument/"
          b"relationships/officeDocument")}, "saved as Strict Open XML; save it as a plain"),
    ],
)  # fmt: skip
def test_a_broken_or_hostile_package_is_refused(
    tmp_path: Path, changes: Change, reason: str
) -> None:
    file = rewritten(saved(article(), tmp_path, "plain.docx"), tmp_path / "paper.docx", changes)
    assert reason in refusal(file)


def test_a_bomb_among_the_pictures_costs_nothing_and_nothing_is_fetched(
    tmp_path: Path, network: list[str]
) -> None:
    outside = "<Relationship Id='x9' Type='{}' Target='http://192.0.2.1/x' TargetMode='External'/>"
    lost = "<Relationship Id='x8' Type='{}' Target='../NULL'/></Relationships>"
    links = outside.format(LINK.format("attachedTemplate")) + lost.format(LINK.format("image"))
    file = rewritten(
        saved(article(), tmp_path, "plain.docx"),
        tmp_path / "paper.docx",
        {
            "word/media/image1.png": lambda _: bytes(50_000_000),
            "word/theme/theme1.xml": lambda _: b"<broken",
            "word/_rels/document.xml.rels": lambda rels: rels.replace(
                b"</Relationships>", links.encode()
            ),
        },
    )
    assert read(file).text == read(tmp_path / "plain.docx").text
    assert network == []


def test_elements_nested_hundreds_deep_are_refused(tmp_path: Path) -> None:
    deep: Callable[[bytes], Any] = lambda xml: xml.replace(  # noqa: E731
        b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * 400
    ).replace(b"</w:body>", b"</w:sdtContent></w:sdt>" * 400 + b"</w:body>")
    changes = {"word/document.xml": deep}
    file = rewritten(saved(article(), tmp_path, "plain.docx"), tmp_path / "paper.docx", changes)
    assert refusal(file)


def test_a_document_without_its_first_bytes_is_refused(tmp_path: Path) -> None:
    """Its first member is then said to begin before the file, where no system can look for it."""
    file = saved(article(), tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[:4] + whole[44:])
    assert "damaged, it is said to begin before its archive does" in refusal(file)

"""The TEI that GROBID makes of a PDF becomes a document."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.errors import RefusedFile
from corpus.paper import Document
from ingest.read import read
from ingest.xml import open_xml

HEADER = """<teiHeader xml:lang="en"><fileDesc>
<titleStmt><title level="a" type="main">Asthma in two cities</title></titleStmt>
<publicationStmt><availability><licence target="https://creativecommons.org/licenses/by-nc/4.0/"/>
</availability><date type="published" when="2020-02-01">2020</date></publicationStmt>
<sourceDesc><biblStruct><analytic>
<author><persName><forename type="first">Ada</forename><forename type="middle">B</forename>
<surname>Ng</surname></persName></author>
<author><persName><forename>;</forename></persName></author></analytic>
<monogr><title level="j">Journal of Examples</title><imprint>
<biblScope unit="volume">7</biblScope><biblScope unit="issue">2</biblScope>
<biblScope unit="page" from="11" to="19"/></imprint></monogr>
<idno type="DOI">10.1000/EX.1</idno><idno type="PMID">123</idno></biblStruct></sourceDesc>
</fileDesc><profileDesc><abstract><div><p><s>Why we did.</s><s>What we saw.</s></p></div></abstract>
</profileDesc></teiHeader>"""


def document(tmp_path: Path, body: str, back: str = "", header: str = HEADER) -> Document:
    file = tmp_path / "paper.tei.xml"
    text = f"<text><body>{body}</body><back>{back}</back></text>"
    root = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}{text}</TEI>'
    file.write_text(root, encoding="utf-8")
    found = read(file)
    check(found)
    return found


def check(found: Document) -> None:
    """Sections stand in order and cover all text, and no paragraph is blank."""
    end = 0
    for section in found.sections:
        assert not found.text[end : section.start].strip()
        assert section.start < section.end
        end = section.end
    assert not found.text[end:].strip()
    assert all(paragraph.strip() for paragraph in found.text.split("\n\n"))


def sections(found: Document) -> list[tuple[str, str]]:
    return [(section.kind, section.title) for section in found.sections]


def test_the_header_tells_about_the_paper(tmp_path: Path) -> None:
    paper = document(tmp_path, "<div><p>Text.</p></div>").paper
    assert (paper.title, paper.authors) == ("Asthma in two cities", ("Ng, Ada B",))
    assert (paper.year, paper.journal, paper.volume) == (2020, "Journal of Examples", "7")
    assert (paper.issue, paper.pages, paper.licence) == ("2", "11-19", "CC BY-NC 4.0")
    assert (paper.paper_id, paper.pmid, paper.language) == ("doi:10.1000/ex.1", "123", "en")


def test_the_foot_of_the_pages_tells_what_the_header_does_not(tmp_path: Path) -> None:
    foot = "J Med Example Res 2023 | vol. 25 | iss. 3 | e1 | p. "
    body = f"<div><p>Text.</p></div><note>{foot}1</note><note>{foot}2</note><note>Born 1960.</note>"
    found = document(tmp_path, body, header="<teiHeader/>")
    paper = found.paper
    assert (paper.journal, paper.year) == ("J Med Example Res", 2023)
    assert (paper.volume, paper.issue) == ("25", "3")
    assert found.text.endswith("Notes\n\nBorn 1960.")


def test_a_doi_cut_off_at_a_line_end_is_none(tmp_path: Path) -> None:
    header = HEADER.replace("10.1000/EX.1", "10.1146/annurev-publhealth-")
    assert document(tmp_path, "<div><p>Text.</p></div>", header=header).paper.doi is None


def test_sections_have_their_kinds_and_no_numbers(tmp_path: Path) -> None:
    body = """<div><head n="1">Introduction</head><p>Asthma.</p></div>
    <div><head n="2">Methods</head></div><div><head n="2.1">Outcomes</head><p>Visits.</p></div>
    <div><head>Results</head><p>They fell.</p></div><div><head>Participants</head><p>40.</p></div>
    <div><head>Strengths and limitations</head><p>Few.</p></div>"""
    assert sections(document(tmp_path, body)) == [
        ("abstract", "Abstract"),
        ("introduction", "Introduction"),
        ("methods", "Methods"),
        ("methods", "Outcomes"),
        ("results", "Results"),
        ("results", "Participants"),
        ("limitations", "Strengths and limitations"),
    ]


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ('rose <ref type="bibr">[1]</ref><ref type="bibr">[2]</ref>.', "It rose [1][2]."),
        ('rose <ref type="bibr">(Ng, 2020)</ref>.', "It rose (Ng, 2020)."),
        ('rose. <ref type="bibr">12</ref> Then', "It rose. Then"),
        ('rose, <ref type="bibr">12,</ref> <ref type="bibr">13</ref> and', "It rose, and"),
        ('rose (<ref type="bibr">1</ref>, <ref type="bibr">2</ref>).', "It rose (1, 2)."),
        ('rose (Table <ref type="table">1</ref>).', "It rose (Table 1)."),
    ],
)
def test_callouts_are_kept_in_brackets_and_dropped_when_raised(
    tmp_path: Path, printed: str, read_as: str
) -> None:
    assert read_as in document(tmp_path, f"<div><p><s>It {printed}</s></p></div>").text


def test_figures_and_tables_end_the_section_that_names_them(tmp_path: Path) -> None:
    body = """<div><head>Results</head><p>See <ref type="table" target="#tab_0">1</ref>.</p></div>
    <div><p>More.</p></div><div><head>Discussion</head><p>So.</p></div>
    <figure xml:id="fig_0"><head>Figure 1 .</head><label>1</label><figDesc>A map.</figDesc></figure>
    <figure type="table" xml:id="tab_0"><head>Table 1.</head><figDesc><div><p>Visits</p></div>
    </figDesc><table><row><cell>Ames</cell><cell>40</cell></row></table><note>Twice.</note></figure>"""
    found = document(tmp_path, body)
    assert "More.\n\nTable 1. Visits\n\nAmes | 40\n\nTwice.\n\nDiscussion" in found.text
    assert found.text.endswith("So.\n\nFigure 1. A map.")
    assert ("table", "Table 1. Visits") in sections(found)
    assert sections(found)[-1] == ("figure", "Figure 1. A map.")


def test_back_matter_is_kept_and_the_reference_list_is_not(tmp_path: Path) -> None:
    back = """<div type="funding"><div><p>By a grant.</p></div></div>
    <div type="references"><listBibl><biblStruct><note>Smith 1999</note></biblStruct></listBibl>
    </div>
    <listOrg><org>G-1</org></listOrg>"""
    found = document(tmp_path, "<div><p>Text.</p></div>", back)
    assert sections(found)[-1] == ("back", "Funding")
    assert found.text.endswith("By a grant.")
    assert "Smith" not in found.text


def test_what_holds_no_text_is_refused_with_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "paper.xml"
    file.write_text("<TEI><teiHeader/><text><body/></text></TEI>", encoding="utf-8")
    with pytest.raises(RefusedFile, match="neither a body nor an abstract; run GROBID"):
        read(file)


@pytest.mark.slow
def test_real_files_are_whole(shared: Path) -> None:
    files = sorted((shared / "papers" / "tei").glob("*.xml"))
    assert files
    for file in files:
        found = read(file)
        check(found)
        assert found.paper.title, file.name
        assert all(re.search(r"[^\W\d_]", author) for author in found.paper.authors)
        assert kept_words(file, found.text) >= 0.97, file.name


def kept_words(file: Path, text: str) -> float:
    """Return the share of the words in the paper's own paragraphs that the text has."""
    root = open_xml(file)
    places = ("text/body/div//p", "text/body/figure//p", ".//profileDesc/abstract//p")
    own = [" ".join(map(str, one.itertext())) for place in places for one in root.iterfind(place)]
    wanted = Counter(word for one in own for word in re.findall(r"[^\W\d_]+", one))
    lost = wanted - Counter(re.findall(r"[^\W\d_]+", text))
    return 1 - lost.total() / wanted.total()

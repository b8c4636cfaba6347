"""PDF files tell where their paper stands, under which licence and in which language."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_checks import SENTENCE
from pdf_maker import Leaf, Put, column, make_pdf

from ingest.pdf.read import read_pdf

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"
 xmlns:rights="http://ns.adobe.com/xap/1.0/rights/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<prism:doi>10.1234/jth.7</prism:doi><prism:publicationName>J Test Health</prism:publicationName>
<prism:volume>12</prism:volume><prism:number>3</prism:number>
<prism:startingPage>101</prism:startingPage><prism:endingPage>109</prism:endingPage>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">Open access</rdf:li></rdf:Alt></dc:rights>
<rights:WebStatement>https://creativecommons.org/licenses/by-nc/4.0/</rights:WebStatement>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_the_file_states_its_place_licence_and_language(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf(column(SENTENCE))], xmp=XMP, language="en-US")
    found = read_pdf(path).paper
    assert (found.doi, found.journal) == ("10.1234/jth.7", "J Test Health")
    assert (found.volume, found.issue, found.pages) == ("12", "3", "101-109")
    assert (found.licence, found.language) == ("CC BY-NC 4.0", "en")


@pytest.mark.parametrize(
    ("printed", "volume", "issue", "pages"),
    [
        ("J Test Health 2021;12(3):e101-9. PMID: 1234567", "12", "3", "e101-9"),
        ("Ray et al. Test Health (2021) 12:101 PMID: 1234567", "12", None, "101"),
        ("Test Health, Vol. 12, No. 3, March 2021. PMID 1234567", "12", "3", None),
    ],
)
def test_the_first_page_prints_place_licence_and_numbers(
    tmp_path: Path, printed: str, volume: str, issue: str | None, pages: str | None
) -> None:
    lines = f"{printed} PMCID: PMC7654321\nPublished 2 May 2021 under CC BY 4.0.\n{SENTENCE}"
    leaf = Leaf([Put(72, 740, "Asthma in Cities", 20), *column(lines)])
    found = read_pdf(make_pdf(tmp_path / "a.pdf", [leaf])).paper
    assert (found.volume, found.issue, found.pages) == (volume, issue, pages)
    assert (found.pmid, found.pmcid) == ("1234567", "PMC7654321")
    assert found.licence == "CC BY 4.0"


def test_the_place_of_another_paper_is_not_taken(tmp_path: Path) -> None:
    text = f"Published 2021.\nReply to J Test Health 2019;12(3):101-9.\n{SENTENCE}"
    found = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(column(text))])).paper
    assert (found.year, found.volume, found.pages) == (2021, None, None)

"""A PubMed record becomes a paper of which we hold the abstract."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import RefusedFile
from ingest.read import read

RECORD = """<?xml version="1.0"?>
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>123</PMID><Article>
<Journal><JournalIssue><Volume>7</Volume><PubDate><Year>2020</Year></PubDate></JournalIssue>
<Title>Journal of Examples</Title></Journal>
<ArticleTitle>Asthma care in two cities.</ArticleTitle>
<ELocationID EIdType="doi">10.1000/EX.1</ELocationID>
<Abstract><AbstractText Label="METHODS">We followed 40 children.</AbstractText>
<AbstractText Label="RESULTS">Visits fell by <i>a third</i>.</AbstractText></Abstract>
<AuthorList><Author><LastName>Ng</LastName><ForeName>Ada</ForeName></Author>
<Author><CollectiveName>Two Cities Group</CollectiveName></Author></AuthorList>
</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>
"""


def test_a_record_gives_its_facts_and_its_abstract(tmp_path: Path) -> None:
    file = tmp_path / "record.xml"
    file.write_text(RECORD, encoding="utf-8")
    document = read(file)
    paper = document.paper
    assert (paper.title, paper.year, paper.volume) == ("Asthma care in two cities", 2020, "7")
    assert paper.authors == ("Ng, Ada", "Two Cities Group")
    assert (paper.paper_id, paper.pmid) == ("doi:10.1000/ex.1", "123")
    assert document.origin == "abstract"
    assert [(section.kind, section.title) for section in document.sections] == [
        ("abstract", "Methods"),
        ("abstract", "Results"),
    ]
    assert "Visits fell by a third." in document.text


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (RECORD.replace("AbstractText", "Other"), "no abstract"),
        ("<PubmedArticleSet/>", "0 PubMed records, expected one"),
    ],
)
def test_what_holds_no_abstract_is_refused_with_the_reason(
    tmp_path: Path, record: str, reason: str
) -> None:
    file = tmp_path / "record.xml"
    file.write_text(record, encoding="utf-8")
    with pytest.raises(RefusedFile, match=reason):
        read(file)


@pytest.mark.parametrize("year", ["2020124", "²", "0000", "Winter"])
def test_what_is_no_year_is_left_out(tmp_path: Path, year: str) -> None:
    file = tmp_path / "record.xml"
    file.write_text(RECORD.replace("<Year>2020", f"<Year>{year}"), encoding="utf-8")
    assert read(file).paper.year is None


def test_a_record_without_a_title_goes_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "record.xml"
    file.write_text(RECORD.replace("Asthma care in two cities", " "), encoding="utf-8")
    assert read(file).paper.title == "record"

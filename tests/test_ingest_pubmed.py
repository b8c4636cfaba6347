"""A PubMed record becomes a paper of which we hold the abstract."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import RefusedFile
from corpus.library import Library
from ingest.add import add_files
from ingest.read import read

FIELD = Path(__file__).parents[2] / "shared/field"
needs_field = pytest.mark.skipif(not FIELD.exists(), reason="../shared/field is absent")

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


def test_a_file_without_a_record_is_refused_with_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "record.xml"
    file.write_text("<PubmedArticleSet/>", encoding="utf-8")
    with pytest.raises(RefusedFile, match="0 PubMed records, expected one"):
        read(file)


CITING = """<PubmedData><ArticleIdList><ArticleId IdType="pubmed">123</ArticleId>{own}
</ArticleIdList><ReferenceList><Reference><Citation>A cited paper.</Citation><ArticleIdList>
<ArticleId IdType="doi">10.1000/cited</ArticleId><ArticleId IdType="pmc">PMC9</ArticleId>
</ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>"""


@pytest.mark.parametrize(
    ("own", "doi", "pmcid"),
    [
        ('<ArticleId IdType="pmc">PMC7</ArticleId>', "10.1000/ex.1", "PMC7"),
        ('<ArticleId IdType="doi">10.1000/own</ArticleId>', "10.1000/own", None),
    ],
)
def test_the_identifiers_of_a_cited_paper_are_not_the_record_s_own(
    tmp_path: Path, own: str, doi: str, pmcid: str | None
) -> None:
    file = tmp_path / "record.xml"
    file.write_text(RECORD.replace("</PubmedArticle>", CITING.format(own=own)), encoding="utf-8")
    paper = read(file).paper
    assert (paper.doi, paper.pmcid) == (doi, pmcid)


@pytest.mark.parametrize("date", ["2021 May-Jun", "Winter 2021", "2021-2022"])
def test_a_date_in_words_tells_its_first_year(tmp_path: Path, date: str) -> None:
    file = tmp_path / "record.xml"
    told = f"<MedlineDate>{date}</MedlineDate>"
    file.write_text(RECORD.replace("<Year>2020</Year>", told), encoding="utf-8")
    assert read(file).paper.year == 2021


def test_a_suffix_is_part_of_the_name(tmp_path: Path) -> None:
    file = tmp_path / "record.xml"
    told = "<ForeName>Ada</ForeName><Suffix>3rd</Suffix>"
    file.write_text(RECORD.replace("<ForeName>Ada</ForeName>", told), encoding="utf-8")
    assert read(file).paper.authors[0] == "Ng, Ada, 3rd"


def test_each_record_of_a_set_is_a_paper_even_without_an_abstract(
    library: Library, tmp_path: Path
) -> None:
    bare = RECORD.replace("AbstractText", "Other").replace("EX.1", "EX.2").replace("123", "124")
    bare = bare.replace("Asthma care in two", "Beds and waiting in nine")
    inside = "<PubmedArticle>" + bare.split("<PubmedArticle>")[1].split("</PubmedArticleSet>")[0]
    file = tmp_path / "set.xml"
    file.write_text(RECORD.replace("</PubmedArticleSet>", inside + "</PubmedArticleSet>"))
    report = add_files(library, [file], lambda *_: None)
    assert [one.kind for one in report.outcomes] == ["added", "added"]
    assert report.outcomes[1].path.endswith("set.xml record 2")
    assert "no text" in report.outcomes[1].reason
    assert {"doi:10.1000/ex.1", "doi:10.1000/ex.2"} <= set(library.catalog.listed())


@needs_field
def test_the_field_s_records_keep_their_own_identifiers() -> None:
    paper = read(FIELD / "x01-pubmed-cited-ids.xml").paper
    assert (paper.doi, paper.pmcid, paper.year) == ("10.5555/own1", "PMC90000101", 2021)
    assert paper.authors[1] == "King, Martin, Jr"


@pytest.mark.parametrize("year", ["2020124", "²", "0000", "Winter"])
def test_what_is_no_year_is_left_out(tmp_path: Path, year: str) -> None:
    file = tmp_path / "record.xml"
    file.write_text(RECORD.replace("<Year>2020", f"<Year>{year}"), encoding="utf-8")
    assert read(file).paper.year is None


def test_a_record_without_a_title_goes_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "record.xml"
    file.write_text(RECORD.replace("Asthma care in two cities", " "), encoding="utf-8")
    assert read(file).paper.title == "record"

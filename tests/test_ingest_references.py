"""Reference files become papers: what they tell, what is attached, and what is broken in them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import RefusedFile
from corpus.paper import Paper, identify, normal_doi
from corpus.references.write import Form, formatted
from corpus.starter.records import starter_records
from corpus.status import Standing, Status
from ingest.digest import read_digests
from ingest.references.abstract import reference_document
from ingest.references.read import REFERENCE_ENDINGS, looks_like_references, read_references
from ingest.references.reference import Reference

Read = Callable[..., list[Reference | RefusedFile]]
ENDINGS: dict[Form, str] = {"ris": ".ris", "bibtex": ".bib", "csl-json": ".json"}

RIS = """TY  - JOUR
TI  - Asthma in <i>two</i> cities: R&amp;D
AU  - Ng, Ada B.
AU  - Two Cities Study Group
T2  - Journal of Examples
J2  - J Ex
DA  - 2020/03/14/
PY  - 2020
VL  - 7
IS  - 2
SP  - 11
EP  - 19
DO  - https://doi.org/10.1000/EX.1
AN  - 123
C2  - PMC45
LA  - en
AB  - We followed children.
And they breathed.
L1  - files/12/Ng 2020.pdf
L2  - https://example.org/full
ER  -
"""
BIBTEX = r"""@string{jex = "Journal of Examples"}
@article{ng_2020,
  title = {{Asthma} in M{\"u}nchen and {S}{\~a}o Paulo: $p<0.05$ in 50\% -- and a {\textless} b},
  author = {Ng, Ada B. and van der Berg, Jan and {Two Cities Study Group} and others},
  journal = jex,
  shortjournal = {J Ex},
  date = {2020-03-14},
  volume = 7, number = "2",
  pages = {11--19},
  url = {https://dx.doi.org/10.1000/EX\_1},
  note = {PMID: 123; PMCID: PMC45},
  copyright = {CC BY 4.0},
  langid = {english},
  abstract = {We followed children.},
  file = {Full Text:files/12/Ng\; 2020.pdf:application/pdf;Snapshot:files/13/page.html:text/html},
}
"""
CSL = {
    "id": "http://zotero.org/users/1/items/ABC",
    "type": "article-journal",
    "title": "Asthma in <i>two</i> cities",
    "author": [
        {"family": "Ng", "given": "Ada B."},
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"literal": "Two Cities Study Group"},
    ],
    "container-title": "Journal of Examples",
    "container-title-short": "J Ex",
    "issued": {"date-parts": [["2020", 3, 14]]},
    "volume": 7,
    "issue": "2",
    "page": "11–19",
    "DOI": "10.1000/EX.1",
    "note": "PMID: 123\nPMCID: PMC45",
    "language": "en",
    "abstract": "We followed children.",
}
NBIB = """
PMID- 123
OWN - NLM
DP  - 2020 Mar 14
TI  - Asthma in two
      cities.
AB  - BACKGROUND: Air is bad. METHODS AND DATA: We followed
      40 children. RESULTS: They wheezed: often. FUNDING: None.
FAU - Ng, Ada B
AU  - Ng AB
FAU - Ray, Bo
AU  - Ray B
CN  - Two Cities Study Group
LA  - eng
PT  - Journal Article
PT  - Retracted Publication
TA  - J Ex
JT  - Journal of Examples
VI  - 7
IP  - 2
PG  - 11-9
LID - 10.1000/EX.1 [doi]
AID - S0000 [pii]
PMC - PMC45
RIN - J Ex. 2021 Feb 3;8(1):1. PMID: 456

PMID- 456
TI  - Retraction: Asthma in two cities.
AU  - Ng AB
PT  - Retraction of Publication
TA  - J Ex
DP  - 2021 Feb 3
ROF - J Ex. 2020 Mar 14;7(2):11-9. doi: 10.1000/EX.1. PMID: 123
"""


FIELD = Path(__file__).parents[2] / "shared/field"


@pytest.fixture
def reading(tmp_path: Path) -> Read:
    def read(content: str | bytes, name: str = "export.ris") -> list[Reference | RefusedFile]:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_references(file)

    return read


def only(found: list[Reference | RefusedFile]) -> Reference:
    (reference,) = found
    assert isinstance(reference, Reference)
    return reference


def refusals(found: list[Reference | RefusedFile]) -> list[str]:
    return [one.reason for one in found if isinstance(one, RefusedFile)]


def titles(found: list[Reference | RefusedFile]) -> list[str | None]:
    return [one.paper.title if isinstance(one, Reference) else None for one in found]


def test_ris_tells_of_a_paper_and_its_file(reading: Read) -> None:
    reference = only(reading(RIS))
    paper = reference.paper
    assert (paper.title, paper.year) == ("Asthma in two cities: R&D", 2020)
    assert paper.authors == ("Ng, Ada B.", "Two Cities Study Group")
    assert (paper.journal, paper.volume, paper.issue) == ("Journal of Examples", "7", "2")
    assert (paper.pages, paper.language, paper.origin) == ("11-19", "en", "abstract")
    assert (paper.paper_id, paper.doi) == ("doi:10.1000/ex.1", "10.1000/ex.1")
    assert (paper.pmid, paper.pmcid, paper.topics) == ("123", "PMC45", ())
    assert reference.abstract == "We followed children.\nAnd they breathed."
    assert (reference.attachments, reference.place) == (("files/12/Ng 2020.pdf",), "line 1")


def test_bibtex_tells_of_a_paper_and_its_files(reading: Read) -> None:
    reference = only(reading(BIBTEX, "export.bib"))
    paper = reference.paper
    assert paper.title == "Asthma in München and São Paulo: p<0.05 in 50% – and a < b"
    assert paper.authors == ("Ng, Ada B.", "van der Berg, Jan", "Two Cities Study Group")
    assert (paper.authors_truncated, paper.year) == (True, 2020)
    assert (paper.journal, paper.volume, paper.issue) == ("Journal of Examples", "7", "2")
    assert (paper.pages, paper.doi, paper.pmid) == ("11-19", "10.1000/ex_1", "123")
    assert (paper.pmcid, paper.licence, paper.language) == ("PMC45", "CC BY 4.0", "english")
    assert reference.abstract == "We followed children."
    assert reference.attachments == ("files/12/Ng; 2020.pdf", "files/13/page.html")
    assert reference.place == "line 2"


def test_csl_json_tells_of_a_paper(reading: Read) -> None:
    reference = only(reading(json.dumps([CSL]), "export.json"))
    paper = reference.paper
    assert (paper.title, paper.year) == ("Asthma in two cities", 2020)
    assert paper.authors == ("Ng, Ada B.", "van der Berg, Jan", "Two Cities Study Group")
    assert (paper.journal, paper.volume, paper.issue) == ("Journal of Examples", "7", "2")
    assert (paper.pages, paper.doi, paper.pmid) == ("11-19", "10.1000/ex.1", "123")
    assert (paper.pmcid, paper.language) == ("PMC45", "en")
    assert (reference.abstract, reference.place) == ("We followed children.", "record 1")


def test_pubmed_lines_tell_of_a_paper(reading: Read) -> None:
    reference, _ = reading(NBIB, "pubmed.nbib")
    assert isinstance(reference, Reference)
    paper = reference.paper
    assert (paper.title, paper.year) == ("Asthma in two cities", 2020)
    assert paper.authors == ("Ng, Ada B", "Ray, Bo", "Two Cities Study Group")
    assert (paper.journal, paper.volume, paper.issue) == ("Journal of Examples", "7", "2")
    assert (paper.pages, paper.doi, paper.pmid) == ("11-19", "10.1000/ex.1", "123")
    assert (paper.pmcid, paper.language) == ("PMC45", "eng")
    assert reference.place == "line 2"


def test_pubmed_lines_tell_that_a_paper_was_retracted(reading: Read) -> None:
    paper, notice = reading(NBIB, "pubmed.nbib")
    assert isinstance(paper, Reference)
    assert isinstance(notice, Reference)
    (own,) = paper.notices
    assert (own.doi, own.pmid, own.status.standing) == ("10.1000/ex.1", "123", Standing.RETRACTED)
    assert (own.status.since, own.status.source) == ("2021-02-03", "PubMed")
    (other,) = notice.notices
    assert (other.doi, other.pmid) == ("10.1000/ex.1", "123")
    assert (other.status.standing, other.status.by) == (Standing.RETRACTED, "pmid:456")


@pytest.mark.parametrize(
    ("line", "standing"),
    [
        ("EIN - J Ex. 2021;8:1", Standing.CORRECTED),
        ("ECI - J Ex. 2021;8:1", Standing.CONCERN),
        ("UIN - J Ex. 2021;8:1", Standing.SUPERSEDED),
        ("PRIN- J Ex. 2021;8:1", Standing.CORRECTED),
    ],
)
def test_pubmed_lines_tell_other_standings(reading: Read, line: str, standing: Standing) -> None:
    reference = only(reading(f"PMID- 9\nTI  - A title.\n{line}\n", "pubmed.nbib"))
    assert [notice.status.standing for notice in reference.notices] == [standing]


def test_a_comment_in_pubmed_says_nothing_against_a_paper(reading: Read) -> None:
    assert only(reading("PMID- 9\nTI  - A title.\nCIN - J Ex. 2021;8:1\n")).notices == ()


def test_an_abstract_becomes_a_document_with_its_labels_as_headings(reading: Read) -> None:
    reference = reading(NBIB, "pubmed.nbib")[0]
    assert isinstance(reference, Reference)
    document = reference_document(reference, "pubmed.nbib")
    assert document is not None
    assert [(section.kind, section.title) for section in document.sections] == [
        ("abstract", "Background"),
        ("abstract", "Methods and data"),
        ("abstract", "Results"),
        ("abstract", "Funding"),
    ]
    assert "They wheezed: often." in document.text
    assert (document.origin, document.paper.file_name) == ("abstract", "pubmed.nbib")


def test_an_abstract_in_markup_keeps_its_headings(reading: Read) -> None:
    jats = (
        "<jats:title>Abstract</jats:title><jats:sec><jats:title>Methods</jats:title>"
        "<jats:p>We saw <jats:italic>40</jats:italic> at p&lt;0.05.</jats:p></jats:sec>"
        "<jats:p>And left.</jats:p>"
    )
    reference = only(reading(json.dumps([CSL | {"abstract": jats}]), "export.json"))
    document = reference_document(reference, "export.json")
    assert document is not None
    assert document.text == "Methods\n\nWe saw 40 at p<0.05.\n\nAnd left."


def test_an_abstract_without_labels_is_one_section(reading: Read) -> None:
    document = reference_document(only(reading(RIS)), "export.ris")
    assert document is not None
    assert document.text == "Abstract\n\nWe followed children. And they breathed."


@pytest.mark.parametrize("abstract", ["", "AB  - \n", "AB  - <p> </p>\n", "AB  - Abstract: \n"])
def test_no_abstract_is_no_document(reading: Read, abstract: str) -> None:
    reference = only(reading(f"TY  - JOUR\nTI  - A title\n{abstract}ER  - \n"))
    assert reference_document(reference, "export.ris") is None


BROKEN_RIS = (
    "TY  - JOUR\nTI  - One\nER  - \n\nTY  - JOUR\nTI  Two\nDO  - 10.1000/2\nER  - \n\n"
    "TY  - JOUR\nTI  - Three\nER  - \n"
)
BROKEN_BIBTEX = (
    "@article{a, title={One}}\n\n@article{b,\n  title = {Two,\n  year = 2020\n}\n\n"
    "@article{c, title={Three}}\n"
)
BROKEN_JSON = (
    '[{"type": "book", "title": "One"},\n {"type": "book", "title": "Two", "author": '
    '[{"family": "Ng"} {"family": "Ray"}]},\n {"type": "book", "title": "Three"}]'
)
BROKEN_NBIB = "PMID- 1\nTI  - One.\n\nPMID- 2\nTX  - Two.\n\nPMID- 3\nTI  - Three.\n"


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (BROKEN_RIS, "line 5: the entry has no title"),
        (BROKEN_BIBTEX, "line 3: broken BibTeX entry"),
        (BROKEN_JSON, "record 2: line 2: not JSON, expecting ',' delimiter"),
        (BROKEN_NBIB, "line 4: the entry has no title"),
    ],
)
def test_a_broken_record_is_refused_in_its_place_and_the_others_enter(
    reading: Read, content: str, where: str
) -> None:
    found = reading(content)
    assert titles(found) == ["One", None, "Three"]
    (reason,) = refusals(found)
    assert reason.startswith(where)
    assert ";" in reason


def test_two_records_run_into_one_are_refused_rather_than_mixed(reading: Read) -> None:
    run_together = "TY  - JOUR\nTI  - One\nDO  - 10.1000/1\nTI  - Two\nDO  - 10.1000/2\nER  - \n"
    (reason,) = refusals(reading(run_together))
    assert reason.startswith("line 1: two titles in one record")


def test_a_record_without_its_end_ends_where_the_next_begins(reading: Read) -> None:
    assert titles(reading("TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\n")) == ["One", "Two"]


def test_a_record_without_its_beginning_is_refused(reading: Read) -> None:
    found = reading("TY  - JOUR\nTI  - One\nER  - \nTI  - Two\nER  - \n")
    assert titles(found) == ["One", None]
    assert refusals(found)[0].startswith("line 4: text outside of any record")


def test_the_heading_of_a_database_is_no_record(reading: Read) -> None:
    assert titles(reading(f"Provider: Example\nContent: text\n\n{RIS}")) == [
        "Asthma in two cities: R&D"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("Some text about asthma.", "no reference in it begins as in RIS, BibTeX, CSL-JSON"),
        (b"%PDF-1.7\n\x00\x01\x02", "not text but binary data"),
        ("[]", "it holds no reference"),
        ("@comment{nothing}", "it holds no reference"),
    ],
)
def test_what_holds_no_references_is_refused(
    reading: Read, content: str | bytes, reason: str
) -> None:
    with pytest.raises(RefusedFile, match=reason):
        reading(content)


def test_json_of_another_kind_is_refused_with_the_form_expected(reading: Read) -> None:
    (reason,) = refusals(reading('{"name": "a package", "version": "1.0"}', "package.json"))
    assert reason.startswith("record 1: not a CSL item")


@pytest.mark.parametrize("content", [BIBTEX, NBIB, json.dumps(CSL), json.dumps({"items": [CSL]})])
def test_another_form_under_the_name_of_ris_is_read_as_what_it_is(
    reading: Read, content: str
) -> None:
    assert all(isinstance(one, Reference) for one in reading(content, "export.ris"))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same(
    reading: Read, encoding: str, line_end: str
) -> None:
    text = RIS.replace("two", "zwölf").replace("\n", line_end)
    found = only(reading(text.encode(encoding)))
    assert found == only(reading(RIS.replace("two", "zwölf")))
    assert found.paper.title == "Asthma in zwölf cities: R&D"


def test_one_old_line_does_not_spoil_the_others(reading: Read) -> None:
    content = "TY  - JOUR\nTI  - Größe\nAU  - ".encode() + "Müller, Jörg\nER  - \n".encode("cp1252")
    paper = only(reading(content)).paper
    assert (paper.title, paper.authors) == ("Größe", ("Müller, Jörg",))


def test_control_characters_do_not_reach_the_paper(reading: Read) -> None:
    content = json.dumps([CSL | {"title": "A\u001b[2J \ud800title\u0007", "volume": "7\u0000"}])
    for text in (content, content.replace("\\u001b", "\x1b")):
        paper = only(reading(text, "export.json")).paper
        assert (paper.title, paper.volume) == ("A[2J title", "7")


def test_the_same_entry_is_the_same_bytes_whatever_stands_around_it(reading: Read) -> None:
    def entry_of(content: str) -> bytes:
        found = reading(content)[-1]
        assert isinstance(found, Reference)
        return found.entry

    other_ris = "TY  - BOOK\nTI  - Other\nER  - \n\n"
    assert entry_of(RIS) == entry_of(other_ris + RIS.replace("\n", "  \r\n"))
    other_bibtex = "@book{o, title={Other}}\n"
    renamed = BIBTEX.replace("ng_2020", "ng_2020-1")
    assert entry_of(BIBTEX) == entry_of(other_bibtex + renamed)
    other_csl = {"type": "book", "title": "Other"}
    renamed_csl = dict(reversed((CSL | {"id": "other"}).items()))
    assert entry_of(json.dumps([CSL])) == entry_of(json.dumps([other_csl, renamed_csl], indent=2))
    assert entry_of(NBIB) == entry_of("PMID- 1\nTI  - Other.\n" + NBIB)


@pytest.mark.parametrize("content", [RIS, BIBTEX, json.dumps([CSL]), NBIB])
def test_an_entry_read_alone_gives_the_same_reference(reading: Read, content: str) -> None:
    for reference in reading(content):
        assert isinstance(reference, Reference)
        again = only(reading(reference.entry, "entry.txt"))
        assert again == replace(reference, place=again.place)


def test_the_same_entry_twice_is_two_references_with_the_same_bytes(reading: Read) -> None:
    for content in (RIS, BIBTEX):
        first, second = reading(content + content)
        assert refusals([first, second]) == []
        assert isinstance(first, Reference)
        assert isinstance(second, Reference)
        assert (first.entry, first.paper) == (second.entry, second.paper)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("/home/ng/paper.pdf", "not named by a relative path"),
        ("C:\\Users\\ng\\paper.pdf", "not named by a relative path"),
        ("~/paper.pdf", "not named by a relative path"),
        ("file:///home/ng/paper.pdf", "not named by a relative path"),
        ("internal-pdf://1234/paper.pdf", "not named by a relative path"),
        ("../paper.pdf", "outside of the folder"),
        ("files/../../paper.pdf", "outside of the folder"),
        ("files\\..\\..\\paper.pdf", "outside of the folder"),
        ("files/a\x07b.pdf", "unprintable"),
    ],
)
def test_a_file_outside_of_the_folder_is_refused_and_its_entry_enters(
    reading: Read, file: str, reason: str
) -> None:
    found = reading(f"TY  - JOUR\nTI  - One\nL1  - {file}\nER  - \n")
    assert titles(found) == ["One", None]
    assert reason in refusals(found)[0]
    assert refusals(found)[0].startswith("line 1: the attached file")


@pytest.mark.parametrize(
    ("field", "files"),
    [
        ("files/12/Foo.pdf", ("files/12/Foo.pdf",)),
        ("files/1/a.pdf;files/2/b.pdf", ("files/1/a.pdf", "files/2/b.pdf")),
        (":files/12/Foo.pdf:PDF", ("files/12/Foo.pdf",)),
        ("files/12/Foo.pdf:application/pdf", ("files/12/Foo.pdf",)),
        (r"Text\: whole:files/12/A\: b.pdf:application/pdf", ("files/12/A: b.pdf",)),
        (r"files\12\Foo_1.pdf", ("files/12/Foo_1.pdf",)),
        ("Link:https://example.org/a.pdf:application/pdf", ()),
    ],
)
def test_files_of_a_bibtex_entry(reading: Read, field: str, files: tuple[str, ...]) -> None:
    found = reading(f"@article{{a, title={{One}}, file={{{field}}}}}", "export.bib")
    assert isinstance(found[0], Reference)
    assert found[0].attachments == files


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("Ada B. Ng", "Ng, Ada B."),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("de la Cruz, Ana", "de la Cruz, Ana"),
        ("King, Jr., Martin Luther", "King, Martin Luther, Jr."),
        (r"Garc{\'\i}a, Jos{\'e}", "García, José"),
        ("{World Health Organization}", "World Health Organization"),
        ("World Health Organization", "World Health Organization"),
        ("{Barnes and Noble, Inc.}", "Barnes and Noble, Inc."),
        ("Plato", "Plato"),
    ],
)
def test_names_in_bibtex(reading: Read, written: str, author: str) -> None:
    found = reading(f"@article{{a, title={{One}}, author={{{written}}}}}", "export.bib")
    assert only(found).paper.authors == (author,)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\'E}t\'{e} {\o} \ss{} \v{c} Sm\o rrebr\o d", "Été ø ß č Smørrebrød"),
        ("{{{Deep}ly} {nested {braces}}} here", "Deeply nested braces here"),
        (r"H$_{2}$O and $\beta$-blockers", "H2O and β-blockers"),
        ("from $5 to $10 & 20% of #1", "from $5 to $10 & 20% of #1"),
        (r"\emph{In vivo} \unknownmacro{kept}", "In vivo kept"),
        (r"ends in a half macro \sqrt", "ends in a half macro"),
        ("``quoted'' 3--4 A~B", "“quoted” 3–4 A B"),
        (r"\input{secret.txt}left", "left"),
    ],
)
def test_latex_in_titles(reading: Read, latex: str, text: str) -> None:
    title = only(reading(f"@article{{a, title={{{latex}}}}}", "export.bib")).paper.title
    assert title.replace("\\sqrt", "").strip() == text


@pytest.mark.parametrize(
    ("lines", "doi"),
    [
        ("DO  - doi:10.1000/A.b", "10.1000/a.b"),
        ("UR  - https://doi.org/10.1000/a%28b%29", "10.1000/a(b)"),
        ("UR  - https://example.org/doi/10.1000/a/full", None),
        ("DO  - n/a", None),
        ("DO  - 10.1002/(SICI)1097-0258(1998)17:15/16&lt;1661::AID-SIM968&gt;3.0.CO;2-2",
         "10.1002/(sici)1097-0258(1998)17:15/16<1661::aid-sim968>3.0.co;2-2"),
        ("N1  - DOI: 10.1000/noted", "10.1000/noted"),
    ],
)  # fmt: skip
def test_where_a_doi_is_found(reading: Read, lines: str, doi: str | None) -> None:
    assert only(reading(f"TY  - JOUR\nTI  - One\n{lines}\nER  - \n")).paper.doi == doi


@pytest.mark.parametrize(
    ("lines", "pmid"),
    [
        ("AN  - 123", "123"),
        ("AN  - PMID: 123", "123"),
        ("AN  - 123\nDB  - Medline", "123"),
        ("AN  - 123\nDB  - Embase", None),
        ("AN  - WOS:000123", None),
        ("N1  - PMID: 123", "123"),
        ("N1  - Comment in J Ex. PMID: 456", None),
    ],
)
def test_where_a_pmid_is_found_in_ris(reading: Read, lines: str, pmid: str | None) -> None:
    assert only(reading(f"TY  - JOUR\nTI  - One\n{lines}\nER  - \n")).paper.pmid == pmid


@pytest.mark.parametrize(
    ("issued", "year"),
    [
        ({"date-parts": [[2020, 3, 14]]}, 2020),
        ({"literal": "Spring 2020"}, 2020),
        ({"raw": "2020-03-14"}, 2020),
        ("2020", 2020),
        ({"literal": "in press"}, None),
    ],
)
def test_the_year_of_a_date(reading: Read, issued: object, year: int | None) -> None:
    found = reading(json.dumps([CSL | {"issued": issued}]), "export.json")
    assert only(found).paper.year == year


@pytest.mark.parametrize("last", ["AU  - et al.", "AU  - et al", "AU  - Ray, Bo, et al."])
def test_et_al_is_no_author(reading: Read, last: str) -> None:
    paper = only(reading(f"TY  - JOUR\nTI  - One\nAU  - Ng, Ada\n{last}\nER  - \n")).paper
    assert paper.authors_truncated
    assert "et al" not in " ".join(paper.authors)


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("Ada Okoro", "Okoro, Ada"),
        ("Jae-sung Lee", "Lee, Jae-sung"),
        ("Okoro AB", "Okoro, AB"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("World Health Organization", "World Health Organization"),
        ("Bank of Invention", "Bank of Invention"),
        ("UNICEF", "UNICEF"),
    ],
)
def test_a_name_in_ris_with_the_given_name_first(reading: Read, written: str, author: str) -> None:
    found = only(reading(f"TY  - JOUR\nTI  - A title\nAU  - {written}\nER  - \n"))
    assert found.paper.authors == (author,)


def test_records_of_eric_have_an_owner_and_no_pmid(reading: Read) -> None:
    first = "OWN - ERIC\nTI  - Talk of race in class\nAU  - Ng, Ada B.\nDP  - 2020\nPG  - 112-8\n"
    second = "OWN - ERIC\nTI  - A second paper\nAU  - Ray, Bo\nDP  - 2021\n"
    found = reading(f"{first}\n{second}", "export.nbib")
    assert titles(found) == ["Talk of race in class", "A second paper"]
    paper = only(found[:1]).paper
    assert (paper.authors, paper.year, paper.pages) == (("Ng, Ada B.",), 2020, "112-118")


@pytest.mark.parametrize("opening", ["@article{\n   author", "@Book{author", "@misc { author"])
def test_an_entry_of_bibtex_without_a_key_is_read(reading: Read, opening: str) -> None:
    entry = f"{opening} = {{Okoro, Ada}},\n title = {{Pain}},\n year = {{2021}} }}\n"
    found = reading(f"{entry}\n{entry.replace('Pain', 'Beds')}", "export.bib")
    assert titles(found) == ["Pain", "Beds"]


@pytest.mark.parametrize("quotes", ["{}", '""'])
def test_a_missing_comma_lets_no_field_swallow_the_next(reading: Read, quotes: str) -> None:
    first, last = quotes
    entry = f"title = {first}Pain, n{last}\n  author = {first}Okoro, Ada{last}\n  year = 2021"
    paper = only(reading(f"@article{{a,\n  {entry}\n}}\n", "export.bib")).paper
    assert (paper.title, paper.authors, paper.year) == ("Pain, n", ("Okoro, Ada",), 2021)


@pytest.mark.skipif(not FIELD.exists(), reason="../shared/field is absent")
@pytest.mark.parametrize(
    ("name", "first", "count"),
    [
        ("r01-eric.nbib", "Okoro, Ada", 2),
        ("r03-natural-order-names.ris", "Okoro, Ada", 1),
        ("r07-endnote-bibtex-no-key.bib", "Okoro, Ada", 1),
    ],
)
def test_the_field_s_exports_are_read(name: str, first: str, count: int) -> None:
    found = read_references(FIELD / name)
    assert [isinstance(one, Reference) for one in found] == [True] * count
    assert only(found[:1]).paper.authors[0] == first


def test_editorials_of_one_year_are_different_papers(reading: Read) -> None:
    record = "TY  - JOUR\nTI  - Editorial\nPY  - 2020\nVL  - {volume}\nER  - \n"
    found = reading(record.format(volume=1) + record.format(volume=2))
    assert len({one.paper.paper_id for one in found if isinstance(one, Reference)}) == 2


def test_a_csl_status_tells_of_a_retraction(reading: Read) -> None:
    reference = only(reading(json.dumps([CSL | {"status": "retracted"}]), "export.json"))
    assert [notice.status for notice in reference.notices] == [Status(Standing.RETRACTED)]


@pytest.mark.parametrize(
    "content",
    [
        "@article{a, title={" + "{" * 20_000 + "x" + "}" * 20_000 + "}}",
        '[{"type": "book", "title": ' + "[" * 100_000 + "]" * 100_000 + "}]",
        '[{"type": "book", "title": "' + "x" * 3_000_000 + '"}]',
        "TY  - JOUR\nTI  - " + "word " * 300_000 + "\nER  - \n",
        "TY  - JOUR\nTI  - One\nAB  - " + "line\n\n" * 100_000 + "ER  - \n",
        "TY  - JOUR\nTI  - One\nAU  - " + "," * 200_000 + "\nER  - \n",
        "@article{a, title={" + "$" * 100_000 + "\\" * 100_001 + "}}",
        '[{"type"' * 20_000,
    ],
)
def test_a_hostile_field_ends_soon_in_a_reference_or_a_refusal(reading: Read, content: str) -> None:
    began = time.process_time()
    found = reading(content)
    for one in found:
        assert isinstance(one, RefusedFile) or one.paper.title
        assert isinstance(one, RefusedFile) or reference_document(one, "f") is None or one.abstract
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("pubmed.txt", NBIB, True),
        ("export.txt", RIS, True),
        ("export.txt", "\ufeff" + BIBTEX, True),
        ("export.json", json.dumps([CSL] * 200), True),
        ("package.json", '{"name": "x", "type": "module"}', False),
        ("list.json", "[1, 2]", False),
        ("paper.txt", "Asthma in two cities\n\nPMID- 123\n" + RIS, False),
        ("binary.txt", "\x00\x01", False),
        ("empty.txt", "", False),
    ],
)
def test_a_file_is_known_by_how_it_begins(
    tmp_path: Path, name: str, content: str, said: bool
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    assert looks_like_references(file) is said


@pytest.mark.parametrize(
    ("name", "count", "abstracts"),
    [
        ("pcd_2024_topical.bib", 42, 0),
        ("race_illness.csl.json", 360, 318),
        ("race_illness.ris", 360, 312),
    ],
)
def test_real_files_are_read_whole_and_soon(
    shared: Path, name: str, count: int, abstracts: int
) -> None:
    file = shared / "references" / name
    assert file.suffix in REFERENCE_ENDINGS
    began = time.process_time()
    found = read_references(file)
    assert time.process_time() - began < 4
    references = [one for one in found if isinstance(one, Reference)]
    assert len(references) == len(found) == count
    assert all(one.paper.doi and one.paper.year and one.paper.journal for one in references)
    assert sum(reference_document(one, name) is not None for one in references) == abstracts


def test_the_same_list_in_two_forms_gives_the_same_papers(shared: Path) -> None:
    lists = [
        [one.paper for one in read_references(shared / "references" / name)
         if isinstance(one, Reference)]
        for name in ("race_illness.csl.json", "race_illness.ris")
    ]  # fmt: skip
    for one, other in zip(*lists, strict=True):
        assert replace(one, pages=None) == replace(other, pages=None)


# Round trips: what is written is read back.

_SIGNS = "abc DEF éßøŁñ 漢字 0123 {}\\$&%#_^~\"'`-–—@=;:,.!?()[]/|+*<’“"
lines = st.text(_SIGNS, min_size=1, max_size=60).map(lambda s: " ".join(s.split())).filter(bool)
words = st.text("abcdeéßøŁñ漢", min_size=1, max_size=8).map(str.title)
signs = st.text("abcXYZ0189.()/", min_size=1, max_size=6)
persons = st.builds("{}, {}".format, words, st.builds("{} {}.".format, words, words))
suffixed = st.builds("{}, {}, Jr.".format, words, words)
particles = st.builds("van der {}, {}".format, words, words)
bodies = st.builds("{} Society for {}".format, words, words) | st.just("Barnes and Noble Group")
pages = st.from_regex(r"[eS]?[1-9]\d{0,3}(-[eS]?[1-9]\d{0,3}\.e\d)?", fullmatch=True)
statuses = st.builds(
    Status,
    standing=st.sampled_from(list(Standing)),
    note=st.none() | lines,
    since=st.none() | st.just("2021-02-03"),
    source=st.none() | words,
    by=st.none() | st.just("doi:10.1000/ex.9"),
)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    def maybe(strategy: st.SearchStrategy[str]) -> str | None:
        return draw(st.none() | strategy)

    authors = draw(st.lists(persons | suffixed | particles | bodies | words, max_size=4))
    status = draw(statuses)
    paper = Paper(
        paper_id="",
        title=draw(lines),
        authors=tuple(authors),
        authors_truncated=draw(st.booleans()) and bool(authors),
        year=draw(st.none() | st.integers(1500, 2199)),
        journal=maybe(lines),
        volume=maybe(signs),
        issue=maybe(signs),
        pages=maybe(pages),
        doi=maybe(st.from_regex(r"10\.\d{4}/[a-z0-9_(.-]{0,12}[a-z0-9]", fullmatch=True)),
        pmid=maybe(st.integers(1, 99_999_999).map(str)),
        pmcid=maybe(st.integers(1, 99_999_999).map("PMC{}".format)),
        licence=maybe(lines),
        language=maybe(st.sampled_from(["en", "eng", "pt-BR"])),
        status=status if status.needs_care else Status(),
        origin="abstract",
    )
    return replace(paper, paper_id=identify(paper.doi, paper.pmid, paper.title))


def read_back(folder: Path, told: list[Paper], form: Form) -> list[Paper]:
    """Return the papers as they are read from what is written, with the standing they tell."""
    file = folder / f"export{ENDINGS[form]}"
    file.write_text(formatted(told, form), encoding="utf-8")
    found = read_references(file)
    assert refusals(found) == []
    return [
        replace(one.paper, status=one.notices[0].status if one.notices else Status())
        for one in found
        if isinstance(one, Reference)
    ]


def without_made_id(paper: Paper) -> Paper:
    """A paper without DOI and PMID has no id that another program would keep."""
    return paper if paper.doi or paper.pmid else replace(paper, paper_id="")


@pytest.mark.parametrize("form", ENDINGS)
@settings(max_examples=150, deadline=None, suppress_health_check=[
    HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(told=st.lists(papers(), min_size=1, max_size=3))
def test_papers_written_and_read_are_the_same_papers(
    form: Form, tmp_path: Path, told: list[Paper]
) -> None:
    read = read_back(tmp_path, told, form)
    assert list(map(without_made_id, read)) == list(map(without_made_id, told))


@pytest.mark.parametrize("form", ENDINGS)
def test_the_starter_corpus_written_and_read_is_the_same(form: Form, tmp_path: Path) -> None:
    digests = [document.paper for _, document in read_digests(starter_records())]
    told = [
        replace(
            paper,
            doi=paper.doi and normal_doi(paper.doi),
            status=paper.status if paper.status.needs_care else Status(),
            # Our own words about a paper are no part of a reference.
            **dict.fromkeys(("design", "population", "race_measure")),
            topics=(),
            read_with=(),
            origin="abstract",
        )
        for paper in digests
    ]
    read = read_back(tmp_path, told, form)
    assert len(read) == 180
    assert list(map(without_made_id, read)) == list(map(without_made_id, told))


@pytest.mark.parametrize(
    ("abstract", "told"), [("\ud800We followed.", "We followed."), ("\U0001f600", "\U0001f600")]
)
def test_half_a_character_in_json_is_left_out(tmp_path: Path, abstract: str, told: str) -> None:
    """JSON can spell it, and no file and no catalog can hold it."""
    file = tmp_path / "export.json"
    file.write_text(json.dumps([CSL | {"abstract": abstract}]), encoding="ascii")
    (found,) = read_references(file)
    assert isinstance(found, Reference)
    assert found.abstract == told


def test_a_number_without_end_in_json_is_refused_as_such(tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    file.write_text(json.dumps([CSL]).replace("[{", '[{"volume": ' + "9" * 5000 + ", ", 1))
    refusal, *_ = read_references(file)
    assert isinstance(refusal, RefusedFile)
    assert "record 1: a number of thousands of digits" in refusal.reason

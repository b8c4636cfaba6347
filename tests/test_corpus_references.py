"""Papers leave as reference lists that other programs read and that people can print."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.richtext import Text

from corpus.paper import Paper
from corpus.references.keys import citation_keys
from corpus.references.names import parted
from corpus.references.status_note import status_in, status_note
from corpus.references.write import Form, formatted
from corpus.starter.records import starter_records
from corpus.status import Standing, Status
from ingest.digest import read_digests

PAPER = Paper(
    paper_id="doi:10.1000/ex.1",
    title="Asthma & air in 50% of two {cities}",
    authors=("Ng, Ada B.", "van der Berg, Jan", "Two Cities Study Group"),
    year=2020,
    journal="Journal of Examples",
    volume="7",
    issue="2",
    pages="11-19",
    doi="10.1000/ex.1",
    pmid="123",
    pmcid="PMC45",
    licence="CC BY 4.0",
    language="en",
)
RETRACTED = replace(
    PAPER,
    status=Status(
        Standing.RETRACTED,
        note="Data could not be found; see the notice",
        by="doi:10.1000/ex.2",
        since="2021-02-03",
        source="Retraction Watch",
    ),
)


@pytest.fixture(scope="module")
def digests() -> list[Paper]:
    return [document.paper for _, document in read_digests(starter_records())]


def test_a_paper_in_ris() -> None:
    assert formatted([PAPER], "ris").splitlines() == [
        "TY  - JOUR",
        "AU  - Ng, Ada B.",
        "AU  - van der Berg, Jan",
        "AU  - Two Cities Study Group",
        "TI  - Asthma & air in 50% of two {cities}",
        "T2  - Journal of Examples",
        "PY  - 2020",
        "VL  - 7",
        "IS  - 2",
        "SP  - 11",
        "EP  - 19",
        "DO  - 10.1000/ex.1",
        "AN  - 123",
        "DB  - PubMed",
        "C2  - PMC45",
        "LA  - en",
        "N1  - Licence: CC BY 4.0",
        "ER  - ",
    ]


def test_a_paper_in_bibtex() -> None:
    assert formatted([PAPER], "bibtex").splitlines() == [
        "@article{ng2020,",
        r"  title = {{Asthma \& air in 50\% of two \textbraceleft{}cities\textbraceright{}}},",
        "  author = {Ng, Ada B. and van der Berg, Jan and {Two Cities Study Group}},",
        "  year = {2020},",
        "  pages = {11--19},",
        "  doi = {10.1000/ex.1},",
        "  journal = {Journal of Examples},",
        "  volume = {7},",
        "  number = {2},",
        "  pmid = {123},",
        "  pmcid = {PMC45},",
        "  language = {en},",
        "  copyright = {CC BY 4.0},",
        "}",
    ]


def test_a_paper_in_csl_json() -> None:
    assert json.loads(formatted([PAPER], "csl-json")) == [
        {
            "id": "ng2020",
            "type": "article-journal",
            "title": "Asthma & air in 50% of two {cities}",
            "author": [
                {"family": "Ng", "given": "Ada B."},
                {"family": "van der Berg", "given": "Jan"},
                {"literal": "Two Cities Study Group"},
            ],
            "issued": {"date-parts": [[2020]]},
            "container-title": "Journal of Examples",
            "volume": "7",
            "issue": "2",
            "page": "11-19",
            "DOI": "10.1000/ex.1",
            "PMID": "123",
            "PMCID": "PMC45",
            "language": "en",
            "note": "Licence: CC BY 4.0",
        }
    ]


def test_a_paper_in_the_style_of_the_ama_is_numbered_in_the_order_given() -> None:
    other = replace(PAPER, title="Before", authors=("Adams, Zoe",), volume=None, pages=None, doi="")
    assert formatted([PAPER, other], "ama").splitlines() == [
        "1. Ng AB, van der Berg J, Two Cities Study Group. Asthma & air in 50% of two {cities}. "
        "Journal of Examples. 2020;7(2):11-19. doi:10.1000/ex.1",
        "2. Adams Z. Before. Journal of Examples. 2020;(2).",
    ]


def test_a_paper_in_the_style_of_the_apa_is_sorted_by_author() -> None:
    other = replace(PAPER, title="Before", authors=("Łopez, Zoe",), volume=None, pages=None, doi="")
    assert formatted([PAPER, other], "apa").splitlines() == [
        "Łopez, Z. (2020). Before. Journal of Examples, (2).",
        "Ng, A. B., van der Berg, J., & Two Cities Study Group. (2020). Asthma & air in 50% of two "
        "{cities}. Journal of Examples, 7(2), 11–19. https://doi.org/10.1000/ex.1",
    ]


@pytest.mark.parametrize(
    ("author", "apa", "ama"),
    [
        ("Lee, Jae-sung", "Lee, J.-s.", "Lee JS"),
        ("Jin, Hee-Kyung", "Jin, H.-K.", "Jin HK"),
        ("Ma, Yo-yo K.", "Ma, Y.-y. K.", "Ma YYK"),
        ("王, 小芳", "王小芳.", "王小芳"),
        ("김, 민수", "김민수.", "김민수"),
    ],
)
def test_initials_of_hyphenated_names_and_names_without_initials(
    author: str, apa: str, ama: str
) -> None:
    paper = replace(PAPER, authors=(author,))
    assert formatted([paper], "apa").startswith(f"{apa} (2020)")
    assert formatted([paper], "ama").startswith(f"1. {ama}. ")


def test_papers_of_the_same_authors_and_year_have_letters_in_the_apa_alone() -> None:
    papers = [replace(PAPER, title=title) for title in ("Beds", "Air")]
    papers.append(replace(PAPER, title="Cars", year=2021))
    years = [line.split("(")[1].split(")")[0] for line in formatted(papers, "apa").splitlines()]
    assert years == ["2020a", "2020b", "2021"]
    assert "2020a" not in formatted(papers, "ama")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("ama", "1. Ng AB, et al. Asthma"),
        ("apa", "Ng, A. B., et al. (2020). Asthma"),
        ("ris", "AU  - Ng, Ada B.\nAU  - et al.\n"),
        ("bibtex", "author = {Ng, Ada B. and others}"),
    ],
)
def test_authors_that_are_not_listed_are_said_to_follow(form: Form, told: str) -> None:
    truncated = replace(PAPER, authors=PAPER.authors[:1], authors_truncated=True)
    assert told in formatted([truncated], form)


@pytest.mark.parametrize("form", ["ama", "apa"])
def test_a_paper_without_authors_is_listed_by_its_title_once(form: Form) -> None:
    assert formatted([replace(PAPER, authors=())], form).count("Asthma") == 1


@pytest.mark.parametrize("form", ["ama", "apa"])
def test_a_retracted_paper_is_marked_where_people_read_it(form: Form) -> None:
    assert "{cities} [Retracted]. Journal" in formatted([RETRACTED], form)


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl-json"])
def test_a_retracted_paper_is_marked_where_programs_read_it(form: Form) -> None:
    told = formatted([RETRACTED], form)
    assert "Status: retracted; since: 2021-02-03; by: doi:10.1000/ex.2; source: Retraction" in told
    assert "Status" not in formatted([PAPER], form)


@pytest.mark.parametrize(
    "status",
    [
        RETRACTED.status,
        Status(Standing.CONCERN),
        Status(Standing.CONTESTED, note="a; by: nobody; since: never"),
        Status(Standing.CORRECTED, since="2020"),
    ],
)
def test_a_status_line_reads_back(status: Status) -> None:
    line = status_note(status)
    assert line is not None
    assert status_in(line) == status


@pytest.mark.parametrize("line", ["Status: in press", "status: retracted", "See Status: retracted"])
def test_other_lines_tell_no_status(line: str) -> None:
    assert status_in(line) is None


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl-json"])
def test_what_is_not_known_is_not_written(form: Form) -> None:
    told = formatted([Paper(paper_id="sha256:1", title="Alone")], form)
    assert not re.search(r"\bAU\b|author|PY|year|issued|JOUR|article|DO\b|N1|note|None", told)


@pytest.mark.parametrize("form", ["ris", "bibtex", "ama", "apa"])
def test_no_papers_give_an_empty_list(form: Form) -> None:
    assert formatted([], form) == ""


def test_a_line_end_in_a_title_opens_no_field() -> None:
    smuggled = replace(PAPER, title="One\nER  - \n\nTY  - JOUR\x07\x1b[2J")
    assert len(rispy.loads(formatted([smuggled], "ris"))) == 1
    assert "\x1b" not in formatted([smuggled], "ris")


def test_keys_are_different_and_do_not_hang_on_the_order() -> None:
    other = replace(PAPER, paper_id="doi:10.1000/ex.0")
    undated = replace(PAPER, paper_id="doi:10.1000/ex.3", year=None)
    papers = [PAPER, other, undated]
    assert citation_keys(papers) == ["ng2020b", "ng2020a", "ng:nd"]
    assert citation_keys(papers[::-1]) == ["ng:nd", "ng2020a", "ng2020b"]


@pytest.mark.parametrize(
    ("author", "key"),
    [
        ("Đoàn, Lan", "doan2020"),
        ("El-Masri, Ö.", "elmasri2020"),
        ("National Academies of Sciences, Engineering, and Medicine", "national2020"),
        ("王, 小明", "paper2020"),
    ],
)
def test_a_key_is_made_of_plain_letters(author: str, key: str) -> None:
    assert citation_keys([replace(PAPER, authors=(author,))]) == [key]


def test_thirty_papers_of_one_author_and_year_have_thirty_keys() -> None:
    papers = [replace(PAPER, paper_id=f"doi:10.1000/{n:02}") for n in range(30)]
    assert citation_keys(papers)[25:28] == ["ng2020z", "ng2020aa", "ng2020ab"]


@pytest.mark.parametrize(
    ("author", "whole"),
    [
        ("Ng, Ada", False),
        ("King, Martin Luther, Jr.", False),
        ("Center, Ann B.", False),
        ("World Health Organization", True),
        ("Bank, Ada", False),
        ("Invented Central Bank", True),
        ("Centers for Disease Control and Prevention, United States", True),
        ("National Academies of Sciences, Engineering, and Medicine", True),
    ],
)
def test_persons_are_parted_and_bodies_are_not(author: str, whole: bool) -> None:
    assert parted(author).whole is whole


def test_rispy_reads_the_starter_corpus(digests: list[Paper]) -> None:
    read = rispy.loads(formatted(digests, "ris"))
    assert [
        (
            record["title"],
            tuple(record["authors"]),
            int(record["year"]),
            record["secondary_title"],
            record.get("volume"),
            record.get("number"),
            record.get("doi"),
            record.get("accession_number"),
            record["language"],
        )
        for record in read
    ] == [
        (
            paper.title,
            (*paper.authors, "et al.") if paper.authors_truncated else paper.authors,
            paper.year,
            paper.journal,
            paper.volume,
            paper.issue,
            paper.doi,
            paper.pmid,
            paper.language,
        )
        for paper in digests
    ]


def test_pybtex_reads_the_starter_corpus(digests: list[Paper]) -> None:
    read = parse_string(formatted(digests, "bibtex"), "bibtex").entries
    assert list(read) == citation_keys(digests)
    for entry, paper in zip(read.values(), digests, strict=True):
        assert str(Text.from_latex(entry.fields["title"])) == paper.title
        assert str(Text.from_latex(entry.fields["journal"])) == paper.journal
        assert entry.fields["year"] == str(paper.year)
        assert entry.fields.get("pages", "").replace("--", "-") == (paper.pages or "")
        assert entry.fields.get("doi") == paper.doi
        persons = [
            ", ".join(
                " ".join(part)
                for part in (
                    person.prelast_names + person.last_names,
                    person.first_names + person.middle_names,
                )
                if part
            )
            for person in entry.persons["author"]
        ]
        more = ["others"] if paper.authors_truncated else []
        assert [name.strip("{}") for name in persons] == [*paper.authors, *more]


def test_citeproc_reads_the_starter_corpus(digests: list[Paper]) -> None:
    read = CiteProcJSON(json.loads(formatted(digests, "csl-json")))
    for key, paper in zip(citation_keys(digests), digests, strict=True):
        item = read[key]
        assert str(item["title"]) == paper.title
        assert str(item["container_title"]) == paper.journal
        assert item["issued"].year == paper.year
        names = [
            ", ".join(name[part] for part in ("family", "given", "literal") if part in name)
            for name in item["author"]
        ]
        assert names == [*paper.authors, *(["et al."] if paper.authors_truncated else [])]


@pytest.mark.parametrize("form", ["ama", "apa"])
def test_every_starter_paper_is_in_a_styled_list(digests: list[Paper], form: Form) -> None:
    lines = formatted(digests[:40], form).splitlines()
    assert len(lines) == 40
    for paper in digests[:40]:
        assert sum(paper.title in line for line in lines) == 1
        assert not paper.doi or any(paper.doi in line for line in lines)

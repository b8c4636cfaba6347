"""Identifiers are read as people paste them, and services are set by address."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import RefusedFile, SettingsError
from corpus.settings import CROSSREF, settings_from
from ingest.fetch.identifier import (
    Identifier,
    looks_like_identifiers,
    parse_identifier,
    read_identifiers,
)

SICI = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("10.1000/ABC.1", "doi", "10.1000/abc.1"),
        ("doi:10.1000/abc", "doi", "10.1000/abc"),
        ("DOI 10.1000/abc.", "doi", "10.1000/abc"),
        ("doi: https://doi.org/10.1000/abc", "doi", "10.1000/abc"),
        ("https://doi.org/10.1000/a%23b%3C1%3E?utm_source=mail", "doi", "10.1000/a#b<1>"),
        ("http://dx.doi.org/10.1000/abc/", "doi", "10.1000/abc/"),
        ("(https://doi.org/10.1000/abc).", "doi", "10.1000/abc"),
        ("“10.1000/abc(2020)1”,", "doi", "10.1000/abc(2020)1"),
        ("<10.1000/abc>;", "doi", "10.1000/abc"),
        (SICI.upper(), "doi", SICI),
        ("10.1000.10/123", "doi", "10.1000.10/123"),
        ("PMID: 31000007.", "pmid", "31000007"),
        ("0031000007", "pmid", "31000007"),
        ("https://pubmed.ncbi.nlm.nih.gov/31000007/", "pmid", "31000007"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/31000007?dopt=Abstract", "pmid", "31000007"),
        ("https://europepmc.org/article/MED/31000007", "pmid", "31000007"),
        ("pmc7000007", "pmcid", "PMC7000007"),
        ("PMCID: PMC7000007", "pmcid", "PMC7000007"),
        ("PMC7000007.2", "pmcid", "PMC7000007"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7000007/", "pmcid", "PMC7000007"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC7000007/#sec2", "pmcid", "PMC7000007"),
        ("https://europepmc.org/article/PMC/PMC7000007", "pmcid", "PMC7000007"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/7000007/", "pmcid", "PMC7000007"),
        ("https://example.org/article/10.1000/abc", "doi", "10.1000/abc"),
        ("https://example.org/doi/full/10.1000/NEJMx1?query=a", "doi", "10.1000/nejmx1"),
        ("https://example.org/doi/10.1000/a.1/abstract#top", "doi", "10.1000/a.1"),
        ("https://example.org/articles/10.3389/f.2021.7/full", "doi", "10.3389/f.2021.7"),
        (
            "https://example.org/content/10.1101/2020.01.02.2001v2.full.pdf",
            "doi",
            "10.1101/2020.01.02.2001",
        ),
        ("https://example.org/article?id=10.1371/journal.x.1", "doi", "10.1371/journal.x.1"),
        (
            "https://example.org/article/file?id=10.1371%2Fjournal.x.1&type=printable",
            "doi",
            "10.1371/journal.x.1",
        ),
        ("PMID: 31000007; PMCID: PMC7000007", "pmid", "31000007"),
        ("doi: 10.1000/abc. PMID: 31000007; PMCID: PMC7000007.", "doi", "10.1000/abc"),
        ("arXiv:2304.00001", "doi", "10.48550/arxiv.2304.00001"),
        ("https://arxiv.org/abs/2304.00001v2", "doi", "10.48550/arxiv.2304.00001"),
        ("https://arxiv.org/pdf/2304.00001.pdf", "doi", "10.48550/arxiv.2304.00001"),
        ("arXiv:hep-th/9901001 [hep-th]", "doi", "10.48550/arxiv.hep-th/9901001"),
    ],
)
def test_an_identifier_is_read_as_it_is_pasted(written: str, kind: str, value: str) -> None:
    assert parse_identifier(written) == Identifier(kind, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", ".", "0", "1234567890", "asthma", "10.1000/", "10.1000/a b", "10.12/abc"),
        *("PMID:", "PMC", "12a", "10.1000/a\u202eb", "10.1000/a\x1b[2J", "doi:", "-5", "1.5"),
        "https://example.org/article/abc",
        "PMID: 7; and more of it",
        "https://doi.org/10.1000/a%20b",
        "9" * 100_000,
    ],
)
def test_what_is_no_identifier_is_none(written: str) -> None:
    assert parse_identifier(written) is None


def test_an_identifier_prints_so_that_it_can_be_read_again() -> None:
    for one in (Identifier("doi", SICI), Identifier("pmid", "7"), Identifier("pmcid", "PMC7")):
        assert parse_identifier(str(one)) == one


def test_a_bad_line_is_refused_by_its_number_and_the_others_go_on(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(
        "\ufeff# asthma\n10.1000/abc  # twice\n\nPMC7\nDOI:10.1000/ABC\nsee there\n10.1000/a#b",
        encoding="utf-8",
    )
    read = read_identifiers(file)
    good = [one for one in read if isinstance(one, Identifier)]
    assert list(map(str, good)) == ["doi:10.1000/abc", "PMC7", "doi:10.1000/a#b"]
    (bad,) = (one for one in read if isinstance(one, RefusedFile))
    assert bad.path == str(file)
    assert bad.reason.startswith("line 6: 'see there' is no identifier; expected one DOI, PMID")


def test_two_on_a_line_are_refused_rather_than_one_lost(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("10.1000/a 10.1000/b\n", encoding="utf-8")
    (bad,) = read_identifiers(file)
    assert isinstance(bad, RefusedFile)


def test_of_a_csv_the_first_column_is_read_below_its_header(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text('DOI,title\n10.1000/abc,"Air, asthma"\n"PMID:7",\nx,y\n', encoding="utf-8")
    *good, bad = read_identifiers(file)
    assert list(map(str, good)) == ["doi:10.1000/abc", "pmid:7"]
    assert "line 4: 'x'" in str(bad)


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (bad,) = read_identifiers(tmp_path / "none.txt")
    assert "none.txt: cannot be opened" in str(bad)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("list.txt", "# mine\n\n10.1000/abc\n31000007\n", True),
        ("list.txt", "10.1000/abc\nAir and asthma\n", False),
        ("list.txt", "# nothing else\n\n", False),
        ("list.txt", "", False),
        ("list.md", "10.1000/abc\n", False),
    ],
)
def test_a_text_file_of_nothing_but_identifiers_is_a_list(
    tmp_path: Path, name: str, content: str, expected: bool
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert looks_like_identifiers(tmp_path / name) is expected


def test_services_and_contact_are_set_by_the_environment() -> None:
    settings = settings_from(
        {
            "EVIDENCE_EUROPE_PMC": "http://127.0.0.1:9000/rest/",
            "EVIDENCE_OPENALEX": "https://mirror.example.org/openalex",
            "EVIDENCE_CONTACT": "ada@example.org",
        }
    )
    assert settings.europe_pmc == "http://127.0.0.1:9000/rest"
    assert settings.crossref == CROSSREF
    assert settings.openalex == "https://mirror.example.org/openalex"
    assert settings.contact == "ada@example.org"
    assert settings_from({}).contact is None


@pytest.mark.parametrize(
    "address",
    [
        *("http://api.example.org", "http://10.0.0.1:80", "http://127.0.0.1.example.org"),
        *("ftp://127.0.0.1", "api.example.org", "https://", "https://user:word@api.example.org"),
        *("https://api.example.org?x=1", "https://api.example.org:99999", "https://a b.example"),
    ],
)
@pytest.mark.parametrize("service", ["EUROPE_PMC", "CROSSREF", "OPENALEX"])
def test_a_service_is_asked_over_https_or_on_this_machine(service: str, address: str) -> None:
    with pytest.raises(SettingsError, match=f"EVIDENCE_{service} is .*; expected https://host"):
        settings_from({f"EVIDENCE_{service}": address})


@pytest.mark.parametrize("contact", ["ada", "ada@", "a b@example.org", "a@example.org\nX: y"])
def test_a_contact_is_an_e_mail_address(contact: str) -> None:
    with pytest.raises(SettingsError, match=r"EVIDENCE_CONTACT is .*; expected an e-mail address"):
        settings_from({"EVIDENCE_CONTACT": contact})


FIELD = Path(__file__).parents[2] / "shared/field/identifiers.txt"


@pytest.mark.skipif(not FIELD.exists(), reason="../shared/field is absent")
def test_the_field_s_pasted_lines_are_identifiers() -> None:
    assert [str(one) for one in read_identifiers(FIELD)] == [
        "doi:10.5555/nejmx1",
        "doi:10.5555/jgs.1",
        "pmid:90000001",
        "PMC90000001",
        "doi:10.48550/arxiv.2304.00001",
    ]

"""Full text comes only under an open licence; notices come from every field that carries them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from services import (
    CROSSREF,
    DOI,
    LOG_IN,
    NOWHERE,
    PMCID,
    PMID,
    Reply,
    Services,
    crossref,
    europe,
    jats,
    openalex,
    put_paper,
    services,
    works,
)

from corpus.status import Notice, Standing, Status
from ingest.fetch.crossref import notices, notices_about
from ingest.fetch.fetch import Fetched, fetch
from ingest.fetch.identifier import Identifier
from ingest.fetch.licence import is_open, licence_name

EUROPE_ASKED = f'/epmc/search DOI:"{DOI}"'
FULL_TEXT = f"/epmc/{PMCID}/fullTextXML"


@pytest.fixture
def net() -> Iterator[Services]:
    with services() as held:
        put_paper(held)
        yield held


def got(net: Services, folder: Path) -> Fetched:
    with net.client(folder) as client:
        return fetch(Identifier("doi", DOI), client)


def test_full_text_comes_as_it_is_under_its_own_licence(net: Services, tmp_path: Path) -> None:
    fetched = got(net, tmp_path)
    assert fetched.full_text == jats().body
    assert (fetched.licence, fetched.why_no_full_text) == ("CC BY-NC 4.0", None)


def silent(net: Services) -> None:
    """Let no service tell a licence."""
    net.put(EUROPE_ASKED, europe(license=None))
    net.put(f"/crossref/works/{DOI}", crossref(license=[]))
    net.put(f"/openalex/works/doi:{DOI}", openalex(best_oa_location=None))


def test_under_a_closed_licence_full_text_is_not_asked_for(net: Services, tmp_path: Path) -> None:
    net.put(EUROPE_ASKED, europe(license="publisher's own terms"))
    fetched = got(net, tmp_path)
    assert fetched.full_text is None
    assert fetched.why_no_full_text == (
        "its licence is publisher's own terms; full text is fetched only under CC BY and its kinds"
        " (NC, ND, SA), CC0 and the public domain"
    )
    assert not any("fullTextXML" in path for path in net.asked)


def test_without_any_licence_full_text_is_not_kept(net: Services, tmp_path: Path) -> None:
    silent(net)
    net.put(FULL_TEXT, jats(licence=""))
    fetched = got(net, tmp_path)
    assert (fetched.full_text, fetched.licence) == (None, None)
    assert fetched.why_no_full_text is not None
    assert fetched.why_no_full_text.startswith("no licence is stated; full text is fetched only")


def test_the_licence_in_the_article_counts_where_no_service_tells_one(
    net: Services, tmp_path: Path
) -> None:
    silent(net)
    fetched = got(net, tmp_path)
    assert fetched.full_text is not None
    assert fetched.licence == "CC BY-NC 4.0"


def test_an_open_licence_of_another_service_counts_where_europe_pmc_is_silent(
    net: Services, tmp_path: Path
) -> None:
    silent(net)
    net.put(FULL_TEXT, jats(licence=""))
    net.put(f"/openalex/works/doi:{DOI}", openalex())
    fetched = got(net, tmp_path)
    assert fetched.full_text is not None
    assert fetched.licence == "CC BY-NC"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"isOpenAccess": "N"}, "Europe PMC does not give its full text out as open access"),
        ({"pmcid": None}, "Europe PMC has no full text of it"),
    ],
)
def test_what_is_not_given_out_is_not_asked_for(
    net: Services, tmp_path: Path, changes: dict[str, object], why: str
) -> None:
    net.put(EUROPE_ASKED, europe(**changes))
    assert got(net, tmp_path).why_no_full_text == why
    assert not any("fullTextXML" in path for path in net.asked)


@pytest.mark.parametrize("reply", [NOWHERE, jats(body="")])
def test_full_text_that_is_not_there_is_said(net: Services, tmp_path: Path, reply: Reply) -> None:
    net.put(FULL_TEXT, reply)
    fetched = got(net, tmp_path)
    assert (fetched.full_text, fetched.troubles) == (None, ())
    assert fetched.why_no_full_text == f"Europe PMC has no full text of {PMCID}"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (LOG_IN, "Europe PMC: "),
        (Reply(b"<html><body/></html>"), "answered with <html> in place of the full text"),
        (Reply(b"<article><front>"), "not well-formed XML"),
        (jats(pmcid="PMC999"), f"sent the full text of PMC999, expected {PMCID}"),
        (Reply(b"<article><body/></article>"), "sent the full text of no identifier"),
        (Reply(b"oops", 503), "answered 503"),
        (Reply(b""), "the file is empty"),
        (
            Reply(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hosts">]><article>&x;</article>'),
            "the entity &x; is not one of HTML",
        ),
    ],
)
def test_a_false_full_text_is_a_trouble_and_the_rest_holds(
    net: Services, tmp_path: Path, reply: Reply, said: str
) -> None:
    net.put(FULL_TEXT, reply)
    fetched = got(net, tmp_path)
    assert fetched.full_text is None
    (trouble,) = fetched.troubles
    assert said in trouble
    assert fetched.why_no_full_text is not None
    assert len(fetched.records) == 3


@pytest.mark.parametrize(
    ("told", "name", "opened"),
    [
        ("cc by", "CC BY", True),
        ("cc-by-nc-nd", "CC BY-NC-ND", True),
        ("CC BY-SA 4.0", "CC BY-SA 4.0", True),
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0", True),
        ("http://creativecommons.org/licenses/by-nc-sa/3.0/legalcode", "CC BY-NC-SA 3.0", True),
        ("cc0", "CC0", True),
        ("CC0 1.0", "CC0", True),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0", True),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "public domain", True),
        ("public-domain", "public domain", True),
        ("other-oa", "other-oa", False),
        ("publisher-specific-oa", "publisher-specific-oa", False),
        (
            "https://example.org/licenses/by-request",
            "https://example.org/licenses/by-request",
            False,
        ),
        ("cc by-request", "cc by-request", False),
        ("all rights reserved", "all rights reserved", False),
        (None, None, False),
    ],
)
def test_licences_are_known_by_their_many_names(
    told: str | None, name: str | None, opened: bool
) -> None:
    assert licence_name(told) == name
    assert is_open(licence_name(told)) is opened


def update(kind: str, doi: str, *day: int) -> dict[str, object]:
    shown = kind.replace("_", " ").capitalize()
    return {"type": kind, "DOI": doi, "label": shown, "updated": {"date-parts": [list(day)]}}


def test_crossref_tells_a_retraction_in_the_record_of_the_paper() -> None:
    message = {**CROSSREF, "updated-by": [update("retraction", "10.1000/NOTICE", 2021, 3, 9)]}
    status = Status(
        Standing.RETRACTED, "Retraction", "doi:10.1000/notice", "2021-03-09", "Crossref"
    )
    assert notices(message) == (Notice(DOI, None, status),)


def test_crossref_tells_a_retraction_in_the_record_of_the_notice() -> None:
    message = {
        "DOI": "10.1000/notice",
        "update-to": [update("retraction", DOI.upper(), 2021, 3, 9)],
    }
    (notice,) = notices(message)
    assert (notice.doi, notice.status.by) == (DOI, "doi:10.1000/notice")
    assert notice.status.standing is Standing.RETRACTED


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        ("retraction", Standing.RETRACTED),
        ("removal", Standing.RETRACTED),
        ("withdrawal", Standing.RETRACTED),
        ("partial_retraction", Standing.CONCERN),
        ("expression_of_concern", Standing.CONCERN),
        ("Expression-of-Concern", Standing.CONCERN),
        ("correction", Standing.CORRECTED),
        ("erratum", Standing.CORRECTED),
        ("corrigendum", Standing.CORRECTED),
        ("addendum", Standing.CORRECTED),
    ],
)
def test_each_kind_of_update_has_its_standing(kind: str, standing: Standing) -> None:
    (notice,) = notices({"DOI": DOI, "updated-by": [update(kind, "10.1000/n", 2021)]})
    assert (notice.status.standing, notice.status.since) == (standing, "2021")


def test_a_new_version_says_nothing_of_the_standing_and_nonsense_is_passed_over() -> None:
    nonsense = [
        *(None, 7, {}, {"type": 7}),
        {"type": "retraction", "DOI": "x", "updated": {"date-parts": [[2021, 99, 99]]}},
    ]
    assert notices({"DOI": DOI, "updated-by": [update("new_version", "10.1000/n", 2021)]}) == ()
    (notice,) = notices({"DOI": DOI, "updated-by": nonsense})
    assert (notice.status.since, notice.status.by) == (None, None)
    assert notices({"DOI": DOI, "update-to": nonsense, "updated-by": "x"}) == ()
    assert notices(None) == ()


def test_a_notice_that_only_its_own_record_tells_is_found(net: Services, tmp_path: Path) -> None:
    notice = {"DOI": "10.1000/n", "update-to": [update("correction", DOI, 2022, 1, 5)]}
    other = {"DOI": "10.1000/m", "update-to": [update("retraction", "10.1000/other", 2022)]}
    net.put(f"/crossref/works updates:{DOI}", works(notice, other))
    (found,) = got(net, tmp_path).notices
    assert found.status == Status(
        Standing.CORRECTED, "Correction", "doi:10.1000/n", "2022-01-05", "Crossref"
    )


def test_many_papers_are_looked_up_in_few_questions(net: Services, tmp_path: Path) -> None:
    dois = [f"10.1000/paper.{number}" for number in range(100)]
    asked = ",".join(f"updates:{doi}" for doi in dois[80:])
    notice = {"DOI": "10.1000/n", "update-to": [update("retraction", dois[99], 2022)]}
    net.put(f"/crossref/works {asked}", works(notice, notice))
    with net.client(tmp_path) as client:
        (found,) = notices_about([*dois, dois[0], "10.1000/a,b"], client)
    assert (found.doi, len(net.asked)) == (dois[99], 3)


def test_europe_pmc_and_openalex_tell_a_standing_too(net: Services, tmp_path: Path) -> None:
    links = [
        {"type": "Retraction in", "source": "MED", "id": "32000001", "reference": "J Ex. 2021"},
        {"type": "Retraction of", "source": "MED", "id": "9"},
        {"type": "Comment in", "source": "MED", "id": "8"},
        {"type": "Erratum in", "source": "PMC", "id": "7"},
    ]
    kinds = ["Journal Article", "Retracted Publication"]
    net.put(
        EUROPE_ASKED,
        europe(commentCorrectionList={"commentCorrection": links}, pubTypeList={"pubType": kinds}),
    )
    net.put(f"/openalex/works/doi:{DOI}", openalex(is_retracted=True))
    told = [
        (notice.status.source, notice.status.standing, notice.status.by)
        for notice in got(net, tmp_path).notices
    ]
    assert told == [
        ("Europe PMC", Standing.RETRACTED, "pmid:32000001"),
        ("Europe PMC", Standing.CORRECTED, None),
        ("Europe PMC", Standing.RETRACTED, None),
        ("OpenAlex", Standing.RETRACTED, None),
    ]


def test_the_record_of_a_retraction_notice_is_not_itself_retracted(
    net: Services, tmp_path: Path
) -> None:
    net.put(EUROPE_ASKED, europe(pubTypeList={"pubType": ["Retraction of Publication"]}))
    net.put(f"/crossref/works/{DOI}", crossref(update_to=[update("retraction", "10.1000/o", 2021)]))
    fetched = got(net, tmp_path)
    assert fetched.notices == ()
    assert fetched.records[0].paper.pmid == PMID

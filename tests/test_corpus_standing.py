"""Of all that is told of a paper, one status is shown, whoever tells it first."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.paper import Paper
from corpus.references.cite import standing_words
from corpus.standing import GRAVITY, resolve
from corpus.status import Notice, Standing, Status

_DAYS = st.none() | st.sampled_from(["2019", "2020", "2020-05", "2020-05-01", "2021-03-09"])
_STATUSES = st.builds(
    Status,
    standing=st.sampled_from(Standing),
    note=st.none() | st.sampled_from(["", "Fabricated data.", "Wrong axis."]),
    by=st.none() | st.just("Ann Lee"),
    since=_DAYS,
    source=st.none() | st.sampled_from(["Crossref", "PubMed", "Retraction Watch"]),
    checked=st.none() | st.sampled_from(["2026-11-01", "2026-11-24"]),
)


def retraction(since: str | None, source: str = "Retraction Watch") -> Status:
    return Status(Standing.RETRACTED, since=since, source=source)


def reinstatement(since: str | None, source: str = "Retraction Watch") -> Status:
    return Status(note="Reinstated.", since=since, source=source)


def test_every_standing_has_its_gravity() -> None:
    assert set(GRAVITY) == set(Standing)
    assert len(GRAVITY) == len(Standing)


@given(st.lists(_STATUSES, max_size=6), st.randoms())
def test_the_order_of_the_sources_does_not_matter(statuses: list[Status], random: Random) -> None:
    shuffled = list(statuses)
    random.shuffle(shuffled)
    assert resolve(shuffled) == resolve(statuses)
    assert resolve([*statuses, *shuffled]) == resolve(statuses)


@given(st.lists(_STATUSES, min_size=1, max_size=6))
def test_the_status_shown_is_one_that_was_told(statuses: list[Status]) -> None:
    assert resolve(statuses) in statuses
    assert resolve([*statuses, Status()]) in (resolve(statuses), Status())


@given(st.lists(_STATUSES, max_size=6), _STATUSES)
def test_a_graver_status_is_hidden_by_reinstatement_only(told: list[Status], one: Status) -> None:
    shown = resolve([*told, one])
    if one.standing is not Standing.RETRACTED:
        assert GRAVITY.index(shown.standing) <= GRAVITY.index(one.standing)
    elif shown.standing is not Standing.RETRACTED:
        lifting = [s for s in told if s.standing is Standing.CURRENT and s.source == one.source]
        assert any(s.since is not None and s.since >= (one.since or "") for s in lifting)


@given(st.lists(_STATUSES, max_size=6), _STATUSES)
def test_what_a_person_said_holds_before_all(statuses: list[Status], said: Status) -> None:
    assert resolve(statuses, said) == said


def test_nothing_told_is_not_known() -> None:
    assert resolve([]) == Status()
    assert not resolve([]).known


def test_the_gravest_holds_and_of_two_equally_grave_the_later() -> None:
    corrected = Status(Standing.CORRECTED, since="2026-01-01")
    concern = Status(Standing.CONCERN, since="2019-01-01")
    early, late = retraction("2020-01-01", "Crossref"), retraction("2020-02-01", "PubMed")
    assert resolve([corrected, concern]) == concern
    assert resolve([late, concern, early]) == late


def test_of_two_alike_the_one_with_a_reason_is_shown() -> None:
    bare = retraction("2020-01-01", "PubMed")
    reasoned = replace(bare, source="Crossref", note="Data not available.")
    assert resolve([bare, reasoned]) == reasoned


@pytest.mark.parametrize(
    ("retracted", "reinstated", "lifted"),
    [
        ("2019-03-01", "2021-03-01", True),
        ("2021-03-01", "2021-03-01", True),
        ("2021-03-01", "2019-03-01", False),
        ("2019", "2021-03-01", True),
        ("2021", "2021-03-01", False),
        ("2021-03-01", "2021", False),
        (None, "2021-03-01", False),
    ],
)
def test_a_later_reinstatement_lifts_the_retraction(
    retracted: str | None, reinstated: str, lifted: bool
) -> None:
    shown = resolve([retraction(retracted), reinstatement(reinstated)])
    assert shown == (reinstatement(reinstated) if lifted else retraction(retracted))


def test_retracted_again_after_the_reinstatement_is_retracted() -> None:
    again = retraction("2023-01-01")
    assert resolve([retraction("2019-01-01"), reinstatement("2020-01-01"), again]) == again


def test_a_reinstatement_lifts_no_other_sources_retraction_and_no_concern() -> None:
    lifted, elsewhere = reinstatement("2021-01-01"), retraction("2019-01-01", "Crossref")
    concern = Status(Standing.CONCERN, since="2018-01-01", source="Retraction Watch")
    assert resolve([retraction("2019-01-01"), lifted, elsewhere]) == elsewhere
    assert resolve([retraction("2019-01-01"), lifted, concern]) == concern


def test_a_look_up_that_found_nothing_lifts_nothing_but_makes_known() -> None:
    nothing = Status(source="Retraction Watch", checked="2026-11-24")
    assert resolve([retraction("2019-01-01"), nothing]) == retraction("2019-01-01")
    assert resolve([Status(), nothing]) == nothing
    assert nothing.known
    assert not nothing.needs_care


def test_the_page_tells_not_looked_up_from_nothing_found() -> None:
    paper = Paper("doi:10.1000/a", "Title")
    assert standing_words(paper) == "status not checked"
    nothing = Status(source="Crossref", checked="2026-11-24")
    assert standing_words(replace(paper, status=nothing)) == "current as of 2026-11-24"
    assert standing_words(replace(paper, status=Status(source="starter corpus"))) == "current"
    checked = Status(Standing.RETRACTED, checked="2026-11-24")
    assert standing_words(replace(paper, status=checked)) == "retracted"


@pytest.mark.parametrize(
    ("doi", "pmid", "told"),
    [
        ("10.1000/a", None, True),
        (None, "7", True),
        ("10.1000/b", "7", True),
        ("10.1000/b", "8", False),
        (None, None, False),
    ],
)
def test_a_notice_names_a_paper_by_doi_or_pmid(
    doi: str | None, pmid: str | None, told: bool
) -> None:
    assert Notice("10.1000/a", "7", Status()).names(doi, pmid) is told
    assert Notice(None, None, Status()).names(doi, pmid) is (doi is pmid is None)

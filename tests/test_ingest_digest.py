"""The starter digests become documents whose every relation leads somewhere."""

from __future__ import annotations

import re
from functools import cache

from corpus.paper import Document
from corpus.starter.records import starter_records
from corpus.status import Standing
from ingest.digest import read_digests


@cache
def digests() -> dict[str, Document]:
    return dict(read_digests(starter_records()))


def test_every_digest_is_one_paper_marked_as_a_digest() -> None:
    papers = [document.paper for document in digests().values()]
    assert len({paper.paper_id for paper in papers}) == len(papers) == len(starter_records())
    assert {paper.origin for paper in papers} == {"digest"}


def test_every_relation_leads_to_another_paper_of_the_corpus() -> None:
    ids = {document.paper.paper_id for document in digests().values()}
    for key, document in digests().items():
        for relation in document.paper.read_with:
            assert relation.paper_id in ids - {document.paper.paper_id}, key
            assert relation.why


def test_no_citation_key_is_left_in_what_people_read() -> None:
    keys = re.compile(rf"\b(?:{'|'.join(digests())})\b")
    for key, document in digests().items():
        assert not keys.search(document.text), key
        paper = document.paper
        told = (paper.status.note, paper.population, paper.race_measure)
        told += tuple(relation.why for relation in paper.read_with)
        assert not keys.search(" ".join(filter(None, told))), key


def test_a_digest_that_needs_care_says_why() -> None:
    plain = {Standing.CURRENT, Standing.HISTORICAL}
    for key, document in digests().items():
        assert document.paper.status.note or document.paper.status.standing in plain, key


def test_a_superseded_digest_leads_to_its_successor() -> None:
    old = digests()["levey2009"].paper
    assert old.status.standing is Standing.SUPERSEDED
    assert digests()["inker2021"].paper.paper_id in {other.paper_id for other in old.read_with}


def test_a_paper_named_in_the_note_of_a_contested_one_is_its_counterpoint() -> None:
    contested = digests()["green2007"].paper
    haider = digests()["haider2011"].paper.paper_id
    assert ("counterpoint", haider) in {(r.kind, r.paper_id) for r in contested.read_with}


def test_findings_come_first_and_limitations_have_their_heading() -> None:
    for document in digests().values():
        assert document.text.startswith("Findings\n\n")
        assert [section.kind for section in document.sections] == ["results", "methods"]
        assert "\n\nLimitations\n\n" in document.text

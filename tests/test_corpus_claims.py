"""The register of claims is read whole, and a bad entry is named by file, entry and field."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from corpus.claims import Source, read_claims, starter_claims
from corpus.errors import RegisterError
from corpus.starter.records import starter_records
from ingest.digest import read_digests

GOOD = {
    "claim_id": "thick-skin",
    "statement": "Black people have thicker skin.",
    "topic": "skin",
    "kind": "false",
    "wordings": ["Why is their skin thicker?"],
    "not_this": ["Who believes in thicker skin?"],
    "correction": "It is a false belief.",
    "why": "It goes with less treatment.",
    "sources": [{"id": "hoffman2016", "supports": "the belief"}],
}


def write(folder: Path, *entries: object) -> Path:
    path = folder / "claims.yaml"
    path.write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
    return path


def without(field: str) -> dict[str, object]:
    return {name: value for name, value in GOOD.items() if name != field}


def test_the_starter_register_corrects_each_claim_with_sources() -> None:
    claims = starter_claims()
    assert len(claims) >= 100
    assert all(claim.sources for claim in claims)
    assert all(source.title and source.supports for c in claims for source in c.sources)
    places = [(claim.topic, claim.claim_id) for claim in claims]
    assert places == sorted(places)


def test_a_source_is_the_same_paper_as_its_digest() -> None:
    ids = {key: document.paper.paper_id for key, document in read_digests(starter_records())}
    sources = [source for claim in starter_claims() for source in claim.sources if source.id]
    assert len(sources) > 200
    assert all(source.paper.paper_id == ids[source.id] for source in sources if source.id)


def test_a_source_is_linked_by_doi_else_by_pubmed_else_by_its_own_address() -> None:
    plain = Source("it", title="T", url="https://example.org/t")
    assert plain.address == "https://example.org/t"
    assert replace(plain, pmid="7").address == "https://pubmed.ncbi.nlm.nih.gov/7/"
    assert replace(plain, pmid="7", doi="10.1/x").address == "https://doi.org/10.1/x"
    assert replace(plain, url=None).address is None


def test_every_correction_has_a_source_that_is_linked_or_a_starter_paper() -> None:
    for claim in starter_claims():
        assert any(source.address or source.id for source in claim.sources), claim.claim_id


def test_related_entries_name_each_other() -> None:
    claims = {claim.claim_id: claim for claim in starter_claims()}
    pairs = {(name, other) for name, claim in claims.items() for other in claim.related}
    assert pairs
    assert pairs == {(other, name) for name, other in pairs}


def test_no_entry_of_the_data_was_lost(shared: Path) -> None:
    lines = (shared / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    told = {entry["claim_id"]: entry for entry in map(json.loads, lines)}
    claims = {claim.claim_id: claim for claim in starter_claims()}
    assert claims.keys() >= told.keys()
    for name, entry in told.items():
        claim = claims[name]
        assert claim.statement == entry["statement"]
        assert set(claim.wordings) >= {text.strip() for text in entry["wordings"]}
        assert set(claim.not_this) >= {text.strip() for text in entry["not_this"]}


def test_an_entry_of_ones_own_may_cite_any_paper(tmp_path: Path) -> None:
    source = {"title": "Skin measured", "authors": ["Lee, Ann"], "year": 2020, "supports": "it",
              "doi": "10.1000/Skin", "journal": "Skin"}  # fmt: skip
    (claim,) = read_claims(write(tmp_path, GOOD | {"sources": [source]}))
    assert claim.sources[0].paper.doi == "10.1000/Skin"
    assert claim.sources[0].paper.paper_id == "doi:10.1000/skin"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (without("correction"), "'thick-skin': correction: field required"),
        (GOOD | {"kind": "wrong"}, "'thick-skin': kind: input should be 'false'"),
        (GOOD | {"related": ["thin-skin"]}, "'thick-skin': related: 'thin-skin' is no other entry"),
        (GOOD | {"related": ["thick-skin"]}, "related: 'thick-skin' is no other entry"),
        (GOOD | {"colour": "red"}, "'thick-skin': colour: unexpected"),
        (GOOD | {"since": "last year"}, "since: input should be a valid integer"),
        (GOOD | {"statement": " "}, "statement: "),
        (GOOD | {"wordings": []}, "wordings: none"),
        (GOOD | {"sources": []}, "say in needs_paper which one is wanted"),
        (GOOD | {"sources": [{"supports": "x"}]}, "expected the id of a starter paper"),
        (GOOD | {"sources": [{"id": "nobody1", "supports": "x"}]}, "'nobody1' is no starter paper"),
        (GOOD | {"sources": [{"id": "hoffman2016"}]}, "sources.0.supports: field required"),
        ("a line", 'beginning with "- claim_id: name"'),
    ],
)  # fmt: skip
def test_a_bad_entry_is_named_with_its_field(tmp_path: Path, entry: object, told: str) -> None:
    path = write(tmp_path, entry)
    with pytest.raises(RegisterError) as caught:
        read_claims(path)
    assert str(path) in str(caught.value)
    assert told in str(caught.value)


def test_a_name_used_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="'thick-skin' is used twice"):
        read_claims(write(tmp_path, GOOD, GOOD))


def test_what_is_not_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "claims.yaml"
    path.write_text("- claim_id: a\n  kind: [", encoding="utf-8")
    with pytest.raises(RegisterError, match=r"line \d+: not YAML"):
        read_claims(path)
    with pytest.raises(RegisterError, match="cannot be read"):
        read_claims(tmp_path / "none.yaml")

"""A reference file brings its papers in, with the files it names; an archive is as its folder."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from fakes import dump

from corpus.check import find_faults
from corpus.library import Library
from corpus.merge import conflicts, sources
from ingest.add import add_files
from ingest.outcome import Outcome, Report

PAPER = """---
title: Heat and kidney stones in farm workers
---
## Results

Stones were more common where workers had no shade.
"""
RIS = """TY  - JOUR
TI  - Heat and kidney stones in farm workers
AU  - Lee, Ann
PY  - 2020
JO  - Journal of Examples
VL  - 7
DO  - 10.1000/heat
L1  - files/12/heat.md
ER  -

TY  - JOUR
TI  - Shade at work and the health of pickers
AU  - Ray, Bo
PY  - 2019
DO  - 10.1000/shade
AB  - Pickers with shade were ill less often. They drank more, too.
ER  -

TY  - JOUR
TI  - Water breaks in orchards and vineyards
AU  - Moe, Cy
PY  - 2018
L1  - files/13/gone.pdf
ER  -
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A folder as Zotero exports it."""
    folder = tmp_path / "export"
    (folder / "files" / "12").mkdir(parents=True)
    (folder / "files" / "12" / "heat.md").write_text(PAPER)
    (folder / "export.ris").write_text(RIS)
    return folder


def add(library: Library, *paths: Path) -> Report:
    return add_files(library, paths, lambda done, total, outcome: None)


def kinds(report: Report) -> dict[str, list[str]]:
    """Return the kinds of outcomes by what they are of, without the folder."""
    found: dict[str, list[str]] = {}
    for outcome in report.outcomes:
        found.setdefault(_name(outcome), []).append(outcome.kind)
    return found


def _name(outcome: Outcome) -> str:
    return outcome.path.rsplit("/", 1)[-1]


def test_an_entry_fills_in_the_file_it_names_and_stands_alone_without_one(
    library: Library, export: Path
) -> None:
    report = add(library, export / "export.ris")
    assert report.count("added") == 3
    assert [one.reason for one in report.refused] == [
        "names the file files/13/gone.pdf, which is not there; put it beside and add this again"
    ]
    papers = library.catalog.listed()
    heat = papers["doi:10.1000/heat"]
    assert (heat.origin, heat.journal, heat.year) == ("full text", "Journal of Examples", 2020)
    records = [held.record for held in library.records.of("doi:10.1000/heat")]
    assert sources(records)["title"] == "heat.md"
    assert sources(records)["journal"].startswith("export.ris ")
    assert conflicts(records) == ()
    assert papers["doi:10.1000/shade"].origin == "abstract"
    water = next(paper for paper in papers.values() if paper.title.startswith("Water"))
    assert water.origin == "record"
    assert water.paper_id not in library.papers()
    with library.writer() as writer:
        assert find_faults(writer) == []


def test_adding_the_export_again_changes_nothing(library: Library, export: Path) -> None:
    add(library, export)
    before = dump(library)
    report = add(library, export)
    assert {outcome.kind for outcome in report.outcomes} == {"known", "refused"}
    assert dump(library) == before


def test_whichever_comes_first_file_or_entry_the_paper_is_the_same(
    library: Library, export: Path, tmp_path: Path
) -> None:
    add(library, export / "files")
    add(library, export / "export.ris")
    first = library.catalog.listed()
    for paper_id in list(first):
        with library.writer() as writer:
            writer.remove(paper_id)
    alone = tmp_path / "alone.ris"
    shutil.copy(export / "export.ris", alone)
    add(library, alone)
    add(library, export)
    second = library.catalog.listed()
    assert set(first) == set(second)
    assert first["doi:10.1000/heat"] == second["doi:10.1000/heat"]


def test_an_archive_is_read_as_the_folder_in_it(library: Library, export: Path) -> None:
    packed = export.parent / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(export.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(export))
        archive.writestr("../climbing.md", PAPER)
    report = add(library, packed)
    assert kinds(report)["heat.md"] == ["added"]
    assert library.catalog.listed()["doi:10.1000/heat"].journal == "Journal of Examples"
    climbing = next(one for one in report.refused if "climbing" in one.path)
    assert climbing.path.startswith(str(packed))
    assert ";" in climbing.reason
    assert not (export.parent / "climbing.md").exists()


def test_a_broken_record_in_the_middle_costs_itself_alone(library: Library, tmp_path: Path) -> None:
    listed = tmp_path / "broken.bib"
    listed.write_text(
        "@article{a, title={Air in the Bronx and its children}, author={Lee, Ann}, year=2020}\n"
        "@article{b, title={Never closed, author={Ray, Bo}\n"
        "@article{c, title={Shade at work for all pickers}, author={Moe, Cy}, year=2019}\n"
    )
    report = add(library, listed)
    assert len(report.refused) == 1
    assert "line" in report.refused[0].reason
    assert {paper.title for paper in library.catalog.listed().values()} == {
        "Air in the Bronx and its children",
        "Shade at work for all pickers",
    }


def test_a_retracted_entry_is_known_as_such(library: Library, tmp_path: Path) -> None:
    listed = tmp_path / "pubmed.nbib"
    listed.write_text(
        "PMID- 123\nTI  - Air in the Bronx and its children.\nFAU - Lee, Ann\nDP  - 2020\n"
        "PT  - Journal Article\nPT  - Retracted Publication\nAB  - It was worse there.\n"
    )
    add(library, listed)
    (paper,) = library.papers().values()
    assert (paper.pmid, paper.status.standing.value) == ("123", "retracted")

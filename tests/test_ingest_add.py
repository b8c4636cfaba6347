"""Papers enter once, in whatever form they come; what cannot enter is refused by name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from fakes import dump, files_in, make_document, open_fake, put, row_counts, write

from corpus.check import Fault, find_faults
from corpus.errors import EvidenceError, SettingsError
from corpus.library import Library
from corpus.starter.records import FIRST_EDITION, LATEST_EDITION, starter_records
from ingest.add import add_files, add_starter, needs_starter
from ingest.digest import read_digests
from ingest.find import find_files
from ingest.outcome import Outcome, Report

TEXT = "Air and asthma in the Bronx\n\nAsthma was more common where the air was worse.\n"
MARKDOWN = """---
title: Kidney equations without race
doi: 10.1000/KIDNEY
---
## Results

The new equation leaves race out.
"""
JATS = """<article><front><article-meta>
<article-id pub-id-type="doi">{doi}</article-id>
<title-group><article-title>{title}</article-title></title-group>
<pub-date><year>2021</year></pub-date>
</article-meta></front>
<body><sec><title>Results</title><p>The new equation leaves race out.</p></sec></body></article>
"""


def add(library: Library, *paths: Path) -> Report:
    return add_files(library, paths, lambda done, total, outcome: None)


def faults(library: Library) -> list[Fault]:
    with library.writer(settle=False) as writer:
        return find_faults(writer)


def by_name(outcomes: Iterable[Outcome]) -> dict[str, str]:
    return {Path(outcome.path).name: outcome.kind for outcome in outcomes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three papers, in it as files come from many hands."""
    made = tmp_path / "papers"
    (made / "deeper").mkdir(parents=True)
    (made / "asthma.txt").write_text(TEXT)
    (made / "kidney.md").write_text(MARKDOWN)
    jats = JATS.format(doi="10.1000/lungs", title="Lung function without race")
    (made / "deeper" / "lungs.xml").write_text(jats)
    return made


def test_every_readable_file_of_a_folder_enters_and_others_are_refused_by_name(
    library: Library, folder: Path
) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "slides.key").write_bytes(b"PK")
    (folder / "LICENSE").write_text("nothing to read")
    (folder / "broken.xml").write_text("<article>")
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 20)
    told: list[tuple[int, int]] = []
    report = add_files(library, [folder], lambda done, total, _outcome: told.append((done, total)))

    assert by_name(report.outcomes) == {
        "asthma.txt": "added",
        "kidney.md": "added",
        "lungs.xml": "added",
        "empty.txt": "refused",
        "slides.key": "refused",
        "LICENSE": "refused",
        "broken.xml": "refused",
        "noise.txt": "refused",
    }
    assert told == [(done, 8) for done in range(1, 9)]
    assert report.count("added") == len(library.papers()) == 3
    assert report.passages == library.passage_count
    reasons = {Path(one.path).name: one.reason for one in report.refused}
    assert all(";" in reason for reason in reasons.values()), "each ends with a remedy"
    assert "empty" in reasons["empty.txt"]
    assert reasons["slides.key"].startswith("a .key file is not a form this reads")
    assert reasons["LICENSE"].startswith("a file without an ending")
    assert faults(library) == []


def test_adding_the_same_folder_again_changes_nothing(library: Library, folder: Path) -> None:
    add(library, folder)
    before, files = dump(library), files_in(library.folder / "files")
    report = add(library, folder)
    assert report.count("known") == len(report.outcomes) == 3
    assert report.passages == 0
    assert dump(library) == before
    assert files_in(library.folder / "files") == files


def test_a_moved_file_is_known_by_its_content(library: Library, folder: Path) -> None:
    add(library, folder)
    before = dump(library)
    moved = folder.parent / "moved.txt"
    moved.write_text(TEXT)
    assert by_name(add(library, moved).outcomes) == {"moved.txt": "known"}
    assert dump(library) == before


def test_two_copies_of_a_file_in_one_go_are_one_paper(library: Library, folder: Path) -> None:
    (folder / "copy.txt").write_text(TEXT)
    report = add(library, folder)
    kinds = by_name(report.outcomes)
    assert sorted([kinds["asthma.txt"], kinds["copy.txt"]]) == ["added", "known"]
    assert len(library.papers()) == 3


def test_the_same_path_given_twice_is_read_once(library: Library, folder: Path) -> None:
    report = add(library, folder / "asthma.txt", folder / "asthma.txt", folder)
    assert len(report.outcomes) == 3


def test_a_second_form_of_a_paper_fills_in_what_was_missing(library: Library, folder: Path) -> None:
    add(library, folder / "kidney.md")
    (before,) = library.papers().values()
    other = folder / "kidney.xml"
    doi = "https://doi.org/10.1000/kidney"
    other.write_text(JATS.format(doi=doi, title="Kidney equations without race"))
    assert before.year is None
    assert by_name(add(library, other).outcomes) == {"kidney.xml": "updated"}
    (after,) = library.papers().values()
    assert after.paper_id == before.paper_id == "doi:10.1000/kidney"
    assert after.year == 2021
    assert library.texts.all()[0].source.endswith("kidney.md")

    unchanged = dump(library)
    assert by_name(add(library, other).outcomes) == {"kidney.xml": "known"}
    assert dump(library) == unchanged
    with library.writer() as writer:
        assert find_faults(writer) == []
        writer.remove(after.paper_id)
    assert not any(row_counts(library).values())
    assert files_in(library.folder / "files") == []


def test_another_paper_with_the_same_identifier_is_refused(library: Library, folder: Path) -> None:
    add(library, folder / "kidney.md")
    other = folder / "other.xml"
    other.write_text(JATS.format(doi="10.1000/kidney", title="Sleep among shift workers"))
    before = dump(library)
    (refused,) = add(library, other).refused
    assert "carries the identifier doi:10.1000/kidney" in refused.reason
    assert "“Kidney equations without race”" in refused.reason
    assert "“Sleep among shift workers”" in refused.reason
    assert dump(library) == before


def test_an_original_that_was_lost_comes_back_with_the_file(library: Library, folder: Path) -> None:
    add(library, folder / "asthma.txt")
    (original,) = files_in(library.folder / "files")
    original.unlink()
    assert by_name(add(library, folder / "asthma.txt").outcomes) == {"asthma.txt": "known"}
    assert original.read_text() == TEXT
    assert faults(library) == []


def test_hidden_files_and_folders_are_passed_over(folder: Path) -> None:
    (folder / ".cache").mkdir()
    (folder / ".cache" / "old.txt").write_text(TEXT)
    (folder / ".draft.md").write_text(MARKDOWN)
    assert [path.name for path in find_files([folder])] == ["asthma.txt", "lungs.xml", "kidney.md"]


def test_a_hidden_file_named_outright_is_read(folder: Path) -> None:
    (folder / ".draft.md").write_text(MARKDOWN)
    assert find_files([folder / ".draft.md"]) == [folder / ".draft.md"]


def test_a_folder_without_papers_is_told(tmp_path: Path) -> None:
    (tmp_path / "slides.key").write_bytes(b"PK")
    with pytest.raises(EvidenceError, match="no papers in this folder; read are PDF"):
        find_files([tmp_path])


def test_a_missing_path_is_told_before_anything_is_added(library: Library, folder: Path) -> None:
    with pytest.raises(EvidenceError, match=r"nowhere\.pdf: no such file or folder"):
        add(library, folder, folder / "nowhere.pdf")
    assert library.papers() == {}


def test_a_file_too_large_is_refused_unread(library: Library, folder: Path) -> None:
    with (folder / "asthma.txt").open("r+b") as file:
        file.truncate(301 * 1024**2)
    (refused,) = add(library, folder / "asthma.txt").refused
    assert refused.reason.startswith("larger than 300 MB")


def test_a_reference_list_alone_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text("# References\n\n1. Lee A. Air and asthma. 2020.\n")
    (refused,) = add(library, tmp_path / "list.md").refused
    assert "nothing but a reference list" in refused.reason
    assert library.papers() == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.timeout(20)
def test_a_pipe_is_refused_and_not_waited_for(library: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (refused,) = add(library, tmp_path / "pipe.txt").refused
    assert "not a file" in refused.reason


def test_a_dangling_link_in_a_folder_does_not_stop_the_others(
    library: Library, folder: Path
) -> None:
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    assert add(library, folder).count("added") == 3


def silent(_done: int, _total: int, _outcome: Outcome) -> None:
    """Tell nobody how far adding is."""


def starter_with_one_digest(library: Library) -> tuple[str, bytes]:
    """Add the first starter digest as an earlier version might have told it."""
    records = starter_records()
    key, document = next(read_digests(records))
    record = records[key] + b" "
    with library.writer() as writer:
        write(writer, document, record, f"starter:{key}")
    return key, records[key]


@pytest.mark.slow
def test_the_starter_corpus_enters_once_and_rewritten_digests_are_replaced(tmp_path: Path) -> None:
    library = open_fake(tmp_path / "library")
    assert needs_starter(library)
    key, record = starter_with_one_digest(library)
    report = add_starter(library, silent, FIRST_EDITION)
    total = len(starter_records())
    assert [one.path for one in report.outcomes if one.kind == "updated"] == [f"starter:{key}"]
    assert report.count("added") == total - 1
    assert len(library.papers()) == total
    assert {paper.origin for paper in library.papers().values()} == {"digest"}
    assert not needs_starter(library)

    before, files = dump(library), files_in(library.folder / "files")
    assert add_starter(library, silent, FIRST_EDITION).count("known") == total
    assert dump(library) == before
    assert files_in(library.folder / "files") == files
    assert record in [path.read_bytes() for path in files]
    assert faults(library) == []
    library.close()


@pytest.mark.slow
def test_the_latest_edition_keeps_the_first_and_mends_it(tmp_path: Path) -> None:
    first, latest = starter_records(FIRST_EDITION), starter_records(LATEST_EDITION)
    mended = [key for key in first if first[key] != latest[key]]
    assert first.keys() < latest.keys()
    assert mended
    library = open_fake(tmp_path / "library")
    add_starter(library, silent, FIRST_EDITION)
    report = add_starter(library, silent)
    assert report.count("updated") == len(mended)
    assert report.count("known") == len(first) - len(mended)
    assert len(library.papers()) == len(latest)
    assert faults(library) == []
    with pytest.raises(SettingsError, match="holds edition 2"):
        add_starter(library, silent, FIRST_EDITION)
    library.close()


def test_a_starter_corpus_left_half_built_is_still_due(library: Library) -> None:
    class Stopped(BaseException):
        pass

    def stop(done: int, total: int, outcome: Outcome) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        add_starter(library, stop)
    assert 0 < len(library.papers()) < len(starter_records())
    assert needs_starter(library)


def test_a_library_of_ones_own_papers_does_not_get_the_starter_corpus(library: Library) -> None:
    put(library, make_document("Mine", "One sentence."))
    assert not needs_starter(library)

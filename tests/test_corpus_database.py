"""A catalog that cannot be written says so in one line and stays unharmed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fakes import ASTHMA, dump, files_in, make_document, open_fake, put

from corpus.check import find_faults
from corpus.embed import open_model
from corpus.errors import LibraryBusy, LibraryError
from corpus.library import Library
from corpus.settings import Settings


def test_a_full_disk_adds_nothing_and_harms_nothing(library: Library) -> None:
    put(library, ASTHMA)
    before, kept = dump(library), files_in(library.folder / "files")
    connection = library._database._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    # SQLite's own limit on the file raises the very error that a full disk does.
    connection.execute(f"PRAGMA max_page_count = {pages}")
    large = make_document("Large", *(f"Finding number {n} of many. " * 40 for n in range(100)))
    with pytest.raises(LibraryError, match="the disk is full; nothing was changed"):
        put(library, large)
    assert dump(library) == before
    assert files_in(library.folder / "files") == kept
    connection.execute("PRAGMA max_page_count = 1000000")
    with library.writer(settle=False) as writer:
        assert find_faults(writer) == []
    put(library, large)
    assert len(library.papers()) == 2


def test_a_catalog_that_another_program_locks_is_busy(library: Library) -> None:
    library._database._connection.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(library.folder / "catalog.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryBusy, match="another process is writing"):
            library.catalog.set_facts({"any": "fact"})


def test_readers_go_on_while_one_writes(library: Library) -> None:
    put(library, ASTHMA)
    with closing(sqlite3.connect(library.folder / "catalog.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        reader = open_fake(library.folder)
        assert list(reader.papers()) == [ASTHMA.paper.paper_id]
        reader.close()


def test_a_file_that_is_no_catalog_is_named(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(b"not a database at all, but long enough" * 100)
    with pytest.raises(LibraryError, match=r"catalog\.sqlite: not a readable catalog"):
        open_fake(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    place = tmp_path / "library"
    place.write_text("a file")
    with pytest.raises(LibraryError, match=r"library: cannot be made .*--library"):
        open_fake(place)


def test_a_transaction_is_written_whole_or_not_at_all(library: Library) -> None:
    before = dump(library)

    def half() -> None:
        with library._database.writing() as connection:
            connection.execute("INSERT INTO facts VALUES ('half', 'done')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert dump(library) == before


@pytest.fixture
def forbidden(tmp_path: Path) -> Iterator[Path]:
    """A folder that is writable again when the test is over."""
    folder = tmp_path / "forbidden"
    folder.mkdir()
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)


def without_permission(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `evidence` as somebody who may not write in the folder."""
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    command = [sys.executable, "-c", "from assistant.cli.main import main; main()", *arguments]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write anywhere, and there is no setpriv to take that away")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


def check_told_in_one_line(ran: subprocess.CompletedProcess[str]) -> None:
    assert ran.returncode == 2, ran.stderr
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1
    assert ran.stderr.startswith("evidence: ")
    assert "choose another folder with --library" in ran.stderr


def test_a_new_library_where_one_may_not_write_is_refused_in_one_line(forbidden: Path) -> None:
    check_told_in_one_line(
        without_permission(forbidden, "add", "--starter", "--library", str(forbidden / "library"))
    )


def test_a_library_one_may_not_write_is_read_and_else_refused_in_one_line(
    forbidden: Path,
) -> None:
    library = Library(Settings(library=forbidden / "library"), open_model())
    library.close()
    read = without_permission(forbidden, "papers", "--json", "--library", str(library.folder))
    assert (read.returncode, read.stdout, read.stderr) == (0, "[]\n", "")
    check_told_in_one_line(
        without_permission(forbidden, "add", "--starter", "--library", str(library.folder))
    )

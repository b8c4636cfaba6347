"""A library is written as one file and made again of it: the same answers, or a clear refusal."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from fakes import ASTHMA, KIDNEY, HashingEmbedder, Killed, files_in, make_document, open_fake, put
from test_assistant_stable import ASKED, studies, told

from corpus.check import find_faults
from corpus.errors import LibraryError, WrongModel
from corpus.library import Library
from corpus.manifest import CATALOG, MANIFEST, VECTORS
from corpus.restore import restore
from corpus.settings import Settings
from corpus.snapshot import Snapshot, write_snapshot
from ingest.add import add_files
from ingest.reindex import reindex

Members = dict[str, bytes]


def quiet(done: int, total: int) -> None:
    assert done <= total


def made(file: Path, folder: Path, **options: Any) -> Library:
    """Return the library that is made of a snapshot."""
    settings = Settings(library=folder, **options)
    restore(file, settings, quiet)
    return Library(settings, HashingEmbedder())


def members_of(file: Path) -> Members:
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(file: Path, members: Members) -> Path:
    """Write an archive of these members."""
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of a few papers, which nobody writes to."""
    library = open_fake(tmp_path_factory.mktemp("held") / "library")
    for paper in (ASTHMA, KIDNEY, *studies(3)):
        put(library, paper)
    yield library
    library.close()


@pytest.fixture(scope="module")
def written(held: Library, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return write_snapshot(held, tmp_path_factory.mktemp("written") / "course.zip", quiet)


@pytest.fixture
def own(held: Library, tmp_path: Path) -> Iterator[Library]:
    """A copy of it that a test may write to."""
    shutil.copytree(held.folder, tmp_path / "library")
    library = open_fake(tmp_path / "library")
    yield library
    library.close()


def test_a_restored_library_has_the_same_id_answers_and_vectors(
    held: Library, written: Snapshot, tmp_path: Path
) -> None:
    again = made(written.file, tmp_path / "restored")
    assert again.snapshot == held.snapshot == written.manifest.snapshot
    assert told(again, ASKED) == told(held, ASKED)
    ids = sorted(held.vectors.ids())
    vectors = again.vectors_of(ids)
    assert all((vectors[one] == row).all() for one, row in held.vectors_of(ids).items())
    assert len(vectors) == len(ids)
    with again.writer(settle=False) as writer:
        assert find_faults(writer) == []
    assert again.catalog.fact("library") != held.catalog.fact("library")
    put(again, make_document("Rent", "Rents were lower there."))
    assert again.snapshot != held.snapshot
    again.close()


def test_a_snapshot_of_a_restored_library_is_of_the_same_library(
    written: Snapshot, tmp_path: Path
) -> None:
    again = made(written.file, tmp_path / "restored")
    second = write_snapshot(again, tmp_path / "second.zip", quiet)
    assert second.manifest.snapshot == written.manifest.snapshot
    first, last = members_of(written.file), members_of(second.file)
    assert {n: c for n, c in first.items() if n not in (CATALOG, MANIFEST)} == {
        n: c for n, c in last.items() if n not in (CATALOG, MANIFEST)
    }
    again.close()


def test_an_empty_library_can_be_frozen_too(library: Library, tmp_path: Path) -> None:
    file = write_snapshot(library, tmp_path / "empty.zip", quiet).file
    again = made(file, tmp_path / "restored")
    assert again.papers() == {}
    assert again.snapshot == library.snapshot
    again.close()


def test_a_snapshot_tells_neither_folders_nor_what_was_removed(
    own: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "folder-of-ann"
    folder.mkdir()
    (folder / "rent.txt").write_text("Rent\n\nRents were lower there.\n")
    add_files(own, [folder], lambda done, total, outcome: None)
    put(own, make_document("Secret", "Nobody may read the quillfeather memo.", doi="10.1/s"))
    with own.writer() as writer:
        writer.remove("doi:10.1/s")
    file = write_snapshot(own, tmp_path / "course.zip", quiet).file
    catalog = members_of(file)[CATALOG]
    assert b"rent.txt" in catalog
    assert b"folder-of-ann" not in catalog
    assert b"quillfeather" not in catalog


def test_what_is_half_added_is_not_in_a_snapshot(own: Library, tmp_path: Path) -> None:
    before = own.snapshot
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own.catalog, "make_ready", _killed)
        with pytest.raises(Killed):
            put(own, make_document("Late", "Half of this paper is here.", doi="10.1/late"))
    file = write_snapshot(own, tmp_path / "course.zip", quiet).file
    again = made(file, tmp_path / "restored")
    assert again.snapshot == before
    assert again.catalog.paper("doi:10.1/late") is None
    again.close()


def _killed(*_arguments: object) -> None:
    raise Killed


def test_a_snapshot_is_whole_while_another_process_adds_papers(
    own: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(100):
        (folder / f"{number}.txt").write_text(f"Study {number}\n\nFinding {number} was made.\n")
    call = (
        "import sys; from pathlib import Path; from fakes import open_fake; "
        "from ingest.add import add_files; library = open_fake(Path(sys.argv[1])); "
        "print('open', flush=True); "
        "add_files(library, [Path(sys.argv[2])], lambda done, total, outcome: None)"
    )
    paths = f"{Path(__file__).parent}{os.pathsep}{Path(__file__).parents[1]}"
    adding = subprocess.Popen(
        [sys.executable, "-c", call, own.folder, folder],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
    )
    assert adding.stdout is not None
    assert adding.stdout.readline() == b"open\n"
    counts, number = [], 0
    while adding.poll() is None:
        number += 1
        counts.append(_whole(write_snapshot(own, tmp_path / f"{number}.zip", quiet), tmp_path))
    adding.stdout.close()
    assert adding.returncode == 0
    counts.append(_whole(write_snapshot(own, tmp_path / "last.zip", quiet), tmp_path))
    assert counts == sorted(counts)
    assert counts[-1] == 105


def _whole(written: Snapshot, tmp_path: Path) -> int:
    """Return how many papers a snapshot has, after looking whether all of it fits together."""
    again = made(written.file, tmp_path / f"restored-{written.file.stem}")
    with again.writer(settle=False) as writer:
        assert find_faults(writer) == []
    count = len(again.papers())
    again.close()
    return count


def test_a_file_that_is_there_is_not_written_over(written: Snapshot, held: Library) -> None:
    before = written.file.read_bytes()
    with pytest.raises(LibraryError, match="is there already; name another file"):
        write_snapshot(held, written.file, quiet)
    assert written.file.read_bytes() == before


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_no_half_snapshot(held: Library, tmp_path: Path, error: int) -> None:
    def full(done: int, total: int) -> None:
        if done > total // 2:
            raise OSError(error, os.strerror(error))

    (tmp_path / "out").mkdir()
    with pytest.raises((OSError, LibraryError), match=os.strerror(error)):
        write_snapshot(held, tmp_path / "out" / "course.zip", full)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_missing_original_is_told(own: Library, tmp_path: Path) -> None:
    original = own.original("doi:10.1000/asthma", "full text")
    assert original is not None
    original.unlink()
    with pytest.raises(LibraryError, match=r"original is not there.*evidence check"):
        write_snapshot(own, tmp_path / "course.zip", quiet)


# Restoring.


def test_the_same_snapshot_again_changes_nothing(written: Snapshot, tmp_path: Path) -> None:
    settings = Settings(library=tmp_path / "restored")
    assert not restore(written.file, settings, quiet).known
    before = {path: path.stat().st_mtime_ns for path in files_in(settings.library / "files")}
    assert restore(written.file, settings, quiet).known
    assert {p: p.stat().st_mtime_ns for p in files_in(settings.library / "files")} == before


def test_a_folder_that_holds_anything_else_is_refused(
    written: Snapshot, own: Library, tmp_path: Path
) -> None:
    put(own, make_document("Rent", "Rents were lower there."))
    before = files_in(own.folder)
    with pytest.raises(LibraryError, match="holds another library; name an empty folder"):
        restore(written.file, Settings(library=own.folder), quiet)
    assert files_in(own.folder) == before
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    with pytest.raises(LibraryError, match="holds other files; name an empty folder"):
        restore(written.file, Settings(library=other), quiet)
    with pytest.raises(LibraryError, match="a file and no folder"):
        restore(written.file, Settings(library=other / "thesis.txt"), quiet)
    assert files_in(other) == [other / "thesis.txt"]


@pytest.mark.parametrize("name", [CATALOG, VECTORS, "files"])
def test_every_checksum_is_compared(written: Snapshot, tmp_path: Path, name: str) -> None:
    members = members_of(written.file)
    hit = next(one for one in members if one.startswith(name))
    members[hit] = members[hit][:-1] + bytes([members[hit][-1] ^ 1])
    check_refused(packed(tmp_path / "bad.zip", members), tmp_path, "not what its checksum says")


def check_refused(file: Path, tmp_path: Path, words: str) -> None:
    """See that a file is refused in one line, and that nothing is written anywhere."""
    before = files_in(tmp_path)
    with pytest.raises(LibraryError, match=words) as raised:
        restore(file, Settings(library=tmp_path / "new" / "restored"), quiet)
    assert str(raised.value).startswith(f"{file}: ")
    assert "\n" not in str(raised.value)
    assert files_in(tmp_path) == before
    assert not (tmp_path / "new" / "restored").exists()


STRANGE = [
    "../outside", "/etc/outside", "files/../../outside", "files\\..\\outside", "C:/outside",
    "files/ab/" + "cd" + "0" * 62, "chroma/index_metadata.pickle", "notes.txt", f"./{CATALOG}",
]  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_a_name_that_no_snapshot_has_is_refused(
    written: Snapshot, tmp_path: Path, name: str
) -> None:
    members = members_of(written.file)
    manifest = json.loads(members[MANIFEST])
    manifest["members"][name] = {"size": 1, "sha256": "0" * 64}
    members |= {name: b"x", MANIFEST: json.dumps(manifest).encode()}
    check_refused(packed(tmp_path / "bad.zip", members), tmp_path, "which no snapshot does")


def test_a_link_a_bomb_and_a_member_twice_are_refused(written: Snapshot, tmp_path: Path) -> None:
    members = members_of(written.file)
    original = next(name for name in members if name.startswith("files/"))
    rest = {name: content for name, content in members.items() if name != original}
    link = packed(tmp_path / "link.zip", rest)
    with ZipFile(link, "a") as archive:
        info = ZipInfo(original)
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    check_refused(link, tmp_path, "which no snapshot does")
    manifest = json.loads(members[MANIFEST])
    manifest["members"][original]["size"] = 50_000_000
    bomb = rest | {original: b"0" * 50_000_000, MANIFEST: json.dumps(manifest).encode()}
    check_refused(packed(tmp_path / "bomb.zip", bomb), tmp_path, "as a zip bomb does")
    twice = packed(tmp_path / "twice.zip", members)
    with ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(original, b"another")
    check_refused(twice, tmp_path, "not those that its manifest lists")
    longer = members | {original: members[original] + b"more"}
    check_refused(packed(tmp_path / "longer.zip", longer), tmp_path, "larger than")
    del members[original]
    check_refused(packed(tmp_path / "less.zip", members), tmp_path, "not those that its manifest")


def test_what_is_no_snapshot_is_told(written: Snapshot, tmp_path: Path) -> None:
    text = tmp_path / "text.zip"
    text.write_text("no archive")
    check_refused(text, tmp_path, "not a zip archive")
    check_refused(packed(tmp_path / "other.zip", {"a.txt": b"a"}), tmp_path, "not a snapshot")
    garbage = packed(tmp_path / "garbage.zip", {MANIFEST: b"[1]"})
    check_refused(garbage, tmp_path, "not a snapshot")
    short = tmp_path / "short.zip"
    short.write_bytes(written.file.read_bytes()[:-200])
    check_refused(short, tmp_path, "cut short or damaged")
    check_refused(tmp_path / "nowhere.zip", tmp_path, "no such file")


@pytest.mark.parametrize("field", ["format", "catalog"])
def test_a_snapshot_of_another_version_names_it(
    written: Snapshot, tmp_path: Path, field: str
) -> None:
    members = members_of(written.file)
    members[MANIFEST] = json.dumps(
        json.loads(members[MANIFEST]) | {field: 99, "program": "7.0"}
    ).encode()
    check_refused(packed(tmp_path / "new.zip", members), tmp_path, "made by version 7.0")


def altered(written: Snapshot, tmp_path: Path, *statements: str) -> Path:
    """Return a snapshot whose catalog was changed, its checksums set right."""
    members = members_of(written.file)
    catalog = tmp_path / "altered.sqlite"
    catalog.write_bytes(members[CATALOG])
    with closing(sqlite3.connect(catalog)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    members[CATALOG] = catalog.read_bytes()
    manifest = json.loads(members[MANIFEST])
    sha256 = hashlib.sha256(members[CATALOG]).hexdigest()
    manifest["members"][CATALOG] = {"size": len(members[CATALOG]), "sha256": sha256}
    members[MANIFEST] = json.dumps(manifest).encode()
    return packed(tmp_path / "altered.zip", members)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON papers BEGIN DELETE FROM papers; END", "has tables"),
        ("CREATE VIEW v AS SELECT 1", "has tables"),
        ("DELETE FROM texts WHERE paper_id = 'doi:10.1000/asthma'", "reads as library"),
        ("UPDATE texts SET content = 'x' WHERE paper_id = 'doi:10.1000/asthma'", "not of one"),
        ("UPDATE facts SET value = '9' WHERE name = 'dimension'", "not of one library"),
        ("PRAGMA user_version = 1", "made by another version of this program"),
    ],
)
def test_a_catalog_that_does_not_fit_is_refused(
    written: Snapshot, tmp_path: Path, statement: str, words: str
) -> None:
    check_refused(altered(written, tmp_path, statement), tmp_path, words)


def test_a_snapshot_made_before_sentences_were_stored_is_restored_and_then_rebuilt(
    written: Snapshot, tmp_path: Path
) -> None:
    gone = [f"DROP TABLE {table}" for table in ("sentences", "vocabulary", "register")]
    old = altered(written, tmp_path, *gone, "PRAGMA user_version = 3")
    members = members_of(old)
    members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | {"catalog": 3}).encode()
    settings = Settings(library=tmp_path / "restored")
    restore(packed(tmp_path / "old.zip", members), settings, quiet)
    with pytest.raises(LibraryError, match="run: evidence reindex"):
        open_fake(settings.library)
    rebuilt = Library.to_rebuild(settings, HashingEmbedder())
    reindex(rebuilt, quiet)
    rebuilt.close()
    again = open_fake(settings.library)
    assert again.snapshot == written.manifest.snapshot
    again.close()


def test_a_restored_library_opened_with_another_model_names_the_way_out(
    written: Snapshot, tmp_path: Path
) -> None:
    restore(written.file, Settings(library=tmp_path / "restored"), quiet)
    with pytest.raises(WrongModel, match="evidence reindex"):
        open_fake(tmp_path / "restored", "another")


def test_a_full_disk_is_told_before_anything_is_written(
    written: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10})())
    with pytest.raises(LibraryError, match="10 are free there"):
        restore(written.file, Settings(library=tmp_path / "restored"), quiet)
    assert not (tmp_path / "restored").exists()


def test_a_disk_that_fills_up_leaves_nothing_behind(written: Snapshot, tmp_path: Path) -> None:
    def full(done: int, total: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = files_in(tmp_path)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        restore(written.file, Settings(library=tmp_path / "restored"), full)
    assert files_in(tmp_path) == before
    assert not (tmp_path / "restored").exists()


STEPS = ["_unpack", "_fill", "_write_vectors", "_settle"]


@pytest.mark.parametrize("step", STEPS)
def test_a_restoring_that_was_killed_is_begun_anew(
    written: Snapshot, held: Library, tmp_path: Path, step: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"corpus.restore.{step}", _killed)
        patch.setattr("corpus.restore._clear", lambda _folder: None)
        with pytest.raises(Killed):
            restore(written.file, Settings(library=tmp_path / "restored"), quiet)
    assert (tmp_path / "restored" / "restoring").is_dir()
    again = made(written.file, tmp_path / "restored")
    assert told(again, ASKED) == told(held, ASKED)
    assert not (tmp_path / "restored" / "restoring").exists()
    again.close()


FREEZE = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'


def frozen(folder: Path, *command: str | Path) -> list[str | Path]:
    """Return a command that runs with a folder that nobody can write to, not even root."""
    apart = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", FREEZE, "sh"]
    return [*apart, folder, *command]


def test_a_library_on_a_disk_that_cannot_be_written_answers(
    held: Library, written: Snapshot, tmp_path: Path
) -> None:
    folder = tmp_path / "restored"
    restore(written.file, Settings(library=folder), quiet)
    if shutil.which("unshare") is None or subprocess.run(frozen(folder, "true")).returncode:
        pytest.skip("this system cannot freeze a folder for one process")
    call = (
        "import json, sys; from pathlib import Path; from fakes import ASTHMA, open_fake, put; "
        "from test_assistant_stable import ASKED, told; from corpus.errors import LibraryError\n"
        "library = open_fake(Path(sys.argv[1]))\n"
        "try: put(library, ASTHMA)\n"
        "except LibraryError as error: refused = str(error)\n"
        "print(json.dumps([refused, library.snapshot, *told(library, ASKED)]))"
    )
    paths = f"{Path(__file__).parent}{os.pathsep}{Path(__file__).parents[1]}"
    child = subprocess.run(
        frozen(folder, sys.executable, "-c", call, folder),
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    refused, snapshot, *answers = json.loads(child.stdout)
    assert "cannot be written" in refused
    assert snapshot == held.snapshot
    assert answers == told(held, ASKED)

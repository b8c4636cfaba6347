"""Zip archives are unpacked into their folder, and nothing outside of it."""

from __future__ import annotations

import os
import stat
import struct
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import RefusedFile
from corpus.settings import Bounds
from ingest.archive import unpack

Member = tuple[str | zipfile.ZipInfo, bytes]


def packed(folder: Path, *members: Member, packing: int = zipfile.ZIP_DEFLATED) -> Path:
    file = folder / "export.zip"
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file


def patched(file: Path, *changes: tuple[bytes, bytes]) -> Path:
    """Return the file with bytes put in place of others as long, in both its headers."""
    content = file.read_bytes()
    for old, new in changes:
        assert len(old) == len(new)
        assert old in content
        content = content.replace(old, new)
    file.write_bytes(content)
    return file


def unpacked(file: Path, bounds: Bounds = Bounds()) -> dict[str, Path | str]:  # noqa: B008
    """Return what became of each member: its place within the folder, or why it was refused."""
    into = file.parent / "into"
    into.mkdir()
    found: dict[str, Path | str] = {}
    for name, result in unpack(file, into, bounds):
        if isinstance(result, RefusedFile):
            assert result.path == name
            found[name] = result.reason
        else:
            assert result.is_file()
            found[name] = result.relative_to(into)
    assert set(find(into)) == {place for place in found.values() if isinstance(place, Path)}
    assert set(find(file.parent)) == {Path(file.name)} | {Path("into") / f for f in find(into)}
    return found


def find(folder: Path) -> list[Path]:
    return [path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir()]


def unix(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def test_files_keep_their_folders_so_that_attachments_are_found(tmp_path: Path) -> None:
    file = packed(tmp_path, ("export.bib", b"@article{}"), ("files/12/paper.pdf", b"%PDF-1.7"))
    assert unpacked(file) == {
        "export.zip/export.bib": Path("export.bib"),
        "export.zip/files/12/paper.pdf": Path("files/12/paper.pdf"),
    }
    assert (tmp_path / "into/files/12/paper.pdf").read_bytes() == b"%PDF-1.7"


def test_what_systems_leave_behind_is_passed_over(tmp_path: Path) -> None:
    left = ["__MACOSX/._paper.txt", ".DS_Store", "files/.hidden", "Thumbs.db", "empty/", "Icon\r"]
    file = packed(tmp_path, ("paper.txt", b"Text."), *((name, b"") for name in left))
    assert unpacked(file) == {"export.zip/paper.txt": Path("paper.txt")}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../paper.txt", "climbs out of the archive"),
        ("files/../../paper.txt", "climbs out of the archive"),
        ("../.ssh/authorized_keys", "climbs out of the archive"),
        ("..\\..\\paper.txt", "climbs out of the archive"),
        ("/etc/paper.txt", "a place on the disk"),
        ("\\\\host\\share\\paper.txt", "a place on the disk"),
        ("C:\\paper.txt", "a place on the disk"),
        ("c:paper.txt", "a place on the disk"),
        ("pa\x1bper.txt", "cannot be seen"),
        ("paper\u202efdp.txt", "cannot be seen"),
        (f"{'a' * 300}.txt", "longer than a file system takes"),
        ("a/" * 600 + "paper.txt", "longer than a file system takes"),
        ("inner.zip", "an archive within the archive; unpack it first"),
        ("old/papers.tar.gz", "an archive within the archive; unpack it first"),
    ],
)
def test_a_hostile_name_costs_one_refusal(tmp_path: Path, name: str, reason: str) -> None:
    found = unpacked(packed(tmp_path, (name, b"Text."), ("good.txt", b"Text.")))
    assert found.pop("export.zip/good.txt") == Path("good.txt")
    ((_, said),) = found.items()
    assert reason in str(said)


def test_a_name_with_a_null_is_refused(tmp_path: Path) -> None:
    file = patched(packed(tmp_path, ("paper.pdf~.txt", b"Text.")), (b".pdf~", b".pdf\0"))
    assert unpacked(file) == {
        "export.zip/paper.pdf\N{REPLACEMENT CHARACTER}.txt": (
            "its name holds characters that cannot be seen; rename it and pack the archive again"
        )
    }


def test_backslashes_part_folders_as_old_windows_programs_mean_them(tmp_path: Path) -> None:
    file = packed(tmp_path, ("files\\12\\paper.txt", b"Text."))
    assert unpacked(file) == {"export.zip/files/12/paper.txt": Path("files/12/paper.txt")}


def test_names_are_read_as_their_maker_wrote_them(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Peña.txt")
    file = packed(tmp_path, ("naïve.txt", b"1"), ("ab.txt", b"2"), (decomposed, b"3"))
    # As macOS writes it, in UTF-8 without saying so; and as DOS did, in its own code page.
    content = bytearray(file.read_bytes())
    for place in range(len(content)):
        if content[place : place + 4] == b"PK\x01\x02" and b"na\xc3\xaf" in content[place:]:
            content[place + 9] &= ~0x08
            break
    first_header = content.index(b"PK\x03\x04")
    content[first_header + 7] &= ~0x08
    file.write_bytes(bytes(content).replace(b"ab.txt", b"a\x82.txt"))
    assert set(unpacked(file)) == {
        "export.zip/naïve.txt",
        "export.zip/aé.txt",
        "export.zip/Peña.txt",
    }


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (stat.S_IFLNK, "a link to another place"),
        (stat.S_IFCHR, "a device or pipe"),
        (stat.S_IFIFO, "a device or pipe"),
    ],
)
def test_links_and_devices_are_refused(tmp_path: Path, kind: int, reason: str) -> None:
    link = unix("paper.txt", kind | 0o644)
    found = unpacked(packed(tmp_path, (link, b"/etc/passwd"), ("good.txt", b"Text.")))
    assert reason in str(found["export.zip/paper.txt"])
    assert found["export.zip/good.txt"] == Path("good.txt")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "names",
    [
        ("paper.txt", "paper.txt"),
        ("Paper.txt", "PAPER.TXT"),
        ("a/./paper.txt", "a/paper.txt"),
        ("files", "files/paper.txt"),
        ("Files/paper.txt", "files"),
        ("peña.txt", unicodedata.normalize("NFD", "Peña.txt")),
    ],
)
def test_of_two_members_with_one_name_the_first_counts(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    results = unpack(packed(tmp_path, *((name, b"Text.") for name in names)), tmp_path, Bounds())
    assert isinstance(results[0][1], Path)
    assert isinstance(results[1][1], RefusedFile)
    assert "another member has this name" in results[1][1].reason


def test_a_member_larger_than_a_file_may_be_is_refused(tmp_path: Path) -> None:
    file = packed(tmp_path, ("big.txt", os.urandom(3000)), ("good.txt", b"Text."))
    found = unpacked(file, Bounds(file_bytes=2000))
    assert "larger than 2,000 bytes when unpacked" in str(found["export.zip/big.txt"])
    assert found["export.zip/good.txt"] == Path("good.txt")


def test_a_member_that_packs_as_a_bomb_does_is_refused(tmp_path: Path) -> None:
    file = packed(tmp_path, ("zeros.txt", bytes(2 * 1024**2)), ("good.txt", b"Text."))
    found = unpacked(file)
    assert "times its size, as a zip bomb does" in str(found["export.zip/zeros.txt"])
    assert found["export.zip/good.txt"] == Path("good.txt")


def test_a_bomb_over_the_whole_budget_refuses_the_rest_by_name(tmp_path: Path) -> None:
    members = [(f"{number}.txt", os.urandom(1024**2)) for number in range(4)]
    found = unpacked(packed(tmp_path, *members), Bounds(archive_bytes=2 * 1024**2))
    assert [isinstance(result, Path) for result in found.values()] == [True, True, False, False]
    assert "unpacks to more than 2 MB; unpack it" in str(found["export.zip/3.txt"])


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    file = packed(tmp_path, ("paper.txt", os.urandom(5000)), ("good.txt", b"Text."))
    found = unpacked(patched(file, (struct.pack("<L", 5000), struct.pack("<L", 50))))
    assert "damaged or cut short" in str(found["export.zip/paper.txt"])
    assert found["export.zip/good.txt"] == Path("good.txt")


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    file = packed(tmp_path, ("a.txt", b"Text." * 50), ("b.txt", b"Text."), ("good.txt", b"Text."))
    content = bytearray(file.read_bytes())
    entry = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[entry + 42 : entry + 46] = struct.pack("<L", 0)  # the second begins as the first does
    file.write_bytes(content)
    found = unpacked(file)
    assert "shares its bytes" in str(found["export.zip/a.txt"])
    assert "shares its bytes" in str(found["export.zip/b.txt"])
    assert found["export.zip/good.txt"] == Path("good.txt")


def test_a_member_that_reaches_into_the_directory_is_refused(tmp_path: Path) -> None:
    file = packed(tmp_path, ("paper.txt", b"x" * 5000), packing=zipfile.ZIP_STORED)
    file = patched(file, (struct.pack("<2L", 5000, 5000), struct.pack("<2L", 5040, 5040)))
    assert "shares its bytes" in str(unpacked(file)["export.zip/paper.txt"])


def test_damage_to_one_member_costs_one_refusal(tmp_path: Path) -> None:
    file = packed(tmp_path, ("a.txt", b"letters"), ("b.txt", b"Text."), packing=zipfile.ZIP_STORED)
    found = unpacked(patched(file, (b"letters", b"lettuce")))
    assert "damaged or cut short, its checksum does not fit" in str(found["export.zip/a.txt"])
    assert found["export.zip/b.txt"] == Path("b.txt")


def test_encrypted_members_and_unusual_packing_are_named(tmp_path: Path) -> None:
    lzma = zipfile.ZipInfo("lzma.txt")
    lzma.compress_type = zipfile.ZIP_LZMA
    file = packed(tmp_path, ("secret.txt", b"Text."), (lzma, b"Text."), ("good.txt", b"Text."))
    content = bytearray(file.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(content)
    found = unpacked(file)
    assert "encrypted; unpack it with its password" in str(found["export.zip/secret.txt"])
    assert "packed by the method LZMA" in str(found["export.zip/lzma.txt"])
    assert found["export.zip/good.txt"] == Path("good.txt")


def refusal(file: Path, bounds: Bounds = Bounds()) -> str:  # noqa: B008
    with pytest.raises(RefusedFile) as refused:
        unpack(file, file.parent / "into", bounds)
    assert refused.value.path == str(file)
    return refused.value.reason


def test_what_is_no_archive_is_refused_as_a_whole(tmp_path: Path) -> None:
    file = packed(tmp_path, ("paper.txt", b"Text." * 100))
    file.write_bytes(file.read_bytes()[:-30])
    assert "cut short or damaged at its end; fetch it again" in refusal(file)
    file.write_bytes(b"%PDF-1.7")
    assert "not a zip archive" in refusal(file)
    file.write_bytes(b"")
    assert "not a zip archive" in refusal(file)
    assert "holds no files" in refusal(packed(tmp_path, (".DS_Store", b"")))


def test_an_archive_of_too_many_files_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = packed(tmp_path, *((f"{number}.txt", b"") for number in range(30)))
    assert "holds more than 20 files; add it in parts" in refusal(file, Bounds(archive_members=20))
    # Its directory alone says so.
    assert "holds more than 1 files" in refusal(file, Bounds(archive_members=1))


NAMES = st.text(
    st.one_of(st.sampled_from("./\\:ab\0\r\x1b~ü\u202e"), st.characters(codec="utf-8")), max_size=40
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(NAMES, min_size=1, max_size=5), utf8=st.booleans())
def test_no_name_whatsoever_leads_out_of_the_folder(
    names: list[str], utf8: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    into = outside / "deep" / "into"
    into.mkdir(parents=True)
    file = outside / "export.zip"
    file.write_bytes(raw_archive([name.encode() for name in names], utf8))
    try:
        results = unpack(file, into, Bounds())
    except RefusedFile:  # where all of them are folders or hidden
        results = []
    written = {result for _, result in results if isinstance(result, Path)}
    assert {path for path in outside.rglob("*") if not path.is_dir()} == {file} | written
    assert all(path.resolve().is_relative_to(into.resolve()) for path in written)
    assert not any(unicodedata.category(one) == "Cc" for name, _ in results for one in name)
    assert len({str(path).casefold() for path in written}) == len(written)


def raw_archive(names: list[bytes], utf8: bool) -> bytes:
    """Return an archive of empty files with names that the zipfile module would not write."""
    flags = 0x800 if utf8 else 0
    members, entries = b"", b""
    for name in names:
        common = struct.pack("<5H3L2H", 20, flags, 0, 0, 0, 0, 0, 0, len(name), 0)
        entries += b"PK\x01\x02" + struct.pack("<H", 20) + common
        entries += struct.pack("<3H2L", 0, 0, 0, 0, len(members)) + name
        members += b"PK\x03\x04" + common + name
    end = struct.pack("<4H2LH", 0, 0, len(names), len(names), len(entries), len(members), 0)
    return members + entries + b"PK\x05\x06" + end

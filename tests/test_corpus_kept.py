"""What was embedded once is kept with the library, and is nothing that an answer hangs on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from fakes import HashingEmbedder
from hashing import Noting

from corpus.kept import Kept
from corpus.library import Library
from corpus.remembering import Remembering
from corpus.settings import Settings

TEXTS = [f"Sentence {number} of a paper." for number in range(600)]


class Opening(Protocol):
    def __call__(self, path: Path, embedder: HashingEmbedder, most: int = 1000) -> Remembering: ...


@pytest.fixture
def opened() -> Iterator[Opening]:
    """What opens a file of vectors, each closed at the end."""
    held: list[Kept] = []

    def opening(path: Path, embedder: HashingEmbedder, most: int = 1000) -> Remembering:
        held.append(Kept(path, embedder.checksum, most))
        return Remembering(embedder, held[-1])

    yield opening
    for one in held:
        one.close()


def test_a_library_opened_again_knows_what_it_kept_to_the_last_bit(tmp_path: Path) -> None:
    first = Library(Settings(library=tmp_path), HashingEmbedder())
    told: list[tuple[int, int]] = []
    assert first.remembered.unknown([*TEXTS, TEXTS[0]]) == TEXTS
    first.remembered.keep(TEXTS, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(TEXTS), len(TEXTS))
    vectors = first.remembered.embed(TEXTS)
    first.close()
    again = Noting()
    second = Library(Settings(library=tmp_path), again)
    assert second.remembered.unknown(["New.", *TEXTS]) == ["New."]
    assert np.array_equal(second.remembered.embed(TEXTS), vectors)
    assert again.asked == []
    second.close()


def test_what_people_ask_is_not_kept(opened: Opening, tmp_path: Path) -> None:
    asked = opened(tmp_path / "kept", Noting())
    asked.embed(["Is my patient's race recorded?"])
    assert list(tmp_path.iterdir()) == []
    asked.keep(TEXTS[:1])
    assert b"Sentence" not in (tmp_path / "kept").read_bytes()
    again = opened(tmp_path / "kept", Noting())
    assert again.unknown([TEXTS[0], "Is my patient's race recorded?"]) == [
        "Is my patient's race recorded?"
    ]


def test_another_model_has_vectors_of_its_own(opened: Opening, tmp_path: Path) -> None:
    opened(tmp_path / "kept", Noting("one")).keep(TEXTS)
    other = Noting("other")
    assert opened(tmp_path / "kept", other).unknown(TEXTS) == TEXTS
    assert np.array_equal(
        opened(tmp_path / "kept", other).embed(TEXTS), HashingEmbedder("other").embed(TEXTS)
    )


def test_the_oldest_go_where_there_are_too_many(opened: Opening, tmp_path: Path) -> None:
    keeping = opened(tmp_path / "kept", Noting(), most=100)
    keeping.keep(TEXTS)
    keeping.keep(TEXTS[-50:])
    assert opened(tmp_path / "kept", Noting(), most=100).unknown(TEXTS) == TEXTS[:-100]


@pytest.mark.parametrize("content", [b"no database, but long enough to be taken for one" * 9, b""])
def test_a_damaged_file_is_begun_anew(opened: Opening, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kept").write_bytes(content)
    damaged = opened(tmp_path / "kept", Noting())
    assert damaged.unknown(TEXTS) == TEXTS
    damaged.keep(TEXTS)
    assert opened(tmp_path / "kept", Noting()).unknown(TEXTS) == []


def test_a_file_cut_off_is_embedded_anew(opened: Opening, tmp_path: Path) -> None:
    path = tmp_path / "kept"
    opened(path, Noting()).keep(TEXTS)
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)
    again = opened(path, Noting())
    assert np.array_equal(again.embed(TEXTS), HashingEmbedder().embed(TEXTS))
    again.keep(TEXTS)
    assert np.array_equal(opened(path, Noting()).embed(TEXTS), HashingEmbedder().embed(TEXTS))


@pytest.mark.parametrize("vector", [b"", b"odd", b"\0" * 256, b"\x7f" * 256])
def test_a_vector_that_was_damaged_is_embedded_anew(
    opened: Opening, tmp_path: Path, vector: bytes
) -> None:
    path = tmp_path / "kept"
    opened(path, Noting()).keep(TEXTS)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE vectors SET vector = ? WHERE rowid = 7", (vector,))
    assert np.array_equal(opened(path, Noting()).embed(TEXTS), HashingEmbedder().embed(TEXTS))


def test_a_library_that_is_closed_lets_go_of_the_file(tmp_path: Path) -> None:
    library = Library(Settings(library=tmp_path), HashingEmbedder())
    library.remembered.keep(TEXTS[:1])
    library.close()
    # A thread that is not done yet goes on without it.
    library.remembered.keep(TEXTS)
    again = Library(Settings(library=tmp_path), HashingEmbedder())
    assert again.remembered.unknown(TEXTS) == TEXTS[1:]
    again.close()


def test_where_nothing_can_be_written_texts_are_embedded_all_the_same(
    opened: Opening, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    nowhere = opened(tmp_path / "file" / "kept", Noting())
    nowhere.keep(TEXTS)
    assert np.array_equal(nowhere.embed(TEXTS), HashingEmbedder().embed(TEXTS))


def test_another_process_at_the_file_is_not_waited_for_long(
    opened: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.kept._PATIENCE", 0.01)
    path = tmp_path / "kept"
    opened(path, Noting()).keep(TEXTS[:10])
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        busy = opened(path, Noting())
        busy.keep(TEXTS)
        # It is asked once, not before each text.
        monkeypatch.setattr("corpus.kept._PATIENCE", 600)
        assert np.array_equal(busy.embed(TEXTS), HashingEmbedder().embed(TEXTS))
    assert opened(path, Noting()).unknown(TEXTS[:20]) == TEXTS[10:20]


def test_a_folder_of_ours_in_one_of_others_is_written_to(
    opened: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    monkeypatch.setattr("os.access", lambda place, _mode: ours in (place, *Path(place).parents))
    assert opened(ours / "kept", Noting()).keeps
    assert not opened(tmp_path / "kept", Noting()).keeps


def test_a_frozen_file_is_read(
    opened: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept"
    opened(path, Noting()).keep(TEXTS[:10])
    for place in ("corpus.database", "corpus.kept"):
        monkeypatch.setattr(f"{place}.is_writable", lambda _: False)
    before = path.read_bytes()
    frozen = opened(path, Noting())
    assert not frozen.keeps
    assert frozen.unknown(TEXTS) == TEXTS[10:]
    frozen.keep(TEXTS)
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]

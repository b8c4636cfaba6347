"""Adding can be killed at any instant: the same command ends as if nothing had been."""

from __future__ import annotations

import itertools
import math
import multiprocessing
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fakes import Killed, files_in, killed, killed_after, open_fake

from corpus.check import find_faults
from corpus.library import Library
from corpus.writer import Writer
from ingest.add import add_files
from ingest.outcome import Outcome

KILLS = 25
_HELD = {
    "papers": "SELECT * FROM papers ORDER BY paper_id",
    "texts": "SELECT * FROM texts ORDER BY paper_id, origin",
    "records": "SELECT * FROM records ORDER BY content",
    "keys": "SELECT * FROM keys ORDER BY key, content",
    "passages": (
        "SELECT passage_id, paper_id, origin, kind, section, first_page, last_page, start, stop, "
        "text FROM passages ORDER BY passage_id"
    ),
    "words": (
        "SELECT passage_id, title, byline, words.section, words.text FROM words "
        "JOIN passages ON passages.number = words.rowid ORDER BY passage_id"
    ),
}


def held(library: Library) -> dict[str, Any]:
    """Return all that a library holds, but for counters and the order it was written in."""
    with closing(sqlite3.connect(library.folder / "catalog.sqlite")) as connection:
        tables = {name: connection.execute(query).fetchall() for name, query in _HELD.items()}
    originals = {path.name: path.read_bytes() for path in files_in(library.folder / "files")}
    found = library.vectors._collection().get(include=["embeddings"])
    vectors = dict(zip(found["ids"], found["embeddings"].tolist(), strict=True))
    return {**tables, "originals": originals, "vectors": vectors}


def check(library: Library) -> list[str]:
    with library.writer(settle=False) as writer:
        return [fault.kind for fault in find_faults(writer)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Papers of many forms: alone, twice, under two identifiers, and one that cannot be read."""
    made: Path = tmp_path_factory.mktemp("papers")
    for number in range(24):
        words = " ".join(f"word{number}x{place} is told here." for place in range(400))
        (made / f"paper{number:02}.txt").write_text(f"Title of study {number}\n\n{words}\n")
    (made / "copy.txt").write_bytes((made / "paper03.txt").read_bytes())
    (made / "broken.xml").write_text("<article>")
    for name, ids in (("m1", "pmid"), ("m2", "doi"), ("m3", "both")):
        (made / f"{name}.xml").write_text(_jats(ids))
    return made


def _jats(ids: str) -> str:
    doi = '<article-id pub-id-type="doi">10.1000/sleep</article-id>'
    pmid = '<article-id pub-id-type="pmid">777</article-id>'
    told = {"doi": doi, "pmid": pmid, "both": doi + pmid}[ids]
    return (
        f"<article><front><article-meta>{told}<title-group><article-title>Sleep among shift "
        "workers in hospitals</article-title></title-group></article-meta></front><body><sec>"
        f"<title>Results</title><p>They slept badly, as {ids} tells.</p></sec></body></article>"
    )


def add(place: Path, folder: Path, begun: Any = None, told: Any = None) -> None:
    """Add all; set `begun` before it, and `told` once a first file has been read."""
    library = open_fake(place)

    def tell(done: int, total: int, outcome: Outcome) -> None:
        if told is not None and (outcome.kind != "known" or done == total):
            told.set()

    if begun is not None:
        begun.set()
    add_files(library, [folder], tell)
    library.close()


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    place = tmp_path_factory.mktemp("undisturbed") / "library"
    add(place, folder)
    library = open_fake(place)
    assert check(library) == []
    whole = held(library)
    library.close()
    return whole


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process")
@pytest.mark.timeout(900)
def test_after_kills_at_random_moments_the_library_is_that_of_an_undisturbed_run(
    folder: Path, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    # What is imported once need not be imported for each of the processes that are killed.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.add", "fakes"])
    chance = random.Random(20261124)
    told = Moment()
    add(tmp_path / "measured", folder, told=told)
    longest = time.monotonic() - told.at
    kills = 0
    for number in itertools.count():
        place = tmp_path / f"library{number}"
        # A run that is killed early again and again never comes to its later steps.
        for _ in range(4):
            kills += _killed_while_adding(context, place, folder, chance.uniform(0, longest))
        add(place, folder)
        library = open_fake(place)
        assert held(library) == undisturbed, f"after {kills} kills"
        assert check(library) == []
        library.close()
        if kills >= KILLS:
            break


class Moment:
    """When something was first so."""

    at = math.inf

    def set(self) -> None:
        self.at = min(self.at, time.monotonic())


def _killed_while_adding(context: Any, place: Path, folder: Path, seconds: float) -> bool:
    """Start adding and kill it after a while; False where it was done before that.

    The while begins with the first file that was read: the half second in which a reader starts up
    writes nothing, so a kill in it would prove nothing.
    """
    told = context.Event()
    process = context.Process(target=add, args=[place, folder, None, told])
    process.start()
    assert told.wait(60)
    process.join(seconds)
    if process.exitcode is not None:
        assert process.exitcode == 0
        return False
    process.kill()
    process.join(30)
    return True


Step = Callable[[Library], tuple[object, str]]
JOURNAL: dict[str, Step] = {
    "keep the original": lambda library: (library.originals, "keep"),
    "write the catalog": lambda library: (library.catalog, "write_document"),
    "note another form": lambda library: (library.catalog, "note"),
    "make one paper of two": lambda library: (library.catalog, "unite"),
    "finish what was moved": lambda library: (Writer, "settle_text"),
    "embed": lambda library: (Writer, "embed"),
    "write the vectors": lambda library: (library.vectors, "add"),
    "remove old vectors": lambda library: (library.vectors, "delete"),
    "remove an old text": lambda library: (library.catalog, "delete_text"),
    "make it ready": lambda library: (library.catalog, "make_ready"),
}
INSTANTS = {"before": lambda _act: killed, "after": killed_after}


@pytest.mark.slow
@pytest.mark.parametrize("instant", INSTANTS)
@pytest.mark.parametrize("step", JOURNAL)
def test_a_kill_between_any_two_steps_of_the_journal_is_made_good(
    folder: Path, undisturbed: dict[str, Any], tmp_path: Path, step: str, instant: str
) -> None:
    library = open_fake(tmp_path / "library")
    owner, name = JOURNAL[step](library)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, INSTANTS[instant](getattr(owner, name)))
        with pytest.raises(Killed):
            add_files(library, [folder], lambda done, total, outcome: None)
    library.close()
    add(tmp_path / "library", folder)
    library = open_fake(tmp_path / "library")
    assert held(library) == undisturbed
    assert check(library) == []
    library.close()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="this system does not list processes so")
def test_no_reader_outlives_the_writer_that_was_killed(folder: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    begun = context.Event()
    process = context.Process(target=add, args=[tmp_path / "library", folder, begun])
    process.start()
    assert begun.wait(60)
    until = time.monotonic() + 30
    while not (readers := _children(process.pid)) and time.monotonic() < until:
        time.sleep(0.05)
    assert readers
    process.kill()
    process.join()
    until = time.monotonic() + 30
    while any(Path(f"/proc/{reader}").exists() for reader in readers):
        assert time.monotonic() < until
        time.sleep(0.1)


def _children(pid: int | None) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []

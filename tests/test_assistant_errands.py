"""What takes a while goes on by itself; names and sizes of what is sent are made safe."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import ASTHMA, KIDNEY, put
from services import DOI, QUICK, put_paper, services

from assistant.web.jobs.adding import add_named, add_uploaded, identifiers_in
from assistant.web.jobs.errand import Errand, Errands, Step, Tell
from assistant.web.jobs.removal import Removals
from assistant.web.jobs.upload import Uploads, check_size, plain_name
from corpus.errors import LibraryBusy, RefusedFile
from corpus.library import Library
from corpus.settings import Bounds, Settings
from ingest.fetch.identifier import Identifier


def finished(errands: Errands, errand: Errand) -> Errand:
    done = errands.wait(errand.errand_id, 30)
    assert done is not None
    assert done.state == "done"
    return done


def test_errands_are_done_one_after_the_other_and_tell_how_far_they_are() -> None:
    errands, told, go = Errands(), threading.Event(), threading.Event()

    def slow(tell: Tell) -> None:
        tell(Step("Added", "one"), 2)
        told.set()
        go.wait(60)
        tell(Step("Added", "two"), 2)

    first = errands.begin("First", 2, slow)
    second = errands.begin("Second", 1, lambda tell: tell(Step("Added", "three"), 1))
    assert told.wait(60)
    assert errands.wait(second.errand_id, 0.2) == second
    assert errands.ahead(second.errand_id) == 1
    now = errands.look(first.errand_id)
    assert now is not None
    assert [step.name for step in now.steps] == ["one"]
    go.set()
    assert len(finished(errands, first).steps) == 2
    assert len(finished(errands, second).steps) == 1


def test_an_errand_that_fails_says_why_and_the_next_is_done() -> None:
    errands = Errands()

    def busy(tell: Tell) -> None:
        raise LibraryBusy("another process is adding papers; try again when it has finished")

    def full(tell: Tell) -> None:
        raise OSError(28, "No space left on device")

    told = [finished(errands, errands.begin("One", 1, work)).trouble for work in (busy, full)]
    assert "try again" in (told[0] or "")
    assert "No space left" in (told[1] or "")
    assert finished(errands, errands.begin("Two", 1, lambda tell: None)).trouble is None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("..", "paper"),
        ("/", "paper"),
        ("", "paper"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("🫀 heart.pdf", "🫀 heart.pdf"),
        ("con:stream?.pdf", "constream.pdf"),
        (".htaccess", "htaccess"),
    ],
)
def test_a_name_is_only_ever_a_name(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


@pytest.mark.parametrize("letter", ["x", "é", "🫀"])
def test_a_name_of_three_hundred_characters_keeps_its_ending(letter: str) -> None:
    name = plain_name(letter * 300 + ".pdf")
    assert name.endswith(f"{letter}.pdf")
    assert len(name.encode()) <= 180


def test_a_file_that_is_too_large_is_refused_with_the_limit_and_the_remedy() -> None:
    check_size("fits.pdf", 99 * 1024**2, Bounds())
    with pytest.raises(RefusedFile, match=r"200 MB; the page takes files of up to 100 MB.*add"):
        check_size("scan.pdf", 200 * 1024**2, Bounds())


def test_files_of_one_name_are_both_added_and_nothing_of_them_is_left(library: Library) -> None:
    uploads, errands = Uploads(), Errands()
    upload = uploads.begin()
    for number, text in enumerate(("Marmots sleep in winter.", "Pangolins sleep by day.")):
        place = upload.place(number, "../paper.txt")
        place.write_text(f"A title {number}\n\n{text}\n")
        upload.files[number] = place
    broken = upload.place(2, "broken.pdf")
    broken.write_bytes(b"")
    upload.files[2] = broken
    work = add_uploaded(library, upload, Settings(library=library.folder))
    done = finished(errands, errands.begin("Adding", 3, work))
    told = sorted((step.word, step.name) for step in done.steps)
    assert told == [("Added", "paper.txt")] * 2 + [("Not added", "broken.pdf")]
    assert len(library.papers()) == 2
    assert not upload.folder.exists()


def test_removals_are_undone_in_any_order(library: Library) -> None:
    ids = [put(library, document).paper_id for document in (ASTHMA, KIDNEY)]
    before, errands, removals = library.snapshot, Errands(), Removals()
    keys = []
    for paper_id in ids:
        key, work = removals.remove(library, [paper_id])
        keys.append(key)
        assert finished(errands, errands.begin("Removing", 1, work)).steps[0].word == "Removed"
    assert library.papers() == {}
    for key in keys:
        assert removals.held(key) == 1
        finished(errands, errands.begin("Back", 1, removals.put_back(library, key)))
        assert removals.held(key) == 0
    assert library.snapshot == before


def test_a_paper_that_another_tab_removed_is_told_and_the_others_go_on(library: Library) -> None:
    ids = [put(library, document).paper_id for document in (ASTHMA, KIDNEY)]
    with library.writer() as writer:
        writer.remove(ids[0])
    errands, removals = Errands(), Removals()
    _, work = removals.remove(library, ids)
    steps = finished(errands, errands.begin("Removing", 2, work)).steps
    assert [step.word for step in steps] == ["Not there", "Removed"]
    assert "perhaps in another tab" in steps[0].told


@pytest.mark.parametrize(
    ("typed", "found", "others"),
    [
        ("10.1000/One", ["doi:10.1000/one"], []),
        ("doi: 10.1000/one, PMID: 123\nPMC 45", ["doi:10.1000/one", "pmid:123", "PMC45"], []),
        ("https://doi.org/10.1000/one;10.1000/one", ["doi:10.1000/one"], []),
        ("10.1000/one hello", ["doi:10.1000/one"], ["hello"]),
        ("  \n ", [], []),
    ],
)
def test_identifiers_are_read_as_people_type_them(
    typed: str, found: list[str], others: list[str]
) -> None:
    identifiers, rest = identifiers_in(typed)
    assert [str(one) for one in identifiers] == found
    assert rest == others


def test_papers_named_are_added_and_a_service_out_of_reach_is_told(
    library: Library, tmp_path: Path
) -> None:
    errands = Errands()
    with services() as net:
        put_paper(net)
        settings = replace(net.settings, library=library.folder)
        work = add_named(library, [Identifier("doi", DOI)], settings, QUICK)
        step = finished(errands, errands.begin("Adding", 1, work)).steps[0]
        assert step.word == "Added"
        assert step.paper_id in library.papers()
    # The services are gone now, as they are for a machine without a connection.
    work = add_named(library, [Identifier("doi", "10.1000/gone")], settings, QUICK)
    step = finished(errands, errands.begin("Adding", 1, work)).steps[0]
    assert (step.word, step.tone) == ("Not added", "wrong")
    assert "Europe PMC" in step.told

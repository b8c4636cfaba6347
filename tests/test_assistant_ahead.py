"""What questions will ask for is embedded before the first of them comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import ASTHMA, KIDNEY, HashingEmbedder, make_document, put
from hashing import Noting
from numpy.typing import NDArray

from assistant.answer import answer
from assistant.web.ahead import embed_ahead, read_ahead, texts_ahead
from corpus.library import Library
from corpus.settings import Settings

QUESTION = "Was asthma more common where the air was worse?"


def test_a_question_then_waits_for_its_own_words_alone(tmp_path: Path) -> None:
    embedder = Noting()
    library = Library(Settings(library=tmp_path / "library"), embedder)
    put(library, ASTHMA)
    put(library, KIDNEY)
    over, warm = threading.Event(), threading.Event()
    thread = threading.Thread(target=embed_ahead, args=[library, over, warm])
    thread.start()
    until = time.monotonic() + 60
    while not {"wheezed", "cystatin"} <= set(embedder.asked):
        assert time.monotonic() < until
        time.sleep(0.01)
    assert warm.is_set()
    over.set()
    thread.join(60)
    embedder.asked.clear()
    found = answer(library, QUESTION)
    assert found.sentences
    assert all(text.lower() in QUESTION.lower() for text in embedder.asked), embedder.asked
    library.close()
    again = Library(Settings(library=tmp_path / "library"), HashingEmbedder())
    assert again.remembered.unknown(["wheezed", "cystatin"]) == []
    again.close()


class Halting(HashingEmbedder):
    """Stops before the first texts of the papers until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.halted, self.go_on = threading.Event(), threading.Event()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if "word0x0" in texts:
            self.halted.set()
            self.go_on.wait(60)
        return super().embed(texts)


def test_once_it_is_over_nothing_is_asked_of_a_library_that_may_be_closed(tmp_path: Path) -> None:
    embedder = Halting()
    library = Library(Settings(library=tmp_path / "library"), embedder)
    for number in range(20):
        words = " ".join(f"word{number}x{place}" for place in range(30))
        put(library, make_document("Words", f"{words}.", doi=f"10.1000/{number:02}"))
    over = threading.Event()
    thread = threading.Thread(target=embed_ahead, args=[library, over, threading.Event()])
    thread.start()
    assert embedder.halted.wait(60)
    over.set()
    library.close()
    embedder.go_on.set()
    # What a thread of ours throws fails the test.
    thread.join(60)
    assert not thread.is_alive()


def test_each_paper_is_read_ahead_once_and_no_further_than_there_is_room(library: Library) -> None:
    put(library, ASTHMA)
    done: set[str] = set()
    texts = list(texts_ahead(library, done))
    assert "wheezed" in texts
    assert "Children near the highway wheezed twice as often." in texts
    assert len(texts) == len(set(texts))
    put(library, KIDNEY)
    new = list(texts_ahead(library, done))
    assert "cystatin" in new
    assert "wheezed" not in new
    assert list(texts_ahead(library, done)) == []
    library.remembered.most = 3
    assert list(texts_ahead(library, set())) == texts[:3]


def test_a_server_started_anew_waits_for_nothing_that_was_read_ahead(tmp_path: Path) -> None:
    library = Library(Settings(library=tmp_path / "library"), HashingEmbedder())
    put(library, ASTHMA)
    told: list[tuple[int, int]] = []
    read_ahead(library, lambda done, total: told.append((done, total)))
    assert told[-1] == (total := len(list(texts_ahead(library, set()))), total)
    library.close()
    embedder = Noting()
    library = Library(Settings(library=tmp_path / "library"), embedder)
    read_ahead(library)
    assert embedder.asked == []
    put(library, KIDNEY)
    embedder.asked.clear()
    read_ahead(library)
    assert "cystatin" in embedder.asked
    assert "wheezed" not in embedder.asked
    library.close()


def test_of_a_large_library_the_rest_is_read_beside_the_questions(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.web.ahead._AT_FIRST", 3)
    put(library, ASTHMA)
    texts = list(texts_ahead(library, set()))
    read_ahead(library)
    assert library.remembered.unknown(texts) == texts[3:]


def test_no_start_waits_for_what_cannot_be_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, ASTHMA)
    monkeypatch.setattr("corpus.kept.is_writable", lambda _: False)
    texts = list(texts_ahead(library, set()))
    read_ahead(library)
    assert library.remembered.unknown(texts) == texts

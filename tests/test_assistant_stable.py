"""The same question on the same library has the same answer, byte for byte, however it was made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEmbedder, make_document, open_fake, put
from numpy.typing import NDArray

from assistant.answer import answer
from assistant.render.json_objects import answer_object
from corpus.embed import Fingerprint, open_model
from corpus.hit import SearchScope
from corpus.library import Library
from corpus.paper import Document
from corpus.settings import Settings
from corpus.vectors import Vectors
from eval.questions import read_questions
from ingest.reindex import reindex
from ingest.split import split

DEVELOPMENT = Path(__file__).parents[1] / "eval" / "sets" / "development.jsonl"
QUESTIONS = [one.question for one in read_questions(DEVELOPMENT)]


def told(library: Library, questions: Sequence[str]) -> list[str]:
    """Return the answers as they are printed, but for the time they took."""
    found = [answer_object(answer(library, question)) for question in questions]
    return [json.dumps({**one, "seconds": None}, ensure_ascii=False) for one in found]


def studies(count: int) -> list[Document]:
    """Return papers that say much the same, so that many passages lie equally near."""
    return [
        make_document(
            f"Asthma and air, study {number % 7}",
            f"Asthma was more common where the air was worse in town {number % 5}.",
            "Children near the highway wheezed twice as often as those in the hills.",
            doi=f"10.1000/study{number:03}",
        )
        for number in range(count)
    ]


ASKED = ["Was asthma more common where the air was worse?", "Who wheezed near the highway?"]


def test_an_answer_does_not_hang_on_the_order_in_which_papers_came(tmp_path: Path) -> None:
    papers = studies(20)
    one, other = open_fake(tmp_path / "one"), open_fake(tmp_path / "other")
    for paper in papers:
        put(one, paper)
    for paper in papers[::-1]:
        put(other, paper)
    assert one.snapshot == other.snapshot
    assert told(one, ASKED) == told(other, ASKED)
    reindex(one, lambda done, total: None)
    assert told(one, ASKED) == told(other, ASKED)
    one.close()
    other.close()


def test_the_snapshot_id_tells_all_that_an_answer_is_made_of(tmp_path: Path) -> None:
    library = open_fake(tmp_path / "library")
    paper = make_document("Air", "Asthma was more common where the air was worse.", doi="10.1/a")
    put(library, paper)
    seen = {library.snapshot}

    def is_new() -> bool:
        before = len(seen)
        seen.add(library.snapshot)
        return len(seen) > before

    put(library, make_document("Rent", "Rents were lower there than in town.", doi="10.1/b"))
    assert is_new()
    with library.writer() as writer:
        writer.say("doi:10.1/a", make_document("Bad air", "x").paper)
    assert is_new()
    library.close()
    library = Library.to_rebuild(Settings(library=tmp_path / "library"), HashingEmbedder("other"))
    reindex(library, lambda done, total: None)
    assert is_new()
    library.close()


def test_the_index_finds_what_an_exact_search_finds(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "chroma", None, "passages")
    vectors.create(Fingerprint("numbers", 48, ""))
    chance = np.random.default_rng(4)
    many = chance.normal(size=(3_000, 48))
    unit: NDArray[np.float32] = (many / np.linalg.norm(many, axis=1, keepdims=True)).astype("f4")
    ids = [f"{number:04}" for number in range(len(unit))]
    collection = vectors._collection()
    for first in range(0, len(ids), 1_000):
        collection.add(
            ids=ids[first : first + 1_000], embeddings=unit[first : first + 1_000].tolist()
        )
    held = vectors.of(ids)
    assert all(np.array_equal(held[one], row) for one, row in zip(ids, unit, strict=True))
    for asked in unit[:20]:
        exact = np.argsort(-(unit @ asked), kind="stable")[:100]
        found = vectors.nearest(asked, SearchScope(), 100)
        assert {hit.passage_id for hit in found} == {ids[place] for place in exact}
    vectors.close()


def added_backwards(held: Library, folder: Path) -> Library:
    """Return a library of the same papers, added one by one from the last to the first."""
    made = Library(Settings(library=folder), held.embedder)
    with made.writer() as writer:
        for text in reversed(held.texts.all()):
            known = held.records.with_content(text.content)
            document = held.document(text.paper_id, text.origin)
            original = held.original(text.paper_id, text.origin)
            assert known is not None
            assert document is not None
            assert original is not None
            passages = split(document, held.embedder)
            writer.add(known.record, document, passages, original.read_bytes(), text.source)
    return made


def told_elsewhere(held: str, made: str, questions: Sequence[str]) -> list[str]:
    """Return the snapshot id and the answers of a library made anew from another one."""
    with closing(Library(Settings(library=Path(held)), open_model())) as library:
        other = added_backwards(library, Path(made))
    # Asked in another order, other sentences are remembered from earlier questions.
    return [other.snapshot, *told(other, questions[::-1])[::-1]]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_development_questions_have_one_answer_in_any_process_order_and_threads(
    starter_library: Library, tmp_path: Path
) -> None:
    questions = QUESTIONS[::27]
    call = (
        "import json, sys, test_assistant_stable as here; held, made, questions = sys.argv[1:]; "
        "json.dump(here.told_elsewhere(held, made, json.loads(questions)), sys.stdout)"
    )
    folders = [starter_library.folder, tmp_path / "made"]
    child = subprocess.run(
        [sys.executable, "-c", call, *folders, json.dumps(questions)],
        cwd=Path(__file__).parent,
        env={**os.environ, "OMP_NUM_THREADS": "2", "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    snapshot, *elsewhere = json.loads(child.stdout)
    assert snapshot == starter_library.snapshot
    assert elsewhere == told(starter_library, questions)

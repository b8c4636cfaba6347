"""Measure how long answers take, and how much memory, in a library of many full-text papers.

Run with: python -m eval.bench.scale [--papers 1000] [--questions 50] [--folder FOLDER]

The papers are synthetic: ten passages each, in the parts of an article, of real sentences of the
starter corpus in another order for every paper, with names of places that no other paper has.
Their vectors are those of the real sentences with a little noise, so that nothing but the starter
corpus is embedded and building is quick. Told are the median, the 95th percentile (nearest rank)
and the slowest answer to questions of the development set, in the starter library and in the large
one, by one process, and the most memory it took. A folder that is named is kept, and built on.
"""

from __future__ import annotations

import argparse
import math
import random
import resource
import statistics
import tempfile
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from assistant.answer import answer
from assistant.misconceptions.register import register_of
from corpus.embed import open_model
from corpus.embedding import EmbeddedTexts
from corpus.library import Library
from corpus.originals import content_hash
from corpus.paper import Document, Paper, Passage, SectionKind
from corpus.paper_sentences import sentences_of
from corpus.record import Record
from corpus.sentence_table import EmbeddedPassage
from corpus.settings import Settings
from corpus.starter.records import FIRST_EDITION
from corpus.stored_vectors import Vector
from corpus.vocabulary import vocabulary_of
from corpus.writer import Begun, Writer
from eval.questions import read_questions
from ingest.add import add_starter
from ingest.assemble import Block, assemble
from ingest.split import split

_PARTS: tuple[tuple[str, SectionKind], ...] = (
    ("Abstract", "abstract"),
    ("Introduction", "introduction"),
    ("Methods", "methods"),
    ("Statistical analysis", "methods"),
    ("Results", "results"),
    ("Main outcomes", "results"),
    ("Outcomes", "results"),
    ("Discussion", "discussion"),
    ("Limitations", "limitations"),
    ("Conclusion", "conclusion"),
)
_SENTENCES = 5
"""In a passage, beside the one that names places."""
_PLACES = 3
_QUESTIONS = Path(str(files("eval.sets") / "development.jsonl"))
_NOISE = 0.15
"""Length of what is added to a vector of length one."""
_BATCH = 100


@dataclass(frozen=True)
class Stock:
    """The real sentences that papers are made of."""

    titles: Sequence[str]
    sentences: Sequence[str]
    alone: Vector
    titled: Vector

    @classmethod
    def of(cls, library: Library) -> Stock:
        """Return the sentences of a library with their vectors."""
        passages = [
            passage
            for text in library.texts.all()
            for passage in library.words.passages_of(text.paper_id, text.origin)
        ]
        stored = library.sentences.of([passage.passage_id for passage in passages])
        whole = {
            passage.text[one.span.start : one.span.end]: one
            for passage in passages
            for one in stored[passage.passage_id]
            if one.titled is not None and one.role != "sample"
        }
        return cls(
            [paper.title for paper in library.papers().values()],
            list(whole),
            np.stack([one.alone for one in whole.values()]),
            np.stack([one.titled for one in whole.values() if one.titled is not None]),
        )


class Synthetic:
    """Makes papers, the same for the same number."""

    def __init__(self, stock: Stock) -> None:
        self._stock = stock
        self._places = {text: place for place, text in enumerate(stock.sentences)}

    def document(self, number: int) -> Document:
        """Return the paper of this number."""
        chance = random.Random(number)  # noqa: S311 - nothing secret
        title = f"{chance.choice(self._stock.titles)}: study {number}"
        doi = f"10.5555/synthetic.{number}"
        blocks: list[Block] = []
        for heading, kind in _PARTS:
            places = ", ".join(_name(chance) for _ in range(_PLACES))
            told = [*chance.sample(self._stock.sentences, _SENTENCES), f"It was so in {places}."]
            blocks += [Block(heading, heading=True, kind=kind), Block(" ".join(told))]
        paper = Paper(f"doi:{doi}", title, doi=doi, year=1990 + number % 35)
        return assemble(paper, blocks)

    def embedded(self, passages: Sequence[Passage], new_words: Sequence[str]) -> EmbeddedTexts:
        """Return the vectors of passages, of their sentences and of words."""
        noise = np.random.default_rng(zlib.crc32(passages[0].passage_id.encode()))
        done: list[EmbeddedPassage] = []
        means: list[Vector] = []
        for passage in passages:
            sentences = list(sentences_of(passage))
            texts = [passage.text[one.span.start : one.span.end] for one in sentences]
            rows = [self._places.get(text, len(text) % len(self._places)) for text in texts]
            alone = _moved(self._stock.alone[rows], noise)
            titled = _moved(self._stock.titled[rows], noise)
            means.append(titled.mean(axis=0))
            behind = [
                None if one.role == "fragment" else row
                for one, row in zip(sentences, titled, strict=True)
            ]
            done.append(EmbeddedPassage(passage.passage_id, sentences, list(alone), behind))
        words = _unit(noise.standard_normal((len(new_words), alone.shape[1]), dtype=np.float32))
        return EmbeddedTexts(_unit(np.stack(means)), done, dict(zip(new_words, words, strict=True)))


def build(folder: Path, papers: int) -> None:
    """Make the starter library and a large one in a folder, or go on with what is there."""
    starter = _open(folder / "starter")
    add_starter(starter, lambda _done, _total, _outcome: None, FIRST_EDITION)
    register_of(starter)
    synthetic = Synthetic(Stock.of(starter))
    large = _open(folder / "large")
    register_of(large)
    first = len(large.papers())
    with large.writer() as writer:
        for start in range(first, papers, _BATCH):
            numbers = range(start, min(start + _BATCH, papers))
            begun = [_begun(writer, synthetic.document(number)) for number in numbers]
            passages = [passage for one in begun for passage in one.passages]
            words = vocabulary_of(passage.text for passage in passages)
            vectors = synthetic.embedded(passages, writer.vocabulary.lacking(words))
            writer.complete(begun, vectors)
    large.close()
    starter.close()


def ask(library: Library, questions: Sequence[str]) -> list[float]:
    """Return how many seconds each answer took; the first question is asked once before."""
    answer(library, questions[0])
    seconds: list[float] = []
    for question in questions:
        library.asked.forget()
        started = time.perf_counter()
        answer(library, question)
        seconds.append(time.perf_counter() - started)
    return seconds


def main() -> None:
    """Build both libraries, ask both, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=50)
    parser.add_argument("--folder", type=Path, help="where the libraries are kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        # In a process of its own, so that the memory that building takes is not counted.
        builder = get_context("spawn").Process(target=build, args=(folder, given.papers))
        builder.start()
        builder.join()
        questions = [one.question for one in read_questions(_QUESTIONS)][: given.questions]
        for name in ("starter", "large"):
            library = _open(folder / name)
            _print(library, ask(library, questions))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(f"most memory: {memory:.2f} GB")


def _print(library: Library, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    late = ordered[math.ceil(0.95 * len(ordered)) - 1]
    print(
        f"{len(library.papers())} papers, {library.passage_count} passages, {len(seconds)} "
        f"questions: median {statistics.median(ordered):.3f} s, p95 {late:.3f} s, "
        f"slowest {ordered[-1]:.3f} s"
    )


def _open(folder: Path) -> Library:
    return Library(Settings(library=folder), open_model())


def _begun(writer: Writer, document: Document) -> Begun:
    content = document.text.encode()
    record = Record("file", "synthetic", content_hash(content), document.paper)
    passages = split(document, writer.embedder.tokens)
    return writer.begin(record, document, passages, content, "synthetic")


def _name(chance: random.Random) -> str:
    """Return a name that few papers share."""
    syllables = (chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(4))
    return "".join(syllables).title()


def _moved(vectors: Vector, noise: np.random.Generator) -> Vector:
    by = _unit(noise.standard_normal(vectors.shape, dtype=np.float32))
    return _unit(vectors + _NOISE * by)


def _unit(vectors: Vector) -> Vector:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


if __name__ == "__main__":
    main()

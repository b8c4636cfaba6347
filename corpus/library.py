"""The library: a folder with catalog, originals and vectors that always agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import Catalog
from corpus.database import Database, Older
from corpus.embed import Embedder
from corpus.embedding_cache import Embedding, EmbeddingCache, StoredEmbedding
from corpus.errors import LibraryError, WrongModel
from corpus.feedback import Feedbacks
from corpus.hit import Hit, SearchScope
from corpus.holdings import Holdings, read_holdings
from corpus.lock import one_writer
from corpus.notices import Notices
from corpus.originals import Originals
from corpus.paper import Document, Origin, Paper, Passage
from corpus.records import Records
from corpus.register_vectors import RegisterVectors
from corpus.sentence_table import SentenceTable
from corpus.settings import Settings
from corpus.texts import Texts
from corpus.vectors import Vectors, collection_name
from corpus.vocabulary import Vocabulary
from corpus.words import Words
from corpus.writer import Writer

_FEW_PAPERS = 10
"""Of so few every passage is compared; the index would look through those of all papers."""


class Library:
    """What we hold of the literature; many may read it at once, one may write."""

    def __init__(self, settings: Settings, embedder: Embedder, *, mending: bool = False) -> None:
        """Open the library folder, making an empty library where there is none.

        `mending=True` opens, for a check, one whose vectors are gone.
        """
        self._open(settings, embedder)
        if self.catalog.fact("reindexing"):
            raise LibraryError(
                f"{self.folder}: rebuilding it was cut off; go on with: evidence reindex"
            )
        self._check_model(self.catalog.fact("model"), self.catalog.fact("checksum"))
        stored = self.vectors.fingerprint()
        if stored is not None:
            self._check_model(stored.name, stored.checksum)
        elif mending or not self.texts.held():
            with self.writer(settle=False):
                if self.vectors.fingerprint() is None:
                    self.vectors.create(self.embedder.fingerprint)
        else:
            raise LibraryError(f"{self.folder}: its vectors are gone; run: evidence check")

    @classmethod
    def to_rebuild(cls, settings: Settings, embedder: Embedder) -> Library:
        """Open a library to rebuild it, whatever model or version of ours it was made with."""
        library = cls.__new__(cls)
        library._open(settings, embedder, "brought over")
        return library

    def _open(self, settings: Settings, embedder: Embedder, older: Older = "refused") -> None:
        self.folder = settings.library
        self.embedder = embedder
        self.reads_closely = settings.reads_closely
        self._model = settings.model
        self.asked = EmbeddingCache(embedder)
        """Embeds what is asked; nothing of a paper, whose vectors are stored."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"{self.folder}: cannot be made ({error.strerror}); "
                "choose another folder with --library"
            ) from error
        self._database = Database(self.folder / "catalog.sqlite", older)
        self.catalog = Catalog(self._database)
        self.texts = Texts(self._database)
        self.records = Records(self._database)
        self.notices = Notices(self._database)
        self.feedback = Feedbacks(self._database)
        self.words = Words(self._database)
        self.sentences = SentenceTable(self._database)
        self.vocabulary = Vocabulary(self._database)
        self.register = RegisterVectors(self._database)
        self.originals = Originals(self.folder / "files")
        if self.catalog.fact("checksum") is None:
            if self.originals.all():
                raise LibraryError(
                    f"{self.folder}: its catalog is gone, its originals are still in "
                    f"{self.originals.folder}; restore catalog.sqlite, or add them to a new library"
                )
            with one_writer(self.folder):
                if self.catalog.fact("checksum") is None:
                    self.catalog.note_model(self.embedder.fingerprint)
        name = collection_name(settings.chroma, self.catalog.fact("library"))
        self.vectors = Vectors(self.folder / "chroma", settings.chroma, name)
        self._seen = (self._database.version(), self.catalog.revision())
        self._holdings: Holdings | None = None

    def _check_model(self, name: str | None, checksum: str | None) -> None:
        if checksum != self.embedder.checksum:
            raise WrongModel(
                f"{self.folder}: made with the embedding model {name!r}, not with "
                f"{self._model!r}; use that model, or rebuild with: evidence reindex"
            )

    def close(self) -> None:
        """Let go of the library's files."""
        self._database.close()

    @contextmanager
    def writer(self, *, settle: bool = True) -> Iterator[Writer]:
        """Hold the library's one place for a writer.

        What a killed writer left half done is finished first, unless `settle` is False.
        """
        with one_writer(self.folder):
            writer = Writer(
                self.catalog,
                self.texts,
                self.records,
                self.words,
                self.sentences,
                self.vocabulary,
                self.originals,
                self.vectors,
                self.embedder,
            )
            if settle:
                writer.settle()
            yield writer

    # What is held.

    def papers(self) -> dict[str, Paper]:
        """Return the searchable papers by id, in order of id."""
        return self._current().papers

    @property
    def snapshot(self) -> str:
        """A short id of what the library holds: the same papers and passages, the same id."""
        return self._current().snapshot

    @property
    def passage_count(self) -> int:
        """How many passages are searchable."""
        return self._current().passages

    def document(self, paper_id: str, origin: Origin) -> Document | None:
        """Return a text with its paper, sections, pages and word boxes."""
        return self.texts.document(paper_id, origin)

    def original(self, paper_id: str, origin: Origin) -> Path | None:
        """Return the original file of a text; None where it is not there."""
        text = self.texts.one(paper_id, origin)
        path = self.originals.path(text.content) if text else None
        return path if path and path.is_file() else None

    def nearest(self, question: str, limits: SearchScope, count: int) -> list[Hit]:
        """Return the passages whose vectors lie nearest to a question's, best first."""
        now = (self._database.version(), self.catalog.revision())
        if now[0] != self._seen[0] and now[1] != self._seen[1]:
            self.vectors.refresh()
            stored = self.vectors.fingerprint()
            self._check_model(stored.name if stored else None, stored.checksum if stored else None)
        # What was written while reading anew is read the next time.
        self._seen = now
        asked = self.asked.embed([question])[0]
        few = limits.paper_ids
        if few is not None and len(few) <= _FEW_PAPERS:
            return self.vectors.nearest_among(asked, self.words.ids_of(few, limits), count)
        if few is None and not limits.origins and limits.not_kinds:
            # Chroma takes ten times as long to leave out a few of all passages as to find them.
            hits = self.vectors.nearest(asked, SearchScope(), 2 * count)
            kinds = self.words.kinds_of([hit.passage_id for hit in hits])
            allowed = [hit for hit in hits if kinds.get(hit.passage_id) not in limits.not_kinds]
            if len(allowed) >= count or len(hits) < 2 * count:
                return allowed[:count]
        return self.vectors.nearest(asked, limits, count)

    def embedding_of(self, passages: Sequence[Passage]) -> Embedding:
        """Return what embeds anything asked, and has the stored vectors of passages' sentences."""
        stored = self.sentences.of([passage.passage_id for passage in passages])
        known = {
            passage.text[one.span.start : one.span.end]: one.alone
            for passage in passages
            for one in stored.get(passage.passage_id, ())
        }
        return StoredEmbedding(known, self.asked)

    def vectors_of(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the unit vectors of passages, by id; those that have none are left out."""
        return self.vectors.of(passage_ids)

    def _current(self) -> Holdings:
        """Return what is searchable now, read anew when that has changed."""
        revision = self.catalog.revision()
        if self._holdings is None or self._holdings.revision != revision:
            self._holdings = read_holdings(self.catalog, self.texts, self.words, revision)
        return self._holdings

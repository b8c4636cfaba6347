"""The library: a folder with catalog, originals and vectors that always agree."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock
import numpy as np
from numpy.typing import NDArray

from corpus.catalog import Catalog, Text
from corpus.database import Database
from corpus.embed import Embedder, Remembering, contextual_text
from corpus.errors import LibraryBusy, LibraryError, WrongModel
from corpus.merge import fill_in
from corpus.originals import Originals, content_hash
from corpus.paper import Document, Origin, Paper, Passage
from corpus.settings import Settings
from corpus.vectors import Hit, Vectors
from corpus.words import Words

_PATIENCE = 10.0  # seconds a second writer waits before it says who is in the way


@dataclass(frozen=True)
class _Holdings:
    revision: tuple[int, int]
    papers: dict[str, Paper]
    passages: int
    snapshot: str


class Library:
    """What we hold of the literature; many may read it at once, one may write."""

    def __init__(self, settings: Settings, embedder: Embedder, *, check_model: bool = True) -> None:
        """Open the library folder, making an empty library where there is none.

        `check_model=False` opens a library made with another model, so that it can be rebuilt.
        """
        self.folder = settings.library
        self.embedder = embedder
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"{self.folder}: cannot be made ({error.strerror}); "
                "choose another folder with --library"
            ) from error
        self._database = Database(self.folder / "catalog.sqlite")
        self.catalog = Catalog(self._database)
        self.words = Words(self._database)
        self.originals = Originals(self.folder / "files")
        made_with = self.catalog.fact("checksum")
        if made_with is None:
            self._note_model()
        elif check_model and made_with != embedder.checksum:
            raise WrongModel(
                f"{self.folder}: made with the embedding model {self.catalog.fact('model')!r}, "
                f"not with {settings.model!r}; use that model, or rebuild with: evidence reindex"
            )
        self.vectors = Vectors(self.folder / "chroma", settings.chroma, self._collection(settings))
        stored = self.vectors.fingerprint()
        if stored is None:
            self.vectors.create(embedder.fingerprint)
        elif check_model and stored.checksum != embedder.checksum:
            raise WrongModel(
                f"{self.folder}: its vectors were made with the embedding model {stored.name!r}, "
                f"not with {settings.model!r}; rebuild them with: evidence reindex"
            )
        self.sentences = Remembering(embedder)
        self._seen = self._database.version()
        self._holdings: _Holdings | None = None

    def close(self) -> None:
        """Let go of the catalog file."""
        self._database.close()

    @contextmanager
    def writer(self, *, settle: bool = True) -> Iterator[None]:
        """Hold the library's one place for a writer.

        What a killed writer left half done is finished first, unless `settle` is False.
        """
        lock = filelock.FileLock(self.folder / "writer.lock", timeout=_PATIENCE)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise LibraryBusy(
                f"{self.folder}: another process is adding or removing papers; "
                "try again when it has finished"
            ) from error
        except OSError as error:
            raise LibraryError(
                f"{self.folder}: cannot be written ({error.strerror}); give yourself write "
                "permission there or choose another folder with --library"
            ) from error
        try:
            for text in self.catalog.texts() if settle else ():
                self.settle(text)
            yield
        finally:
            lock.release()

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
        return self.catalog.document(paper_id, origin)

    def original(self, paper_id: str, origin: Origin) -> Path | None:
        """Return the original file of a text; None where it is not there."""
        text = self.catalog.text(paper_id, origin)
        path = self.originals.path(text.content) if text else None
        return path if path and path.is_file() else None

    def nearest(self, question: str, count: int, paper_ids: Sequence[str] | None) -> list[Hit]:
        """Return the passages whose vectors lie nearest to a question's, best first."""
        version = self._database.version()
        if version != self._seen:
            self.vectors.refresh()
            # The version from before: what was written meanwhile is read the next time.
            self._seen = version
        return self.vectors.nearest(self.embedder.embed([question])[0], count, paper_ids)

    # Adding and removing; call these within `writer()`.

    def add(
        self, document: Document, passages: Sequence[Passage], content: bytes, source: str
    ) -> Paper:
        """Add a text; it becomes searchable when original, catalog, words and vectors hold it.

        Where the paper is known from a text of another origin, its record is filled in.
        """
        known = self.catalog.paper(document.paper.paper_id)
        paper = fill_in(known, document.paper) if known else document.paper
        kept = self._keep(content)
        text = Text(paper.paper_id, document.origin, "adding", kept, source)
        try:
            self.catalog.write_document(paper, document, passages, text)
        except LibraryError:
            self._forget_unused(kept)
            raise
        self.finish(text)
        return paper

    def finish(self, text: Text) -> None:
        """Embed the passages of a text that have no vector yet, then make the text searchable."""
        paper = self.catalog.paper(text.paper_id)
        passages = self.words.passages_of(text.paper_id, text.origin)
        if paper is not None and passages:
            self.vectors.add(paper, passages, self._embedded(paper, passages))
        self.catalog.set_state(text.paper_id, text.origin, "ready")

    def note_form(self, document: Document, content: bytes) -> bool:
        """Note another form of a text we hold, filling in its paper; True where that added to it.

        Nothing is written where the form is known and adds nothing.
        """
        paper_id = document.paper.paper_id
        known = self.catalog.paper(paper_id)
        if known is None:
            raise KeyError(paper_id)
        filled = fill_in(known, document.paper)
        if filled != known:
            self.catalog.rewrite_paper(filled)
        self.catalog.remember_content(content_hash(content), paper_id, document.origin)
        return filled != known

    def settle(self, text: Text) -> None:
        """Finish what was being done with a text when its writer was killed."""
        if text.state == "adding":
            self.finish(text)
        elif text.state == "removing":
            self.remove_text(text)

    def remove(self, paper_id: str) -> bool:
        """Remove a paper with all its texts, leaving nothing; False where it is not known."""
        texts = [text for text in self.catalog.texts() if text.paper_id == paper_id]
        for text in texts:
            self.remove_text(text)
        return bool(texts)

    def remove_text(self, text: Text) -> None:
        """Remove one text of a paper, and the paper with its last text."""
        self.catalog.set_state(text.paper_id, text.origin, "removing")
        passages = self.words.passages_of(text.paper_id, text.origin)
        self.vectors.delete(passage.passage_id for passage in passages)
        self.catalog.delete_text(text.paper_id, text.origin)
        self._forget_unused(text.content)

    def adopt_model(self) -> None:
        """Drop all vectors and note that those to come are the present model's."""
        self.vectors.create(self.embedder.fingerprint)
        self._note_model()

    def _embedded(self, paper: Paper, passages: Sequence[Passage]) -> NDArray[np.float32]:
        return self.embedder.embed(
            [contextual_text(paper.title, p.section, p.text) for p in passages]
        )

    def _keep(self, content: bytes) -> str:
        try:
            return self.originals.keep(content)
        except OSError as error:
            raise LibraryError(
                f"{self.originals.folder}: cannot keep the original ({error.strerror}); "
                "nothing was added, mend the cause and repeat the command"
            ) from error

    def _forget_unused(self, content: str) -> None:
        if all(text.content != content for text in self.catalog.texts()):
            self.originals.forget(content)

    def _note_model(self) -> None:
        made = self.embedder.fingerprint
        self.catalog.set_facts(
            {
                "library": self.catalog.fact("library") or uuid.uuid4().hex,
                "model": made.name,
                "dimension": str(made.dimension),
                "checksum": made.checksum,
            }
        )

    def _collection(self, settings: Settings) -> str:
        """Return the collection's name; on a shared server it names the library, too."""
        return "passages" if settings.chroma is None else f"passages-{self.catalog.fact('library')}"

    def _current(self) -> _Holdings:
        """Return what is searchable now, read anew when anybody has written."""
        revision = (self._database.version(), self._database.changes())
        if self._holdings is None or self._holdings.revision != revision:
            papers = self.catalog.papers()
            passage_ids = self.words.passage_ids()
            held = repr(list(papers.values())) + "".join(passage_ids)
            snapshot = hashlib.sha256(held.encode()).hexdigest()[:12]
            self._holdings = _Holdings(revision, papers, len(passage_ids), snapshot)
        return self._holdings

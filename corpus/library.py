"""The library: a folder with catalog, originals and vectors that always agree."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import filelock
import numpy as np
from numpy.typing import NDArray

from corpus.catalog import Catalog, Text
from corpus.database import Database
from corpus.embed import Embedder, Remembering, contextual_text
from corpus.errors import LibraryBusy, LibraryError, WrongModel
from corpus.hit import Hit, Limits
from corpus.holdings import Holdings, read_holdings
from corpus.merge import fill_in
from corpus.originals import Originals, content_hash
from corpus.paper import Document, Origin, Paper, Passage
from corpus.settings import Settings
from corpus.vectors import Vectors
from corpus.words import Words

_PATIENCE = 10.0  # seconds a second writer waits before it says who is in the way


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
        elif mending or not self.catalog.held():
            with self.writer(settle=False):
                if self.vectors.fingerprint() is None:
                    self.vectors.create(self.embedder.fingerprint)
        else:
            raise LibraryError(f"{self.folder}: its vectors are gone; run: evidence check")

    @classmethod
    def to_rebuild(cls, settings: Settings, embedder: Embedder) -> Library:
        """Open a library to rebuild it, whatever model it was made with."""
        library = cls.__new__(cls)
        library._open(settings, embedder)
        return library

    def _open(self, settings: Settings, embedder: Embedder) -> None:
        self.folder = settings.library
        self.embedder = embedder
        self._model = settings.model
        self.remembered = Remembering(embedder)
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
        if self.catalog.fact("checksum") is None:
            if self.originals.all():
                raise LibraryError(
                    f"{self.folder}: its catalog is gone, its originals are still in "
                    f"{self.originals.folder}; restore catalog.sqlite, or add them to a new library"
                )
            with self.writer(settle=False):
                if self.catalog.fact("checksum") is None:
                    self._note_model()
        name = "passages"
        if settings.chroma is not None:
            # On a shared server the collection names its library, too.
            name = f"passages-{self.catalog.fact('library')}"
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

    def nearest(self, question: str, limits: Limits, count: int) -> list[Hit]:
        """Return the passages whose vectors lie nearest to a question's, best first."""
        now = (self._database.version(), self.catalog.revision())
        if now[0] != self._seen[0] and now[1] != self._seen[1]:
            self.vectors.refresh()
            stored = self.vectors.fingerprint()
            self._check_model(stored.name if stored else None, stored.checksum if stored else None)
        # What was written while reading anew is read the next time.
        self._seen = now
        return self.vectors.nearest(self.remembered.embed([question])[0], limits, count)

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
        self.catalog.make_ready(text)

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
        texts = self.catalog.texts_of(paper_id)
        self.catalog.withdraw(texts, "removing")
        for text in texts:
            self._delete(text)
        return bool(texts)

    def remove_text(self, text: Text) -> None:
        """Remove one text of a paper, and the paper with its last text."""
        self.catalog.withdraw([text], "removing")
        self._delete(text)

    def _delete(self, text: Text) -> None:
        passages = self.words.passages_of(text.paper_id, text.origin)
        self.vectors.delete(passage.passage_id for passage in passages)
        self.catalog.delete_text(text.paper_id, text.origin)
        self._forget_unused(text.content)

    def begin_rebuilding(self) -> list[Text]:
        """Take every text out of search, drop all vectors, and return the texts to rebuild.

        Until `end_rebuilding` the library opens for rebuilding only.
        """
        texts = [text for text in self.catalog.texts() if text.state != "removing"]
        self.catalog.set_facts({"reindexing": "yes"})
        self.catalog.withdraw(texts, "adding")
        self.vectors.create(self.embedder.fingerprint)
        self._note_model()
        return texts

    def end_rebuilding(self) -> None:
        """Open the library again for everybody."""
        self.catalog.set_facts({"reindexing": ""})

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
        if not self.catalog.uses(content):
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

    def _current(self) -> Holdings:
        """Return what is searchable now, read anew when that has changed."""
        revision = self.catalog.revision()
        if self._holdings is None or self._holdings.revision != revision:
            self._holdings = read_holdings(self.catalog, self.words, revision)
        return self._holdings

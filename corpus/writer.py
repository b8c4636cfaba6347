"""The hand that writes to a library: papers come in, are put together, taken apart and removed.

Each step leaves catalog, words, vectors and originals so that the next writer can finish what a
killed one began: the state of a text in the catalog is the journal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.catalog import Catalog
from corpus.embed import Embedder
from corpus.embedding import EmbeddedTexts, embedded
from corpus.errors import LibraryError
from corpus.originals import Originals
from corpus.paper import Document, Origin, Paper, Passage, moved
from corpus.record import Record
from corpus.records import Records, rank_of_id
from corpus.sentence_table import SentenceTable
from corpus.texts import Text, Texts
from corpus.vectors import Vectors
from corpus.vocabulary import Vocabulary
from corpus.words import Words


@dataclass(frozen=True)
class Begun:
    """A text that the catalog holds, still to be embedded."""

    text: Text
    paper: Paper
    passages: Sequence[Passage]


class Writer:
    """Everything that changes a library; made by `Library.writer`, which holds the lock."""

    def __init__(
        self,
        catalog: Catalog,
        texts: Texts,
        records: Records,
        words: Words,
        sentences: SentenceTable,
        vocabulary: Vocabulary,
        originals: Originals,
        vectors: Vectors,
        embedder: Embedder,
    ) -> None:
        self.catalog = catalog
        self.texts = texts
        self.records = records
        self.words = words
        self.sentences = sentences
        self.vocabulary = vocabulary
        self.originals = originals
        self.vectors = vectors
        self.embedder = embedder

    # Coming in.

    def add(
        self,
        record: Record,
        document: Document,
        passages: Sequence[Passage],
        content: bytes,
        source: str,
    ) -> Paper:
        """Add a text; it becomes searchable when original, catalog, words and vectors hold it.

        Where the paper is known from other records, it is filled in.
        """
        begun = self.begin(record, document, passages, content, source)
        self.finish([begun])
        return begun.paper

    def begin(
        self,
        record: Record,
        document: Document,
        passages: Sequence[Passage],
        content: bytes,
        source: str,
    ) -> Begun:
        """Keep the original and write a text into the catalog, not searchable yet."""
        paper_id = self.place(record)
        kept = self._keep(content)
        text = Text(paper_id, document.origin, "adding", kept, source)
        passages = moved(passages, paper_id)
        try:
            self.catalog.write_document(text, record, document, passages)
        except LibraryError:
            if not self.texts.with_original(kept):
                self.originals.forget(kept)
            raise
        return self._begun(text, passages)

    def finish(self, begun: Sequence[Begun]) -> None:
        """Embed texts and make them searchable."""
        self.complete(begun, self.embed(begun))

    def embed(self, begun: Sequence[Begun]) -> EmbeddedTexts:
        """Return the vectors of the passages of all the texts, their sentences and new words."""
        passages = [(one.paper, passage) for one in begun for passage in one.passages]
        return embedded(passages, self.embedder, self.vocabulary.lacking)

    def complete(self, begun: Sequence[Begun], vectors: EmbeddedTexts) -> None:
        """Write the vectors of texts, then make all of them searchable in one step."""
        passages = [(one.paper, passage) for one in begun for passage in one.passages]
        self.vectors.add(passages, vectors.passages)
        texts = [one.text for one in begun]
        self.catalog.make_ready(texts, vectors.sentences, vectors.vocabulary)

    def place(self, record: Record) -> str:
        """Return the id by which the paper of a record is known from now on.

        Papers that the record shows to be one are united, and a paper known by less is from now
        on known by its DOI.
        """
        held = self.records.with_content(record.content)
        if held is not None and held.apart:
            return held.paper_id
        return self._united(self.records.same_papers(record.paper), record.paper.paper_id)

    def note(self, record: Record, known_as: str | None = None) -> tuple[str, bool]:
        """Note what a source tells of a paper beside its texts; return its id, and if it changed.

        A paper that nothing else tells of is then known by this record alone. `known_as` names
        the paper where that is known from elsewhere than the record.
        """
        held = self.records.with_content(record.content)
        if held is not None and known_as is not None and not held.apart:
            known_as = self._united([held.paper_id, known_as], held.paper_id)
        paper_id = known_as or self.place(record)
        held = self.records.with_content(record.content)
        origin: Origin = held.origin if held and held.paper_id == paper_id else "record"
        changed = bool(self.catalog.note([(record, paper_id, origin)]))
        return self.place(record), changed

    def note_form(self, record: Record, document: Document) -> bool:
        """Note another form of a text we hold, filling in its paper; True where that added to it.

        Nothing is written where the form is known and adds nothing.
        """
        paper_id = self.place(record)
        return bool(self.catalog.note([(record, paper_id, document.origin)]))

    def say(self, paper_id: str, told: Paper) -> None:
        """Let a person's word count: the fields that `told` fills in, the others left to others.

        Where all fields are empty, what the person said before is taken back.
        """
        held = [one for one in self.records.of(paper_id) if one.record.kind == "person"]
        empty = Paper(paper_id, "")
        for one in held:
            if replace(told, paper_id=paper_id) == empty or one is not held[0]:
                self.catalog.forget(one.record.content, paper_id)
        if replace(told, paper_id=paper_id) != empty:
            fresh = hashlib.sha256(f"person\n{paper_id}".encode()).hexdigest()
            content = held[0].record.content if held else fresh
            record = Record("person", "said here", content, replace(told, paper_id=paper_id))
            self.catalog.note([(record, paper_id, "record")])

    def part(self, content: str) -> str:
        """Make a paper of its own of one record, with the text it brought; return the new id.

        Nothing is merged with it again, so that this undoes a merging for good.
        """
        held = self.records.with_content(content)
        if held is None:
            raise KeyError(content)
        paper_id = f"sha256:{content[:24]}"
        brought = [text for text in self.texts.of(held.paper_id) if text.content == content]
        self.catalog.part(content, paper_id, brought)
        self.settle()
        return paper_id

    # Finishing, and removing.

    def settle(self) -> None:
        """Finish what is under way, as a writer that was killed leaves it."""
        for text in self.texts.under_way():
            self.settle_text(text)

    def settle_text(self, text: Text) -> None:
        """Finish what was being done with one text."""
        if text.state == "removing":
            self._delete(text)
        else:
            passages = self.words.passages_of(text.paper_id, text.origin)
            self.finish([self._begun(text, passages)])

    def remove(self, paper_id: str) -> bool:
        """Remove a paper with all its texts, leaving nothing; False where it is not known."""
        known = self.catalog.paper(paper_id) is not None
        texts = self.texts.of(paper_id)
        self.catalog.withdraw_paper(paper_id, texts)
        for text in texts:
            self._delete(text)
        return known

    def remove_text(self, text: Text) -> None:
        """Remove one text of a paper, and the paper where nothing else is known of it."""
        self.catalog.withdraw([text], "removing")
        self._delete(text)

    def begin_rebuilding(self) -> list[Text]:
        """Take every text out of search, drop all vectors, and return the texts to rebuild.

        Until `end_rebuilding` the library opens for rebuilding only.
        """
        texts = [text for text in self.texts.all() if text.state != "removing"]
        self.catalog.set_facts({"reindexing": "yes"})
        self.catalog.withdraw(texts, "adding")
        self.catalog.forget_embedded()
        self.vectors.create(self.embedder.fingerprint)
        self.catalog.note_model(self.embedder.fingerprint)
        return texts

    def end_rebuilding(self) -> None:
        """Open the library again for everybody."""
        self.catalog.set_facts({"reindexing": ""})

    def _united(self, same: Sequence[str], told: str) -> str:
        """Make one paper of those known as `same`, under the best of their ids and `told`."""
        paper_id = min([*same, told], key=rank_of_id)
        for other in same:
            if other != paper_id:
                self.catalog.unite(paper_id, other)
        if set(same) - {paper_id}:
            self.settle()
        return paper_id

    def _begun(self, text: Text, passages: Sequence[Passage]) -> Begun:
        paper = self.catalog.paper(text.paper_id)
        if paper is None:
            raise KeyError(text.paper_id)
        return Begun(text, paper, passages)

    def _delete(self, text: Text) -> None:
        passages = self.words.passages_of(text.paper_id, text.origin)
        self.vectors.delete(passage.passage_id for passage in passages)
        # Before the catalog forgets it: a kill in between must not leave the file to nobody.
        if len(self.texts.with_original(text.content)) == 1:
            self.originals.forget(text.content)
        self.catalog.delete_text(text.paper_id, text.origin)

    def _keep(self, content: bytes) -> str:
        try:
            return self.originals.keep(content)
        except OSError as error:
            raise LibraryError(
                f"{self.originals.folder}: cannot keep the original ({error.strerror}); "
                "nothing was added, mend the cause and repeat the command"
            ) from error

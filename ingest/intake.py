"""Take drafts into the library: tell which paper each is of, and embed and write in batches.

While one batch is embedded, the one before it is written and the next one is read and placed, so
that no step waits for another longer than it must.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType

from corpus.identity import identifiers_differ, is_titled, keys_of
from corpus.paper import Paper
from corpus.record import Record
from corpus.records import rank_of_id
from corpus.settings import Bounds
from corpus.writer import Begun, Writer
from ingest.draft import Draft
from ingest.outcome import Outcome, OutcomeKind

_BATCH = 192
"""Passages; enough to find many of equal length, few enough to be seen soon."""
_UNDER_WAY = 2
"""Batches that are embedded or written at once."""


@dataclass
class _Batch:
    begun: list[Begun] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    passages: int = 0


class Intake:
    """Takes drafts one by one and yields their outcomes in the same order, once they are settled.

    Use it as a context manager: at its end all is settled, or, where an error ended it, the rest
    is left for the next writer to finish.
    """

    def __init__(self, writer: Writer, bounds: Bounds) -> None:
        self._writer = writer
        self._bounds = bounds
        self._batch = _Batch()
        self._under_way: deque[tuple[Future[None], list[Outcome]]] = deque()
        self._embedding = ThreadPoolExecutor(1, "embedding")
        self._writing = ThreadPoolExecutor(1, "writing")
        self._is_ready = False

    def __enter__(self) -> Intake:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let what is under way end, and begin nothing more."""
        self._embedding.shutdown(cancel_futures=True)
        self._writing.shutdown(cancel_futures=True)

    def get_ready(self) -> None:
        """Let the model load while the first files are read; call it once some are to be."""
        if not self._is_ready:
            self._is_ready = True
            self._embedding.submit(self._writer.embedder.embed, ["warm"])

    def take(self, draft: Draft) -> Iterator[Outcome]:
        """Take one draft, and yield the outcomes that are settled by now."""
        yield from self.tell(self._placed(draft))
        # A hand that has nothing to do takes what there is.
        if self._batch.passages >= _BATCH or not self._under_way:
            self._send()
        yield from self._settled(_UNDER_WAY)

    def tell(self, outcome: Outcome) -> Iterator[Outcome]:
        """Put an outcome that needs no work in its place, and yield those that are settled."""
        if not self._batch.begun and not self._under_way:
            yield outcome
        else:
            self._batch.outcomes.append(outcome)

    def flush(self) -> Iterator[Outcome]:
        """Settle everything taken so far, and yield the outcomes."""
        self._send()
        yield from self._settled(0)

    def _placed(self, draft: Draft) -> Outcome:
        """Return what becomes of a draft; where it brings a text, that joins the batch."""
        told, document = draft.record.paper, draft.document
        if document is not None and len(document.text) > self._bounds.characters:
            most = f"{self._bounds.characters:,}"
            reason = f"its text has more than {most} characters; add the articles one by one"
            return Outcome(draft.shown, "refused", told.title, reason)
        known = self.known(draft)
        if known is not None:
            return known
        clash = None if draft.asked else self.clash(draft.record, document.text if document else "")
        if clash is not None:
            return Outcome(draft.shown, "refused", told.title, clash)
        self._let_unite(draft.record)
        linked = self._linked(draft)
        if linked is not None:
            self.note(draft.record, linked)
        if document is None:
            return self._noted(draft)
        paper_id = self._writer.place(draft.record)
        if self._writer.texts.one(paper_id, document.origin) is not None:
            changed = self._writer.note_form(draft.record, document)
            return self._outcome(draft, "updated" if changed else "known", paper_id)
        if not draft.passages:
            reason = "holds nothing but a reference list; add the paper itself"
            return Outcome(draft.shown, "refused", told.title, reason)
        return self._begun(draft)

    def known(self, draft: Draft) -> Outcome | None:
        """Return "known" where the library holds this very record with all it brings."""
        held = self._writer.records.with_content(draft.record.content)
        if held is None or (draft.document is not None and held.origin == "record"):
            return None
        if not held.apart and self._linked(draft) not in (None, held.paper_id):
            return None
        return self._outcome(draft, "known", held.paper_id)

    def clash(self, record: Record, text: str = "") -> str | None:
        """Return the reason why a record cannot be of the paper whose identifier it carries.

        `text` is that of its document, which may print another title than the record tells.
        """
        told = record.paper
        known = self.otherwise_titled(told, text)
        if known is None:
            return None
        return (
            f"it carries the identifier {_shared(known, told)}, which the library has for "
            f"“{known.title}”, but is itself titled “{told.title}”; "
            "check the identifier in the file, or remove the other paper first"
        )

    def otherwise_titled(self, told: Paper, text: str = "") -> Paper | None:
        """Return the paper we hold under the same identifier and quite another title, if any."""
        held = map(self._writer.catalog.paper, self._writer.records.same_papers(told))
        return next((one for one in held if one and not is_titled(one, told, text)), None)

    def note(self, record: Record, known_as: str | None = None) -> tuple[str, bool]:
        """Note what a source tells of a paper, as `Writer.note` does, beside what is under way."""
        self._let_unite(record, known_as)
        return self._writer.note(record, known_as)

    def _let_unite(self, record: Record, known_as: str | None = None) -> None:
        """Wait until no text is under way where a record may show two held papers to be one.

        Uniting settles every text that is not ready, and moves those of one of the papers.
        """
        same = self._writer.records.same_papers(record.paper)
        best = min([*same, record.paper.paper_id], key=rank_of_id)
        if known_as is not None or any(paper_id != best for paper_id in same):
            self._send()
            for future, _ in self._under_way:
                future.result()

    def _linked(self, draft: Draft) -> str | None:
        """Return the paper of the files that the draft says are its own, if they are held."""
        for content in draft.with_contents:
            held = self._writer.records.with_content(content)
            known = self._writer.catalog.paper(held.paper_id) if held else None
            if known is not None and not identifiers_differ(known, draft.record.paper):
                return known.paper_id
        return None

    def _noted(self, draft: Draft) -> Outcome:
        """Take a draft that has no text: it fills its paper in, or stands by itself."""
        paper_id, changed = self.note(draft.record)
        if self._writer.texts.of(paper_id):
            return self._outcome(draft, "updated" if changed else "known", paper_id)
        reason = "no text: known by its record alone; add the paper itself to have it searched"
        return self._outcome(draft, "added" if changed else "known", paper_id, reason)

    def _begun(self, draft: Draft) -> Outcome:
        if draft.document is None:
            raise ValueError(draft.shown)
        begun = self._writer.begin(
            draft.record, draft.document, draft.passages, draft.content, draft.source
        )
        self._batch.begun.append(begun)
        self._batch.passages += len(begun.passages)
        kind: OutcomeKind = "updated" if draft.updates else "added"
        return self._outcome(draft, kind, begun.paper.paper_id, passages=len(begun.passages))

    def _outcome(
        self, draft: Draft, kind: OutcomeKind, paper_id: str, reason: str = "", passages: int = 0
    ) -> Outcome:
        known = self._writer.catalog.paper(paper_id)
        title = known.title if known else draft.record.paper.title
        told = "; ".join(part for part in (reason, draft.remark) if part)
        return Outcome(draft.shown, kind, title, told, passages, paper_id)

    def _send(self) -> None:
        """Let the batch be embedded, and then written, beside what goes on here."""
        batch, self._batch = self._batch, _Batch()
        if not batch.begun:
            if self._under_way:
                self._under_way[-1][1].extend(batch.outcomes)
            else:
                self._batch.outcomes = batch.outcomes
            return
        vectors = self._embedding.submit(self._writer.embed, batch.begun)

        def write() -> None:
            self._writer.complete(batch.begun, vectors.result())

        self._under_way.append((self._writing.submit(write), batch.outcomes))

    def _settled(self, most: int) -> Iterator[Outcome]:
        """Yield the outcomes of what has been written, waiting until at most `most` are not."""
        while self._under_way and (len(self._under_way) > most or self._under_way[0][0].done()):
            future, outcomes = self._under_way.popleft()
            future.result()
            yield from outcomes
        if not self._under_way and not self._batch.begun:
            outcomes, self._batch.outcomes = self._batch.outcomes, []
            yield from outcomes


def _shared(known: Paper, told: Paper) -> str:
    """Return the identifier that two records share, as in "doi:10.1/x"."""
    return next(key for key in keys_of(told) if key in keys_of(known) or key == known.paper_id)

"""The desk where other programs ask: each errand of the command, as the JSON it prints."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import answer, check_question
from assistant.misconceptions.boost import boosted_search
from assistant.misconceptions.repeated_claim import repeated_claim
from assistant.papers.provenance import known
from assistant.render.json_objects import (
    Json,
    answer_object,
    known_object,
    paper_object,
    searched_object,
    verification_object,
)
from assistant.understand.contextualize import in_conversation
from assistant.verify.paragraph import verify
from assistant.verify.rules.entailment import Entails
from assistant.web.api.request import AskRequest, SearchRequest, VerifyRequest
from corpus.errors import NoSuchPaper, OtherSnapshot
from corpus.library import Library


@dataclass(frozen=True)
class Desk:
    """Answers over one library."""

    library: Library
    entails: Entails | None = None
    """Judges entailment when a text is verified; None for the rules alone."""

    def ask(self, wanted: AskRequest) -> Json:
        """Return the answer to a question."""
        self._check_snapshot(wanted.snapshot)
        filters = wanted.limits
        return answer_object(answer(self.library, wanted.question, filters, wanted.follows))

    def search(self, wanted: SearchRequest) -> Json:
        """Return the passages that bear on a question, best first."""
        self._check_snapshot(wanted.snapshot)
        asked = in_conversation(check_question(wanted.question), wanted.follows)
        found = boosted_search(self.library, asked, wanted.limits, wanted.top)
        return searched_object(wanted.question, found)

    def verify(self, wanted: VerifyRequest) -> Json:
        """Return what the library says of each sentence of a text."""
        self._check_snapshot(wanted.snapshot)
        found = verify(self.library, wanted.text, self.entails, repeated_claim)
        return verification_object(found)

    def paper(self, paper_id: str) -> Json:
        """Return one paper: its fields and who tells them, conflicts, study facts, standing."""
        if self.library.catalog.paper(paper_id) is None:
            raise NoSuchPaper(f"no paper has the id {paper_id}; see them at: api/papers")
        return known_object(known(self.library, paper_id))

    def papers(self) -> list[Json]:
        """Return all papers with their fields."""
        return [paper_object(paper) for paper in self.library.catalog.listed().values()]

    def held(self) -> Json:
        """Return how much the library holds, and the id of it."""
        return {
            "papers": len(self.library.papers()),
            "passages": self.library.passage_count,
            "snapshot": self.library.snapshot,
        }

    def _check_snapshot(self, wanted: str | None) -> None:
        now = self.library.snapshot
        if wanted is not None and not now.startswith(wanted):
            raise OtherSnapshot(
                f"the library is now {now}, not {wanted}: papers or their standing have changed "
                "since; ask without a snapshot, or restore that one with: evidence restore"
            )

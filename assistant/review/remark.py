"""A remark: what is noticed in a statement, why it matters, and what to read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from assistant.retrieve.evidence import Evidence
from assistant.review.category import Kind, kinds
from assistant.review.find import Finding
from assistant.review.material import Statement
from corpus.claims import Claim
from corpus.references.cite import short_name
from corpus.status import Standing
from corpus.text.sentences import Span


@dataclass(frozen=True)
class Remark:
    """What a colleague would say of a statement."""

    remark_id: str
    """The same for the same words in the same file, wherever they have moved to."""
    statement: Statement
    finding: Finding
    why: str
    """Two sentences: of the category, and of the claim where there is one."""
    better: str
    """A better wording, or what to ask."""
    replaced: str | None
    """What replaced a retired tool or rule, and since when."""
    other_side: str | None
    """Where the matter is contested: what remains open."""
    question: str
    """To ask the library further."""
    evidence: tuple[Evidence, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the marked words stand in the statement, without those of its heading."""
        text = self.statement.text
        before = len(self.finding.text) - len(text)
        moved = [Span(one.start - before, one.end - before) for one in self.finding.marked]
        inside = tuple(Span(max(one.start, 0), one.end) for one in moved if one.end > 0)
        return inside or (Span(0, len(text)),)

    @property
    def marked(self) -> tuple[str, ...]:
        """The words that are marked in the statement."""
        return tuple(self.statement.text[one.start : one.end] for one in self.spans)


def remark_of(
    file: str, statement: Statement, finding: Finding, evidence: list[Evidence]
) -> Remark:
    """Return the remark on a statement of a file."""
    kind, claim = kinds()[finding.category], finding.claim
    return Remark(
        remark_id=remark_id(file, statement.text),
        statement=statement,
        finding=finding,
        why=_why(kind.why, claim),
        better=_better(kind, finding),
        replaced=_replaced(claim),
        other_side=_other_side(claim, evidence),
        question=_question(claim, kind.question, statement),
        evidence=tuple(evidence),
    )


def remark_id(file: str, text: str) -> str:
    """Return the id of a remark on these words of a file, of sixteen hexadecimal digits."""
    told = f"{file}\n{' '.join(text.split()).casefold()}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _why(of_category: str, claim: Claim | None) -> str:
    if claim is None:
        return of_category
    first = of_category.split(". ")[0].rstrip(".")
    return f"{first}. {claim.why}"


def _better(kind: Kind, finding: Finding) -> str:
    """Return what the entry advises, behind the category's advice where it does not say it all.

    It does where the statement says what the entry says, and more than its words are at fault.
    """
    advice = finding.claim.replaced_by if finding.claim else None
    if not advice:
        return kind.better
    return advice if finding.says_claim and kind.near is not None else f"{kind.better} {advice}"


def _replaced(claim: Claim | None) -> str | None:
    if claim is None or not claim.replaced_by or claim.since is None:
        return None
    return f"Since {claim.since}: {claim.replaced_by}"


def _other_side(claim: Claim | None, evidence: list[Evidence]) -> str | None:
    """Return what remains open of a contested matter, which papers are contested, and why."""
    open_still = claim.status_note if claim and claim.kind == "contested" else None
    contested = [
        " ".join(filter(None, [f"{short_name(one.paper)} is contested.", one.paper.status.note]))
        for one in evidence
        if one.paper.status.standing == Standing.CONTESTED
    ]
    return " ".join(filter(None, [open_still, *contested])) or None


def _question(claim: Claim | None, of_category: str, statement: Statement) -> str:
    if claim is not None:
        return f"What does the evidence say on this: {claim.statement}"
    return f"{of_category} ({' '.join(statement.text.split()[:25])})"

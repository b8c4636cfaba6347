"""The JSON of a review: one object a file, as `evidence review --json` prints it."""

from __future__ import annotations

from dataclasses import asdict

from assistant.render.json_objects import Json, evidence_object
from assistant.review.decision import Decision, Since
from assistant.review.remark import Remark
from assistant.review.review import Review


def review_object(
    review: Review, decisions: dict[str, tuple[Decision, ...]], since: Since | None
) -> Json:
    """Return a review with what readers decided on its remarks and what changed since."""
    material = review.material
    return {
        "file": material.file,
        "flags": [remark_object(one, decisions.get(one.remark_id, ())) for one in review.remarks],
        "clean": review.clean,
        "seconds": round(review.seconds, 3),
        "form": material.form,
        "statements": len(material.statements),
        "look_yourself": [
            {"place": one.place.words, "description": one.description} for one in material.pictures
        ],
        "warnings": list(material.warnings),
        "since": asdict(since) if since else None,
    }


def remark_object(remark: Remark, decisions: tuple[Decision, ...] = ()) -> Json:
    """Return a remark with the passages it cites."""
    finding, place = remark.finding, remark.statement.place
    return {
        "id": remark.remark_id,
        "place": place.words,
        "unit": place.unit,
        "number": place.number,
        "part": place.part,
        "heading": remark.statement.heading,
        "text": remark.statement.text,
        "marked": [[one.start, one.end] for one in remark.spans],
        "category": finding.category,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "score": round(finding.score, 3),
        "signals": [asdict(one) for one in finding.signals],
        "claim_id": finding.claim.claim_id if finding.claim else None,
        "why": remark.why,
        "better": remark.better,
        "replaced": remark.replaced,
        "other_side": remark.other_side,
        "question": remark.question,
        "sources": [evidence_object(one) for one in remark.evidence],
        "decisions": [asdict(one) for one in decisions],
    }

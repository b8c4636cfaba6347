"""The JSON that other programs get: one object for an answer, a search, a report, a paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.brief import DIGEST_NOTE, GROUPS, Answer, Sentence, shown_text
from assistant.generate.generated_answer import written_words
from assistant.judge.answerability import IN_PART
from assistant.judge.gaps import what_is_missing
from assistant.judge.outcome import NEAREST_NOTE
from assistant.misconceptions.correction import correction_markdown
from assistant.misconceptions.detect import Premise
from assistant.papers.provenance import Known
from assistant.retrieve.evidence import Evidence
from assistant.understand.spelling import read_words
from assistant.verify.paragraph import Verification
from corpus.paper import Paper
from corpus.references.cite import pages

if TYPE_CHECKING:  # Who only asks need not wait for what reads papers.
    from ingest.outcome import Report
    from ingest.recheck import Recheck

Json = dict[str, Any]


def answer_object(answer: Answer) -> Json:
    """Return an answer as the object that `evidence ask --json` prints.

    `written` stands in it only where a language model was asked.
    """
    told: Json = {
        "question": answer.question,
        "outcome": answer.outcome,
        "declined": answer.declined,
        "request": answer.request,
        "reason": answer.reason,
        "missing": list(answer.missing),
        "premise": _premise_object(answer.premise) if answer.premise else None,
        "answer": answer_markdown(answer),
        "sentences": [_sentence_object(sentence) for sentence in answer.sentences],
        "evidence": [evidence_object(item) for item in answer.evidence],
        "library": {
            "papers": answer.papers,
            "passages": answer.passages,
            "snapshot": answer.snapshot,
        },
        "writer": answer.writer,
        "sure": round(answer.sure, 3),
        "seconds": {step: round(seconds, 3) for step, seconds in answer.seconds.items()},
    }
    return told if answer.written is None else {**told, "written": asdict(answer.written)}


def answer_markdown(answer: Answer) -> str:
    """Return an answer as Markdown with markers such as [1], or the refusal.

    A claim that the question assumes is corrected above it, one that it mentions stands below.
    """
    told = correction_markdown(answer.premise) if answer.premise else ""
    if told and answer.is_entry:
        return told
    above = answer.premise is not None and answer.premise.stance == "assumed"
    body = _body_markdown(answer)
    return "\n\n".join(part for part in ((told, body) if above else (body, told)) if part)


def _body_markdown(answer: Answer) -> str:
    lines = [f"*{read_words(answer.read_as)}*"] if answer.read_as else []
    if answer.declined or answer.request != "evidence":
        return "\n\n".join([*lines, answer.reason or ""])
    if written := written_words(answer):
        lines.append(written)
    if answer.outcome == "nearest":
        lines.append(f"*{NEAREST_NOTE}*")
    if answer.missing:
        lines.append(f"*{IN_PART}.* {what_is_missing(answer.missing)}")
    for group, heading in GROUPS.items():
        sentences = [sentence for sentence in answer.sentences if sentence.group == group]
        if sentences:
            lines.append(f"**{heading}**")
        lines.extend(sentence_line(sentence, answer, literal) for sentence in sentences)
    if answer.tells_digests:
        lines.append(DIGEST_NOTE)
    return "\n\n".join(lines)


def searched_object(question: str, found: Sequence[Evidence]) -> Json:
    """Return what a search found as the object that `evidence search --json` prints."""
    return {"question": question, "evidence": [evidence_object(item) for item in found]}


def evidence_object(item: Evidence) -> Json:
    """Return a piece of evidence with its paper and its place."""
    paper, passage = item.paper, item.passage
    return {
        "rank": item.rank,
        "paper_id": paper.paper_id,
        "passage_id": passage.passage_id,
        "title": paper.title,
        "authors": list(paper.authors),
        "year": paper.year,
        "journal": paper.journal,
        "doi": paper.doi,
        "pmid": paper.pmid,
        "section": passage.section,
        "pages": pages(passage),
        "text": passage.text,
        "quote": item.quote,
        "score": round(item.score, 6),
        "status": paper.status.standing.value,
        "origin": passage.origin,
    }


def verification_object(found: Verification) -> Json:
    """Return a verified text as the object that `evidence verify --json` prints."""
    return {
        "sentences": [
            {
                "text": sentence.text,
                "cites": list(sentence.cites),
                "verdict": sentence.outcome,
                "probability": dict(sentence.probability),
                "why": sentence.why,
                "claim": sentence.claim.claim_id if sentence.claim else None,
                "evidence": [evidence_object(item) for item in sentence.evidence],
            }
            for sentence in found.sentences
        ],
        "supported": found.count("supported"),
        "contradicted": found.count("contradicted"),
        "cannot_tell": found.count("cannot_tell"),
        "library": {
            "papers": found.papers,
            "passages": found.passages,
            "snapshot": found.snapshot,
        },
        "seconds": round(found.seconds, 3),
    }


def paper_object(paper: Paper) -> Json:
    """Return a paper with all its fields."""
    return asdict(paper)


def known_object(known: Known) -> Json:
    """Return one paper with who tells what of it, where they differ, and what is held of it."""
    return {
        **paper_object(known.paper),
        "sources": known.sources,
        "conflicts": [asdict(conflict) for conflict in known.conflicts],
        "standings": [asdict(status) for status in known.standings],
        "records": [
            {
                "record": held.record.content[:8],
                "kind": held.record.kind,
                "name": held.record.name,
                "form_of": None if held.origin == "record" else held.origin,
                "apart": held.apart,
            }
            for held in known.records
        ],
        "texts": [{"origin": text.origin, "source": text.source} for text in known.texts],
    }


def recheck_object(found: Recheck) -> Json:
    """Return what looking all papers up brought."""
    return {
        "papers": found.papers,
        "unknown": found.unknown,
        "changed": [asdict(change) for change in found.changes],
        "sources": [asdict(source) for source in found.sources],
        "refused": [{"path": one.path, "reason": one.reason} for one in found.refused],
    }


def report_object(report: Report) -> Json:
    """Return what became of the files that were added."""
    return {
        "added": report.count("added"),
        "known": report.count("known"),
        "updated": report.count("updated"),
        "refused": [{"path": one.path, "reason": one.reason} for one in report.refused],
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }


def _premise_object(premise: Premise) -> Json:
    claim = premise.claim
    return {
        "claim_id": claim.claim_id,
        "stance": premise.stance,
        "statement": claim.statement,
        "kind": claim.kind,
        "correction": claim.correction,
        "also": [
            {"claim_id": other.claim_id, "statement": other.statement} for other in premise.also
        ],
        "sources": [
            {
                "paper_id": source.paper.paper_id,
                "title": source.title,
                "authors": list(source.authors),
                "year": source.year,
                "journal": source.journal,
                "doi": source.doi,
                "pmid": source.pmid,
                "url": source.address,
                "supports": source.supports,
            }
            for source in claim.sources
        ],
    }


def _sentence_object(sentence: Sentence) -> Json:
    told: Json = {
        "text": sentence.text,
        "cites": list(sentence.cites),
        "verbatim": sentence.verbatim,
        "supported": sentence.supported,
        "why": sentence.why,
        "group": sentence.group,
    }
    return {**told, "struck": True} if sentence.struck else told


def literal(text: str) -> str:
    """Return text that Markdown shows as it stands: no tag, link, picture or marker of its own.

    A picture would be fetched from elsewhere, and "[12]" in a paper is not one of our markers.
    """
    return re.sub(r"[\[\]\\`]|<(?=[A-Za-z/!?])", r"\\\g<0>", text)


def sentence_line(sentence: Sentence, answer: Answer, form: Callable[[str], str] = str) -> str:
    """Return a sentence with its markers, what is a digest, and a standing that needs care.

    `form` makes of the sentence what is to be shown, the markers left out.
    """
    markers = "".join(f"[{rank}]" for rank in sentence.cites)
    cited = [answer.evidence[rank - 1] for rank in sentence.cites]
    origins = [item.passage.origin for item in cited]
    notes = ["note"] if sentence.noted else ["digest" for origin in origins if origin == "digest"]
    notes += [i.paper.status.standing.value for i in cited if i.paper.status.needs_care]
    text = form(shown_text(sentence, answer))
    if sentence.struck:
        notes, text = ["struck: " + sentence.why], f"~~{text}~~"
    elif not sentence.supported:
        notes.append("borne out only in part: " + sentence.why)
    told = f" *({', '.join(dict.fromkeys(notes))})*" if notes else ""
    return " ".join(filter(None, [text, markers + told]))

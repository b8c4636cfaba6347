"""The conversation: questions, and answers whose markers open the cards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from assistant.brief import DIGEST_NOTE, GROUPS, Answer, Sentence, shown_text
from assistant.generate.generated_answer import written_words
from assistant.judge.answerability import IN_PART
from assistant.judge.gaps import what_is_missing
from assistant.judge.outcome import NEAREST_NOTE
from assistant.retrieve.evidence import Evidence
from assistant.understand.contextualize import in_conversation
from assistant.understand.spelling import read_words
from assistant.web.page.cards import card_id
from assistant.web.page.correction import correction
from assistant.web.page.examples import examples
from assistant.web.page.feedback import thumbs
from assistant.web.page.limits import in_words
from assistant.web.page.link import Asked, link_of
from corpus.filters import NO_FILTERS, Filters
from corpus.references.cite import short_name

_QUOTED = "Every sentence of an answer is quoted letter for letter from"
_WRITTEN = "Every sentence of an answer is checked against"
_COPY_ANSWER = "<button type='button' class='act' data-copy='answer'>Copy with references</button>"
_COPY_LINK = "<button type='button' class='act' data-copy='link'>Copy a link to this</button>"


State = Literal["going", "whole", "stopped"]
"""Whether an answer is still coming, has all its sentences, or was stopped by the person."""


@dataclass(frozen=True)
class Turn:
    """One question with what came of it so far."""

    question: str
    answer: Answer | None = None
    """None while the library is searched."""
    together_with: str | None = None
    """The earlier question that this one was understood to follow up."""
    filters: Filters = NO_FILTERS
    note: str = ""
    """What to know before reading the answer, such as that a link was made with another library."""
    state: State = "going"


def conversation(turns: Sequence[Turn], papers: int, *, written: bool = False) -> str:
    """Return the conversation so far, the oldest turn first.

    `written` says that a language model may write.
    """
    if not turns:
        return (
            "<div class='welcome'><h2>What do you want to teach, check or cite?</h2>"
            f"<p>{_WRITTEN if written else _QUOTED} one of {papers:,} "
            "papers and opens onto its passage. Where the library does not answer, it says so. "
            f"{'' if written else 'Nothing you type leaves this machine.'}</p></div>"
            f"{examples()}"
        )
    return "".join(_turn(number, turn, papers) for number, turn in enumerate(turns, start=1))


def _turn(number: int, turn: Turn, papers: int) -> str:
    link = escape(_link(turn), quote=True)
    return (
        f"<article class='turn' id='t{number}' aria-label='Question {number}' tabindex='-1' "
        f"data-state='{turn.state}' data-link='{link}'>"
        f"<h2 class='q'>{escape(turn.question)}</h2>{_told_before(turn)}"
        f"{_body(number, turn, papers)}{_acts(turn)}{_thumbs(turn)}</article>"
    )


def _link(turn: Turn) -> str:
    """Return the link that asks this again; it names the library once that has answered."""
    snapshot = turn.answer.snapshot if turn.answer else None
    return link_of(Asked(turn.question, turn.together_with, turn.filters, snapshot))


def _told_before(turn: Turn) -> str:
    """Return what else was asked with the question, and what to know before reading on."""
    within = in_words(turn.filters)
    parts = [f"Limited to: {within}"] if within else []
    if turn.together_with is not None:
        parts.append(f"Read together with “{turn.together_with}”")
    if turn.answer is not None and turn.answer.read_as:
        parts.append(read_words(turn.answer.read_as))
    told = "".join(f"<p class='together'>{escape(part)}</p>" for part in parts)
    return told + (f"<p class='note linked'>{escape(turn.note)}</p>" if turn.note else "")


def _thumbs(turn: Turn) -> str:
    if turn.answer is None or turn.state != "whole":
        return ""
    return thumbs(in_conversation(turn.question, turn.together_with), turn.answer)


def _body(number: int, turn: Turn, papers: int) -> str:
    stopped = (
        "<p class='note stopped'><b>Stopped</b>Not all of the answer is here; ask again for the "
        "whole of it.</p>"
        if turn.state == "stopped"
        else ""
    )
    if turn.answer is None:
        return stopped or f"<p class='busy'>Searching {papers:,} papers …</p>"
    answer = turn.answer
    told = (
        correction(number, answer.premise, answer.evidence, is_open=answer.is_entry)
        if answer.premise
        else ""
    )
    if told and answer.is_entry:
        return told
    above = answer.premise is not None and answer.premise.stance == "assumed"
    whole = turn.state == "whole"
    if answer.request != "evidence":
        body, foot = _replied(answer), ""
    elif answer.declined:
        body, foot = _declined(answer), ""
    elif not answer.sentences:
        body, foot = stopped or f"<p class='busy'>{escape(answer.writer)} is writing …</p>", ""
    else:
        body, foot = _answered(number, answer) + stopped, _foot(answer) if whole else ""
    return told + body + foot if above else body + (told if whole else "") + foot


def _acts(turn: Turn) -> str:
    """Return what can be done with an answer that is there."""
    if turn.state == "going" or turn.answer is None:
        return ""
    words = "" if turn.answer.declined or not turn.answer.sentences else _COPY_ANSWER
    return (
        f"<div class='acts'>{words}{_COPY_LINK}{_to_handout(turn.question, turn.answer)}</div>"
        "<p class='copied' role='status'></p>"
    )


def _to_handout(question: str, answer: Answer) -> str:
    """Return the button that puts all quoted sentences, and the correction, into the hand-out."""
    cited = [
        (answer.evidence[sentence.cites[0] - 1], sentence.text)
        for sentence in answer.sentences
        if sentence.verbatim and sentence.cites
    ]
    if answer.declined or not cited:
        return ""
    told = {
        "question": question,
        "passages": [
            {"passage_id": item.passage.passage_id, "quote": text} for item, text in cited
        ],
        "premise": answer.premise.claim.claim_id if answer.premise else None,
    }
    return (
        f"<button type='button' class='act' data-handout-answer='{escape(json.dumps(told))}'>"
        "Add all to hand-out</button>"
    )


def _replied(answer: Answer) -> str:
    """Return the reply to a request that asks for no evidence."""
    return f"<div class='note' role='note'>{escape(answer.reason or '')}</div>"


def _declined(answer: Answer) -> str:
    nearest = (
        " The nearest papers are shown beside this; they are not an answer. If you know a paper "
        "that does answer, <a href='#papers' data-tab='Papers'>add it under Papers</a>."
    )
    return (
        "<div class='note declined' role='note'><b>No answer from this library</b>"
        f"{escape(answer.reason or '')}{nearest if answer.evidence else ''}</div>"
    )


def _answered(number: int, answer: Answer) -> str:
    parts: list[str] = ["<div class='answer'>"]
    if answer.outcome == "nearest":
        parts.append(f"<div class='note partly' role='note'>{escape(NEAREST_NOTE)}</div>")
    if answer.missing:
        parts.append(
            f"<div class='note partly' role='note'><b>{IN_PART}</b>"
            f"{escape(what_is_missing(answer.missing))}</div>"
        )
    for group, heading in GROUPS.items():
        sentences = [sentence for sentence in answer.sentences if sentence.group == group]
        if sentences:
            parts.append(f"<h3>{escape(heading)}</h3>")
        parts.extend(_sentence(number, sentence, answer) for sentence in sentences)
    return "".join([*parts, "</div>"])


def _sentence(number: int, sentence: Sentence, answer: Answer) -> str:
    markers = "".join(_marker(number, rank, answer, sentence) for rank in sentence.cites)
    # Marks of direction in a sentence must not turn its markers round.
    text = f"<bdi>{escape(shown_text(sentence, answer), quote=False)}</bdi>"
    if sentence.struck:
        return f"<p class='struck'><s>{text}</s>&nbsp;{markers}{_doubt('struck', sentence)}</p>"
    doubt = "" if sentence.supported else _doubt("borne out only in part", sentence)
    return f"<p>{text}&nbsp;{markers}{doubt}</p>"


def _doubt(word: str, sentence: Sentence) -> str:
    return f" <span class='chip warn'>{word}</span> <small>{escape(sentence.why)}</small>"


def _marker(number: int, rank: int, answer: Answer, sentence: Sentence) -> str:
    """Return a marker that opens its card, whose words these are, and a standing to heed."""
    item = answer.evidence[rank - 1]
    paper, name = item.paper, card_id(number, rank)
    marker = (
        f"<a class='marker' href='#{name}' data-card='{name}'{_quoted_at(item, sentence)} "
        f"aria-label='Evidence {rank}: {escape(short_name(paper), quote=True)}'>{rank}</a>"
    )
    noted = sentence.noted
    ours = "note" if noted else "digest" if item.passage.origin == "digest" else ""
    if ours:
        marker = f"<span class='nowrap'>{marker} <span class='origin'>{ours}</span></span>"
    if paper.status.needs_care:
        marker += f" <span class='chip warn'>{escape(paper.status.standing.value)}</span>"
    return marker


def _quoted_at(item: Evidence, sentence: Sentence) -> str:
    """Say which of the quoted sentences of a card it is, for the preview."""
    text = item.passage.text
    for place, quote in enumerate(item.quotes):
        if text[quote.start : quote.end] == sentence.text:
            return f" data-quote='{place}'"
    return ""


def _foot(answer: Answer) -> str:
    notes = sum(sentence.noted for sentence in answer.sentences)
    count = sum(not sentence.struck for sentence in answer.sentences) - notes
    quoted = all(sentence.verbatim or sentence.noted for sentence in answer.sentences)
    how = ("all quoted letter for letter" if count > 1 else "quoted letter for letter") * quoted
    noted = f", {notes} note{'s' if notes > 1 else ''} of ours on pairs of papers" if notes else ""
    cited = len({item.paper.paper_id for item in answer.evidence})
    parts = [
        f"{count} sentence{'s' if count > 1 else ''}{', ' * quoted}{how}{noted}",
        f"{cited} paper{'s' if cited > 1 else ''} cited of {answer.papers:,} searched",
        f"library {escape(answer.snapshot[:6])}",
        f"{sum(answer.seconds.values()):.1f} s",
    ]
    above = [escape(told)] if (told := written_words(answer)) else []
    above += [DIGEST_NOTE] if answer.tells_digests else []
    return f"<p class='foot'>{'<br>'.join([*above, ' · '.join(parts)])}</p>"

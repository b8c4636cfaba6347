"""The conversation: questions, and answers whose markers open the cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.answer import DIGEST_NOTE, Answer, shown_text
from assistant.cite import short_name
from assistant.compose import GROUPS
from assistant.conversation import in_conversation
from assistant.decide import IN_PART, what_is_missing
from assistant.drafted import written_words
from assistant.number import Sentence
from assistant.page.cards import card_id
from assistant.page.correction import correction
from assistant.page.feedback import thumbs

_QUOTED = "Every sentence of an answer is quoted letter for letter from"
_WRITTEN = "Every sentence of an answer is checked against"


@dataclass(frozen=True)
class Turn:
    """One question with what came of it so far."""

    question: str
    answer: Answer | None = None
    """None while the library is searched, and where the question cannot be asked."""
    error: str | None = None
    together_with: str | None = None
    """The earlier question that this one was understood to follow up."""
    whole: bool = False
    """True once the answer has all its sentences."""


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
        )
    return "".join(_turn(number, turn, papers) for number, turn in enumerate(turns, start=1))


def _turn(number: int, turn: Turn, papers: int) -> str:
    return (
        f"<article class='turn' aria-label='Question {number}'>"
        f"<h2 class='q'>{escape(turn.question)}</h2>{_together(turn)}{_body(number, turn, papers)}"
        f"{_thumbs(turn)}</article>"
    )


def _thumbs(turn: Turn) -> str:
    if turn.answer is None or not turn.whole:
        return ""
    return thumbs(in_conversation(turn.question, turn.together_with), turn.answer)


def _together(turn: Turn) -> str:
    if turn.together_with is None:
        return ""
    return f"<p class='together'>Read together with “{escape(turn.together_with)}”</p>"


def _body(number: int, turn: Turn, papers: int) -> str:
    if turn.error:
        return f"<div class='note wrong' role='alert'><b>Not asked</b>{escape(turn.error)}</div>"
    if turn.answer is None:
        return f"<p class='busy'>Searching {papers:,} papers …</p>"
    answer = turn.answer
    told = correction(number, answer.premise, answer.evidence) if answer.premise else ""
    above = answer.premise is not None and answer.premise.stance == "assumed"
    if answer.declined:
        body, foot = _declined(answer), ""
    elif not answer.sentences:
        body, foot = f"<p class='busy'>{escape(answer.writer)} is writing …</p>", ""
    else:
        body, foot = _answered(number, answer), _foot(answer) if turn.whole else ""
    return told + body + foot if above else body + (told if turn.whole else "") + foot


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
    markers = "".join(
        _marker(number, rank, answer, noted=sentence.noted) for rank in sentence.cites
    )
    # Marks of direction in a sentence must not turn its markers round.
    text = f"<bdi>{escape(shown_text(sentence, answer), quote=False)}</bdi>"
    if sentence.struck:
        return f"<p class='struck'><s>{text}</s>&nbsp;{markers}{_doubt('struck', sentence)}</p>"
    doubt = "" if sentence.supported else _doubt("borne out only in part", sentence)
    return f"<p>{text}&nbsp;{markers}{doubt}</p>"


def _doubt(word: str, sentence: Sentence) -> str:
    return f" <span class='chip warn'>{word}</span> <small>{escape(sentence.why)}</small>"


def _marker(number: int, rank: int, answer: Answer, *, noted: bool) -> str:
    """Return a marker that opens its card, whose words these are, and a standing to heed."""
    item = answer.evidence[rank - 1]
    paper, name = item.paper, card_id(number, rank)
    marker = (
        f"<a class='marker' href='#{name}' data-card='{name}' "
        f"aria-label='Evidence {rank}: {escape(short_name(paper), quote=True)}'>{rank}</a>"
    )
    ours = "note" if noted else "digest" if item.passage.origin == "digest" else ""
    if ours:
        marker = f"<span class='nowrap'>{marker} <span class='origin'>{ours}</span></span>"
    if paper.status.needs_care:
        marker += f" <span class='chip warn'>{escape(paper.status.standing.value)}</span>"
    return marker


def _foot(answer: Answer) -> str:
    notes = sum(sentence.noted for sentence in answer.sentences)
    count = sum(not sentence.struck for sentence in answer.sentences) - notes
    quoted = all(sentence.verbatim or sentence.noted for sentence in answer.sentences)
    how = ("all quoted letter for letter" if count > 1 else "quoted letter for letter") * quoted
    noted = f", {notes} note{'s' if notes > 1 else ''} of ours on pairs of papers" if notes else ""
    cited = len({item.paper.paper_id for item in answer.evidence})
    digests = any(item.passage.origin == "digest" for item in answer.evidence)
    parts = [
        f"{count} sentence{'s' if count > 1 else ''}{', ' * quoted}{how}{noted}",
        f"{cited} paper{'s' if cited > 1 else ''} cited of {answer.papers:,} searched",
        f"library {escape(answer.snapshot[:6])}",
        f"{sum(answer.seconds.values()):.1f} s",
    ]
    above = [escape(told)] if (told := written_words(answer)) else []
    above += [DIGEST_NOTE] if digests else []
    return f"<p class='foot'>{'<br>'.join([*above, ' · '.join(parts)])}</p>"

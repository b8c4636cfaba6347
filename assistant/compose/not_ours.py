"""Reply to a request that asks for no evidence, in the words of its kind."""

from __future__ import annotations

from assistant.brief import Answer
from assistant.compose.crisis_lines import crisis_words
from assistant.compose.library_count import library_count
from assistant.judge.outcome import Outcome
from assistant.misconceptions.detect import Premise
from assistant.understand.paper_identifier import asked_identifier
from assistant.understand.request_kind import RequestKind, RequestName
from corpus.identity import keys_of
from corpus.library import Library
from corpus.paper import Paper
from corpus.references.cite import byline, standing_words

_WORDS: dict[RequestName, str] = {
    "patient_advice": (
        "This asks for advice on one patient. Research on groups can't decide one person's care, "
        "so please ask the treating clinician. I can look up the evidence behind the question "
        "if you ask about patients in general."
    ),
    "distress": (
        "I'm sorry you're going through this. Please talk to someone now; you don't have to carry "
        "it alone."
    ),
    "private_person": (
        "This asks about one person or institution by name. The library has published research "
        "only: no private details, and no verdict on anyone. You can ask what the evidence says "
        "about the topic in general."
    ),
    "ranking_or_harm": (
        "The evidence does not rank peoples, and this library can't be used to demean or harm "
        "anyone. It does say how race has been defined, what genetics shows about human "
        "variation, and how racism affects health. You can ask about any of these."
    ),
    "small_talk": (
        "Hello, and you're welcome. Ask me a question on race and health, and I'll quote the "
        "papers in this library sentence by sentence, with sources, or tell you that they don't "
        "answer it."
    ),
    "errand": (
        "That's outside this library, which has research on race and health. Ask what the "
        "evidence says on a topic in that field."
    ),
}
_WITH_CLAIM: frozenset[RequestName] = frozenset({"patient_advice", "ranking_or_harm"})
"""Where the register's correction of a claim still helps."""


def not_ours(library: Library, asked: str, request: RequestKind, premise: Premise | None) -> Answer:
    """Return the reply to a request of another kind than evidence; it shows no papers.

    A count of the library and a paper that is held are answered; all else is declined.
    """
    outcome: Outcome = "declined"
    if request.name == "library_count":
        outcome, words = "answered", library_count(library, asked)
    elif request.name == "paper_identifier":
        paper = _held(library, asked)
        outcome = "answered" if paper else "declined"
        words = _paper_words(paper) if paper else _how_to_add(asked)
    else:
        words = _WORDS[request.name]
        if request.name == "distress":
            words = f"{words} {crisis_words(asked)}"
    return Answer(
        question=asked,
        sentences=(),
        evidence=(),
        outcome=outcome,
        reason=words,
        missing=(),
        papers=len(library.papers()),
        passages=library.passage_count,
        snapshot=library.snapshot,
        writer="quoting",
        seconds={},
        premise=premise if request.name in _WITH_CLAIM else None,
        request=request.name,
    )


def _held(library: Library, asked: str) -> Paper | None:
    identifier = asked_identifier(asked)
    key = f"{identifier.kind}:{identifier.value}" if identifier else ""
    return next((one for one in library.papers().values() if key in keys_of(one)), None)


def _paper_words(paper: Paper) -> str:
    address = f" https://doi.org/{paper.doi}" if paper.doi else ""
    return (
        f"This paper is in the library: {paper.title.rstrip('.')}. {byline(paper)} "
        f"({standing_words(paper)}).{address}"
    )


def _how_to_add(asked: str) -> str:
    identifier = asked_identifier(asked)
    if identifier is None:
        return (
            "No paper can be told from this address. Add the paper by its DOI, PMID or PMCID, or "
            "as a file, and ask again."
        )
    return (
        f"This paper is not in the library. Add it under Papers, or with: evidence add {identifier}"
    )

"""Check what every answer promises, over a thousand generated questions and more.

Run with: python -m eval.bench.verbatim [--count 1200] [--json]

Questions come from the titles and sentences of the starter corpus, from templates with its
topics, authors and populations, with odd characters strewn in, and as follow-ups. The seed is
fixed. Each is asked twice.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import answer, check_question
from assistant.brief import Answer
from corpus.errors import QuestionError
from corpus.library import Library
from corpus.paper import Paper
from corpus.text.sentences import sentence_spans
from eval.bench.harness import arguments, share_row, show, starter_library

_SEED = 20_200_617
_TEMPLATES = (
    "What can I cite on {topic}?",
    "Is it true that {sentence}",
    "How do I teach {topic} in one session?",
    "What did {author} find about {topic}?",
    "Compare {title} with {other}",
    "How many {population} were affected by {topic}?",
    "What is {topic}?",
    "Which limits does the study by {author} ({year}) have?",
    "{title}",
    "{sentence}",
    "what about {topic} in {population}",
)
_FOLLOW_UPS = (
    "And why?",
    "Has that changed since?",
    "What are the limits of those?",
    "Which of them is newest?",
    "and what happened to people already waiting?",
    "How was it measured?",
)
_ODD = (
    *("“", "”", "[1]", "[99]", "<b>", "</script>", "*", "%", "'", "\\", "&amp;"),
    *("\u00ad", "é", "中", "🙂", "\u200b", "\t"),
)


@dataclass(frozen=True)
class Asked:
    """A generated question, and the one that it follows up."""

    question: str
    follows: str | None = None


def questions(library: Library, count: int) -> list[Asked]:
    """Return so many questions made from what the library holds, always the same."""
    chance = random.Random(_SEED)  # noqa: S311 - to vary questions, not to keep secrets
    papers = list(library.papers().values())
    made: list[Asked] = []
    for number in range(count):
        question = _one(library, papers, chance)
        if number % 7 == 3:
            made.append(Asked(chance.choice(_FOLLOW_UPS), question))
        elif number % 5 == 2:
            made.append(Asked(_strewn(question, chance)))
        else:
            made.append(Asked(question))
    return made


def _one(library: Library, papers: Sequence[Paper], chance: random.Random) -> str:
    paper, other = chance.choice(papers), chance.choice(papers)
    text = chance.choice(library.words.passages_of(paper.paper_id, paper.origin)).text
    spans = [span for span in sentence_spans(text) if span.end - span.start > 30]
    span = chance.choice(spans)
    return chance.choice(_TEMPLATES).format(
        topic=chance.choice(paper.topics or ("race",)).replace("-", " "),
        sentence=text[span.start : span.end],
        author=paper.authors[0].split(",")[0],
        title=paper.title,
        other=other.title,
        population=paper.population or "patients",
        year=paper.year,
    )


def _strewn(question: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(question))
        question = question[:place] + chance.choice(_ODD) + question[place:]
    return question


def broken(library: Library, found: Answer, again: Answer) -> Iterator[str]:
    """Yield each promise that an answer breaks."""
    used: dict[int, None] = {}
    for sentence in found.sentences:
        used.update(dict.fromkeys(sentence.cites))
        if not sentence.cites or not all(1 <= r <= len(found.evidence) for r in sentence.cites):
            yield "a marker that resolves"
            continue
        for rank in sentence.cites if sentence.verbatim else ():
            passage = found.evidence[rank - 1].passage
            document = library.document(passage.paper_id, passage.origin)
            if sentence.text not in passage.text:
                yield "letter for letter in its passage"
            if document is None or sentence.text not in document.text[passage.start : passage.end]:
                yield "letter for letter in the stored text"
    ranks = [item.rank for item in found.evidence]
    if ranks != list(range(1, len(ranks) + 1)) or (found.sentences and list(used) != ranks):
        yield "ranks in order of first use"
    if replace(found, seconds={}) != replace(again, seconds={}):
        yield "the same answer twice"


PROMISES = (
    "a marker that resolves", "letter for letter in its passage",
    "letter for letter in the stored text", "ranks in order of first use", "the same answer twice",
)  # fmt: skip


def promise_rows(library: Library, asked: Sequence[Asked]) -> Iterator[dict[str, object]]:
    """Yield how many answers keep each promise; one that breaks any is told at once."""
    failed: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for one in asked:
        try:
            check_question(one.question)
        except QuestionError:
            counts["not asked: not a question"] += 1
            continue
        found = answer(library, one.question, follows=one.follows)
        again = answer(library, one.question, follows=one.follows)
        counts["asked"] += 1
        counts["declined"] += found.declined
        counts["sentences"] += len(found.sentences)
        counts["verbatim sentences"] += sum(sentence.verbatim for sentence in found.sentences)
        failures = set(broken(library, found, again))
        failed.update(failures)
        if failures:
            print(f"BROKEN: {one}: {', '.join(sorted(failures))}", file=sys.stderr)
    for name, count in counts.items():
        yield {"measure": name, "count": str(count)}
    for promise in PROMISES:
        kept = counts["asked"] - failed[promise]
        yield {"measure": promise, **share_row(kept, counts["asked"])}


def main() -> None:
    """Ask the starter library, and print the rows."""
    parser = arguments(__doc__)
    parser.add_argument("--count", type=int, default=1_200, help="how many questions")
    given = parser.parse_args()
    library = starter_library(given.library)
    show(list(promise_rows(library, questions(library, given.count))), as_json=given.json)


if __name__ == "__main__":
    main()

"""Measure ranking, refusals and the seconds of a search on questions over the starter corpus.

Run with: python -m eval.bench.ranking [QUESTIONS.jsonl …] [--json]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.answer import answer
from assistant.misconceptions.boost import boosted_search
from corpus.library import Library
from corpus.starter.records import starter_records
from eval.bench.harness import (
    Turn,
    arguments,
    mean_row,
    question_sets,
    seconds_of,
    seconds_row,
    share_row,
    show,
    starter_library,
    turns,
)
from eval.questions import Question
from eval.ranking import score_ranking
from ingest.digest import read_digests


def ranking_rows(
    library: Library, asked: Mapping[str, Turn], sets: Mapping[str, Sequence[Question]]
) -> Iterator[dict[str, object]]:
    """Yield each measure over all questions, and over each set where there are several."""
    ids = {key: digest.paper.paper_id for key, digest in read_digests(starter_records())}

    def rank(question: Question) -> list[str]:
        found = boosted_search(library, asked[question.id].in_context)
        return [item.paper.paper_id for item in found]

    groups = {"all": list(asked)}
    if len(sets) > 1:
        groups |= {name: [one.id for one in own] for name, own in sets.items()}
    scores = score_ranking([turn.question for turn in asked.values()], rank, ids)
    for measure, by_question in scores.by_measure.items():
        for name, members in groups.items():
            values = [by_question[one] for one in members if one in by_question]
            yield {"measure": measure, "set": name, **mean_row(values)}


def declined_rows(library: Library, asked: Mapping[str, Turn]) -> Iterator[dict[str, object]]:
    """Yield how many questions of each kind are declined."""
    declined: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for turn in asked.values():
        one = turn.question
        kind = one.kind if one.expected_behaviour == "abstain" else "answerable"
        total[kind] += 1
        declined[kind] += answer(library, one.question, follows=turn.follows).declined
    for kind, count in sorted(total.items()):
        yield {"measure": f"declined, {kind}", **share_row(declined[kind], count)}


def search_seconds(library: Library, asked: Mapping[str, Turn]) -> list[float]:
    """Return how long each search takes, the embedding of its question left out."""
    seconds = []
    for text in (turn.question.question for turn in asked.values()):
        library.asked.embed([text])
        seconds.append(seconds_of(lambda text=text: boosted_search(library, text)))  # type: ignore[misc]
    return seconds


def main() -> None:
    """Measure the sets, and print the rows."""
    parser = arguments(__doc__)
    parser.add_argument("sets", nargs="*", type=Path)
    given = parser.parse_args()
    sets = question_sets(given.sets)
    asked = {turn.question.id: turn for own in sets.values() for turn in turns(own)}
    library = starter_library(given.library)
    rows = [*ranking_rows(library, asked, sets)]
    rows.append({"measure": "seconds of a search", **seconds_row(search_seconds(library, asked))})
    show([*rows, *declined_rows(library, asked)], as_json=given.json)


if __name__ == "__main__":
    main()

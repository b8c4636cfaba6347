"""Measure what the review of teaching material finds, on sets that nothing was fitted on.

Run with: python -m eval.bench.review [SET.jsonl …] [--list] [--json]

`python -m eval.fit.review` fits the classifier and prints its cross-validation.
eval/sets/review_fresh.jsonl and review_fresh_last.jsonl are for development beside it,
review_fresh_third.jsonl for the end. Without sets it judges the statements for development and
ordinary teaching material, of which some files were left out of the fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.misconceptions.register import Register, texts_of
from assistant.review.classify import fitted
from assistant.review.find import Finder
from assistant.review.pattern import patterns
from assistant.review.read import read_material
from assistant.review.review import statements_found
from corpus.claims import starter_claims
from corpus.embed import open_model
from corpus.embedding_cache import EmbeddingCache
from eval.bench.harness import SHARED, arguments, needs, share_row, show
from eval.fit.record import ORDINARY
from eval.review import Figures, ReviewScore, Share, score_review
from eval.review_set import Labelled, own_statements, read_review_set

_USUAL = SHARED / "curriculum-dev.jsonl"


def main() -> None:
    """Judge every statement of the sets, and print how right it was."""
    parser = arguments(__doc__)
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--list", action="store_true", help="print what was judged wrongly")
    given = parser.parse_args()
    if not given.sets and not needs(_USUAL):
        return
    model = open_model()
    embed, claims = EmbeddingCache(model), starter_claims()
    own = embed.embed([item.statement for item in own_statements()])
    register = Register(claims, embed.embed(texts_of(claims)))
    finder = Finder(patterns(), register, fitted(model.checksum), embed.embed)
    rows: list[dict[str, object]] = []
    for path in given.sets or [_USUAL]:
        items = read_review_set(path)
        texts = [item.statement for item in items]
        found = [one.category if one else None for one in finder.judge(texts)]
        nearest = float((embed.embed(texts) @ own.T).max())
        rows.append({"set": path.stem, "measure": "nearest own statement", "value": nearest})
        rows += [{"set": path.stem, **row} for row in _rows(score_review(items, found))]
        if given.list:
            print(*_wrong(items, found), sep="\n")
    if not given.sets:
        rows += _on_ordinary(finder, shown=given.list)
    show(rows, as_json=given.json)


def _on_ordinary(finder: Finder, *, shown: bool) -> Iterator[dict[str, object]]:
    """Yield how many statements of ordinary teaching material have a remark, which none should."""
    sums = {True: [0, 0], False: [0, 0]}
    for path in sorted((SHARED / "curriculum-ordinary").glob("*.[ct][sx][vt]")):
        material = read_material(path)
        found = list(statements_found(finder, material))
        if shown:
            print(*(f"ordinary: {one.text}" for one, _ in found), sep="\n")
        for total, more in enumerate((len(found), len(material.statements))):
            sums[path in ORDINARY][total] += more
    both = [sum(parts) for parts in zip(*sums.values(), strict=True)]
    for name, (hits, of) in (("fitted on", sums[True]), ("left out", sums[False]), ("all", both)):
        yield {"set": "ordinary", "measure": f"remarks, {name}", **share_row(hits, of)}


def _rows(score: ReviewScore) -> Iterator[dict[str, object]]:
    for figures in (score.problem, *score.by_category):
        yield {"measure": f"{figures.name}: F1", **_f1(figures)}
        yield {"measure": f"{figures.name}: precision", **_share(figures.precision)}
        yield {"measure": f"{figures.name}: recall", **_share(figures.recall)}
    yield {"measure": "category right", **_share(score.category_right)}
    yield {"measure": "false alarms", **_share(score.false_alarms)}
    for name, share in score.found_by:
        yield {"measure": f"found, {name}", **_share(share)}
    for name, share in score.alarms_by:
        yield {"measure": f"false alarms, {name}", **_share(share)}


def _f1(figures: Figures) -> dict[str, object]:
    return {"value": figures.f1, "low": figures.low, "high": figures.high}


def _share(share: Share) -> dict[str, object]:
    return {
        "value": share.value,
        "low": share.low,
        "high": share.high,
        "count": f"{share.hits} of {share.of}",
    }


def _wrong(items: Sequence[Labelled], found: Sequence[str | None]) -> Iterator[str]:
    for item, name in zip(items, found, strict=True):
        if item.is_problem != (name is not None):
            yield f"{'missed' if item.is_problem else 'false alarm'}: {item.id} {item.statement}"


if __name__ == "__main__":
    main()

"""`evidence eval check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import JsonOption


def check(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="PAIRS",
            help="Statements with their passages, a JSON Lines file: id, passage, statement, and "
            "label and kind where they are known.",
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """Score the check on statements with the passages they cite; needs no library."""
    from assistant.cli.console import out, print_json, progress_bar
    from assistant.verify.check_sentence import Checked
    from assistant.verify.check_sentence import check as checked
    from assistant.verify.rules.entailment import open_entailment
    from assistant.verify.verdict_estimate import VERDICTS
    from corpus.embed import open_model
    from corpus.embedding_cache import EmbeddingCache
    from corpus.settings import settings_from
    from eval.check_pairs import read_check_pairs, verdict_counts

    pairs = read_check_pairs(file)
    settings = settings_from()
    entails = open_entailment(settings.nli) if settings.nli is not None else None
    embedder = EmbeddingCache(open_model(settings.model), _REMEMBERED)
    found: list[Checked] = []
    with progress_bar("Checking statements") as tell:
        for number, pair in enumerate(pairs, start=1):
            one = checked(pair.statement, [pair.passage], embedder, entails)
            found.append(one)
            tell(number, len(pairs))
            if as_json:
                span = one.place.span if one.place else None
                print_json(
                    {
                        "id": pair.id,
                        "verdict": one.outcome,
                        "probability": dict(one.probability),
                        "sentence": pair.passage[span.start : span.end] if span else None,
                    }
                )
    if as_json:
        return
    from rich.table import Table

    table = Table("Label", "Kind", *(name.replace("_", " ") for name in VERDICTS), box=None)
    counts = verdict_counts(pairs, [one.outcome for one in found])
    for (label, kind), told in sorted(counts.items()):
        table.add_row(label.replace("_", " "), kind, *(str(told.get(one, 0)) for one in VERDICTS))
    out.print(table)


_REMEMBERED = 50_000
"""Words and sentences whose vectors are remembered, for the same ones come again."""

"""Fit how the register of claims is matched, and measure it on hands left out.

Run with: python -m eval.fit.claims   (some minutes, most of it embedding)
"""

from __future__ import annotations

from dataclasses import asdict

from assistant.misconceptions.detect import FIT
from corpus.claims import starter_claims
from corpus.embed import open_model
from corpus.embedding_cache import EmbeddingCache
from corpus.fitted.weights import FitRecord
from eval.bench.premise_messages import HANDS, TRAINING, claim_bench
from eval.bench.premises import left_out_figures
from eval.fit.claim_weights import fit
from eval.fit.record import FIT_DATA, data_hash, save_fit

_SEED = 0
"""Of nothing: the regressions are solved exactly."""


def main() -> None:
    """Fit on all hands, and write the numbers with the figures on each hand left out."""
    if not TRAINING.is_dir():
        print(f"{FIT}: not fitted, for the questions of further hands are not at hand")
        return
    model = open_model()
    bench = claim_bench(starter_claims(), EmbeddingCache(model))
    record = FitRecord(
        name=FIT,
        command="make fit",
        checksum=model.checksum,
        data=data_hash(FIT_DATA[FIT]),
        seed=_SEED,
        hands=HANDS,
        left_out=left_out_figures(bench),
        numbers=_rounded(asdict(fit(bench))),
    )
    save_fit(record)


def _rounded(numbers: dict[str, object]) -> dict[str, object]:
    return {name: _rounded_value(one) for name, one in numbers.items()}


def _rounded_value(value: object) -> object:
    if isinstance(value, dict):
        return _rounded(value)
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()

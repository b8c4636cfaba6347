"""The record of a fit: write it with its arrays, and tell whether its data has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from corpus.fitted.weights import FitRecord
from eval.chance import Mean, interval_of

ROOT = Path(__file__).parents[2]
FITTED = ROOT / "corpus" / "fitted"
SHARED = ROOT.parent / "shared" / "data"
"""Data beside the project, which not everybody has."""
SETS = ROOT / "eval" / "sets"
ORDINARY = tuple(
    SHARED / "curriculum-ordinary" / f"openstax-{name}.txt"
    for name in ("m46060", "m46375", "m46416", "m46573", "m46597", "m46705")
)
"""Ordinary teaching material that the review is fitted on; the other files there are left out."""
_STARTER = ROOT / "corpus" / "starter"
_REVIEW = ROOT / "assistant" / "review"
_QUESTIONS = tuple(
    SHARED / "questions-train" / f"{hand}.jsonl"
    for hand in ("clinicians", "professions", "curriculum", "community", "full-text")
)
FIT_DATA: Mapping[str, tuple[Path, ...]] = {
    "judge_light": _QUESTIONS,
    "judge_full": _QUESTIONS,
    "cross_reader": _QUESTIONS,
    "claims": (
        *_QUESTIONS,
        *(
            SETS / f"{name}.jsonl"
            for name in (
                "development",
                "premises",
                "premise_probes",
                "premise_probes_blind",
                "neutral_disparities",
            )
        ),
        _STARTER / "claims.yaml",
    ),
    "check": tuple(SHARED / "entailment" / f"{writer}.jsonl" for writer in ("articles", "digests")),
    "search": (SETS / "development.jsonl", _STARTER / "papers.jsonl", _STARTER / "claims.yaml"),
    "review": (
        SHARED / "curriculum-train.jsonl",
        SETS / "review-train.jsonl",
        SETS / "review_ordinary.jsonl",
        *ORDINARY,
        _STARTER / "claims.yaml",
        _STARTER / "papers.jsonl",
        _REVIEW / "patterns.yaml",
    ),
    "request_kind": (
        SETS / "request_kinds.jsonl",
        SETS / "review-train.jsonl",
        *(
            SETS / f"{name}.jsonl"
            for name in (
                "development",
                "deciding",
                "counterfactual",
                "premise_probes",
                "premise_probes_blind",
                "race_based_medicine",
            )
        ),
        *(
            SHARED / "questions-train" / f"{name}.jsonl"
            for name in ("clinicians", "professions", "curriculum", "community", "full-text")
        ),
    ),
}
"""What each fit was fitted on, patterns and register included, by the fit's name."""


def data_hash(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of some files, one after the other."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_stale(record: FitRecord) -> bool | None:
    """Say whether the data of a fit has changed since; None where it is not all at hand."""
    paths = FIT_DATA.get(record.name, ())
    if not paths or not all(path.is_file() for path in paths):
        return None
    return data_hash(paths) != record.data


def save_fit(
    record: FitRecord, arrays: Mapping[str, NDArray[Any]] | None = None, folder: Path = FITTED
) -> None:
    """Write a fit where `fit_record` and `fitted_arrays` read it."""
    text = json.dumps(asdict(record), indent=1, ensure_ascii=False)
    (folder / f"{record.name}.json").write_text(f"{text}\n", encoding="utf-8")
    if arrays:
        whole = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
        path = folder / f"{record.name}.safetensors"
        save_file(whole, path)
        path.chmod(0o644)  # it comes readable by its owner alone, and others install it


def share_figure(hits: int, of: int) -> dict[str, float]:
    """Return a share with its 95% interval, as records keep it."""
    low, high = interval_of(hits, of)
    return {"value": round(hits / of, 4), "low": round(low, 4), "high": round(high, 4), "of": of}


def mean_figure(mean: Mean) -> dict[str, float]:
    """Return a mean with its 95% interval, as records keep it."""
    return {
        "value": round(mean.value, 4),
        "low": round(mean.low, 4),
        "high": round(mean.high, 4),
        "of": mean.count,
    }

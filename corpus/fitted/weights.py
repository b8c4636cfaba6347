"""Fitted weights: numbers with the embedding model, the data and the seed that they rest on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import WrongModel

_FOLDER = files("corpus.fitted")


@dataclass(frozen=True)
class FitRecord:
    """How a file of fitted weights came about."""

    name: str
    command: str
    """What fits it again."""
    checksum: str
    """SHA-256 of the embedding model's weights that it was fitted with."""
    data: str
    """SHA-256 of the data that it was fitted on."""
    seed: int
    hands: tuple[str, ...]
    """Whose questions it was fitted on."""
    left_out: Mapping[str, Any]
    """Figures on the hands that each fit left out, with 95% intervals."""
    numbers: Mapping[str, Any]
    """The fitted numbers that need no array."""


def fit_record(name: str, checksum: str | None = None) -> FitRecord:
    """Return what `make fit` wrote of one fit.

    Raises WrongModel where it was fitted with another embedding model than that of `checksum`;
    None where the numbers are read as they are.
    """
    told = json.loads(_FOLDER.joinpath(f"{name}.json").read_text(encoding="utf-8"))
    record = FitRecord(**{**told, "hands": tuple(told["hands"])})
    if checksum is not None and record.checksum != checksum:
        raise WrongModel(
            f"{name}: fitted with another embedding model than the library's; use the model that "
            f"it was fitted with, or fit it anew with: {record.command}"
        )
    return record


def fitted_arrays(name: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of one fit, by name."""
    from safetensors.numpy import load_file

    with as_file(_FOLDER.joinpath(f"{name}.safetensors")) as path:
        return {key: np.asarray(array) for key, array in load_file(path).items()}

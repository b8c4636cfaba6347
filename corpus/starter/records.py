"""The starter digests as they lie in the package, one JSON record a line."""

from __future__ import annotations

import json
from importlib.resources import files


def starter_records() -> dict[str, bytes]:
    """Return each digest's record as stored, by its citation key such as "inker2021"."""
    lines = files("corpus.starter").joinpath("papers.jsonl").read_bytes().splitlines()
    return {json.loads(line)["id"]: line for line in lines if line.strip()}

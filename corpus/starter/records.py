"""The starter digests as they lie in the package, one JSON record a line, by edition."""

from __future__ import annotations

import json
from importlib.resources import files

FIRST_EDITION, LATEST_EDITION = 1, 2
"""The evaluation sets were labelled on the first; what people get is the latest."""
_FILES = {FIRST_EDITION: ("papers.jsonl",), LATEST_EDITION: ("papers.jsonl", "papers-2.jsonl")}
"""What an edition is made of; a record of a later file takes the place of an earlier one."""


def starter_records(edition: int = FIRST_EDITION) -> dict[str, bytes]:
    """Return each digest's record as stored, by its citation key such as "inker2021"."""
    folder = files("corpus.starter")
    found: dict[str, bytes] = {}
    for name in _FILES[edition]:
        lines = folder.joinpath(name).read_bytes().splitlines()
        found |= {json.loads(line)["id"]: line for line in lines if line.strip()}
    return found

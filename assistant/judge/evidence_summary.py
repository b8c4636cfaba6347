"""Sum the judged sentences up: what tells a question that is answered from one that is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_LEAD = ("similarity", "passage_similarity", "share", "share_with_title", "paper_place")
_BEST = ("similarity", "passage_similarity", "share", "share_with_title")
_MOST = 6
"""About as many sentences as an answer quotes."""


def summary_of(
    names: Sequence[str],
    rows: NDArray[np.float32],
    log_odds: NDArray[np.float64],
    request: Mapping[str, float],
) -> dict[str, float]:
    """Return the features of the evidence as a whole, by name.

    Rows and log-odds are of the sentences, the most probable first. *Shapes:* (sentences,
    features) and (sentences,). `request` is how far the question sounds like each kind of request
    that asks for no evidence: much of what is out of the field does.
    """
    column = {name: rows[:, place] for place, name in enumerate(names)}
    padded = np.concatenate([log_odds[:_MOST], np.full(max(0, _MOST - len(log_odds)), -9.0)])
    summary = {
        "best": float(padded[0]),
        "second": float(padded[1]),
        "mean of three": float(padded[:3].mean()),
        "mean of six": float(padded.mean()),
        "fall": float(padded[0] - padded[-1]),
        "question_words": float(column["question_words"][0]),
        "question_mark": float(column["question_mark"][0]),
    }
    summary |= {f"lead {name}": float(column[name][0]) for name in _LEAD}
    summary |= {f"best {name}": float(column[name].max()) for name in _BEST}
    summary |= {f"mean {name}": float(column[name][:_MOST].mean()) for name in _BEST}
    if "cross" in column:
        cross = np.sort(column["cross"])[::-1]
        summary |= {"best cross": float(cross[0]), "mean cross": float(cross[:3].mean())}
    return summary | {f"request {name}": margin for name, margin in request.items()}

"""Judge wording by a cross-encoder for entailment; the only file that loads one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, cast, get_args

from corpus.errors import ModelError

Relation = Literal["entailment", "neutral", "contradiction"]
Entails = Callable[[str, str], Relation]
"""Gets a passage and a sentence, and says how the sentence stands to it."""


def open_entailment(folder: Path) -> Entails:
    """Return the judge in a sentence-transformers CrossEncoder folder; nothing is downloaded.

    Raises ModelError where the folder holds none, or its labels are not the three of entailment.
    """
    # Here, not at the top: the import takes seconds, and most runs name no such model.
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: not a cross-encoder for entailment ({error})") from error
    named = getattr(model.model.config, "id2label", None) or {}
    labels = [str(named[place]).lower() for place in sorted(named)]
    if set(labels) != set(get_args(Relation)):
        expected = ", ".join(get_args(Relation))
        raise ModelError(f"{folder}: its labels are {labels}; expected {expected}")

    def entails(passage: str, sentence: str) -> Relation:
        scores = model.predict([(passage, sentence)], show_progress_bar=False)[0]
        return cast(Relation, labels[int(scores.argmax())])

    return entails

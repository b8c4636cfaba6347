"""What the folder of a sentence-transformers model says of the model, its weights left unread."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_PLAIN = {"Transformer", "Pooling", "Normalize"}
"""Layers after which a vector is as wide as the pooled one."""


WEIGHTS_FILE = "model.safetensors"
_EXPECTED: dict[str, Any] = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "position_embedding_type": "absolute",
    "is_decoder": False,
}


def stated(folder: Path, name: str) -> dict[str, Any]:
    """Return what one JSON file of the folder says; nothing where it is not there."""
    file = folder / name
    if not file.is_file():
        return {}
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told


def layers(folder: Path) -> list[str]:
    """Return the kinds of the model's layers, in order; empty where the folder does not tell."""
    file = folder / "modules.json"
    told = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    return [one["type"].rpartition(".")[2] for one in told]


def pooling(folder: Path) -> list[str]:
    """Return how the tokens' vectors become one, such as "pooling_mode_mean_tokens"."""
    told = stated(folder, "1_Pooling/config.json")
    return [mode for mode, chosen in told.items() if mode.startswith("pooling_mode") and chosen]


def dimension(folder: Path) -> int | None:
    """Return how wide the vectors are; None where that shows only once the model is loaded."""
    if not layers(folder) or not set(layers(folder)) <= _PLAIN or len(pooling(folder)) != 1:
        return None
    return stated(folder, "1_Pooling/config.json").get("word_embedding_dimension")


def is_bert(folder: Path) -> bool:
    """Say whether a folder holds what `Bert` computes: BERT, the mean of its tokens, no prompt."""
    config = stated(folder, "config.json")
    return (
        (folder / WEIGHTS_FILE).is_file()
        and (folder / "tokenizer.json").is_file()
        and all(config.get(key, expected) == expected for key, expected in _EXPECTED.items())
        and "model_type" in config
        and layers(folder) in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
        and pooling(folder) == ["pooling_mode_mean_tokens"]
        and not stated(folder, "sentence_bert_config.json").get("do_lower_case")
        and not stated(folder, "config_sentence_transformers.json").get("default_prompt_name")
    )

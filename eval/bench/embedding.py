"""Measure embedding against the model's own library and the machine's matrix multiplication.

Run with: python -m eval.bench.embedding [ROUNDS]
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import torch
from sentence_transformers import SentenceTransformer

from corpus.embed import SentenceModel, contextual_text, open_model
from corpus.starter.records import starter_records
from ingest.digest import read_digests
from ingest.split import split

_TEXTS = 128
_ROWS = 2_048


def main() -> None:
    """Embed the same texts in several ways, in turn, and print how fast each was."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    model = open_model()
    texts = _texts(model)
    lengths = [min(n, model.max_tokens) + 2 for n in model.count_tokens(texts)]
    # Loaded first, while torch still has all cores for each step, as it comes.
    stock = SentenceTransformer(str(model.folder), device="cpu", local_files_only=True)
    threads = torch.get_num_threads()
    work = _operations(model.folder, lengths)
    ways: dict[str, Callable[[], Any]] = {
        "sentence-transformers": lambda: stock.encode(texts, normalize_embeddings=True),
        "this": lambda: model.embed(texts),
        "matrix multiplication": lambda: _multiply(model.folder, work),
    }
    print(
        f"{len(texts)} texts, {sum(lengths)} tokens, {work / 1e12:.2f} million million operations"
    )
    for way, seconds in _timed(ways, rounds, threads).items():
        print(
            f"{way:22} {median(seconds):6.2f} s (best {min(seconds):.2f}), "
            f"{len(texts) / median(seconds):6.1f} texts/s, "
            f"{work / median(seconds) / 1e9:4.0f} GFLOP/s (best {work / min(seconds) / 1e9:.0f})"
        )


def _texts(model: SentenceModel) -> list[str]:
    """Return texts as long as those of papers: the digests, some to a text."""
    digests = [document for _, document in read_digests(starter_records())]
    texts = [
        contextual_text(digest.paper.title, passage.section, passage.text)
        for digest in digests
        for passage in split(digest, model.tokens)
    ]
    return [" ".join(texts[first : first + 2]) for first in range(0, 2 * _TEXTS, 2)]


def _timed(ways: dict[str, Callable[[], Any]], rounds: int, threads: int) -> dict[str, list[float]]:
    """Return the seconds of each way in each round; the ways take turns, the first is not kept."""
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for way, run in ways.items():
            torch.set_num_threads(1 if way == "this" else threads)
            started = time.perf_counter()
            run()
            if number:
                seconds[way].append(time.perf_counter() - started)
    return seconds


def _shape(folder: Path) -> tuple[int, int, int]:
    told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return told["num_hidden_layers"], told["hidden_size"], told["intermediate_size"]


def _operations(folder: Path, lengths: list[int]) -> int:
    """Return the floating-point operations of the model's layers for texts of these lengths."""
    layers, width, inner = _shape(folder)
    a_token = 2 * (4 * width * width + 2 * width * inner)
    return layers * (a_token * sum(lengths) + 4 * width * sum(n * n for n in lengths))


def _multiply(folder: Path, operations: int) -> None:
    """Do as many operations in bare multiplications of the model's largest matrices."""
    _, width, inner = _shape(folder)
    rows, weights = torch.ones(_ROWS, width), torch.ones(width, inner)
    product = torch.empty(_ROWS, inner)
    for _ in range(operations // (2 * _ROWS * width * inner)):
        torch.mm(rows, weights, out=product)


if __name__ == "__main__":
    main()

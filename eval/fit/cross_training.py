"""Train the cross-reader: the packaged encoder's upper layers and a linear layer, on pairs.

First on outside sets, choosing and entailment together, then on the hands' own questions; the
lowest two layers and the word vectors stay as they are. Half an hour and ten minutes on two cores.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from eval.fit.outside import Group, Statement

SEED = 7
_FROZEN = 2
_BEGIN, _END = 101, 102
"""The special tokens of the packaged tokenizer: in front, and behind each text."""
_RATE_OUTSIDE, _RATE_OWN = 1e-4, 6e-5
_GRADES = {0: 0.0, 1: 0.5, 2: 1.0}
"""How much a sentence of each grade is to answer."""


class CrossModel(nn.Module):
    """The encoder with one linear layer over its first state and the mean of all.

    Three outputs: the log-odds that a sentence answers a question, that a passage supports a
    statement, and that it contradicts it.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(
            str(folder), hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.encoder = BertModel(config, add_pooling_layer=False)
        packaged = load_file(folder / "model.safetensors")
        named = {name.removeprefix("bert."): weights for name, weights in packaged.items()}
        self.encoder.load_state_dict(named, strict=False)
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:_FROZEN]):
            part.requires_grad_(requires_grad=False)
        self.head = nn.Linear(2 * config.hidden_size, 3)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """Return the log-odds of each pair. *Shape:* (pairs, tokens) to (pairs, 3)."""
        states = self.encoder(
            input_ids=ids, token_type_ids=types, attention_mask=mask
        ).last_hidden_state
        weight = mask.unsqueeze(-1).float()
        mean = (states * weight).sum(1) / weight.sum(1)
        found: Tensor = self.head(torch.cat([states[:, 0], mean], dim=-1))
        return found


@dataclass(frozen=True)
class GradedGroup:
    """A question of the hands and graded sentences, behind their titles; in tokens."""

    question: list[int]
    sentences: list[list[int]]
    grades: list[int]


Item = Group | Statement | GradedGroup
Batch = Sequence[Item]


def packed(pairs: Sequence[tuple[list[int], list[int]]]) -> tuple[Tensor, Tensor, Tensor]:
    """Return token ids, token types and the mask of pairs. *Shape of each:* (pairs, tokens)."""
    longest = max(len(first) + len(second) + 3 for first, second in pairs)
    ids, types, mask = (torch.zeros(len(pairs), longest, dtype=torch.long) for _ in range(3))
    for row, (first, second) in enumerate(pairs):
        tokens = [_BEGIN, *first, _END, *second, _END]
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
        types[row, len(first) + 2 : len(tokens)] = 1
    return ids, types, mask


def train_outside(
    model: CrossModel, groups: list[Group], pairs: list[Statement], checkpoint: Path
) -> None:
    """Train on the outside sets; the checkpoint is written at the end and used the next time."""
    if checkpoint.exists():
        model.load_state_dict(torch.load(checkpoint))
        return
    draw = random.Random(SEED)  # noqa: S311  (an order, not a secret)
    torch.manual_seed(SEED)
    batches = [
        *_alike(groups, 16, lambda one: max(map(len, one.sentences)), draw),
        *_alike(pairs, 64, lambda one: len(one.passage), draw),
    ]
    draw.shuffle(batches)
    _descend(model, batches, _RATE_OUTSIDE, 100)
    torch.save(model.state_dict(), checkpoint)


def train_own(model: CrossModel, drawn: Iterator[list[GradedGroup]]) -> None:
    """Train on the hands' own questions; each item is one pass with its own negatives."""
    draw = random.Random(SEED)  # noqa: S311
    torch.manual_seed(SEED)
    batches = [
        batch
        for groups in drawn
        for batch in _alike(groups, 8, lambda one: max(map(len, one.sentences)), draw)
    ]
    _descend(model, batches, _RATE_OWN, 15)


def _descend(model: CrossModel, batches: Sequence[Batch], rate: float, warm: int) -> None:
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    steps = torch.optim.AdamW(trained, lr=rate, weight_decay=0.01)
    falling = torch.optim.lr_scheduler.LambdaLR(
        steps, lambda step: min(1, (step + 1) / warm) * max(0.03, 1 - step / len(batches))
    )
    model.train()
    for number, batch in enumerate(batches, start=1):
        loss = _loss(model, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained, 1.0)
        steps.step()
        falling.step()
        steps.zero_grad(set_to_none=True)
        if number % 50 == 0:
            print(f"  {number} of {len(batches)}, loss {loss.item():.3f}", flush=True)
    model.eval()


def _loss(model: CrossModel, batch: Batch) -> Tensor:
    if isinstance(batch[0], Group):
        return _selection_loss(model, [one for one in batch if isinstance(one, Group)])
    if isinstance(batch[0], Statement):
        return _entailment_loss(model, [one for one in batch if isinstance(one, Statement)])
    return _graded_loss(model, [one for one in batch if isinstance(one, GradedGroup)])


def _selection_loss(model: CrossModel, batch: Sequence[Group]) -> Tensor:
    """Return the loss of choosing the first of each group, and of calling it an answer at all."""
    pairs = [(one.question, sentence) for one in batch for sentence in one.sentences]
    odds = model(*packed(pairs))[:, 0]
    parts = torch.split_with_sizes(odds, [len(one.sentences) for one in batch])
    right = torch.tensor([float(n == 0) for one in batch for n in range(len(one.sentences))])
    chosen = torch.stack([-functional.log_softmax(part, 0)[0] for part in parts]).mean()
    weight = torch.tensor(2.0)
    absolute = functional.binary_cross_entropy_with_logits(odds, right, pos_weight=weight)
    loss: Tensor = chosen + 0.5 * absolute
    return loss


def _entailment_loss(model: CrossModel, batch: Sequence[Statement]) -> Tensor:
    odds = model(*packed([(one.statement, one.passage) for one in batch]))
    total = torch.zeros(())
    for output, labels in (
        (1, [one.supported for one in batch]),
        (2, [one.contradicted for one in batch]),
    ):
        told = torch.tensor(labels, dtype=torch.float)
        known = told >= 0
        total = total + functional.binary_cross_entropy_with_logits(
            odds[known, output], told[known]
        )
    return total


def _graded_loss(model: CrossModel, batch: Sequence[GradedGroup]) -> Tensor:
    pairs = [(one.question, sentence) for one in batch for sentence in one.sentences]
    odds = model(*packed(pairs))[:, 0]
    total = torch.zeros(())
    for one, part in zip(
        batch, torch.split_with_sizes(odds, [len(one.grades) for one in batch]), strict=True
    ):
        worth = torch.tensor([_GRADES[grade] for grade in one.grades])
        total = total + functional.binary_cross_entropy_with_logits(part, worth)
        if worth.sum() > 0:
            share = worth**2 / (worth**2).sum()
            total = total - 0.7 * (share * functional.log_softmax(part, 0)).sum()
    loss: Tensor = total / len(batch)
    return loss


def _alike(
    items: Sequence[Item], size: int, length: Callable[[Any], int], draw: random.Random
) -> list[Batch]:
    """Return batches of items of like length, so that little is padded, in random order."""
    shuffled = list(items)
    draw.shuffle(shuffled)
    batches: list[Batch] = []
    for first in range(0, len(shuffled), 40 * size):
        some = sorted(shuffled[first : first + 40 * size], key=length)
        batches += [some[n : n + size] for n in range(0, len(some), size)]
    draw.shuffle(batches)
    return batches

"""Recognise requests that ask for no evidence: by a fitted model over the message's embedding.

A kernel classifier (least-squares support vector machine: Suykens and Vandewalle 1999) holds a
message against labelled ones. It is fitted by `python -m eval.fit.request_kind`; what is not sure
enough is a question for the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from assistant.understand.paper_identifier import asks_for_paper
from corpus.embedding_cache import Embedding
from corpus.errors import WrongModel
from corpus.fitted.weights import fit_record, fitted_arrays
from corpus.text.sentences import sentence_spans

RequestName = Literal[
    "evidence",
    "patient_advice",
    "distress",
    "private_person",
    "ranking_or_harm",
    "small_talk",
    "library_count",
    "errand",
    "paper_identifier",
]
"""Every kind of request; the last is recognised by its form, the others are fitted."""
FIT = "request_kind"
FITTED_REQUESTS: tuple[RequestName, ...] = get_args(RequestName)[:-1]

# Personal pronouns by person, a closed class: Quirk and others 1985, "A comprehensive grammar of
# the English language", section 6.15. Who is meant tells advice from a question about people.
_PRONOUNS = tuple(
    frozenset(words.split())
    for words in ("i me my mine myself we us our ours", "he him his she her hers", "you your yours")
)
_LETTERS = re.compile(r"[a-z]+")
_RUN_ON = re.compile(r"(?<=[?!])\s+")
"""People who write in lower case end a sentence without a capital behind it."""


@dataclass(frozen=True)
class RequestKind:
    """What a message asks for."""

    name: RequestName
    sure: float
    """Probability that it is no question for the evidence, calibrated on left-out hands."""


@dataclass(frozen=True)
class RequestClassifier:
    """A kernel classifier of messages, as plain numbers."""

    kept: NDArray[np.float32]
    """*Shape:* (messages kept, dimensions of the embedding and features of form)."""
    weights: NDArray[np.float32]
    """*Shape:* (messages kept, kinds), in the order of `FITTED_REQUESTS`."""
    width: float
    """Of the Gaussian kernel: the factor of the squared distance."""
    form_scale: float
    """How much a feature of form counts beside the embedding, which has unit length."""
    thresholds: Mapping[str, float]
    """The margin over `evidence` from which a kind is sure enough."""
    slope: float
    """Of the log-odds over the margin (Platt 1999)."""
    offset: float

    def margins(self, vector: NDArray[np.float32], message: str) -> NDArray[np.float32]:
        """Return the margin of each kind over evidence. *Shape:* (kinds but the first,)."""
        placed = placed_message(vector, message, self.form_scale)
        apart = ((self.kept - placed) ** 2).sum(axis=1)
        scores = np.exp(-self.width * apart) @ self.weights
        return np.asarray(scores[1:] - scores[0], dtype=np.float32)

    def kind(self, margins: NDArray[np.float32]) -> RequestKind:
        """Return the likeliest kind where its margin over evidence is wide enough."""
        best = int(margins.argmax())
        name, margin = FITTED_REQUESTS[best + 1], float(margins[best])
        sure = float(1 / (1 + np.exp(-self.slope * margin - self.offset)))
        return RequestKind(name if margin > self.thresholds[name] else "evidence", sure)


def placed_message(
    vector: NDArray[np.float32], message: str, form_scale: float
) -> NDArray[np.float32]:
    """Return a message as the kernel measures distance: its embedding and its form.

    *Shape:* (dimensions of the embedding and 4,).
    """
    words = _LETTERS.findall(message.lower())
    form = [float(any(word in person for word in words)) for person in _PRONOUNS]
    form.append(min(1.0, float(np.log1p(len(words))) / 3))
    return np.concatenate([vector, form_scale * np.array(form)]).astype(np.float32)


@cache
def request_classifier(checksum: str) -> RequestClassifier | None:
    """Return the classifier that ships; None where the embedding model is not the fitted one."""
    try:
        numbers: dict[str, Any] = dict(fit_record(FIT, checksum).numbers)
    except WrongModel:
        return None
    arrays = fitted_arrays(FIT)
    embedded = arrays["embedded"].astype(np.float32) * np.float32(numbers.pop("scale"))
    kept = np.hstack([embedded, arrays["form"].astype(np.float32)])
    return RequestClassifier(kept, arrays["weights"].astype(np.float32), **numbers)


def request_margins(embedding: Embedding, checksum: str, message: str) -> dict[str, float]:
    """Return the margin over evidence of each fitted kind; none with another embedding model."""
    classifier = request_classifier(checksum)
    if classifier is None:
        return {}
    margins = classifier.margins(embedding.embed([message])[0], message)
    return dict(zip(FITTED_REQUESTS[1:], map(float, margins), strict=True))


def request_kind(embedding: Embedding, checksum: str, message: str) -> RequestKind:
    """Return what a message asks for; `checksum` is that of the embedding model.

    Its asking part decides: thanks and greetings beside a question are left out, and distress
    counts wherever it stands. With another embedding model than the fitted one only what is
    recognised by its form is known.
    """
    if asks_for_paper(message):
        return RequestKind("paper_identifier", 1.0)
    classifier = request_classifier(checksum)
    if classifier is None:
        return RequestKind("evidence", 0.0)
    return classified(classifier, embedding, message)


def classified(classifier: RequestClassifier, embedding: Embedding, message: str) -> RequestKind:
    """Return what the asking part of a message asks for, by a classifier of this embedding."""
    sentences = message_sentences(message)
    (first, *vectors) = embedding.embed([message, *(sentences if len(sentences) > 1 else [])])
    whole = classifier.margins(first, message)
    found = classifier.kind(whole)
    if not vectors or found.name == "distress":
        return found
    margins = [classifier.margins(v, text) for v, text in zip(vectors, sentences, strict=True)]
    # Out of its context a sentence such as "What should I say?" sounds desperate.
    for one in margins:
        troubled = classifier.kind((one + whole) / np.float32(2))
        if troubled.name == "distress":
            return troubled
    each = [classifier.kind(one) for one in margins]
    asking = [text for text, kind in zip(sentences, each, strict=True) if kind.name != "small_talk"]
    if not asking:
        return max(each, key=lambda one: one.sure)
    if len(asking) == len(sentences):
        return found
    part = " ".join(asking)
    return classifier.kind(classifier.margins(embedding.embed([part])[0], part))


def message_sentences(message: str) -> list[str]:
    """Return the sentences of a message, also where they begin without a capital."""
    whole = [message[span.start : span.end] for span in sentence_spans(message)]
    return [part for sentence in whole for part in _RUN_ON.split(sentence)]

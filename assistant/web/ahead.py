"""Embed ahead what questions will ask for, so that nobody who asks need wait for it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from itertools import islice

from assistant.judge.candidates import quotable
from assistant.judge.features import described
from assistant.judge.term_support import read
from assistant.misconceptions.register import register_of
from assistant.understand.spelling import english
from corpus.embed import contextual_text
from corpus.errors import EvidenceError
from corpus.library import Library
from corpus.paper import Paper, Passage
from corpus.remembering import Told, silent

_AT_ONCE = 256
"""Texts; after so many it looks whether it is over."""
_KINDNESS = 10
_LOOK_AGAIN = 5.0
"""Seconds after which to look for papers that are new."""
_AT_FIRST = 10_000
"""Texts for which a page waits to be opened, some half a minute on two cores."""


def read_ahead(library: Library, told: Told = silent) -> None:
    """Embed what the first questions will ask for, where that was not done before.

    Ten people who ask at once would else wait for each other's sentences. Of a large library the
    rest is left to `embed_ahead`, beside the questions; so is all of one that cannot be written
    to, which would wait at every start.
    """
    if not library.remembered.keeps:
        return
    new = library.remembered.unknown(list(texts_ahead(library, set())))[:_AT_FIRST]
    library.remembered.keep(new, told)


def embed_ahead(library: Library, over: threading.Event, warm: threading.Event) -> None:
    """Embed what answers are made of, for all papers and then for new ones, until it is `over`.

    `warm` is set once questions can be answered at their usual pace: the model is loaded, the
    register and the dictionary are read. What is embedded is kept for the next time; what does not
    fit among the remembered texts is embedded when it is asked for.
    """
    library.remembered.embed(["warm"])
    done: set[str] = set()
    while not over.is_set():
        try:
            register_of(library)
            english()
            warm.set()
            # Not before: who asks first waits for what is loaded here.
            _be_kind()
            texts = texts_ahead(library, done)
            # Looked at first: once it is over, the library may be closed.
            while not over.is_set() and (some := list(islice(texts, _AT_ONCE))):
                library.remembered.keep(some)
        except EvidenceError:
            # Whoever asks is told; here it is tried again.
            pass
        over.wait(_LOOK_AGAIN)


def texts_ahead(library: Library, done: set[str]) -> Iterator[str]:
    """Yield, of each paper that is not done, the words and sentences that questions meet.

    Each is yielded once, and no more of them than can be remembered.
    """
    most, seen = library.remembered.most, set[str]()
    for paper_id, paper in library.papers().items():
        if paper_id in done:
            continue
        done.add(paper_id)
        if len(seen) >= most:
            continue
        for text in _texts_of(library, paper):
            if text not in seen and len(seen) < most:
                seen.add(text)
                yield text


def _texts_of(library: Library, paper: Paper) -> Iterator[str]:
    yield from read(*described(paper)).words
    for text in library.texts.of(paper.paper_id):
        for passage in library.words.passages_of(paper.paper_id, text.origin):
            yield from read(passage.text).words
            yield from _sentences(paper, passage)


def _sentences(paper: Paper, passage: Passage) -> Iterator[str]:
    """Yield each quotable sentence behind its paper's title, and alone."""
    for span, _ in quotable(passage):
        sentence = passage.text[span.start : span.end]
        yield contextual_text(paper.title, "", sentence)
        yield sentence


def _be_kind() -> None:
    """Let whoever asks go first: on Linux a thread, and those that it starts, have a rank."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _KINDNESS)

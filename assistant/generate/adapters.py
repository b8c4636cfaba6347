"""Let a language model write: LlamaIndex's adapters, Anthropic's own client, llama.cpp for a file.

The one file that knows the adapters. Their imports stand inside the functions, because an extra
may be missing and because they take seconds. Each client is ours and of one answer: it goes where
a person was told it would, follows no redirection to another place, takes no proxy to this machine
itself, and is closed when an answer is left, so that the server stops writing.
"""

from __future__ import annotations

import secrets
from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.generate.prompt import Prompt
from assistant.generate.retry import Patience
from corpus.errors import WriterError
from corpus.settings import is_private, is_this_machine

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

_SEED = 7
"""With temperature 0 it keeps answers the same where the server allows that."""
_CONTEXT = 8_192
"""Tokens of question, passages and answer; eight passages are about 3,000."""
_MOST_WRITTEN = 1_000
"""Tokens of an answer; eight sentences are about 400."""


@dataclass(frozen=True)
class Door:
    """Where a model is reached, and how long it is waited for."""

    model: str
    """Its name at the server, or its file."""
    address: str
    """Base address of the server; empty for a file."""
    key: str
    patience: Patience

    @property
    def place(self) -> str:
        """The server without the path, or the file."""
        return "/".join(self.address.split("/")[:3]) or self.model


def by_openai(door: Door, prompt: Prompt) -> Generator[str, None, None]:
    """Yield what a model behind a server that speaks the OpenAI protocol writes."""
    import httpx
    import openai
    from llama_index.llms.openai_like import OpenAILike

    patience = httpx.Timeout(door.patience.silence, connect=door.patience.connect)
    key = _key_sent(door)
    with httpx.Client(
        follow_redirects=False, trust_env=not is_this_machine(door.address), timeout=patience
    ) as http:
        client = openai.OpenAI(
            api_key=key, base_url=door.address, max_retries=0, timeout=patience, http_client=http
        )
        adapter = OpenAILike(
            model=door.model,
            api_key=key,
            api_base=door.address,
            openai_client=client,
            max_retries=0,
            is_chat_model=True,
            context_window=_CONTEXT,
            max_tokens=_MOST_WRITTEN,
            temperature=0.0,
            additional_kwargs={"seed": _SEED},
        )
        yield from _pieces(adapter, prompt)


def by_ollama(door: Door, prompt: Prompt) -> Generator[str, None, None]:
    """Yield what a model that an Ollama server runs writes."""
    import httpx
    from llama_index.llms.ollama import Ollama
    from ollama import Client

    with Client(
        host=door.address,
        follow_redirects=False,
        timeout=httpx.Timeout(door.patience.silence, connect=door.patience.connect),
        trust_env=not is_this_machine(door.address),
    ) as client:
        adapter = Ollama(
            model=door.model,
            base_url=door.address,
            client=client,
            # Named, because the adapter would else ask the server for it, and take what that says.
            context_window=_CONTEXT,
            temperature=0.0,
            additional_kwargs={"seed": _SEED, "num_predict": _MOST_WRITTEN},
        )
        yield from _pieces(adapter, prompt)


def by_anthropic(door: Door, prompt: Prompt) -> Generator[str, None, None]:
    """Yield what a model of Anthropic's, or of a server that speaks its protocol, writes.

    Not by LlamaIndex's adapter: that one brings the clients of two clouds, which cannot be
    installed beside what Chroma needs.
    """
    import anthropic

    with anthropic.DefaultHttpxClient(
        follow_redirects=False,
        trust_env=not is_this_machine(door.address),
        timeout=anthropic.Timeout(door.patience.silence, connect=door.patience.connect),
    ) as http:
        client = anthropic.Anthropic(
            api_key=_key_sent(door), base_url=door.address, max_retries=0, http_client=http
        )
        asked = client.messages.stream(
            model=door.model,
            max_tokens=_MOST_WRITTEN,
            system=prompt.rules,
            messages=[{"role": "user", "content": prompt.task}],
        )
        # Without a temperature: the newer of these models refuse a request that names one.
        with asked as stream:
            yield from stream.text_stream


def by_llamacpp(door: Door, prompt: Prompt) -> Generator[str, None, None]:
    """Yield what a model in a GGUF file writes, run by llama.cpp within this process.

    Raises WriterError where the file cannot be loaded.
    """
    _, address, key = _llama_server(door.model)
    yield from by_openai(replace(door, address=address, key=key), prompt)


@lru_cache(maxsize=1)
def _llama_server(file: str) -> tuple[Any, str, str]:
    """Return the server of llama.cpp with a model loaded, its address, and the key to it.

    Not LlamaIndex's own adapter: that one needs llama-cpp-python, which is compiled for many
    minutes where it is installed. xllamacpp has wheels, and holds the server of llama.cpp itself,
    which speaks the OpenAI protocol and stops writing when it is left.
    """
    import xllamacpp

    # It listens on this machine, where no other program should ask it.
    key = secrets.token_hex(16)
    settings = xllamacpp.CommonParams()
    settings.model.path = file
    settings.n_ctx = _CONTEXT
    # One question after another, and none helped by the one before: the same answer again.
    settings.n_parallel = 1
    settings.cache_prompt = False
    settings.verbosity = -1
    settings.api_keys = [key]
    try:
        server = xllamacpp.Server(settings)
    except RuntimeError as error:
        raise WriterError(f"{file}: llama.cpp cannot load this model") from error
    return server, f"{server.listening_address}/v1", key


def _key_sent(door: Door) -> str:
    """Return the key for a server; none where others on the way could read it.

    Some servers want no key, but all want a word.
    """
    return door.key if door.key and is_private(door.address) else "none"


def _pieces(adapter: LLM, prompt: Prompt) -> Generator[str, None, None]:
    from llama_index.core.llms import ChatMessage

    messages = [
        ChatMessage(role="system", content=prompt.rules),
        ChatMessage(role="user", content=prompt.task),
    ]
    for response in adapter.stream_chat(messages):
        yield response.delta or ""

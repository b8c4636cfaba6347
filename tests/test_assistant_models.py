"""A language model is opened by name, says where text goes, and fails in one line."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from fakes import ASTHMA, put
from openai_server import Behaviour, openai_server

from assistant.answer import answer
from assistant.generate.adapters import _key_sent
from assistant.generate.models import Adapted, open_writer, where_words
from assistant.generate.prompt import Prompt
from assistant.generate.retry import Asked, Patience, patiently
from assistant.generate.write import Writing
from corpus.errors import SettingsError, WriterError
from corpus.library import Library

PROMPT = Prompt("Answer.", "What is it?")
HASTE = Patience(connect=10.0, silence=10.0, whole=30.0, waits=(0.0, 0.0))
NOWHERE = "http://127.0.0.1:9/v1"


def open_near(address: str, patience: Patience = HASTE, key: str = "") -> Adapted:
    """Return a model at a server that speaks the OpenAI protocol."""
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra: openai")
    environment = {"OPENAI_API_KEY": key}
    opened = open_writer("openai/test", address, environment, patience)
    assert opened is not None
    return opened


def error_of(model: Adapted) -> str:
    with pytest.raises(WriterError) as caught:
        "".join(model.stream(PROMPT))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_quoting_writer_is_no_language_model() -> None:
    assert open_writer("quoting") is None


@pytest.mark.parametrize("name", ["gpt", "openai", "openai/", "openai/ ", "GPT/4", "", "ollama/ a"])
def test_a_name_that_is_none_is_told_with_what_is_expected(name: str) -> None:
    with pytest.raises(SettingsError, match=r"expected quoting, ollama/NAME, openai/NAME"):
        open_writer(name)


@pytest.mark.parametrize(
    "address",
    ["localhost:11434", "ftp://a/b", "http://", "http://a:b", "http://u:p@a", "http://a?b"],
)
def test_an_address_that_is_none_is_told_with_what_is_expected(address: str) -> None:
    with pytest.raises(SettingsError, match=r"--writer-address is .*expected http://host:port"):
        open_writer("openai/test", address)


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"missing\.gguf: No such file"):
        open_writer(f"llamacpp/{tmp_path / 'missing.gguf'}")
    other = tmp_path / "other.gguf"
    other.write_bytes(b"not a model")
    with pytest.raises(SettingsError, match="not a model in GGUF form"):
        open_writer(f"llamacpp/{other}")
    with pytest.raises(SettingsError, match="a file has no address"):
        open_writer(f"llamacpp/{other}", NOWHERE)


@pytest.mark.parametrize("kind", ["ollama", "openai", "anthropic"])
def test_a_missing_extra_is_told_with_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("assistant.generate.models.find_spec", lambda _module: None)
    with pytest.raises(SettingsError, match=rf"pip install 'equity-evidence\[{kind}\]'"):
        open_writer(f"{kind}/test", NOWHERE)


@pytest.fixture
def _all_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.generate.models.find_spec", lambda _module: True)


@pytest.mark.usefixtures("_all_installed")
def test_a_model_says_where_text_goes() -> None:
    def place(name: str, address: str | None = None) -> str | None:
        keys = {"OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k"}
        opened = open_writer(name, address, keys)
        assert opened is not None
        return opened.sent_to

    assert place("openai/gpt") == "https://api.openai.com"
    assert place("openai/gpt", "https://models.example:8443/v1/") == "https://models.example:8443"
    assert place("openai/gpt", "http://10.0.0.7:8000/v1") == "http://10.0.0.7:8000, unencrypted"
    assert place("openai/gpt", "http://localhost:8000/v1") is None
    assert place("anthropic/claude") == "https://api.anthropic.com"
    assert place("ollama/llama3") is None
    assert place("ollama/gpt-oss:120b-cloud") == "https://ollama.com"
    assert place("ollama/llama3", "https://ollama.example") == "https://ollama.example"


@pytest.mark.usefixtures("_all_installed")
def test_where_text_goes_is_said_in_one_sentence() -> None:
    near, far = open_writer("ollama/a"), open_writer("openai/a", "https://models.example/v1")
    assert near
    assert far
    assert where_words(near, 8) == "ollama/a runs on this machine; nothing you ask leaves it."
    assert where_words(far, 8) == (
        "Your question and up to 8 passages will be sent to https://models.example."
    )


@pytest.mark.usefixtures("_all_installed")
def test_a_key_that_is_missing_is_told_before_anything_is_sent() -> None:
    with pytest.raises(SettingsError, match="needs a key; set OPENAI_API_KEY"):
        open_writer("openai/gpt", environment={})


def test_what_a_model_writes_comes_in_pieces_and_the_request_is_steady() -> None:
    behaviour = Behaviour(pieces=("It", " is", " so."))
    with openai_server(behaviour) as address:
        assert list(open_near(address).stream(PROMPT)) == ["It", " is", " so."]
    (asked,) = behaviour.asked
    assert asked["temperature"] == 0
    assert isinstance(asked["seed"], int)
    assert asked["stream"] is True
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]


def test_a_scripted_server_goes_through_the_whole_path(library: Library) -> None:
    put(library, ASTHMA)
    text = "Asthma was more common where the air was worse. [1] Children wheezed less [4]."
    with openai_server(Behaviour(pieces=[f"{word} " for word in text.split()])) as address:
        writing = Writing(open_near(address))
        found = answer(library, "Was asthma more common where the air was worse?", writing=writing)
    assert found.writer == "openai/test"
    assert [sentence.verbatim for sentence in found.sentences] == [True]
    assert found.written
    assert (found.written.struck, found.written.markers_struck) == (1, 1)


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        ([401], "refused the key; set OPENAI_API_KEY anew"),
        ([404], "no model test at http://127.0.0.1"),
        ([400], "refused the request: "),
        ([429, 429, 429], "takes no more questions now"),
        ([500, 503, 500], "failed (status 500)"),
    ],
)
def test_a_server_that_refuses_is_told_in_one_line(statuses: list[int], told: str) -> None:
    behaviour = Behaviour(statuses=list(statuses))
    with openai_server(behaviour) as address:
        assert told in error_of(open_near(address))
    assert len(behaviour.asked) == len(statuses)


def test_a_busy_server_is_asked_again() -> None:
    behaviour = Behaviour(statuses=[429, 500])
    with openai_server(behaviour) as address:
        assert "".join(open_near(address).stream(PROMPT)) == "Hello there."
    assert len(behaviour.asked) == 3


def test_a_connection_lost_in_the_middle_is_told_and_not_asked_again() -> None:
    behaviour = Behaviour(drop_after=1)
    got: list[str] = []
    with openai_server(behaviour) as address:
        stream = open_near(address).stream(PROMPT)
        with pytest.raises(WriterError, match=r"http://127\.0\.0\.1:\d+ broke off"):
            got.extend(piece for piece in stream)
    assert len(behaviour.asked) == 1


def test_a_server_that_falls_silent_is_not_waited_for() -> None:
    with openai_server(Behaviour(pause=30.0)) as address:
        began = time.monotonic()
        patience = Patience(connect=10.0, silence=0.3, whole=20.0, waits=())
        assert "no word from http://127.0.0.1" in error_of(open_near(address, patience))
        assert time.monotonic() - began < 10


def test_a_server_that_takes_too_long_for_all_of_it_is_left() -> None:
    behaviour = Behaviour(pieces=["so "] * 1000, pause=0.05)
    with openai_server(behaviour) as address:
        patience = Patience(connect=10.0, silence=5.0, whole=0.5, waits=())
        assert "took longer than 0.5 s" in error_of(open_near(address, patience))
        assert behaviour.left.wait(30)


def test_a_model_that_is_left_stops_writing() -> None:
    behaviour = Behaviour(pieces=["so "] * 1000, pause=0.05)
    with openai_server(behaviour) as address:
        with closing(open_near(address).stream(PROMPT)) as stream:
            next(stream)
        assert behaviour.left.wait(30)


def test_a_server_that_is_not_there_is_told() -> None:
    assert error_of(open_near(NOWHERE)) == "cannot reach http://127.0.0.1:9"


@pytest.mark.parametrize(
    "body", ["", "<html>hello</html>", "data: {not json\n\n", 'data: {"a": 1}\n\n']
)
def test_a_server_that_speaks_otherwise_is_no_answer(body: str) -> None:
    with openai_server(Behaviour(body=body)) as address:
        got = None
        with suppress(WriterError):
            got = "".join(open_near(address).stream(PROMPT))
        assert not got


def test_text_does_not_follow_a_redirection_to_another_place() -> None:
    elsewhere = Behaviour()
    with openai_server(elsewhere) as other:
        near = Behaviour(redirect=f"{other}/chat/completions")
        with openai_server(near) as address:
            assert error_of(open_near(address))
    assert near.asked
    assert elsewhere.asked == []


def test_the_key_is_sent_and_only_where_nobody_reads_it_on_the_way() -> None:
    behaviour = Behaviour()
    with openai_server(behaviour) as address:
        "".join(open_near(address, key="secret").stream(PROMPT))
    assert behaviour.keys == ["Bearer secret"]
    far = open_near("http://models.example/v1", key="secret")
    assert _key_sent(far.door) == "none"


def test_an_unknown_failure_is_one_line_too() -> None:
    def ask() -> Generator[str, None, None]:
        raise ValueError("line one\nline two " + "x" * 500)
        yield ""

    with pytest.raises(WriterError) as caught:
        list(patiently(ask, Asked("test", "http://there"), HASTE))
    assert str(caught.value).startswith("http://there gave no usable answer: line one line two")
    assert len(str(caught.value)) < 300


def test_ollama_says_how_to_get_a_model_that_is_not_there() -> None:
    pytest.importorskip("llama_index.llms.ollama", reason="needs the extra: ollama")
    with openai_server(Behaviour()) as address:
        base = address.removesuffix("/v1")
        opened = open_writer("ollama/test", base, {}, HASTE)
        assert opened
        told = error_of(opened)
    assert told == f"no model test at {base}; get it with: ollama pull test"
    unreached: Any = open_writer("ollama/test", "http://127.0.0.1:9", {}, HASTE)
    assert error_of(unreached) == "cannot reach http://127.0.0.1:9"


def test_anthropic_writes_in_pieces_too_and_fails_in_one_line() -> None:
    pytest.importorskip("anthropic", reason="needs the extra: anthropic")
    with openai_server(Behaviour(pieces=("It", " is."), statuses=[529])) as address:
        base = address.removesuffix("/v1")
        opened = open_writer("anthropic/test", base, {}, HASTE)
        assert opened
        assert list(opened.stream(PROMPT)) == ["It", " is."]
    unreached = open_writer("anthropic/test", "http://127.0.0.1:9", {}, HASTE)
    assert unreached
    assert error_of(unreached) == "cannot reach http://127.0.0.1:9"

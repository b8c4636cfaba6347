"""`evidence ask --writer`: who writes, where text goes, and a person's word before it does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Ran
from fakes import ASTHMA, KIDNEY, open_fake, put
from openai_server import Behaviour, openai_server

from corpus.settings import DEFAULT_MODEL

QUESTION = "Was asthma more common where the air was worse?"
EXACT = "Asthma was more common where the air was worse."
Evidence = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _held(tmp_path: Path) -> None:
    library = open_fake(tmp_path / "library", DEFAULT_MODEL)
    put(library, ASTHMA)
    put(library, KIDNEY)
    library.close()


@pytest.fixture
def near(evidence: Evidence) -> Iterator[tuple[Behaviour, list[str]]]:
    """A server on this machine, and the options that name it."""
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra: openai")
    behaviour = Behaviour(pieces=[f"{EXACT} [1] ", "It never rained ", "there [1][8]."])
    with openai_server(behaviour) as address:
        yield behaviour, ["--writer", "openai/test", "--writer-address", address]


def test_ask_says_where_text_goes_and_who_wrote(
    evidence: Evidence, near: tuple[Behaviour, list[str]]
) -> None:
    ran = evidence("ask", QUESTION, *near[1])
    assert ran.code == 0
    assert "openai/test runs on this machine; nothing you ask leaves it." in ran.err
    assert f"“{EXACT}” [1]" in " ".join(ran.out.split())
    assert "Written by openai/test" in ran.out
    assert "1 struck" in " ".join(ran.out.split())
    assert "never rained" not in ran.out


def test_ask_shows_what_was_struck_where_asked(
    evidence: Evidence, near: tuple[Behaviour, list[str]]
) -> None:
    ran = evidence("ask", QUESTION, *near[1], "--show-struck", "--json")
    told = json.loads(ran.out)
    assert [sentence.get("struck", False) for sentence in told["sentences"]] == [False, True]
    assert "~~It never rained there.~~" in told["answer"]
    assert "It never rained there." in evidence("ask", QUESTION, *near[1], "--show-struck").out


def test_the_writer_is_also_set_by_the_environment(
    evidence: Evidence, near: tuple[Behaviour, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE_WRITER", near[1][1])
    monkeypatch.setenv("EVIDENCE_WRITER_ADDRESS", near[1][3])
    told = json.loads(evidence("ask", QUESTION, "--json").out)
    assert told["writer"] == told["written"]["model"] == "openai/test"


def test_questions_of_a_file_are_written_too(
    evidence: Evidence, near: tuple[Behaviour, list[str]], tmp_path: Path
) -> None:
    lines = [json.dumps({"id": name, "question": QUESTION}) for name in "ab"]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines))
    ran = evidence("ask", "--file", "questions.jsonl", *near[1])
    assert [json.loads(line)["writer"] for line in ran.out.splitlines()] == ["openai/test"] * 2
    assert ran.err.count("runs on this machine") == 1


def test_a_server_that_fails_does_not_lose_the_evidence(
    evidence: Evidence, near: tuple[Behaviour, list[str]]
) -> None:
    near[0].statuses = [404]
    ran = evidence("ask", QUESTION, *near[1])
    assert ran.code == 0
    assert EXACT in ran.out
    assert "openai/test could not write: no model test at" in " ".join(ran.out.split())


def test_nothing_leaves_this_machine_before_a_person_has_agreed(
    evidence: Evidence, network: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra: openai")
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    ran = evidence("ask", QUESTION, "--writer", "openai/gpt")
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.splitlines() == [
        "Your question and up to 8 passages will be sent to https://api.openai.com.",
        "evidence: nobody is here to agree to that; agree with --yes",
    ]
    assert network == []


@pytest.mark.parametrize(("typed", "code"), [("n\n", 2), ("\n", 2)])
def test_a_person_may_say_no(
    evidence: Evidence,
    network: list[str],
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    code: int,
) -> None:
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra: openai")
    import io

    terminal = io.StringIO(typed)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    ran = evidence("ask", QUESTION, "--writer", "openai/gpt")
    assert ran.code == code
    assert "Go on?" in ran.err
    assert network == []


def test_a_writer_that_is_none_is_told_in_one_line(evidence: Evidence) -> None:
    ran = evidence("ask", QUESTION, "--writer", "gpt-4")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert "expected quoting, ollama/NAME, openai/NAME" in ran.err

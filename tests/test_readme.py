"""The manual is tested: what it shows exists, and what exists is shown."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Ran

from assistant.cli.main import app
from assistant.web.page.about import FIGURES

README = Path(__file__).parents[1] / "README.md"


def shown() -> list[list[str]]:
    """Return the commands the manual names, word by word from after `evidence`."""
    text = README.read_text(encoding="utf-8")
    found = [*examples(), *(re.findall(r"`evidence ([^`]+)`", text))]
    # A word in capitals stands for any command.
    return [words for words in map(shlex.split, found) if not words[0].isupper()]


def examples() -> list[str]:
    """Return the examples in the manual, one a line, from after `evidence`."""
    return re.findall(r"^ {4}evidence (.+)$", README.read_text(encoding="utf-8"), re.MULTILINE)


def commands() -> dict[str, set[str]]:
    """Return the options of each command; a group has those of the commands in it."""
    group = typer.main.get_command(app)
    assert hasattr(group, "commands")
    return {name: options(command) for name, command in group.commands.items()}


def options(command: Any) -> set[str]:
    found = {option for parameter in command.params for option in parameter.opts}
    return found.union(*map(options, getattr(command, "commands", {}).values()))


def test_every_command_shown_exists_with_its_options() -> None:
    known = commands()
    for command, *words in shown():
        if command.startswith("--"):
            continue
        assert command in known, f"evidence {command}"
        for word in words:
            if word.startswith("--"):
                assert word.partition("=")[0] in known[command] | {"--help"}, f"{command} {word}"


def test_every_option_named_exists() -> None:
    named = set(re.findall(r"`(--[a-z-]+)[^`]*`", README.read_text(encoding="utf-8")))
    assert named <= set().union(*commands().values()) | {"--help", "--version"}


def test_every_command_that_exists_is_shown() -> None:
    assert set(commands()) <= {command for command, *_ in shown()}


@pytest.mark.slow
def test_the_examples_run(evidence: Callable[..., Ran]) -> None:
    assert examples()
    for example in examples():
        ran = evidence(*shlex.split(example))
        # On a slow machine a line of progress is told every few seconds, and nothing else.
        told = [line for line in ran.err.splitlines() if not re.search(r"\d of [\d,]+ \(", line)]
        assert (ran.code, told) == (0, []), example


def test_the_figures_of_the_about_tab_are_those_of_the_manual() -> None:
    told = " ".join(README.read_text(encoding="utf-8").split())
    said = {figure for _, figure in FIGURES}
    numbers = {figure: re.findall(r"[\d.]+%?", figure) for figure in said}
    assert {f for f, parts in numbers.items() if not all(part in told for part in parts)} == set()

"""The readable signals: word lists, and patterns of them with what excuses each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml  # type: ignore[import-untyped]

from assistant.review.category import Category, Severity
from corpus.text.sentences import Span

_NAMED = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Pattern:
    """One way in which a kind of problem is worded."""

    pattern_id: str
    category: Category
    severity: Severity
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    wanted: tuple[re.Pattern[str], ...]
    excuses: tuple[re.Pattern[str], ...]

    def match(self, text: str) -> tuple[Span, ...]:
        """Return the words that it finds in a statement; none where it does not fire."""
        found = [one.search(text) for one in self.wanted]
        if any(one is None for one in found) or any(one.search(text) for one in self.excuses):
            return ()
        return tuple(Span(*one.span()) for one in found if one is not None)


@dataclass(frozen=True)
class Patterns:
    """The word lists and the patterns that are made of them."""

    concepts: Mapping[str, re.Pattern[str]]
    says: Mapping[str, str]
    """What each word list stands for, in a sentence."""
    patterns: tuple[Pattern, ...]

    def named(self, text: str) -> frozenset[str]:
        """Return the names of the word lists of which a text holds a word."""
        return frozenset(name for name, words in self.concepts.items() if words.search(text))

    def matches(self, text: str) -> Iterator[tuple[Pattern, tuple[Span, ...]]]:
        """Yield the patterns that fire on a statement, each with the words it finds."""
        for pattern in self.patterns:
            if spans := pattern.match(text):
                yield pattern, spans


@cache
def patterns() -> Patterns:
    """Return the word lists and patterns that come with the project, read once."""
    text = files("assistant.review").joinpath("patterns.yaml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    concepts = {name: _words(entry) for name, entry in told["concepts"].items()}
    concepts |= {name: _filled(_words(entry), concepts) for name, entry in told["frames"].items()}
    said = told["concepts"] | told["frames"]
    return Patterns(
        {name: re.compile(words) for name, words in concepts.items()},
        {name: entry["says"] for name, entry in said.items()},
        tuple(_pattern(entry, concepts, told["excuses"]) for entry in told["patterns"]),
    )


def _words(entry: Mapping[str, Any]) -> str:
    """Return the expression of a word list: those that match either case, and the exact ones."""
    either = [f"(?i:{'|'.join(entry['words'])})"] if "words" in entry else []
    return rf"(?<!\w)(?:{'|'.join([*either, *entry.get('exact', [])])})(?!\w)"


def _filled(expression: str, concepts: Mapping[str, str]) -> str:
    """Return an expression with the word lists that it names in braces."""
    return _NAMED.sub(lambda named: f"(?-i:{concepts[named[1]]})", expression)


def _pattern(
    entry: Mapping[str, Any], concepts: Mapping[str, str], excuses: Mapping[str, list[str]]
) -> Pattern:
    def compiled(expression: str) -> re.Pattern[str]:
        return re.compile(f"(?i:{_filled(expression, concepts)})")

    def excusing(name: str) -> Iterator[re.Pattern[str]]:
        if name in excuses:
            for one in excuses[name]:
                yield from excusing(one)
        else:
            yield re.compile(concepts[name]) if name in concepts else compiled(name)

    return Pattern(
        pattern_id=entry["pattern_id"],
        category=entry["category"],
        severity=entry["severity"],
        examples=tuple(entry["examples"]),
        counter_examples=tuple(entry["counter_examples"]),
        wanted=tuple(map(compiled, entry["all"])),
        excuses=tuple(found for name in entry["none"] for found in excusing(name)),
    )

"""The readable signals: word lists, and patterns of them with what excuses each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml  # type: ignore[import-untyped]

from assistant.review.category import Category, Severity
from corpus.text.sentences import Span

_BETWEEN_CLAUSES = re.compile(r"[;()]|[.?!](?=\s)|\s[–—-]\s|,? but\b")
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
    """That count wherever they stand in the statement."""
    excuses_in_clause: tuple[re.Pattern[str], ...] = ()
    """That count in the clauses of what is found."""
    is_precise: bool = False
    """Whether it stands by itself, so that the classifier does not overrule it."""

    def match(self, text: str) -> tuple[Span, ...]:
        """Return the words that it finds in a statement; none where it does not fire."""
        found = [one.span() for one in (one.search(text) for one in self.wanted) if one]
        if len(found) < len(self.wanted) or any(one.search(text) for one in self.excuses):
            return ()
        for start, end in _clauses(text, found):
            if any(one.search(text, start, end) for one in self.excuses_in_clause):
                return ()
        return tuple(Span(*one) for one in found)


@dataclass(frozen=True)
class Patterns:
    """The word lists and the patterns that are made of them."""

    concepts: Mapping[str, re.Pattern[str]]
    says: Mapping[str, str]
    """What each word list stands for, in a sentence."""
    patterns: tuple[Pattern, ...]
    gate: frozenset[str]
    """The word lists of which one word is enough for a remark to be thought of."""

    def named(self, text: str) -> frozenset[str]:
        """Return the names of the word lists of which a text holds a word."""
        return frozenset(name for name, words in self.concepts.items() if words.search(text))

    def matches(self, text: str) -> Iterator[tuple[Pattern, tuple[Span, ...]]]:
        """Yield the patterns that fire on a statement, each with the words it finds."""
        for pattern in self.patterns:
            if spans := pattern.match(text):
                yield pattern, spans


def _clauses(text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the clauses that hold some places, each from its first to its last character."""
    cuts = [0, *(one.end() for one in _BETWEEN_CLAUSES.finditer(text)), len(text)]
    for start, end in pairwise(cuts):
        if any(first < end and last > start for first, last in places):
            yield start, end


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
        tuple(_pattern(entry, concepts, told) for entry in told["patterns"]),
        frozenset(told["gate"]),
    )


def precise_category(known: Patterns, text: str) -> Category | None:
    """Return the category of the first pattern that fires and stands by itself; None for none."""
    return next((one.category for one, _ in known.matches(text) if one.is_precise), None)


def _words(entry: Mapping[str, Any]) -> str:
    """Return the expression of a word list: those that match either case, and the exact ones."""
    either = [f"(?i:{'|'.join(entry['words'])})"] if "words" in entry else []
    return rf"(?<!\w)(?:{'|'.join([*either, *entry.get('exact', [])])})(?!\w)"


def _filled(expression: str, concepts: Mapping[str, str]) -> str:
    """Return an expression with the word lists that it names in braces."""
    return _NAMED.sub(lambda named: f"(?-i:{concepts[named[1]]})", expression)


def _pattern(
    entry: Mapping[str, Any], concepts: Mapping[str, str], told: Mapping[str, Any]
) -> Pattern:
    def compiled(expression: str) -> re.Pattern[str]:
        return re.compile(f"(?i:{_filled(expression, concepts)})")

    def excuses(names: Iterable[str]) -> Iterator[str]:
        for name in names:
            yield from excuses(told["excuses"][name]) if name in told["excuses"] else (name,)

    def excusing(name: str) -> re.Pattern[str]:
        return re.compile(concepts[name]) if name in concepts else compiled(name)

    named = list(excuses(entry["none"]))
    return Pattern(
        pattern_id=entry["pattern_id"],
        category=entry["category"],
        severity=entry["severity"],
        examples=tuple(entry["examples"]),
        counter_examples=tuple(entry["counter_examples"]),
        wanted=tuple(map(compiled, entry["all"])),
        excuses=tuple(excusing(one) for one in named if one not in told["in_clause"]),
        excuses_in_clause=tuple(excusing(one) for one in named if one in told["in_clause"]),
        is_precise=entry.get("precise", False),
    )

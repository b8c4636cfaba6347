"""Which groups of people a text speaks of: peoples, faiths, persons by sex and age, professions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import cache

from corpus.text.gazetteer import Gazetteer, Mention


@cache
def peoples_list() -> Gazetteer:
    """Return the peoples, nationalities, religions and languages, read once."""
    return Gazetteer("peoples")


@cache
def persons_list() -> Gazetteer:
    """Return the words for persons by sex, age, kin and situation, with professions; read once."""
    return Gazetteer("persons", "professions")


@cache
def places_list() -> Gazetteer:
    """Return regions, countries, their parts and cities, read once."""
    return Gazetteer("places")


def people_mentions(text: str) -> Iterator[Mention]:
    """Yield the peoples that a text names, in order; "non-Hispanic" and the like name nobody."""
    return (one for one in peoples_list().mentions(text) if not one.negated)


def with_ancestors(mention: Mention) -> frozenset[str]:
    """Return the name of the people that is mentioned, and of all that it belongs to."""
    return peoples_list().ancestors(mention.entry) | {mention.entry.name}


def peoples_named(text: str) -> frozenset[str]:
    """Return the names of the peoples that a text speaks of, each by its first name."""
    return frozenset(one.entry.name for one in people_mentions(text))


def peoples_within(text: str) -> frozenset[str]:
    """Return the peoples of whom a text says something: those it names, and what they belong to."""
    return peoples_list().within(text)


def category_in(mention: Mention, categories: Mapping[str, Set[str]]) -> str | None:
    """Return the first category that holds a people or what it belongs to; None for no category."""
    names = with_ancestors(mention)
    return next((one for one, within in categories.items() if names & within), None)

"""The filters of a search: which papers count, by what is known of them.

Each field of `Filters` is the one definition of a filter. The options of the command line, the
fields of the API (pydantic reads the same metadata), the controls of the page and the parameters
of a link are made from it, so that a new filter is one field here and one line in `admit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Annotated, Any, get_args, get_type_hints

from annotated_types import Len

from corpus.paper import Origin, Paper
from corpus.status import Standing

_Word = Annotated[str, Len(1, 200)]
_MOST_VALUES = 50
_FIRST_YEAR, _LAST_YEAR = 1500, 2200
_LARGEST_SAMPLE = 10**10


def _values(title: str, description: str, link: str) -> Any:  # noqa: ANN401 - dataclasses.field
    """Return a filter of several values, of which a paper must have one."""
    return field(
        default=(),
        metadata={
            "title": title,
            "description": description,
            "link": link,
            "max_length": _MOST_VALUES,
        },
    )


def _number(title: str, description: str, link: str, least: int, most: int) -> Any:  # noqa: ANN401 - dataclasses.field
    """Return a filter of one number, `least` to `most`."""
    told = {"title": title, "description": description, "link": link, "ge": least, "le": most}
    return field(default=None, metadata=told)


@dataclass(frozen=True)
class Filters:
    """Which papers a search may use; empty means every paper.

    The metadata of a field: `title` (its label), `description` (its help), `link` (its name in a
    link), and the bounds of a number, `ge` and `le`, or of the count of values, `max_length`.
    """

    year_from: int | None = _number(
        "From year", "Only papers since this year.", "from", _FIRST_YEAR, _LAST_YEAR
    )
    year_to: int | None = _number(
        "To year", "Only papers up to this year.", "to", _FIRST_YEAR, _LAST_YEAR
    )
    design: tuple[_Word, ...] = _values(
        "Design", 'Only this design, such as "cohort" (matched at the start).', "design"
    )
    status: tuple[Standing, ...] = _values("Status", "Only this status.", "status")
    topic: tuple[_Word, ...] = _values("Topic", 'Such as "kidney".', "topic")
    origin: tuple[Origin, ...] = _values(
        "Source type", '"full text", "abstract" or "digest" (our summary).', "text"
    )
    country: tuple[_Word, ...] = _values(
        "Country", 'Where the study was done, such as "Brazil".', "country"
    )
    population: tuple[_Word, ...] = _values(
        "Group studied", 'A group studied, such as "Black" (as words of its name).', "group"
    )
    race_measure: tuple[_Word, ...] = _values(
        "How race was measured",
        'Such as "self-identified", "record", "observer", "ancestry" or "not stated".',
        "race",
    )
    sample_from: int | None = _number(
        "Minimum sample size", "Only studies of at least this many people.", "people", 1,
        _LARGEST_SAMPLE,
    )  # fmt: skip

    # A misspelt field is an error in the API rather than passed over.
    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - read by pydantic, never changed

    def admit(self, paper: Paper) -> bool:
        """Say whether a paper passes; a paper whose year is unknown fails a filter on years.

        The origin is a matter of passages and is left to the search.
        """
        year = paper.year
        return (
            (self.year_from is None or (year is not None and year >= self.year_from))
            and (self.year_to is None or (year is not None and year <= self.year_to))
            and (not self.design or _starts(paper.design, self.design))
            and (not self.status or paper.status.standing in self.status)
            and (not self.topic or bool(_folded(self.topic) & _folded(paper.topics)))
            and self._admit_study(paper)
        )

    def among(self, papers: Mapping[str, Paper]) -> list[str] | None:
        """Return the ids of the papers that pass; None where all of them do."""
        if self == NO_FILTERS:
            return None
        admitted = [paper_id for paper_id, paper in papers.items() if self.admit(paper)]
        return None if len(admitted) == len(papers) else admitted

    def _admit_study(self, paper: Paper) -> bool:
        """Say whether what is known of how a study was done passes."""
        countries = _folded(paper.told("country"))
        groups = " ".join((paper.population or "", *paper.told("population"))).lower()
        measures = _folded((paper.race_measure or "", *paper.told("race measure")))
        sizes = [int(size) for size in paper.told("sample size") if size.isdigit()]
        return (
            (not self.country or bool(_folded(self.country) & countries))
            and (not self.population or any(_names(groups, one) for one in self.population))
            and (not self.race_measure or bool(_folded(self.race_measure) & measures))
            and (self.sample_from is None or max(sizes, default=-1) >= self.sample_from)
        )


NO_FILTERS = Filters()


@dataclass(frozen=True)
class FilterField:
    """One filter as a form of input sees it."""

    name: str
    value_type: Any
    """The type of the number, or of one of the values."""
    is_number: bool
    title: str
    description: str
    link: str
    least: int | None = None
    most: int | None = None

    @property
    def choices(self) -> tuple[Any, ...]:
        """The values of a closed list, in its order; empty where any word will do."""
        if self.is_number or self.value_type is str:
            return ()
        return get_args(self.value_type) or tuple(self.value_type)

    def chosen(self, values: Iterable[str]) -> tuple[Any, ...]:
        """Return the values, those that a closed list does not have left out."""
        if not self.choices:
            return tuple(values)
        wanted = set(values)
        return tuple(one for one in self.choices if str(one) in wanted)


def _filter_fields() -> tuple[FilterField, ...]:
    types = get_type_hints(Filters)
    return tuple(
        FilterField(
            one.name,
            get_args(types[one.name])[0],
            "ge" in one.metadata,
            one.metadata["title"],
            one.metadata["description"],
            one.metadata["link"],
            one.metadata.get("ge"),
            one.metadata.get("le"),
        )
        for one in fields(Filters)
    )


FILTER_FIELDS = _filter_fields()


def filters_of(values: Mapping[str, Any]) -> Filters:
    """Return the filters with these values by field; None and what is left out filter nothing."""
    return Filters(**{name: value for name, value in values.items() if value is not None})


def _starts(value: str | None, beginnings: Sequence[str]) -> bool:
    return value is not None and value.lower().startswith(tuple(b.lower() for b in beginnings))


def _names(groups: str, wanted: str) -> bool:
    return re.search(rf"\b{re.escape(wanted.lower())}\b", groups) is not None


def _folded(words: Sequence[str]) -> set[str]:
    return {word.strip().lower() for word in words}

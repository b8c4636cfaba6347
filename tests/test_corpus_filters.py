"""A filter is defined once; every way in has it, and hands the search the same value."""

from __future__ import annotations

from dataclasses import fields
from inspect import signature

import pytest
from pydantic import TypeAdapter, ValidationError

from assistant.cli.ask import ask, search
from assistant.cli.options import with_filters
from assistant.cli.papers import papers
from assistant.web.page.limits import filters_from, settings
from assistant.web.page.link import Asked, asked_by, link_of
from corpus.filters import FILTER_FIELDS, NO_FILTERS, Filters
from corpus.status import Standing

NAMES = [one.name for one in fields(Filters)]


@pytest.mark.parametrize("command", [ask, search, papers])
def test_every_command_that_searches_has_every_filter(command: object) -> None:
    options = signature(command).parameters  # type: ignore[arg-type]
    assert set(NAMES) <= set(options)
    assert "filters" not in options


def test_the_options_arrive_as_one_value() -> None:
    arrived = []

    @with_filters
    def command(*, filters: Filters) -> None:
        arrived.append(filters)

    nothing = dict.fromkeys(NAMES)
    command(**nothing)
    command(**{**nothing, "year_from": 2015, "status": [Standing.RETRACTED], "topic": ["kidney"]})
    wanted = Filters(year_from=2015, status=(Standing.RETRACTED,), topic=("kidney",))
    assert arrived == [NO_FILTERS, wanted]


def test_the_api_reads_the_same_fields_and_refuses_others() -> None:
    api = TypeAdapter(Filters)
    assert list(api.json_schema()["properties"]) == NAMES
    assert api.validate_python({"status": ["retracted"], "sample_from": 9}) == Filters(
        status=(Standing.RETRACTED,), sample_from=9
    )
    for wrong in ({"topics": ["kidney"]}, {"year_from": 15}, {"origin": ["book"]}, {"topic": [""]}):
        with pytest.raises(ValidationError):
            api.validate_python(wrong)


def test_page_and_link_bring_the_same_filters_back() -> None:
    filters = Filters(2001, 2020, ("cohort",), (Standing.CURRENT,), ("kidney",), ("digest",),
                      ("Brazil",), ("Black",), ("record",), 100)  # fmt: skip
    assert len(FILTER_FIELDS) == len(NAMES)
    assert filters_from(settings(filters)) == filters
    assert asked_by(link_of(Asked("pain", filters=filters))) == Asked("pain", filters=filters)

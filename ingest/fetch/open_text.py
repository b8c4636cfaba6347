"""Get the full text of a paper where an open licence lets it be kept, and say why not elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.fetch.client import Client
from ingest.fetch.europe_pmc import full_text
from ingest.fetch.licence import OPEN, is_open
from ingest.fetch.told import Told


@dataclass(frozen=True)
class OpenText:
    """The full text with its licence, or the reason why there is none."""

    content: bytes | None
    """JATS XML, as it came."""
    licence: str | None
    why_not: str | None


def open_text(told: Sequence[Told], client: Client) -> OpenText:
    """Return the full text of the paper that the services tell of, the most trusted first.

    Nothing is asked for where Europe PMC tells a licence that is not open. Where it tells none,
    an open licence that another service tells will do, or one that the article itself states.
    Raises ServiceError where the full text cannot be got.
    """
    europe = next((one for one in told if one.service == "Europe PMC"), None)
    stated = [one.paper.licence for one in told if one.paper.licence]
    licence = next(iter(stated), None)
    if europe is not None and europe.paper.licence and not is_open(europe.paper.licence):
        return OpenText(None, licence, _closed(europe.paper.licence))
    if europe is None or europe.full_text is None:
        return OpenText(None, licence, _not_given(europe))
    found = full_text(europe.paper, europe.full_text, client)
    if found is None:
        return OpenText(None, licence, f"Europe PMC has no full text of {europe.full_text}")
    allowed = next(filter(is_open, (found.licence, *stated)), None)
    if allowed is None:
        return OpenText(None, licence or found.licence, _closed(licence or found.licence))
    return OpenText(found.content, allowed, None)


def _not_given(europe: Told | None) -> str:
    if europe is None:
        return "Europe PMC, from which full text comes, told nothing of the paper"
    if europe.paper.pmcid is None:
        return "Europe PMC has no full text of it"
    return "Europe PMC does not give its full text out as open access"


def _closed(licence: str | None) -> str:
    said = f"its licence is {licence}" if licence else "no licence is stated"
    return f"{said}; full text is fetched only under {OPEN}"

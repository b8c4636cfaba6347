"""Free crisis lines by country: a closed table; a country is taken only from the message."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.study.country import named_countries


@dataclass(frozen=True)
class CrisisLine:
    """Whom to call in one country."""

    line: str
    emergency: str
    source: str
    """Who runs the line and states its number."""


CRISIS_LINES = {
    "United States": CrisisLine("call or text 988", "911", "988lifeline.org"),
    "Canada": CrisisLine("call or text 988", "911", "988.ca"),
    "United Kingdom": CrisisLine("call Samaritans on 116 123", "999", "samaritans.org"),
    "Ireland": CrisisLine("call Samaritans on 116 123", "112", "samaritans.org"),
    "Australia": CrisisLine("call Lifeline on 13 11 14", "000", "lifeline.org.au"),
    "New Zealand": CrisisLine("call or text 1737", "111", "1737.org.nz"),
    "South Africa": CrisisLine("call SADAG on 0800 567 567", "112", "sadag.org"),
    "India": CrisisLine("call Tele-MANAS on 14416", "112", "telemanas.mohfw.gov.in"),
    "Germany": CrisisLine("call 0800 111 0 111", "112", "telefonseelsorge.de"),
    "France": CrisisLine("call 3114", "112", "3114.fr"),
    "Spain": CrisisLine("call 024", "112", "sanidad.gob.es"),
    "Netherlands": CrisisLine("call 113", "112", "113.nl"),
    "Brazil": CrisisLine("call CVV on 188", "192", "cvv.org.br"),
}


def crisis_words(message: str) -> str:
    """Return whom to call, in the country that a message names, or how to find out."""
    known = [CRISIS_LINES[one] for one in named_countries(message) if one in CRISIS_LINES]
    if not known:
        return (
            "If anyone is in danger now, call your local emergency number. "
            "findahelpline.com lists free, confidential lines by country."
        )
    here = known[0]
    return (
        f"If anyone is in danger now, call {here.emergency}. To talk to someone, free and "
        f"confidentially, {here.line} ({here.source})."
    )

"""Name the racial and ethnic groups as papers print them."""

from __future__ import annotations

import re

_LATINO = r"Latin(?:o/a|a/o|[oaxe]s?|@)"
_NATIVE = r"(?:American Indians?|Native Americans?|Alaska(?:n)? Natives?|First Nations|Indigenous)"
_PACIFIC = r"(?:Native Hawaiians?|(?:Other )?Pacific Islanders?)"
_OR = r"(?: or | and |, | ?/ ?)"
_NAMES = (
    r"[Bb]lack(?: African| Caribbean)\b",
    r"[Bb]lacks?(?:(?: or | and/or | ?/ ?)[Aa]frican[- ][Aa]mericans?)?",
    r"African[- ]Americans?(?:(?: or | ?/ ?)[Bb]lacks?)?",
    r"Afro-Caribbeans?",
    rf"Hispanics?(?:(?: or | ?/ ?){_LATINO})?",
    rf"{_LATINO}(?:(?: or | ?/ ?)Hispanics?)?",
    r"Mexican Americans?",
    r"Puerto Ricans?",
    r"[Ww]hites?|Caucasians?|European Americans?",
    rf"(?:South |East |Southeast )?Asian(?: Americans?|s)?(?:{_OR}(?:or )?{_PACIFIC})*",
    rf"{_NATIVE}(?:{_OR}(?:or )?{_NATIVE})*",
    rf"{_PACIFIC}(?:{_OR}(?:or )?{_PACIFIC})*",
    r"(?:[Mm]ixed|[Mm]ultiple|[Tt]wo or more|[Mm]ore than (?:1|one)) races?|[Mm]ulti-?racial"
    r"|[Bb]iracial",
    r"M[aā]ori|Roma\b",
)
GROUP = (
    rf"(?:(?:[Nn]on[- ]?Hispanic |NH[- ])(?:{'|'.join(_NAMES)}|[Oo]ther)"
    rf"|Hispanic (?:[Bb]lacks?|[Ww]hites?)|{'|'.join(_NAMES)})(?![\w-])"
)
"""One group, with "non-Hispanic" where it is printed."""


def printed_group(text: str) -> str:
    """Return a group as a value: as printed, in the singular, without surrounding space."""
    words = re.sub(r"^(?:[Nn]on[- ]?Hispanic|NH)[- ]", "non-Hispanic ", " ".join(text.split()))
    singular = re.sub(r"(?<=[a-z])s$", "", words)
    return singular if singular.startswith("non-") else singular[:1].upper() + singular[1:]

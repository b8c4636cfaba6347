"""Read the countries in which a study was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from corpus.paper import StudyFact
from ingest.study.sentence import Place, Sentence

_NATIONAL = (
    r"(?:National|national|registr\w+|[Hh]ealth [Ss]urvey|hospitals?|cohort|population-based"
    r"|general practi\w+|primary care|provinces?|cities|census|health (?:care )?system)"
)
_SETTING = re.compile(
    r"\b(?:data|participants?|patients?|respondents?|we|stud(?:y|ied)|surveys?|surveyed|samples?"
    r"|conducted|recruited|enrolled|recruits|using|used|residents?|residing|living in|adults"
    r"|children|women|men|students|births?|mothers|trial|clinics?|hospitals?|registr\w+|cohort"
    r"|program(?:me)?|carried out|located|members|veterans|counties|census tracts?)\b",
    re.IGNORECASE,
)
_STRICT_SETTING = re.compile(
    r"\b(?:conducted|recruited|enrolled|residents?|residing|data (?:from|on|were|came)|located"
    r"|participants (?:were|in)|sampled?|setting|took place|carried out|survey(?:ed)?|registr\w+"
    r"|cohort|clinics?|hospitals?|representative|practices|focus groups|households|recruits"
    r"|database|members|existing data|cancer registr\w+)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:born|birthplace|nationalit\w+|native|origins?|citizen\w*|language|version|translat\w+"
    r"|immigrat\w+ from|migrat\w+ from|came from|review board|ethic\w*|consent|IRB|Inc|Corp\w*"
    r"|LLC|Ltd|GmbH|software|SAS|Stata|SPSS|purchased|manufactur\w+|kits?|Sigma|NVivo|Dedoose"
    r"|ATLAS|REDCap|R version|dollars|price index|thresholds?|guidelines?|previous(?:ly)?|prior"
    r"|elsewhere|such as|unlike|et al|standard population|leading cause|compared with the"
    r"|similar to|reference population|approved by|Laboratory Animals|mice"
    r"|developed (?:in|at|by))\b"
)
_NOT_A_PLACE = re.compile(
    r"^(?: ?\$|-born|-based (?:company|manufacturer)| dollars| FDA| Food and Drug| Preventive"
    r" Services| Department of Agriculture| Surgeon| Public Health Service| (?:American|version)"
    r"|(?: State)? University\b| (?:School|College|Institute) of| Declaration| Convention| pigs?\b)"
)
# The last is the address of a maker, as in "(Roche, Penzberg, Germany)".
_NO_PLACE_AFTER = re.compile(
    r"(?:\bnon-?|\bUniversity of |\b(?:New|South|North|West|East|Latin|Central) |\bBank of"
    r"|\bState University of |\bResearch |\([^();]{2,60}, [^(),;]{2,30}, )$"
)
_MANY = re.compile(r"\b\d{2,3} countries\b|\bworldwide\b|\bglobal(?:ly)?\b", re.IGNORECASE)
_PLACES: tuple[Place, ...] = ("title", "abstract", "methods", "body")


def country_facts(
    sentences: Sequence[Sentence], title: str, of_studies: bool
) -> Iterator[StudyFact]:
    """Yield the countries of the setting, each once, from the first place that names any.

    A review or commentary studies no country unless its title names one.
    """
    for place in _PLACES[:1] if of_studies else _PLACES:
        found: dict[str, Sentence] = {}
        here = [one for one in sentences if one.place == place]
        for sentence in here if place != "body" or len(here) < len(sentences) / 2 else ():
            for country in _countries(sentence):
                found.setdefault(country, sentence)
        if place == "title" and not found:
            found = _of_title(sentences, title)
        if found:
            yield from (sentence.fact("country", name) for name, sentence in found.items())
            return


def _of_title(sentences: Sequence[Sentence], title: str) -> dict[str, Sentence]:
    """Return the countries of a title that the text lacks, where a sentence names them too."""
    found: dict[str, Sentence] = {}
    for country in named_countries(title):
        for sentence in (one for one in sentences if one.place in ("abstract", "methods")):
            if country in named_countries(sentence.text):
                found.setdefault(country, sentence)
    return found


def _countries(sentence: Sentence) -> list[str]:
    """Return the countries that a sentence gives as a setting."""
    text = sentence.text
    named = named_countries(text)
    if not named or sentence.place == "title":
        return named
    setting = _SETTING if sentence.place == "abstract" else _STRICT_SETTING
    if _ELSEWHERE.search(text) or _MANY.search(text) or not setting.search(text):
        return []
    return named


def named_countries(text: str) -> list[str]:
    """Return the countries that a text names, each once, in order, whatever it says of them."""
    found: dict[str, None] = {}
    names, countries = _gazetteer()
    for match in names.finditer(text):
        before, after = text[max(0, match.start() - 80) : match.start()], text[match.end() :][:40]
        if not (_NOT_A_PLACE.match(after) or _NO_PLACE_AFTER.search(before)):
            found.setdefault(countries[match[0]], None)
    return list(found)


@cache
def _gazetteer() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for every name in the list, and the country that each one means."""
    countries: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    text = files(__package__).joinpath("countries.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            country, _, rest = line.partition(":")
            others, _, demonyms = rest.partition("/")
            countries |= dict.fromkeys(_listed(f"{country}, {others}"), country)
            adjectives |= dict.fromkeys(_listed(demonyms), country)
    # The capital is asked for first: most words of a paper have none and cost nothing then.
    pattern = re.compile(
        rf"(?<![\w-])(?=[^\Wa-z_])(?:(?:{_any(countries)})|(?:{_any(adjectives)})(?= {_NATIONAL}))"
        r"(?!\w)"
    )
    return pattern, adjectives | countries


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))

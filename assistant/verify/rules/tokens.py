"""Read a sentence as tokens: words with their stems, groups of people, numbers and marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_DASHES = str.maketrans("‐‑‒–—−·’‘“”", "------.''\"\"")
# What is written in several ways is read in one, so that the rules need to know only that one.
_ONE_WAY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\[\s*\d+(?:\s*[,;-]\s*\d+)*\s*\]", " "),  # markers
        (r"\((?:see |e\.g\.,? )?(?:[^()\d]{2,60},? (?:19|20)\d\d[a-z]?(?:; ?)?)+\)", " "),
        (r"(?<=et al)\.?,? \(?(?:19|20)\d\d[a-z]?\)?", " "),
        (r"/\s*1\.73\s*m(?:2|\^2|²)?", ""),
        (r"\blost (?:its |their )?(?:statistical )?significance\b", "was not significant"),
        (r"\bargu(?:e|es|ed|ing) against\b", "opposed"),
        (r"\bargu(?:e|es|ed|ing) (?:for|in favou?r of)\b", "favored"),
        (r"\b(?:stayed|stays|remained|was|were) the same\b", "unchanged"),
        (r"\b(?:about|just|nearly|almost) as (often|likely|well|much|many)\b", r"equally \1"),
        (r"\bor not\b", " "),
        (r"\bat least\b|\ba minimum of\b|\bno fewer than\b", "≥"),
        (r"\bat most\b|\bup to\b|\bno more than\b", "≤"),
        (r"\bhalf as \w+ again as\b", "50% more than"),
        (r"\bper cent\b", "percent"),
        (r"n't\b", " not"),
        (r"\bcannot\b", "can not"),
        (r"\bno longer\b", "not"),
        (r"\b(?:rather than|instead of)\b", "not"),
        (r"\b(?:fail(?:s|ed|ing|ure)? to|(?:is|are|was|were) unable to)\b", "not"),
        (r"\btoo high\b", "overestimated"),
        (r"\btoo low\b", "underestimated"),
        (r"\b(?:went|go|goes|gone|going) up\b", "rose"),
        (r"\b(?:went|go|goes|gone|going) down\b", "fell"),
        (r"\b(?:african[- ]american|black(?! (?:box|lung)))( american)?s?\b", "black"),
        (r"\b(?:white|caucasian)( american)?s?\b", "white"),
        (r"\b(?:hispanic(?: or |/)latin[oax]s?|hispanics?|latin[oax]s?|latinx)\b", "hispanic"),
        (
            r"\b(?:american[- ]indians?|native[- ]americans?|alaskan?[- ]natives?"
            r"|first[- ]nations)\b",
            "indigenous",
        ),
        (r"\b(?:native hawaiians?|pacific islanders?)\b", "islander"),
        (r"\basian(?:s|[- ]americans?)\b", "asian"),
        (r"\b(?:non-?\s?)(black|white|hispanic|asian)\b", r"non\1"),
        (r"\bnot (black|white|hispanic|asian)\b", r"non\1"),
        (r"\bnonhispanic\b", ""),
        (r"\bpeople of colou?r\b|\bminorit(?:y|ies|ized)\b", "minority"),
        (r"\b(?:women|woman|females?|mothers?|maternal|girls?)\b", "women"),
        (r"\b(?:men|man|males?|boys?)\b", "men"),
        (r"\be?GFR\b|\bglomerular filtration rate\b", "kidney function"),
        (r"\bCIs?\b", "confidence interval"),
        (r"\bversus\b|\bvs?\.?(?=\s)|\bas against\b", "versus"),
        (r"\bcompared (?:with|to)\b|\brelative to\b|\bin comparison (?:with|to)\b", "versus"),
        (r"\bOR(?=[ =:,]*\d)", "odds ratio"),
        (r"\bHR(?=[ =:,]*\d)", "hazard ratio"),
        (r"\bRR(?=[ =:,]*\d)", "risk ratio"),
        (r"\bAUC\b|\bAUROC\b", "area under the curve"),
    )
)
_TOKEN = re.compile(
    r"(?P<number>(?<![\w.])(?:(?<=[\s(=])-)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w.]*\d)"
    r"|(?<=\$)\d[\d,]*(?:\.\d+)?)"
    r"|(?P<word>[^\W\d_]+(?:-?\d+[a-z]*)?(?:'[a-z]+)?|\d+[a-z]\w*)"
    r"|(?P<mark>[%$;:,.()=<>≤≥~-])"
)
GROUPS = frozenset(
    "black white hispanic asian indigenous islander nonblack nonwhite nonasian "
    "minority men women african european".split()
)
SEXES = frozenset({"men", "women"})
PEOPLES = GROUPS - SEXES
_LATINO = re.compile(r"\b(?:Mexican|Cuban|Puerto Rican|Dominican)(?:[- ]Americans?|s)?\b")
_TOLD_APART = frozenset({"black", "hispanic", "asian", "indigenous", "islander"})
_ENDINGS = (
    "izations ization ational ations ation ators ator ments ment ness ities ity ances ance ences "
    "ence ized izes ize ives ive ions ion ings ing ents ent ants ant ally als al edly ed ly ers er "
    "ies es s e y"
).split()
_SHORTEST_STEM = 4
_EMPTY = frozenset(
    "a about above across after again all also although among an and any are as at be because been "
    "before being between both but by can could did do does doing done down during each either et "
    "etc even every few for found from further had has have having he her here his how however i "
    "if in into is it its itself just made make many may me might more most much my near no nor "
    "not of off often on once one only or other others our out over own per rather s same she "
    "should show showed shown shows so some still such than that the their them then there these "
    "they this those though through to too under until up upon us very was we were what when "
    "where whereas whether which while who whom whose why will with within would yet you "
    "your al colleagues study studies paper authors author report reported reports people person "
    "persons patient patients participant participants adult adults individual individuals "
    "respondents according versus times percent".split()
)


@dataclass(frozen=True)
class Token:
    """One word, number or mark of a sentence."""

    text: str
    """In lower case."""
    kind: Literal["word", "group", "number", "mark"]
    stem: str
    """Equal for the forms of one word; empty for what carries no meaning of its own."""


@lru_cache(maxsize=4_096)
def tokens(sentence: str) -> tuple[Token, ...]:
    """Return the tokens of a sentence, different ways of writing a thing made one."""
    text = unicodedata.normalize("NFKC", sentence.translate(_DASHES)).translate(_DASHES)
    for pattern, instead in _ONE_WAY:
        text = pattern.sub(instead, text)
    return tuple(_token(match) for match in _TOKEN.finditer(text.lower()))


def _token(match: re.Match[str]) -> Token:
    text = match.group()
    if match["number"]:
        return Token(text, "number", "")
    if match["mark"]:
        return Token(text, "mark", "")
    if text in GROUPS:
        return Token(text, "group", text)
    word = text.removesuffix("'s")
    return Token(word, "word", "" if word in _EMPTY else stem(word))


def stem(word: str) -> str:
    """Return a word without its endings; two at most, and four letters always stay.

    Our own, because the one stemmer at hand takes seconds to import.
    """
    for _ in range(2):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                word = word[: -len(ending)]
                break
    return word


def stems(read: Iterable[Token]) -> frozenset[str]:
    """Return the stems that carry meaning."""
    return frozenset(token.stem for token in read if token.stem)


def peoples(text: str) -> frozenset[str]:
    """Return the peoples of whom a text speaks, for what holds of one says nothing of another.

    Left out are names such as "minority", which may mean any of several, and White people, beside
    whom the others are mostly named. Of African ancestry is written of Black people.
    """
    named = groups(tokens(_LATINO.sub("Hispanic", text)))
    return named & _TOLD_APART | ({"black"} if "african" in named else frozenset())


def groups(read: Iterable[Token]) -> frozenset[str]:
    """Return the groups of people that are named, each by one name."""
    return frozenset(token.text for token in read if token.kind == "group")

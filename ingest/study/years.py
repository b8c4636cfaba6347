"""Read the years from which a study's data come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.paper import StudyFact
from ingest.study.sentence import Place, Sentence, tells_of_itself

_MONTH = (
    r"(?:(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?,? (?:\d{1,2},? )?)"
)
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)? )?"
_YEAR = r"(?:19|20)\d\d"
_SEASON = r"(?:(?:early|late|mid-?|spring|summer|fall|autumn|winter)(?: of)? )?"
_DATE = rf"{_DAY}{_MONTH}?{_SEASON}"
_RANGE = re.compile(
    rf"(?<![\d/.-]){_DATE}(?P<first>{_YEAR})(?:[–—-]{_YEAR}(?= (?:through|to) ))?"
    rf"(?: ?[–—-] ?|,? (?:through|to|until|till|and) (?:the )?(?:end of )?)"
    rf"(?:{_YEAR}[–—-])?{_DATE}(?P<last>{_YEAR}|\d\d(?=[\s.,;)]))(?![\d/]|-\d|['’]?s\b)"
)
_MONTHS = re.compile(
    rf"\b{_MONTH}(?:through|to|and|until|[–—-]) ?{_DAY}{_MONTH}(?P<year>{_YEAR})\b"
)
_PAIR = re.compile(rf"(?<!between )(?<!from )\bin (?P<list>{_YEAR}(?:, {_YEAR})*,? and {_YEAR})\b")
_SINGLE = re.compile(
    rf"\b(?:in|during|since|from|for|of|the) (?:the )?{_DATE}(?P<year>{_YEAR})\b"
    rf"(?!['’]?s\b|,? ?(?:[–—-]|through|to) ?(?:\d|{_MONTH}))"
)
_OF_SURVEY = re.compile(
    rf"\b(?P<year>{_YEAR}) (?:(?:[A-Z][\w’']*|and|of|on|the|for|\([A-Z]+\)) ){{1,8}}?"
    r"(?:Survey|Study|System|Census|Sample|Registry|data)\b|"
    rf"\b(?:Survey|Study|System|Sample|Registry)(?: \([A-Z]+\))?,? (?P<late>{_YEAR})\b"
)
_CITED = re.compile(
    r"\([^()]{0,200}?\b(?:et al|& |and )[^()]{0,80}?(?:19|20)\d\d[^()]{0,200}\)"
    r"|\([A-Z][\w-]+,? (?:19|20)\d\d[a-z]?\)|\bet al\.?,? \(?(?:19|20)\d\d\)?"
)
_OF_DATA = re.compile(
    r"\b(?:data|surveys?|surveyed|collected|recruit\w*|enroll\w*|conducted|study period|diagnosed"
    r"|hospitali\w+|admitted|admissions?|discharg\w+|deliver\w+|births?|born|visits?|encounters?"
    r"|participants|patients|respondents|interview\w*|administered|records?|estimates|obtained"
    r"|focus groups|cohorts?|sample\w*|took place|carried out|performed|followed|examin\w+|wave"
    r"|cycles?|deaths|completed|included|analy[sz]ed|outreach"
    r"|study of|registr\w+|treated|incidence|identified|recorded)\b",
    re.IGNORECASE,
)
_OF_OTHER_THINGS = re.compile(
    r"\b(?:guidelines?|published|publication|standard|version|revision|recommend\w*|policy|policies"
    r"|laws?|Act|dollars|USD|inflation|price index|established|founded|approved|launched|passed"
    r"|projected?|articles|literature|databases|PubMed|MEDLINE|ICD|Institute of"
    r" Medicine|edition|licen[cs]e\w*|software|previous(?:ly)?|prior|elsewhere|definition"
    r"|(?<!-)reported (?:in|that)|copyright|updated|developed|thresholds?|Kyoto|Helsinki|world"
    r" population|papers|[Dd]ata (?:were|was) analy[sz]ed|[Aa]nalys[ei]s (?:was|were) (?:conducted"
    r"|performed))\b",
)
_STRONG = re.compile(
    r"\b(?:surveyed|collected|recruited|enrolled|conducted|interviewed|administered|took place"
    r"|carried out|performed|obtained|diagnosed|participants|surveys?|completed|focus groups"
    r"|identified|recorded"
    r"|data)\b",
    re.IGNORECASE,
)
_ORDER: tuple[Place, ...] = ("title", "abstract", "methods", "body", "results")


def years_facts(sentences: Sequence[Sentence], published: int | None) -> Iterator[StudyFact]:
    """Yield the years of the data, from the first place that tells them.

    A stretch of years is worth more than single ones; a stretch inside another is not told.
    """
    latest = published or 2100
    for place in _ORDER:
        here = [one for one in sentences if one.place == place and tells_of_itself(one)]
        found = _ranges(here, latest) or _singles(here, latest)
        if found:
            yield from (sentence.fact("years", value) for value, sentence in found.items())
            return


def _ranges(sentences: Sequence[Sentence], latest: int) -> dict[str, Sentence]:
    """Return the stretches of years of the first sentence that tells any."""
    found: dict[tuple[int, int], Sentence] = {}
    for sentence in sentences:
        if found:
            break
        text = _CITED.sub(lambda cited: " " * len(cited[0]), sentence.text)
        if sentence.place != "title" and not _is_of_data(text):
            continue
        for match in _RANGE.finditer(text):
            stretch = _stretch(match)
            if not _is_stretch(text, match):
                continue
            if 1900 <= stretch[0] <= stretch[1] <= latest and stretch[1] - stretch[0] <= 80:
                found.setdefault(stretch, sentence)
    outer = [one for one in found if not any(_within(one, other) for other in found)]
    return {_printed(one): found[one] for one in outer}


def _stretch(match: re.Match[str]) -> tuple[int, int]:
    first, last = match["first"], match["last"]
    return int(first), int(last if len(last) == 4 else first[:2] + last)


def _is_stretch(text: str, match: re.Match[str]) -> bool:
    """Say whether two years with "and" between them are a stretch and not two of a list."""
    joined = re.search(r" and ", match[0]) is not None
    after_between = re.search(r"\bbetween\b.{0,15}$", text[: match.start()][-30:]) is not None
    first, last = _stretch(match)
    listed = "," in match[0] or text[: match.start()].endswith(", ")
    return not joined or after_between or (last == first + 1 and not listed)


def _within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def _printed(stretch: tuple[int, int]) -> str:
    return f"{stretch[0]}–{stretch[1]}" if stretch[0] < stretch[1] else str(stretch[0])


def _singles(sentences: Sequence[Sentence], latest: int) -> dict[str, Sentence]:
    """Return the single years of the first sentence that tells in which the data were made."""
    for sentence in sentences:
        text = _CITED.sub(lambda cited: " " * len(cited[0]), sentence.text)
        years = [
            year for year in _single_years(text, sentence.place) if 1900 <= int(year) <= latest
        ]
        if years and len(years) <= 5:
            return dict.fromkeys(years, sentence)
    return {}


def _single_years(text: str, place: Place) -> list[str]:
    named = [match["year"] or match["late"] for match in _OF_SURVEY.finditer(text)]
    if place == "title":
        at_the_end = re.search(rf", ({_YEAR})$", text)
        return named or ([at_the_end[1]] if at_the_end else [])
    if not _is_of_data(text):
        return []
    listed = [match["list"] for match in _PAIR.finditer(text)]
    months = [match["year"] for match in _MONTHS.finditer(text)]
    if (
        not (listed or months or named)
        and _STRONG.search(text)
        and place in ("abstract", "methods")
    ):
        months = [match["year"] for match in _SINGLE.finditer(text)]
    lists = [year for one in listed for year in re.findall(_YEAR, one)]
    return list(dict.fromkeys([*lists, *named, *months]))


def _is_of_data(text: str) -> bool:
    return _OF_DATA.search(text) is not None and _OF_OTHER_THINGS.search(text) is None

"""Read the statement of who paid for a study, or that nobody did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.paper import StudyFact
from ingest.study.sentence import Sentence

_MOST = 8
_WORK = (
    r"(?:work|study|research|project|article|paper|publication|trial|program(?:me)?|manuscript"
    r"|analysis|review|evaluation|survey|initiative|cohort|report|investigation|(?-i:[A-Z]{3,}))"
)
_PAID = r"(?:funded|supported|sponsored|financed|made possible|underwritten)"
_OF_THIS_WORK = re.compile(
    rf"\b(?:this|the present|the|our|these) (?:[\w-]+ ){{0,3}}?{_WORK}s?\b[^.;]{{0,80}}\b"
    rf"(?:was|is|were|are|been|being|received|forms part)\b[^.;]{{0,60}}?\b"
    rf"(?:{_PAID}|funding|funds|grants?|financial support)\b"
    rf"|^(?:the )?(?:[\w-]+ ){{0,3}}{_WORK} (?:was|is|were) (?:\w+ ){{0,2}}{_PAID}"
    r" (?:\w+ ){0,3}by"
    r"|\bno (?:specific |external |outside |particular )*(?:funding|funds|grants?|financial "
    r"support)\b[^.;]{0,60}(?:\b(?:was|were|from|for|to|received|obtained|this)\b|\.$)"
    r"|\b(?:did not|not) receiv\w+ (?:any )?(?:\w+ ){0,3}(?:funding|funds|grants?|support)\b"
    r"|\b(?:received|had) no (?:\w+ ){0,2}(?:funding|funds|financial support|support|grants?)\b"
    r"|\bfunding for [^.;]{0,100}\b(?:provided|received|came|obtained)\b"
    r"|\bfunding from [^.;]{0,100}\b(?:was|is|supported|acknowledged)\b"
    r"|\bfunding (?:was|is) (?:provided|received|obtained|supported)\b|^supported by\b",
    re.IGNORECASE,
)
_OF_AUTHORS = re.compile(
    rf"\b(?:was|is|were|are|been|be) (?:\w+ ){{0,3}}{_PAID}\b|\b{_PAID}(?:\W\w+){{0,3}} by\b"
    r"|\backnowledges?\b[^.;]{0,60}\b(?:support|funding|grants?|funds)\b"
    r"|\bfinancial(?:ly)? support(?:ed)?\b|\bgrants? (?:number|no\.?|#|from|(?-i:[A-Z\d]))"
    r"|\bfunding from\b|\bcovered by\b[^.;]{0,80}\bfund\b|\bgrant(?:ed)? (?:support|by)\b",
    re.IGNORECASE,
)
_INTERESTS = re.compile(
    r"\b(?:has|have|had) (?:also )?received|\breceives\b|\bconsult\w*|\bhonorari\w*"
    r"|\bspeaker\b|\badvisory\b|\bstock\b|\broyalt\w*|\bconflicts? of interest|\bnot aware\b"
    r"|\bpaid to\b|\bcompeting interests?"
    r"|\bresponsib\w+|\bpharma\w* compan|\btechnical support|\bsupport of the [^.;]*\bstaff"
    r"|\bwhich (?:is|was) (?:funded|supported)"
    r"|\bemployees? of\b|\bdonated\b"
    r"|\bby (?:prior |previous )?(?:research|the fact|evidence|findings)\b|\bcould\b|\bshould\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\bno (?:\w+ ){0,2}(?:funding|funds|grant|financial support)|received no", re.IGNORECASE
)
_FUNDING_HEADING = re.compile(
    r"\W*(?:funding(?: statements?| sources?| information| support|/support|/financial support)?"
    r"|(?:sources? of|grant) (?:funding|support)|financial (?:support|disclosure)|grants?"
    r"|(?:support|funding) and (?:acknowledge?ments?|support))\W*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:no|any) (?:role|part|influence)\b|\bdid not (?:participate|play|have)\b|\bviews\b"
    r"|\bcontributed to\b|\bopinions?\b",
    re.IGNORECASE,
)
_FUNDER = re.compile(
    r"fund|grant|support|award|sponsor|financ|fellow|scholar|foundation|council|institut|ministry"
    r"|agency|trust|society|\d{4}",
    re.IGNORECASE,
)
_PLAINLY = re.compile(
    rf"\b(?:this|our|the present) (?:[\w-]+ ){{0,2}}?{_WORK} (?:was|is|were|has been) "
    rf"(?:\w+,? ){{0,3}}{_PAID}\b|\breceived no (?:specific |external )?funding\b",
    re.IGNORECASE,
)
_INTEREST_HEADING = re.compile(r"conflict|competing|disclosure|interests?", re.IGNORECASE)


def funding_facts(sentences: Sequence[Sentence]) -> Iterator[StudyFact]:
    """Yield the sentences that state the funding, each one its own value, at most eight."""
    found = [one for one in sentences if one.text != one.heading and _states(one)]
    own = dict.fromkeys(one.text for one in found)
    for text in list(own)[:_MOST]:
        sentence = next(one for one in found if one.text == text)
        yield sentence.fact("funding", " ".join(text.split()))


def _states(sentence: Sentence) -> bool:
    """Say whether a sentence states the funding of the work, not the interests of an author."""
    text = sentence.text
    if sentence.place not in ("back", "front", "body", "methods"):
        return False
    if _ROLE.search(text) or (_INTERESTS.search(text) and not _NOTHING.search(text)):
        return False
    if _FUNDING_HEADING.fullmatch(sentence.heading):
        return _FUNDER.search(text) is not None
    if sentence.place == "back" and not _INTEREST_HEADING.search(sentence.heading):
        return bool(_OF_THIS_WORK.search(text) or _OF_AUTHORS.search(text))
    if sentence.place == "back":
        return _OF_THIS_WORK.search(text) is not None
    return _PLAINLY.search(text) is not None or text.startswith(("Funding:", "Funding/Support:"))

"""Read how many people, births or records a study analysed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.paper import StudyFact
from ingest.study.sentence import Place, Sentence, tells_of_itself

_NUMBER = r"(?:\d{1,3}(?:[,\u2009\u202f\u00a0 ]\d{3})+|\d+(?:\.\d+)? million|\d+)(?![\d.,%–-]*\d)"
_UNITS = (
    r"participants?|patients?|adults?|respondents?|women|men|individuals?|people|persons?"
    r"|children|students?|youths?|adolescents?|mothers?|fathers?|parents?|caregivers?|births?"
    r"|deliver(?:y|ies)|pregnancies|records?|visits?|encounters?|hospitali[sz]ations?|veterans?"
    r"|beneficiaries|members?|households?|subjects?|infants?|neonates?|newborns?|residents?"
    r"|physicians?|clinicians?|nurses?|clients?|smokers?|survivors?|recipients?|enrollees?"
    r"|volunteers?|tumou?rs?|decedents?|census tracts?|counties|ZCTAs?|employees?"
    r"|workers?|admissions?|discharges?|donors?|candidates?|families|dyads?|couples?|twins?"
    r"|girls?|boys?|teenagers?|staff|interviews|surveys|notes"
)
_COUNT = re.compile(
    rf"(?<![\w.,$€£=<>≥≤–-])(?P<number>{_NUMBER})(?: \([^()]{{0,50}}\))?"
    rf"(?: (?P<words>(?:[^\W\d][\w’'/–-]*,? ){{0,6}}?)(?P<unit>{_UNITS})\b"
    rf"|(?= (?:were|was) (?:eligible and )?(?:enrolled|included|"
    rf"randomi[sz]ed|analy[sz]ed)\b))",
    re.IGNORECASE,
)
_CAPITAL_N = re.compile(rf"\bN ?= ?(?P<number>{_NUMBER})(?! ?(?:articles|studies|census))")
# Small words end what is counted: in "10 focus groups with 87 participants" 10 counts no one.
_BREAKS = re.compile(
    r"\b(?:of|with|in|to|for|from|by|were|was|at|on|per|years?|months?|weeks?|days?"
    r"|hours?|minutes?|groups?|sites?|clinics?|hospitals?|schools?|states?|items?|questions?"
    r"|studies|trials|articles|than|million|times?|who|that|among)\b",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(
    rf"\b(?:restricted|limited) to\b[^.;()]{{0,100}}\([nN] ?= ?(?P<number>{_NUMBER})\)"
)
_FINAL = re.compile(
    r"\b(?:final|analytic(?:al)?|analysis|study|eligible) (?:analytic(?:al)? |study |eligible )?"
    r"(?:sample|cohort|population|data ?set|analys[ie]s)\b[^.;]{0,60}$"
    r"|\b(?:our|the|this|these) (?:\w+ )?(?:study|sample|analys[ie]s|cohort|trial|survey)"
    r" (?:included|comprised|consisted of|involved|enrolled|recruited|covered|contained)\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
_CUE_BEFORE = re.compile(
    r"\b(?:total of|in total,?|sample of|sample size (?:of|was)|cohort of|overall,?|all|studied"
    r"|analy[sz]ed(?: data (?:from|on|for))?|included(?: data (?:from|on|for))?|surveyed|enrolled"
    r"|recruited|interviewed|examined|participants were|data (?:from|on|for|of)"
    r"|survey (?:of|was completed by)|study of|analysis of|trial (?:of|in)"
    r"|random(?:i[sz]ed|ly assigned)|study population of|(?:overall|in total),? there were"
    r"|identified|groups with|interviews with|completed by|consisted of|comprised)"
    r" (?:a )?(?:total of )?(?:approximately |about |the )?$",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(
    r"[^.;,()\d]{0,50}?(?:\([^()]{0,60}\)[^.;,()\d]{0,30}?)?\b(?:were (?:eligible and )?(?:enrolled"
    r"|included|recruited|analy[sz]ed|randomi[sz]ed|randomly assigned|surveyed|interviewed|studied)"
    r"|participated|completed (?:the|a|an|our) |(?:who )?enrolled|(?:was|were) recruited)\b",
    re.IGNORECASE,
)
# Those who were asked, met or left out are not those who were analysed.
_NOT_THE_SAMPLE = re.compile(
    r"\b(?:screened|assessed for eligibility|invited|approached|excluded|declined|missing"
    r"|lost to follow|withdrew|ineligible|contacted|required|needed|power|per (?:group|arm|site)"
    r"|each|at least|up to|more than|over|serv(?:es|ed|ing)|annually|per year|every|nationwide"
    r"|living in|represent(?:s|ed|ing)|weighted|goal|target(?:ed)?|aim(?:ed)? to|will|plan(?:ned)?"
    r"|et al|pilot|subsample|sub-sample|arms?|subset|subgroup"
    r"|(?:control|intervention|treatment) group|estimated|mailed|letters?)\b",
    re.IGNORECASE,
)
_SUBGROUP_AFTER = re.compile(
    r"(?![^.;\d]{0,60}\b(?:including|of whom|of which)\b)[^.;]{0,60}?"
    r"(?:\band (?:a total of )?|\bcompared (?:with|to) |\bversus |\bvs\.? |, )"
    rf"(?:the )?{_NUMBER}(?! (?:years?|months?|weeks?|days?|sites?|states?|clinics?|hospitals?"
    r"|focus|counties|cent|%))(?= )(?! ?(?:to|[–-]) ?\d)",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:\bamong(?: the)?|(?<!\d )(?:\busing|\bon|\bin)) $", re.IGNORECASE)
_ORDER: tuple[Place, ...] = ("abstract", "results", "methods", "body")
_REVIEWED = re.compile(
    rf"\b(?:involving|comprising|including|with|of) (?:a total of )?(?P<number>{_NUMBER})"
    r" (?:[a-z]+ )?(?P<unit>participants|patients|individuals|adults|children|women)\b"
)
_STUDIES = re.compile(r"\b(?:studies|trials)\b[^.;]{0,60}$", re.IGNORECASE)


@dataclass(frozen=True)
class _Candidate:
    """A count that may be the sample, and how strongly its sentence says so."""

    value: int
    strength: int
    sentence: Sentence

    @property
    def place(self) -> Place:
        """Say where it is told."""
        return self.sentence.place


def sample_facts(sentences: Sequence[Sentence], of_studies: bool) -> Iterator[StudyFact]:
    """Yield the size of the analysed sample, where one sentence tells it without a doubt.

    The number of studies in a review is not one; only the participants of all of them are.
    """
    found: list[_Candidate] = []
    for place in _ORDER:
        for sentence in (one for one in sentences if one.place == place and tells_of_itself(one)):
            found.extend(_pooled(sentence) if of_studies else _counts(sentence))
    if found:
        # Of counts that are told as plainly in one place, the others are parts of the largest.
        best = max(found, key=lambda one: (one.strength, -_ORDER.index(one.place), one.value))
        yield best.sentence.fact("sample size", str(best.value))


def _pooled(sentence: Sentence) -> Iterator[_Candidate]:
    """Yield the participants of all studies of a review."""
    for match in _REVIEWED.finditer(sentence.text):
        if sentence.place != "body" and _STUDIES.search(sentence.text[: match.start()][-100:]):
            yield _Candidate(_amount(match["number"]), 1, sentence)


def _counts(sentence: Sentence) -> Iterator[_Candidate]:
    """Yield what a sentence counts, unless it parts the sample or counts another one."""
    text = sentence.text
    restricted = _RESTRICTED.search(text)
    if restricted:
        yield _Candidate(_amount(restricted["number"]), 3, sentence)
    for match in _COUNT.finditer(text):
        strength = _strength(text, match) or _opening_strength(sentence, match)
        if strength and _plausible(text, match):
            yield _Candidate(_amount(match["number"]), strength, sentence)
            return
    totals = list(_CAPITAL_N.finditer(text))
    told = len(totals) == 1 and sentence.place in ("abstract", "methods")
    if told and not _NOT_THE_SAMPLE.search(text):
        yield _Candidate(_amount(totals[0]["number"]), 1, sentence)


def _opening_strength(sentence: Sentence, match: re.Match[str]) -> int:
    """Return how strongly "Among the 450 adults" tells the sample: only in an abstract."""
    before, after = sentence.text[: match.start()], sentence.text[match.end() :][:40]
    named = _OPENS.search(before[-40:]) or re.fullmatch(r"of(?: the)? ", before, re.IGNORECASE)
    own = sentence.place == "abstract" and not _NOT_THE_SAMPLE.search(before[-40:] + after)
    return int(own and named is not None)


def _strength(text: str, match: re.Match[str]) -> int:
    before, after = text[max(0, match.start() - 100) : match.start()], text[match.end() :][:120]
    clause = before[-40:].rpartition(", ")[2]
    if _NOT_THE_SAMPLE.search(clause) or _NOT_THE_SAMPLE.search(after[:30]):
        return 0
    if re.search(r"\d of (?:the )?(?:approximately )?$", before):
        return 0
    if re.search(r"\bof (?:the |these |those )?$", before) and not _CUE_BEFORE.search(before):
        return 0
    if _FINAL.search(before):
        return 3
    if not match["unit"] or _CUE_AFTER.match(after):
        return 2
    return (
        2
        if re.search(r"\btotal of (?:\w+ly )?$", before)
        else int(_CUE_BEFORE.search(before) is not None)
    )


def _plausible(text: str, match: re.Match[str]) -> bool:
    """Say whether a count is one of people, alone in its sentence, and not a year."""
    number, amount = match["number"], _amount(match["number"])
    if number.isdigit() and 1900 <= amount <= 2030:
        return False
    if _BREAKS.search(match["words"] or ""):
        return False
    after = _SUBGROUP_AFTER.match(re.sub(r"\([^()]*\)", "", text[match.end() :][:140]))
    of_more = re.match(r" ?of (?:the )?\d", text[match.end("number") :])
    return amount >= 5 and after is None and of_more is None


def _amount(number: str) -> int:
    """Return a printed number as one."""
    if "million" in number:
        return round(float(number.split()[0]) * 1_000_000)
    return int(re.sub(r"\D", "", number))

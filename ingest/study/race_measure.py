"""Read how the race or ethnicity of those studied was determined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.paper import StudyFact
from ingest.study.groups import GROUP
from ingest.study.sentence import Place, Sentence

_RACE = r"\b(?:race(?!s? to\b)|races|racial|ethnicit(?:y|ies)|ethnic)\b"
_SELF = (
    r"(?:\bself-? ?(?:report|identif|classif|describ|declar|designat|defin|ascri|select)\w*"
    r"|\b(?:participant|patient|respondent|student)-(?:report|identif)\w*)"
)
_TAKEN = (
    r"(?:obtained|extracted|derived|abstracted|ascertained|collected|identified|determined"
    r"|recorded|documented|based on|gathered|retrieved|drawn|pulled|classified|categori[sz]ed"
    r"|defined|assigned|available|as (?:noted|listed|reported|indicated|coded))"
)
_RECORD = (
    r"(?:\b(?:electronic|medical|health|patient|administrative|hospital|birth|clinical|discharge"
    r"|registry|claims|enrollment|enrolment|vital|census|school|insurance|visit|admission|Medicare"
    r"|Medicaid|VA)\b[\w /-]{0,30}\b(?:records?|certificates?|charts?|files?|data|databases?"
    r"|registr(?:y|ies)|system)\b|\bEHRs?\b|\bEMRs?\b|\bcharts?\b|\bdeath certificates?\b"
    r"|\bcancer registr\w+)"
)
_OBSERVED = (
    r"(?:\b(?:interviewer|observer|examiner|provider|physician|clinician|staff|enumerator"
    r"|investigator|nurse|researcher|officer|rater)s?[- ](?:assigned|identified|observed"
    r"|classified|perceived|ascribed|rated|reported|assessed|determined)\b"
    r"|\b(?:assigned|determined|classified|observed|ascribed|assessed|judged|perceived|recorded)"
    r" (?:visually )?by (?:the |an? |trained |study )*(?:interviewer|observer|examiner|provider"
    r"|physician|clinician|staff|enumerator|investigator|nurse|researcher|officer|rater)s?\b)"
)
_ABOUT_RACE = re.compile(rf"(?i:{_RACE}|\bancestr(?:y|ies)\b)|{GROUP}")
_GAP = r"[^.;]{0,90}"

_SELF_IDENTIFIED = re.compile(
    rf"{_SELF} (?:\w+ ){{0,3}}?{_RACE}"
    rf"|{_SELF} (?:(?:their|his|her|sex|gender|age)[,/ ]+(?:and |or )?){{0,4}}(?:\w+ )?{_RACE}"
    rf"|{_RACE}{_GAP}\b(?:was|were|is|are|as|by|on|via|using|through)\b"
    rf"[^.;]{{0,50}}{_SELF}|{_RACE}[^.;,()]{{0,30}}[,(] ?{_SELF}"
    rf"|{_SELF} (?:themselves |primarily |racially |ethnically )*as (?:being )?(?:an? )?"
    rf"(?:[\w-]+(?:,| or| and|/)? ?){{0,4}}?(?:{GROUP})|{_SELF} of {_RACE}"
    rf"|\b(?:asked|invited|instructed|requested)\b[^.;]{{0,70}}{_RACE}"
    r"|\b(?:participants|respondents|patients|adults|women|men|students|parents|caregivers"
    rf"|individuals|they) (?:also )?(?:reported|identified|indicated|selected|specified|provided)"
    rf" (?:their|his or her|information on their) (?:[\w/-]+,? (?:and )?){{0,5}}{_RACE}"
    rf"|(?<!were )(?<!was )(?<!be )(?<!been )\bidentified (?:themselves )?"
    rf"(?:racially |ethnically )?as (?:[\w-]+,? (?:or )?)?(?:{GROUP})"
    rf"|\b(?:questionnaire|survey|interview)s? (?:\w+ ){{0,3}}asked"
    rf"\b[^.;]{{0,80}}{_RACE}",
    re.IGNORECASE,
)
_ALL_SELF = re.compile(
    r"^(?:all|these|the) (?:\w+ )?(?:data|variables|measures|information|characteristics|items)"
    r" (?:was|were|are) self-?reported\b",
    re.IGNORECASE,
)
_OF_RECORD = re.compile(
    rf"{_RACE}{_GAP}\b{_TAKEN}\b{_GAP}{_RECORD}|{_RECORD}{_GAP}\b(?:recorded|included|contain\w*"
    rf"|provid\w+|reported|document\w*|captur\w*)\b[^.;]{{0,60}}{_RACE}"
    rf"|{_TAKEN} from {_RECORD}[^.;]{{0,20}}\bincluded\b[^.;]{{0,160}}{_RACE}"
    rf"|{_RECORD}[^.;]{{0,20}} to (?:identify|ascertain|extract|obtain|determine)\b{_GAP}{_RACE}"
    rf"|{_RACE}[^.;]{{0,30}}\b(?:in|from|per) the {_RECORD}|{_RECORD}[- ](?:recorded|reported"
    rf"|based|derived|documented) {_RACE}|\b{_TAKEN}\b[^.;]{{0,40}}{_RACE}[^.;]{{0,60}}"
    rf"\b(?:from|in)\b[^.;]{{0,40}}{_RECORD}",
    re.IGNORECASE,
)
_BY_OBSERVER = re.compile(
    rf"{_RACE}{_GAP}{_OBSERVED}|{_OBSERVED} (?:\w+ ){{0,3}}?{_RACE}", re.IGNORECASE
)
_BY_ANCESTRY = re.compile(
    r"\b(?:genetic|genomic|continental|global|individual|biogeographic\w*|African|European|local)"
    r" ancestr(?:y|ies)\b[^.;]{0,60}\b(?:was|were|is) (?:\w+ ){0,2}?(?:estimated|inferred"
    r"|determined|calculated|assigned|computed|defined|quantified|ascertained)\b"
    r"|\b(?:estimated|inferred|determined) (?:\w+ ){0,3}?(?:genetic|genomic|continental|global"
    r"|individual|African|European) ancestr(?:y|ies)\b|\bancestry[- ]informative markers\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    rf"\b(?:parent|mother|proxy|surname|geocod\w+|imput\w+|BISG|caregiver)\b{_GAP}{_RACE}"
    rf"|{_RACE}{_GAP}(?:\b(?:parent|proxy|surname|geocod\w+|imput\w+|BISG)\b|{_SELF})"
    rf"|{_SELF}{_GAP}{_RACE}",
    re.IGNORECASE,
)
_MIXED = re.compile(r"\bboth\b|\bclinicians?\b|\bprovider|\bor from\b", re.IGNORECASE)
_VARIABLE = re.compile(
    rf"(?:\b(?:adjust\w*|covariat\w+|variables?|stratif\w+|characteristics|demographics?|controll"
    rf"\w*|confound\w+|categor\w+|classif\w+|subgroups?|interactions?|models?|predictors?|compar"
    rf"\w+|factors|assessed|examined|included)\b{_GAP}\b(?:race|ethnicity|racial group|ethnic"
    rf" group|racial/ethnic group|racial and ethnic groups?)\b|\b(?:race|ethnicity)\b{_GAP}\b"
    rf"(?:adjust\w*|covariat\w+|variables?|stratif\w+|categor\w+|classif\w+|models?|were included"
    rf"|interactions?|assessed|compared|defined as|coded)\b|(?<!such as )\bby (?:race"
    r"|ethnicity)\b)",
    re.IGNORECASE,
)
_OF_AREAS = re.compile(
    r"\b(?:census|tracts?|neighbo\w+|ZCTAs?|zip codes?|counties|county|articles|studies|authors"
    r"|search terms?|training|staff|moderators?|communities|residents of|discrimination"
    r"|concordan\w+)\b",
    re.IGNORECASE,
)
_ORDER: tuple[Place, ...] = ("methods", "abstract", "table", "results", "body")


def race_measure_facts(sentences: Sequence[Sentence], of_studies: bool) -> Iterator[StudyFact]:
    """Yield how race or ethnicity was determined, from the first sentence that says it.

    "not stated" takes a sentence that names race or ethnicity among the variables, and none
    that could tell how it was determined, not even in words that are not ours.
    """
    if of_studies:
        return
    for place in _ORDER:
        for sentence in (one for one in sentences if one.place == place):
            value = _measure(sentence.text)
            if value:
                yield sentence.fact("race measure", value)
                return
    yield from _unstated(sentences)


def _measure(text: str) -> str | None:
    if not _ABOUT_RACE.search(text) or _OF_AREAS.search(text):
        return None
    said = _SELF_IDENTIFIED.search(text)
    if _OF_RECORD.search(text):
        return "self-identified" if said and not _MIXED.search(text) else "record"
    if said:
        return "self-identified"
    if _BY_OBSERVER.search(text):
        return "observer"
    return "ancestry" if _BY_ANCESTRY.search(text) else None


def _unstated(sentences: Sequence[Sentence]) -> Iterator[StudyFact]:
    """Yield that the study does not say how, unless all its data are said to be self-reported."""
    own = [one for one in sentences if one.place in ("methods", "abstract", "body", "table")]
    variables = [one for one in own if one.place != "table" and _is_variable(one.text)]
    in_tables = [one for one in own if one.place == "table" and re.match(r"\W*Race\b", one.text)]
    all_self = [one for one in own if _ALL_SELF.search(one.text)]
    if all_self and (variables or in_tables):
        yield all_self[0].fact("race measure", "self-identified")
        return
    methods = [one for one in variables if one.place == "methods"]
    if methods and not any(_OTHERWISE.search(one.text) for one in own):
        yield methods[0].fact("race measure", "not stated")


def _is_variable(text: str) -> bool:
    return _VARIABLE.search(text) is not None and _OF_AREAS.search(text) is None

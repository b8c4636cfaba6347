"""Read the design that a study says it has, in the words of the starter corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.paper import StudyFact
from ingest.study.sentence import Sentence

_RANDOM = r"randomi[sz]ed"
_STUDY = r"(?:study|analysis|design|survey|investigation|evaluation|approach)"

# Of terms that begin at the same place the first one counts.
_TERMS: tuple[tuple[str, str], ...] = (
    ("protocol", r"(?:study |trial |review )?protocol (?:for|of) an?|(?:study|trial) protocol"
                 r"|rationale and design"),
    ("systematic review (network meta-analysis)", r"network meta-analys[ie]s"),
    ("systematic review (meta-analysis)",
     r"(?:systematic (?:literature )?review and )?meta-analys[ie]s"),
    ("systematic review", r"systematic(?:ally)? (?:literature |evidence )?review"
                          r"|umbrella review|rapid review|integrative review"),
    ("review (scoping)", r"scoping (?:literature )?review"),
    ("review", r"(?:narrative|critical|literature|state-of-the-art|comprehensive|historical)"
               r" (?:literature )?review"),
    ("RCT", rf"(?:cluster|group)?[- ]?{_RANDOM},? (?:[\w-]+,? ){{0,4}}?(?:trial|experiment|study)"
            r"|RCT\b|microrandomi[sz]ed trial"),
    ("quasi-experimental (interrupted time series)", r"interrupted time[- ]series"),
    ("quasi-experimental (difference-in-differences)", r"difference-in-differences?"),
    ("quasi-experimental (pre–post)", r"(?:pre[-–—/ ]?(?:test)?[-–—/ ]?post(?:test)?"
                                      rf"|before[- ]and[- ]after|uncontrolled) {_STUDY}"),
    ("quasi-experimental", r"quasi-?experiment\w*|natural experiment|nonrandomi[sz]ed trial"),
    ("case-control", r"(?:nested )?case[-–]control (?:study|analysis|design|sample)"),
    ("diagnostic accuracy", r"diagnostic (?:accuracy|test) study"),
    ("cross-sectional", rf"cross-sectional,? (?:[\w-]+,? ){{0,4}}?(?:{_STUDY}|data)|"
                        r"cross-sectional(?= descriptive)"),
    ("cohort", rf"(?:retrospective|prospective|longitudinal|historical|inception|birth|dynamic)"
               rf",? (?:[\w-]+ ){{0,2}}?cohort\b|cohort {_STUDY}"
               rf"|longitudinal (?:observational |population-based )?(?:study|analysis)"),
    ("ecological", rf"ecologic(?:al)? (?:[\w-]+ )?{_STUDY}"),
    ("mixed methods", r"mixed[- ]methods?"),
    ("content analysis", r"content analysis of (?:[\w-]+ ){0,3}?(?:articles|textbooks|websites"
                         r"|guidelines|curricul\w+|lectures?|media|posts|publications|papers)"),
    ("qualitative", r"qualitative,? (?:[\w-]+,? ){0,3}?(?:study|design|approach|research"
                    r"|inquiry|exploration)"),
    ("modelling", r"(?:microsimulation|decision[- ]analytic|markov|agent-based|simulation"
                  r"|compartmental|mathematical) model(?:l?ing)?|modell?ing study"),
    ("case series", r"case series|case report"),
    ("commentary", r"commentary|viewpoint|editorial|perspective(?= (?:article|piece|paper|we\b))"
                   r"|essay|opinion (?:piece|paper)|position paper"),
    ("survey", r"(?:web-based |online |telephone |postal |mailed |national |anonymous )*survey"
               r"(?= (?:of|among|to|with)\b)(?! of (?:the |published )?(?:literature|articles))"),
)  # fmt: skip
_PARTS = "|".join(f"(?P<t{place}>{pattern})" for place, (_, pattern) in enumerate(_TERMS))
_TERM = re.compile(rf"\b(?:{_PARTS})", re.IGNORECASE)
_DID = (
    r"conducted|performed|did|undertook|carried out|used|employed|designed|completed|implemented"
    r"|adopted|analy[sz]ed|report(?:ed)?|present(?:ed)?|describe|developed|built|ran|offer"
    r"|utili[sz]ed|pursued|applied|provide|synthesi[sz]ed|propose"
)
_OF_ITSELF = re.compile(
    rf"(?:\bwe (?:have |also |then |will |first )?(?:{_DID})|\b(?:this|our|the present"
    r"|the current)|\b(?:study|analysis|design|trial|research|paper|article|evaluation|review)"
    r" (?:was|is|had|has|used|uses|employed|utili[sz]ed|followed|adopted)"
    r"|\b(?:conducted|administered) an?|\bdesigned as"
    r"|\brecruited into)\b[^.;:]{0,70}$",
    re.IGNORECASE,
)
_OF_THIS = re.compile(r"\b(?:we (?:\w+ )?|this|our|the present)\b[^.;:]{0,70}$", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:(?:study )?(?:design|methods?|setting|objectives?)\b[^:]{0,40}[:.-] ?)?(?:in )?(?:an? )?"
    r"(?:[\w-]+,? ){0,4}",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:previous|prior|earlier|other|another|several|many|most|few|existing|published|recent"
    r"|past|future|further|additional|their|similar|unlike|compared (?:with|to)|al\.?|parent|than"
    r"|based on|review of|data from|results of|findings from|not|trained|such as|limitations?"
    r"|also|should|could|may|might|would|need(?:ed)?)\b[^,;]{0,60}$",
    re.IGNORECASE,
)
_GROUPS_ASKED = re.compile(
    r"\bwe (?:conducted|held|convened|carried out|completed|performed)\b[^.;]{0,40}?\b"
    r"(?:focus groups?|(?:semi-?structured|in-depth|key informant|qualitative)[^.;]{0,30}"
    r"interviews)\b",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"\b(?:patients|participants|adults|women|men|individuals|respondents|students|clinicians"
    r"|physicians|households|clinics|children)\b[^.;]{0,40}\bwere (?:then )?(?:randomly (?:assigned"
    r"|allocated)|randomi[sz]ed)\b",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"(?P<commentary>GUEST EDITORIAL|EDITORIAL|COMMENTARY|ESSAY|VIEWPOINT|PERSPECTIVE|OPINION)"
    r"|(?P<systematic>SYSTEMATIC REVIEW)|(?P<evaluation>PROGRAM EVALUATION|IMPLEMENTATION "
    r"EVALUATION)",
)
_LINES = {
    "commentary": "commentary",
    "systematic": "systematic review",
    "evaluation": "programme evaluation",
}
_REVIEWED = re.compile(r"\bthis (?:[\w-]+ )?review\b", re.IGNORECASE)
_PLURAL = re.compile(r"(?:\w*?s|studies|analyses)\b", re.IGNORECASE)
PLANNED = "protocol"
"""The design of a study whose sample is not yet known."""
OF_STUDIES = ("systematic review", "review", "commentary")
"""Designs whose samples, years and places are those of other studies."""


def design_facts(sentences: Sequence[Sentence], title: str) -> Iterator[StudyFact]:
    """Yield the one design that the title, the abstract or the methods name, if any does."""
    named = titled_design(title)
    told = list(_told(sentences))
    agreeing = [fact for fact in told if named and _agree(fact.value, named)]
    in_title = [one for one in sentences if one.place == "title" and titled_design(one.text)]
    if named and in_title:
        yield in_title[0].fact("design", named)
    elif agreeing:
        yield replace(agreeing[0], value=named or agreeing[0].value)
    elif told and not named:
        yield told[0]


def _agree(told: str, named: str) -> bool:
    """Say whether a sentence tells the design of the title, or that which its protocol is of."""
    main = told.split(" (")[0]
    return main in (named.split(" (")[0], named.removeprefix("protocol (").rstrip(")"))


def titled_design(title: str) -> str | None:
    """Return the design that a title names; that of a protocol is named in brackets."""
    values = [_value(term) for term in _TERM.finditer(title)]
    values = [one for one in values if one != "survey"]
    if not values:
        return None
    if "protocol" in values:
        rest = [one for one in values if one != "protocol"]
        return f"protocol ({rest[0].split(' (')[0]})" if rest else "protocol"
    return values[0]


def _value(term: re.Match[str]) -> str:
    return _TERMS[int((term.lastgroup or "t0")[1:])][0]


def _told(sentences: Sequence[Sentence]) -> Iterator[StudyFact]:
    """Yield the designs that sentences name, the place most to be trusted first."""
    for reader, places in (
        (_own_design, ("abstract",)),
        (_own_design, ("methods",)),
        (_line, ("front",)),
        (_own_design, ("body",)),
        (_interviews, ("abstract", "methods")),
        (_assigned, ("abstract", "methods")),
        (_review, ("abstract", "body")),
    ):
        for sentence in (one for one in sentences if one.place in places):
            value = reader(sentence)
            if value:
                yield sentence.fact("design", value)


def _own_design(sentence: Sentence) -> str | None:
    """Return the design that a sentence says its own study has."""
    text = sentence.text
    for term in _TERM.finditer(text if "et al" not in text else ""):
        before, after = text[max(0, term.start() - 140) : term.start()], text[term.end() :]
        whole = len(before) == term.start()
        opens = whole and _OPENING.fullmatch(before) and sentence.place == "abstract"
        if _OF_OTHERS.search(before) or (after[:1].isalpha() and _PLURAL.match(after)):
            continue
        of_itself = _OF_THIS if sentence.place == "body" else _OF_ITSELF
        if of_itself.search(before) or opens or _is_design(sentence.heading):
            return _value(term)
    return None


def _is_design(heading: str) -> bool:
    return re.fullmatch(r"\W*(?:[\d.]+ )?(?:study )?design\W*", heading, re.I) is not None


def _line(sentence: Sentence) -> str | None:
    """Return the design that the journal's own line over the title gives."""
    found = _LINE.match(sentence.text)
    return _LINES[found.lastgroup or ""] if found else None


def _interviews(sentence: Sentence) -> str | None:
    return "qualitative" if _GROUPS_ASKED.search(sentence.text) else None


def _assigned(sentence: Sentence) -> str | None:
    return "RCT" if _ASSIGNED.search(sentence.text) else None


def _review(sentence: Sentence) -> str | None:
    return "review" if _REVIEWED.search(sentence.text) else None

"""How a question is put: what it takes for granted, and what it asks for.

"Why does thicker skin make it harder?" presupposes the skin; "Is it true that …?" does not. The
triggers are those of Karttunen 1974 and Levinson 1983 (causal and size questions, factive and
causal clauses), as far as educators use them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|should|could|can|has|have|would|may|might|will)\b(?!n['’]t)"
)
_LINK = r"(?:(?:and|but|so|then|now|please|or|also|actually),? )*"
_WHETHER = _words(
    rf"^{_LINK}{_AUXILIARY}|^[\"“]|\bwhether\b|\b(?:true|supported|really|current)\?"
    r"|\b(?:is|are|was|were) (?:it|this|that|these|they) "
    r"(?:true|correct|right|current|fair|ok|acceptable|supported)"
)
_WHY = _words(
    rf"^{_LINK}(?:why|explain (?:why|how|the))\b|\bhow come\b"
    r"|\bwhat (?:else |(?:in|about) (?:\w+ ){1,4})?(?:explains|accounts for|causes|caused|makes"
    r"|made|drives|leads|is it in|is the (?:reason|cause|mechanism))\b"
)
_WHICH = _words(
    r"\b(?:which|what) (?!(?:is|are|was|were|do|does|did|can)\b)(?:\w+ ){0,2}"
    r"(?:genes?|variants?|alleles?|traits?|races?|corrections?|multipliers?|coefficients?"
    r"|cut-?offs?|norms?|layer|enzymes?|hormones?|physiolog\w+|anatom\w+|propert\w+"
    r"|adjustments?|habits?|behaviou?rs?|instincts?|drugs?|doses?)\b"
)
_CAUSE = _words(
    r"\bbecause\b(?! of (?:it|this|that)\b)|\b(?:therefore|hence|thus)\b"
    r"|, (?:and )?so (?!how\b|what\b)|\bprove[ds]?\b"
)
_PREFACE = _words(r"^(?:since|given(?: that)?|because|as(?! an?\b)|now that|knowing)\b")
_GIVEN = _words(_PREFACE.pattern + r"[^,]{15,}, (?:and )?")
_CHECK = _words(
    r"\b(?:true|supported|accurate|evidence|cite|citing|sources?|papers?|stud(?:y|ies)|trials?"
    r"|articles?|references?|readings?|literature|comment|acceptable|limit\w*|find|found|shown?"
    r"|say|said|report(?:ed|s)?|measured|compare|differ|correct (?:it|this|that|them)|respond"
    r"|reply|answers?)\b"
)
_IDEA = _words(
    r"\b(?:belie(?:f|fs|ve|ved|ves)|ideas?|claim(?:s|ed)?|myths?|hypothes[ie]s|debat\w*"
    r"|histor(?:y|ical\w*)|critici\w*|contested|controvers\w*|argu(?:e|es|ed|ment\w*)|story"
    r"|origins?|coined|misconceptions?|stereotyp\w*|outdated|drop|dropped|retired?"
    r"|remov(?:e|ed|al)|replac(?:e|ed|es|ement)|abandon\w*|reject\w*|no longer|not supported"
    r"|changed?)\b"
)
_ASKER = _words(r"\b(?:i|i['’]m|i['’]ll|we|my|our|mine)\b")
_TOLD = _words(r"\b(?:says?|said|claims?|states?|teach(?:es)?|writes?|reads?|reading)\b")
_VERB = _words(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|cannot|will|would|must|should|needs?"
    r"|causes?|caused|makes?|made|means?|explains?|gets?|feels?|dies?|die|shows?|showed|found"
    r"|proved?|leads?|works?|responds?|takes?|took|gives?|compared|modelled|protects?)\b|n['’]t\b"
)
_REQUEST = _words(
    rf"^{_LINK}(?:how|what|wat|which|why|who|whom|whose|when|where|whether|{_AUXILIARY}|compare"
    r"|explain|give|suggest|show|list|need|write|draft|name|summari[sz]e|describe|tell|side"
    r"|slide)\b"
)
_NAMED_STUDY = _words(
    r"\bthe (?:[\w-]+ ){0,4}(?:trial|study|paper|article|analysis|report)s? "
    r"(?:in which|where|that|which|showing|proving|demonstrating)\b"
)
"""A study told by its result is taken to exist, and to have found that."""
_TAG = _words(r", ?(?:right|correct|isn['’]t it|aren['’]t they|don['’]t they|doesn['’]t it)\?")
_PARTS = _words(r"(?<=[.?!;])\s+|\s[–—-]\s|[,:] (?=(?:and )?(?:how|what|which|why)\b)")
_LEAST_WORDS = 5
"""Of a part that can assert something."""


@dataclass(frozen=True)
class Form:
    """What the wording of a question shows, apart from its matter."""

    why: bool
    """It asks why something is so, which takes for granted that it is."""
    which: bool
    """It asks for the gene, trait, correction or drug of something taken for granted."""
    whether: bool
    """It asks whether something is so."""
    cause: bool
    """It draws a conclusion: because, therefore, so."""
    asserts: bool
    """A clause or a sentence in front of what is asked says how things are."""
    check: bool
    """It asks for evidence, or for a comparison of findings."""
    idea: bool
    """It speaks of a belief, its history, or its end."""


def form_of(question: str) -> Form:
    """Return how a question is put."""
    parts = [part for part in _PARTS.split(question.strip()) if part]
    asking = [part for part in parts if part.endswith("?") or _REQUEST.search(part)]
    asked = asking[-1] if asking else ""
    clause = _GIVEN.match(asked)
    asked = asked[clause.end() :] if clause else asked
    given = clause is not None or any(map(_PREFACE.match, set(parts) - set(asking)))
    tagged = any(pattern.search(question) for pattern in (_TAG, _NAMED_STUDY))
    whether = not (tagged or given) and any(map(_WHETHER.search, (asked, question)))
    check = any(_CHECK.search(part) for part in [asked or question, *filter(_is_wish, parts)])
    taken = not (whether or check)
    asserted = [
        part for part in parts if part not in asking and _can_assert(part, is_followed=asking != [])
    ]
    return Form(
        why=_WHY.search(asked) is not None,
        which=_WHICH.search(asked) is not None,
        whether=whether,
        cause=any(_CAUSE.search(part) for part in parts if taken or not _TOLD.search(part)),
        asserts=tagged or given or any(_is_premise(part, taken) for part in asserted),
        check=check,
        idea=_IDEA.search(question) is not None,
    )


def is_bare(question: str) -> bool:
    """Say whether a question is a string of words, as typed for a search: it asserts nothing."""
    return "?" not in question and not (_VERB.search(question) or _REQUEST.search(question))


def _is_wish(part: str) -> bool:
    """Say whether a sentence is about the asker, and so may say what is wanted."""
    return _ASKER.search(part) is not None and _TOLD.search(part) is None


def _is_premise(part: str, taken: bool) -> bool:
    """Say whether a sentence in front of what is asked counts as the asker's own premise.

    One about the asker does not; one that reports what somebody says does where it is built upon.
    """
    if _TOLD.search(part):
        return taken
    return _ASKER.search(part) is None


def _can_assert(part: str, *, is_followed: bool) -> bool:
    return (
        len(part.split()) >= _LEAST_WORDS
        and part[0] not in '"“'
        and (_VERB.search(part) is not None or (is_followed and part.endswith(".")))
    )

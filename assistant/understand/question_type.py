"""Tell the form of a question, and what its answer is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Name = Literal[
    "limits",
    "comparison",
    "change",
    "numbers",
    "citations",
    "claim",
    "teaching",
    "definition",
    "open",
]


@dataclass(frozen=True)
class Form:
    """What fits one form of question; the defaults fit a question of no special form."""

    name: Name = "open"
    papers: int = 4
    """At most so many papers say something in the first part."""
    of_a_paper: int = 4
    """At most so many sentences of one paper."""
    limits: int = 1
    """Sentences on the limits of the papers cited."""
    of_limits: float = 0.0
    """Given to a sentence on limits, where these answer the question."""
    figures: float = 0.03
    """Given to a sentence with figures."""
    methods: bool = False
    """True where sentences on how a study was done are among those that answer."""
    recommends: bool = False
    """True where a recommendation for teaching is part of the answer."""
    keys: float = 0.06
    """Given to the sentence that opens a paper's results, and to its conclusions."""
    defines: float = 0.0
    """Given to a sentence that says what something is."""
    each_paper_first: bool = False
    """True where every paper says one sentence before any says a second."""
    newest_first: bool = False
    """True where the papers stand by year, those that no longer hold last."""


_FORMS: dict[Name, Form] = {
    "limits": Form("limits", of_limits=0.1),
    "comparison": Form("comparison", papers=3, limits=2),
    "change": Form(
        "change", papers=3, of_a_paper=3, figures=0.1, each_paper_first=True, newest_first=True
    ),
    "numbers": Form("numbers", papers=3, of_a_paper=5, figures=0.1),
    "citations": Form(
        "citations",
        papers=5,
        of_a_paper=2,
        limits=2,
        keys=0.2,
        each_paper_first=True,
        newest_first=True,
    ),
    "claim": Form("claim"),
    "teaching": Form("teaching", of_a_paper=3, recommends=True),
    "definition": Form("definition", papers=3, keys=0.0, defines=0.3),
    "open": Form(),
}

# The first that matches tells the form, so the narrower ones stand in front.
_SIGNS: tuple[tuple[Name, str], ...] = (
    # Papers are asked for, and their limits beside them; those come with every answer.
    ("citations", r"\b(studies|papers|articles|readings|sources)\b.*\bwith (the |their )?limit"),
    (
        "limits",
        r"\b(limit(s|ations?)|weak\w*|caveats?|critici\w+|critiques?|how (solid|reliable|good))\b",
    ),
    (
        "numbers",
        r"\b(how (many|much|large|often|strong|big|high|low|common|far)|by how|percentages?"
        r"|(what|which) (is the |was the |were the |are the )?([\w-]+ ){0,2}"
        r"(share|proportion|odds|rate|number|fraction|figures?|ratio|prevalence|median|risk)"
        r"|odds ratio|hazard ratio|effect size|AUC|the figures?)\b",
    ),
    (
        "change",
        r"\b(over time|chang(ed|ing) (since|over)"
        r"|(has|have) .{0,60}\b(chang|improv|narrow|widen|clos)\w+|trends?|since then"
        r"|nowadays|in recent years|(got|become|getting) (better|worse))\b",
    ),
    (
        "comparison",
        r"\b(compar\w+|versus|vs\.?|side by side|differ(s|ed|ent|ence)? (from|between)"
        r"|how (do|does|did) .+ differ|the same as|larger in .+ or|what does each)(?!\w)",
    ),
    (
        "citations",
        r"\b(cite|citations?|readings|references|sources|literature|evidence (can|on|for)"
        r"|(which|what|any|an?|two|three|some|good|suggest\w*) ([\w-]+ ){0,3}"
        r"(stud(y|ies)|papers?|articles?))\b",
    ),
    (
        "teaching",
        r"\b(teach\w*|sessions?|seminar|workshop|students? (learn|read)|curricul\w*|handout"
        r"|slides?|how (should|do|can) (i|we))\b",
    ),
    ("definition", r"^\W*(what (is|are|does .+ mean)|define|explain|who (is|was))\b"),
    ("claim", r"\b(is it (true|correct)|true|really|supported|current|right|correct)\b|[\"“]"),
)
_ASKS_HOW = re.compile(
    r"\b(who (was|were|took|participated|have)|participants?|samples?|population|studied|surveyed"
    r"|counted|determined|methods?|data|assumes?|assumptions?|designs?|included|excluded|countries"
    r"|defined|settings?|how (was|were|did (it|they"
    r"|the (authors|researchers|investigators|team|stud(y|ies)|trial|paper|review))))\b",
    re.IGNORECASE,
)
_SAYS_WHAT = re.compile(
    r"\b(define[sd]?|definition|means? (?!that)\w+|refers? to|proposed?s?|known as|called"
    r"|(is|are) \w+-\w+"
    r"|(is|are) an? (\w+ ){0,2}(idea|concept|hypothesis|theory|tool|set|form|kind|type|measure))\b",
)


def form_of(question: str) -> Form:
    """Return the form of a question as it was asked, without those before it."""
    signs = (name for name, sign in _SIGNS if re.search(sign, question, re.IGNORECASE))
    return replace(_FORMS[next(signs, "open")], methods=asks_how(question))


def asks_how(question: str) -> bool:
    """Say whether a question asks how a study was done, or on whom."""
    return _ASKS_HOW.search(question) is not None


def says_what_something_is(sentence: str) -> bool:
    """Say whether a sentence has the wording of a definition."""
    return _SAYS_WHAT.search(sentence) is not None

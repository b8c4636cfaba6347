"""Tell requests that no literature answers: on one patient, on one person, and errands."""

from __future__ import annotations

import re

_PATIENT = (
    "This asks for advice on one patient. The library holds research on groups, which cannot "
    "settle one person's care; please turn to the treating clinician."
)
_PERSON = (
    "This asks for a judgement of one person or institution. The library holds research, which "
    "does not judge anybody by name."
)
_VOTE = "This asks whom to vote for. The library holds research and takes no side in elections."
_ERRAND = (
    "This asks to have something written or done. The library answers questions about research "
    "on race and illness; ask what the evidence says."
)

_KIN = (
    r"(my|our) (own )?(patient|pt|client|mother|mom|mum|father|dad|sister|brother|wife|husband"
    r"|partner|son|daughter|child|baby|aunt|uncle|cousin|grand\w+|friend|neighbou?r)"
)
_AGED = r"(?<!over )(?<!above )(?<!under )(?<!below )\b\d{1,3}[- ]?(year[- ]old|yo\b|y/o|[MF]\b)"
_ADVICE = (
    r"(should (i|we|he|she|they)\b|do i (start|give|prescribe|code|treat)|what dose"
    r"|how many (mg|milligrams|units|ml)\b|which (drug|dose)\b|what should (i|he|she)\b"
    r"|(can|may) (i|he|she) (take|have|stop|start)\b)"
)
_DIAGNOSIS = r"(\b(is|could|does) (it|this|he|she) (be |have )?\w+|which one do i|diagnos)"
# A vignette or a slide has a patient, too, and asking about those is what the library is for.
_TEACHING = re.compile(
    r"\b(vignettes?|slides?|lectur\w*|students?|residents|teach\w*|exams?|textbook|curricul\w*"
    r"|handout|question bank)\b",
    re.IGNORECASE,
)
_VERDICT = r"(a |an )?(biased|racist|bigot\w*|prejudiced|sexist)\b"
_TITLE = r"(Dr|Prof|Professor|Dean|Mr|Mrs|Ms|Senator|President|Governor)\.? [A-Z]\w+"

_FOLD = re.IGNORECASE | re.DOTALL

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    # A person of an age or of the asker's, and what to do about it, in either order.
    (_PATIENT, re.compile(rf"(?=.*({_AGED}|\b{_KIN}\b|\bpt of mine\b))(?=.*\b{_ADVICE})", _FOLD)),
    (_PATIENT, re.compile(rf"(\b{_KIN}\b|\bpt of mine\b).*{_DIAGNOSIS}", _FOLD)),
    (
        _PATIENT,
        re.compile(
            r"\b(start|put|switch|keep|wean) (him|her|them|my patient) (on|off|to)\b", _FOLD
        ),
    ),
    # A name with a title, or a pronoun for somebody named, and a verdict.
    (
        _PERSON,
        re.compile(
            rf"\b{_TITLE}.*\b(?i:is|was) (he|she|they) {_VERDICT}"
            rf"|\b(?i:is|was) (my |our )?{_TITLE}( (at|of|in|from) [\w ]+)? {_VERDICT}",
            re.DOTALL,
        ),
    ),
    (
        _PERSON,
        re.compile(
            r"\b(?i:is|are|was) [A-Z][a-z]+( [A-Z][a-z]+)* (more|less|as) (racist|biased) "
            r"(than|as) [A-Z][a-z]+"
        ),
    ),
    (
        _PERSON,
        re.compile(
            r"\bwhich (medical school|school|hospital|university|clinic|program|company)s? "
            r"(is|are|has|have) the (most|least|more|less) (racist|biased)",
            _FOLD,
        ),
    ),
    (
        _VOTE,
        re.compile(
            r"\b(who|whom|which (party|candidate)) (should|do|would) (i|we|you) "
            r"vote",
            _FOLD,
        ),
    ),
    (
        _ERRAND,
        re.compile(
            r"^(please |could you |can you |would you )*(write|draft|compose|translate|proofread"
            r"|edit|fix|debug)( me| us)?( a| an| my| our| the| this| some)?\b.*"
            r"\b(letter|e-?mails?|mail|essay|poem|song|speech|code|script"
            r"|function|decorator|program|regex|query|statement|cv|resume|invitation|flight|ticket"
            r"|my (text|thesis|paper|paragraph))\b",
            _FOLD,
        ),
    ),
)


def out_of_scope(question: str) -> str | None:
    """Return why a question is none for this library, in one plain sentence or two; else None.

    It goes by the form of the question, and leans towards letting questions through: the evidence
    decides about those.
    """
    teaching = _TEACHING.search(question) is not None
    return next(
        (
            reason
            for reason, pattern in _RULES
            if pattern.search(question) and not (teaching and reason is _PATIENT)
        ),
        None,
    )

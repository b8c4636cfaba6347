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

# "my Black patient", but not "my lecture on a patient".
_OF_WHAT_KIND = (
    r"((?!(?:about|on|of|for|with|to|that|in|at|who|and|or|from|a|an|the|see|when|as|is)\b)"
    r"[\w/-]+ ){0,3}"
)
_KIN = (
    rf"\b(my|our) {_OF_WHAT_KIND}"
    r"(patient(?! (portal|population|panel|safety|care|education|experience|records?"
    r"|surveys?|data|advoca\w+)\b)|pt|client|mother|mom|mum|father|dad|sister"
    r"|brother|wife|husband|partner|son|daughter|child|baby|newborn|aunt|uncle|cousin|grand\w+"
    r"|\d{1,2}[- ]year[- ]old|friend|neighbou?r|boyfriend|girlfriend|fianc[eé]e?)\b"
)
_OF_MINE = (
    r"\b((pt|patient|client) of (mine|ours)|one of (my|our) patients"
    r"|(came|comes|presents?|presented) to (my|our|the|us in) "
    r"(clinic|office|practice|ED|ER|ward))\b"
)
_AGED = (
    r"(?<!over )(?<!above )(?<!under )(?<!below )(?<!than )"
    r"\b\d{1,3}[- ]?(years?[- ]olds?|yo\b|y/o|[MF]\b)"
)
_ONE = r"[\w, -]{0,40}?\b(man|woman|male|female|patient|boy|girl|lady|gentleman|person)\b"
_ADVICE = (
    r"(\b(should|must|can|may|could) (i|we|he|she|they|her|his)\b"
    r"|\bdo (i|we) (start|give|prescribe|code|treat|tell|order|refer|switch|need)"
    r"|\b(what|which|how much) (dose|drug|medication|antibiotic)\b"
    r"|\bhow (many|much) [\w ]{0,20}\b(do|should|can) (i|we|he|she)\b"
    r"|\bwhat (should|would|do|can) (i|we|you|he|she)\b"
    r"|\b(is|are|would) (it|this|that) (safe|ok)\b)"
)
_BEST = (
    r"\b(best|right|correct|ideal|appropriate|safest|starting|initial|good|better) ([\w-]+ ){0,2}"
    r"(dose|dosage|drug|medication|medicine|antihypertensive|treatment|therapy|target|choice"
    r"|option)\b"
)
_DIAGNOSIS = (
    r"(\b(is|could|does|might|can) (it|this|he|she|that)\b|\b(does|do|has|could) (he|she|i) have\b"
    r"|\bwhich one do i\b|\bdiagnos)"
)
_SELF = (
    r"(\b(do i (need|have)|should i|can i|may i|could i|am i)\b[^.?!]{0,40}"
    r"\b(tests?|tested|screen(ed|ing)?"
    r"|pills?|tablets?|statins?|medications?|medicines?|doctor|dose|vaccin\w+|scan|surgery|transplant"
    r"|inhibitors?|insulin|metformin|biopsy|mammogram"
    r"|aspirin|inhaler|diabet\w+|hypertensi\w+|cancer|disease)\b"
    r"|\bshould i (go to|ask for|take|stop|start|see an?|worry|be worried|call)\b)"
)
_I_AM = (
    r"\b(i am|i'm|i have|i've"
    r"|my (blood pressure|bp|a1c|hba1c|egfr|creatinine|results?|lab))\b"
)
# A vignette or a slide has a patient, too, and asking about those is what the library is for.
_TEACHING = re.compile(
    r"\b(vignettes?|slides?|lectur\w*|tutors?|students?|residents|teach\w*|exams?|textbook|curricul\w*"
    r"|handout|question bank|case stud(y|ies)|seminar|workshop)\b",
    re.IGNORECASE,
)
_VERDICT = r"(an? |the )?(\w+ly )?(biased|racists?|bigot\w*|prejudiced|sexist|white supremacist)\b"
_TITLE = (
    r"(Dr|Prof|Professor|Dean|Mr|Mrs|Ms|Senator|President|Governor|Justice|Minister)\.? [A-Z]\w+"
)
_STAFF = (
    r"(my|our|this) (\w+ )?(attending|dean|boss|chief|supervisor|professor|preceptor|director"
    r"|department head|head|chair|chairman|doctor|surgeon|nurse|GP|consultant)"
)
_INSTITUTION = (
    r"(medical school|school|hospital|university|college|clinic|program|programme|residency"
    r"|department|company|health system|ward)s?"
)
_EXTREME = r"(most|least|more|less) (racist|biased|bigoted|prejudiced|discriminat\w+)"

_FOLD = re.IGNORECASE | re.DOTALL

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    # A person of an age or of the asker's, and what to do about it, in either order; looked for
    # from the beginning alone, which finds as much as from every place.
    (_PATIENT, re.compile(rf"\A(?=.*({_AGED}|{_KIN}|{_OF_MINE}))(?=.*{_ADVICE})", _FOLD)),
    (_PATIENT, re.compile(rf"({_KIN}|{_OF_MINE}).*{_DIAGNOSIS}", _FOLD)),
    # One person, and what is best: groups of an age have a right treatment, too.
    (_PATIENT, re.compile(rf"\A(?=.*({_AGED}{_ONE}|{_KIN}|{_OF_MINE}))(?=.*{_BEST})", _FOLD)),
    # A person of an age, and one thing or another: "54-year-old man: this drug or that?"
    (_PATIENT, re.compile(rf"{_AGED}{_ONE}[^?]*\bor\b[^?]*\?\s*$", _FOLD)),
    (_PATIENT, re.compile(rf"\b(should|can|may|must|could|does) {_KIN}", _FOLD)),
    (_PATIENT, re.compile(r"\bsafe for (me|him|her|my (\w+ )?\w+)\b", _FOLD)),
    (_PATIENT, re.compile(rf"\A(?=.*{_I_AM})(?=.*{_SELF})", _FOLD)),
    (
        _PATIENT,
        re.compile(
            r"\b(start|put|switch|keep|wean) (him|her|them|my patient) (on|off|to)\b", _FOLD
        ),
    ),
    # A name with a title, somebody the asker works with, or an institution by name: a verdict.
    (
        _PERSON,
        re.compile(
            rf"\b({_TITLE}|(?i:{_STAFF}))\b.*\b(?i:is|was|are) (he|she|they|it) (?i:{_VERDICT})"
            rf"|\b(?i:is|was) ((?i:my|our) )?({_TITLE}|(?i:{_STAFF}))\b"
            rf"(?![\w ]*['’]s\b)[^.?!]{{0,60}}?\b(?i:{_VERDICT})"
            rf"|\b(?i:is|was) [A-Z]\w+ [A-Z]\w+ (a|an) (?i:racist|bigot|white supremacist)\b",
            re.DOTALL,
        ),
    ),
    (
        _PERSON,
        re.compile(
            rf"\b(?i:do|does|did|is|was|has|should) ((?i:my|our) )?({_TITLE}|(?i:{_STAFF}))\b"
            r"(?!'s|’s)[^.?!]*\b(treat\w* [^.?!]*(worse|badly|unfairly|differently)|discriminat\w+"
            r"|be (fired|sacked|dismissed|suspended|disciplined|punished|reported|struck off))\b",
            re.DOTALL,
        ),
    ),
    (
        _PERSON,
        re.compile(
            r"\b(?i:is|are|was|does|did|has) (the University of [A-Z]\w+"
            r"|([A-Z][\w.]+ (of |at )?)*[A-Z]\w* ?"
            r"(Hopkins|Clinic|Hospital|University|College|School|Medical Center|Health System))\b"
            r"[^.?!]*\b(?i:racist|prejudiced|bigoted|biased|discriminat\w+)\b",
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
            rf"\b(which|what) (US |American |British )?{_INSTITUTION}\b[^.?!]{{0,40}}\b{_EXTREME}"
            rf"|\b(who|which (doctor|physician|surgeon|nurse|professor|dean)) (is|was|are)\b"
            rf"[^.?!]{{0,30}}\b{_EXTREME}",
            _FOLD,
        ),
    ),
    (
        _VOTE,
        re.compile(
            r"\b(who|whom|which (party|candidate)) (should|do|would|must|can) (i|we|you|people) "
            r"(vote|elect)",
            _FOLD,
        ),
    ),
    (
        _ERRAND,
        re.compile(
            r"^(please |could you |can you |would you |help me |kindly )*"
            r"((proofread|debug|solve)\b|translate\b.*\b(in)?to [A-Z]\w+"
            r"|(write|draft|compose|translate|edit|fix|rewrite|make|plan|book|give)( me| us)?"
            r"( a| an| my| our| the| this| some)?\b.*"
            r"\b(letter|e-?mails?|mail|essay|poem|limerick|haiku|rap|joke|toast|song|speech|code"
            r"|script|function|decorator|program|regex|query|cv|resume|invitation|flight"
            r"|ticket|recipe|party|homework|assignment|tweet|press release"
            r"|my (text|thesis|paper|paragraph|abstract))\b)",
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

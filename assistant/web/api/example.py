"""Examples of requests that the document of the API shows; a test runs each of them."""

from __future__ import annotations

from fastapi.openapi.models import Example

ASK: dict[str, Example] = {
    "question": {
        "summary": "A question",
        "value": {"question": "What can I cite to teach that pulse oximeters work less well on "
                  "darker skin?"},
    },
    "limits": {
        "summary": "Only newer cohort studies, after an earlier question",
        "value": {
            "question": "And in newborns?",
            "follows": "Do pulse oximeters miss low oxygen in Black patients?",
            "limits": {"year_from": 2015, "design": ["cohort"]},
        },
    },
}  # fmt: skip
SEARCH: dict[str, Example] = {
    "search": {
        "summary": "The five best passages",
        "value": {"question": "race correction in kidney function", "top": 5},
    }
}
VERIFY: dict[str, Example] = {
    "verify": {
        "summary": "A sentence with its citation",
        "value": {
            "text": "Half of White trainees held a false belief about Black bodies (Hoffman 2016)."
        },
    }
}
PAPER_ID: dict[str, Example] = {
    "paper": {"summary": "A paper by its DOI", "value": "doi:10.1056/nejmc2029240"}
}

"""Tell whether material is in English, the one language that a review can judge."""

from __future__ import annotations

import re
from collections import Counter

JUDGED = "English"
_WORDS = {
    "English": "the of and to in is are was were with for that this by on as from which not",
    "Spanish": "el la los las de del que en y por con para una es son más como pero su",
    "French": "le la les des du et que dans pour une est sont avec sur par plus pas qui aux",
    "German": "der die das und ist sind nicht mit von für eine ein den dem auf bei wird zu",
    "Portuguese": "o os as da do dos das que em para uma com não por mais são ou ao pela",
    "Italian": "il lo gli di che per una con non sono del della delle è più nel anche come",
    "Dutch": "de het een en van dat niet voor met zijn op aan bij ook als worden naar door",
}
_KNOWN = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_LEAST_WORDS = 40
"""Fewer tell nothing; bullets hold hardly any of the words above."""
_LEAST_SHARE = 0.08
"""Of the words of a text that are in a language's list: prose has a third, bullets a tenth."""
_OTHER_SCRIPT = 0.5


def other_language(text: str) -> str | None:
    """Return the name of the language of a text; None for English or where it cannot be told."""
    letters = [one for one in text if one.isalpha()]
    # Letters past the Latin ones, as Arabic or Chinese have.
    if letters and sum(one > "\u024f" for one in letters) > _OTHER_SCRIPT * len(letters):
        return "another language"
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < _LEAST_WORDS:
        return None
    counts = Counter(words)
    shares = {
        language: sum(counts[word] for word in known) / len(words)
        for language, known in _KNOWN.items()
    }
    best = max(shares, key=lambda language: shares[language])
    clear = shares[best] >= _LEAST_SHARE and shares[best] > 1.5 * shares[JUDGED]
    return best if best != JUDGED and clear else None

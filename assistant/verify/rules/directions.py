"""Read which way a sentence points: more or less, better or worse, earlier or later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.verify.rules.context import Context, context
from assistant.verify.rules.figures import begins_figure
from assistant.verify.rules.negation import negated_at
from assistant.verify.rules.tokens import Token

# Opposed words by what they are about; a star stands for any ending.
_OPPOSED: tuple[tuple[str, str], ...] = (
    (
        "higher highest high more most greater greatest larger largest larger increas* rose rise* "
        "rising raise* raising grew grow* elevat* exceed* gain* longest overestimat* overstat* "
        "overrepresent* expand* surg* climb* stronger strengthen* steep* bigger widen* wider "
        "double* doubling triple* heighten* intensif* deepen* commoner commonest common frequent* "
        "hotter warmer closer nearer longer above large big strong",
        "lower* lowest low less least fewer fewest smaller smallest decreas* fell fall* drop* "
        "declin* reduc* shrink* shrank shrunk underestimat* understat* underrepresent* lose loses "
        "lost loss losses shorter shortest halv* narrow* diminish* lessen* weaker weaken* cut cuts "
        "cutting rarer rarest rare rarely infrequent* uncommon cooler colder farther below "
        "small tiny trivial weak",
    ),
    ("better best improv* superior*", "worse worst worsen* poorer inferior* deteriorat*"),
    ("earlier early earliest sooner prompt*", "later late latest delay* postpon*"),
    (
        "recommended recommends advised advises endorsed favored encouraged",
        "discouraged discourages opposed opposes rejected rejects",
    ),
    (
        "allowed allows permitted permits required requires mandated",
        "prohibit* forbid* forbade ban banned bans",
    ),
    ("right rightly correct correctly true", "wrong wrongly incorrect* false falsely mistak*"),
    ("healthier healthy", "sicker sick ill"),
    ("positive positively", "negative negatively"),
    ("include* including", "exclud*"),
    ("toward towards", "away"),
    ("light lighter lightest", "dark darker darkest"),
    ("older oldest", "younger youngest"),
    ("thick thicker", "thin thinner"),
    ("richest rich richer wealthy wealthiest", "poorest"),
    (
        "similar* unchanged comparable alike equally consistent constant stable zero "
        "regardless irrespective whatever",
        "differ differs differed different vary varies varied varying",
    ),
)
QUALITY = 1
GRADED = frozenset({0, 1, 2, 6, 7, 13})
"""The dimensions along which two things can be compared."""
SAMENESS = len(_OPPOSED) - 1
"""The last dimension: alike is 1, different is -1, and not different is alike."""
_MODIFIED = frozenset("more less most least fewer".split())
_GOOD = frozenset(
    "accurate accurately precise precisely well effective effectively reliable reliably".split()
)
"""What is less so is worse."""
_SAME_IF_DENIED = frozenset("change changed changes difference differences effect".split())
"""No change is sameness."""
_PARTS_CLAUSE = frozenset("and , ; : but".split())
_PLAIN_LESS = frozenset({"less", "least", "fewer"})


def _forms(words: str, dimension: int, sign: int) -> list[tuple[str, tuple[int, int]]]:
    return [(word, (dimension, sign)) for word in words.split()]


_PLACED = [
    form
    for dimension, (more, less) in enumerate(_OPPOSED)
    for form in (*_forms(more, dimension, 1), *_forms(less, dimension, -1))
]
_WHOLE = {word: place for word, place in _PLACED if not word.endswith("*")}
_BEGINNINGS = {word[:-1]: place for word, place in _PLACED if word.endswith("*")}


@dataclass(frozen=True)
class Direction:
    """One word that points one way."""

    word: str
    dimension: int
    """Only directions of one dimension can contradict each other."""
    sign: int
    """1 or -1, whether or not it is denied: what is denied is compared apart."""
    at: int
    """Place of the token."""
    around: Context


def directions(read: Sequence[Token]) -> list[Direction]:
    """Return the directions in which a sentence points, in order."""
    found: list[Direction] = []
    for at, token in enumerate(read):
        if _is_no_change(read, at):
            around = context(read, at, at + 1)
            found.append(Direction(token.text, SAMENESS, 1, at, around))
            continue
        placed = _placed(read, at) if token.kind == "word" else None
        before = read[at - 1].text if at else ""
        if (
            placed is None
            or (before == "or" or (before == "as" and not is_comparative(token.text)))
            or _is_hedge(read, at)
        ):
            continue
        dimension, sign = placed
        # "Less common" points the other way along the dimension of "common".
        if before in _MODIFIED and token.text not in _MODIFIED and found and found[-1].at == at - 1:
            sign = -sign if before in _PLAIN_LESS else sign
            found.pop()
        if dimension == 0 and token.text != "most" and _is_of_survival(read, at):
            sign = -sign
        if dimension == SAMENESS and negated_at(read, at):
            sign = -sign
        found.append(Direction(token.text, dimension, sign, at, context(read, at, at + 1)))
    return found


def _is_no_change(read: Sequence[Token], at: int) -> bool:
    """Say whether it is "no difference" or "did not change"; "did not explain differences" not."""
    if read[at].text not in _SAME_IF_DENIED or not negated_at(read, at):
        return False
    near = {token.text for token in read[max(0, at - 3) : at]}
    return read[at].text.startswith("change") or bool(near & {"no", "without"})


def _is_of_survival(read: Sequence[Token], at: int) -> bool:
    """Say whether more is told of surviving, which is less of dying."""
    return any(
        token.text.startswith("surviv")
        for outward in (read[at + 1 : at + 4], read[max(0, at - 3) : at][::-1])
        for token in takewhile(lambda token: token.text not in _PARTS_CLAUSE, outward)
    )


def _is_hedge(read: Sequence[Token], at: int) -> bool:
    """Say whether it points nowhere: "more than 5%" only says how exact a figure is."""
    after = [token.text for token in read[at + 1 : at + 3]]
    if after[:1] == ["-"]:  # "high-risk" names, and compares nothing
        return True
    if after[:1] != ["than"] or read[at].text not in _MODIFIED:
        return False
    return after[1:] == ["us"] or begins_figure(read, at + 2)


def _placed(read: Sequence[Token], at: int) -> tuple[int, int] | None:
    following = read[at + 1].text if at + 1 < len(read) else ""
    if read[at].text in _MODIFIED and following in _GOOD:
        return QUALITY, -1 if read[at].text in _PLAIN_LESS else 1
    if read[at].text in ("higher", "lower") and following == "quality":
        return QUALITY, 1 if read[at].text == "higher" else -1
    return placed_word(read[at].text)


def is_comparative(word: str) -> bool:
    """Say whether a word sets one thing above or below another."""
    return word.endswith("er") or word in ("more", "less", "worse")


def placed_word(word: str) -> tuple[int, int] | None:
    """Return the dimension and the sign of a word; None for one that does not point."""
    whole = _WHOLE.get(word)
    if whole is not None:
        return whole
    for length in range(len(word), 2, -1):
        found = _BEGINNINGS.get(word[:length])
        if found is not None:
            return found
    return None

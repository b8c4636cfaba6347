"""Read who was studied, by race and ethnicity, as the study reports it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from corpus.paper import StudyFact
from ingest.study.groups import GROUP, printed_group
from ingest.study.sentence import Place, Sentence

_SHARE = r"(?<![\d.,])(?P<share>\d{1,2}(?:\.\d+)?|100(?:\.0+)?) ?%"
_WHO = (
    r"(?:adults|participants|women|men|patients|students|people|individuals|respondents|children"
    r"|mothers|youths?|residents|members|persons|population|subjects|clients|males?|females?"
    r"|race|ethnicity|descent|origin|background)"
)
_SHARE_FIRST = re.compile(
    rf"{_SHARE}\)?(?:,? ?[\[(][^()\[\]%]{{0,30}}[\])])?,?"
    rf" (?:of (?:the |all |our )?(?:[\w-]+ ){{1,3}}?(?=were|was|are|is|self|ident|report))?"
    rf"(?:who )?(?:were |was |are |is )?(?:self-)?"
    rf"(?:identif\w+ |report\w+ (?:being )?|classified |describ\w+ )?"
    rf"(?:themselves )?(?:as |among |being |from )?(?:either )?(?P<group>{GROUP})"
    r"(?! (?:prefer|speak|who\b|with\b))"
)
_GROUP_FIRST = re.compile(
    rf"(?P<group>{GROUP})(?: {_WHO})?(?: (?:made up|comprised|accounted for|constituted"
    rf"|represented))?[,:;=]? ?[\[(]?(?:(?:[nN] ?= ?)?\d[\d,\u2009\u00a0]*(?:(?: of |/)[\d,]+)?"
    rf"[;,:]? ?[\[(]?)?{_SHARE}"
)
_OF_THE_SAMPLE = re.compile(
    rf"\b(?:sample|cohort|{_WHO}|pregnancies|births|deliveries|visits|caregivers|parents)\b"
    r"[^.;]{0,120}\b(?:were|was|identif\w+|self-\w+|compris\w+|consist\w+|included|enrolled)\b"
    r"|\b(?:mean|median) age\b|\bfemale\b|\bmale\b|\bby race\b|\brace (?:and|or|was)\b",
    re.IGNORECASE,
)
_OF_AN_OUTCOME = re.compile(
    r"\b(?:prevalence|rates?|odds|risk|higher|lower|highest|lowest|greater|likely|increas\w+"
    r"|decreas\w+|declin\w+|compared|than|vs\.?|versus|respectively|ranged|ranging|differ\w*"
    r"|mortality|incidence|received|used|smok\w+|died|survived|gap|disparit\w+|proportion of"
    r" (?:black|white|hispanic)|only|agreed|felt|believed|census|general population|nationally"
    r"|US population|uses?|ha(?:s|ve|d)|said|county|tracts?|\d{4} to \d{4})\b",
    re.IGNORECASE,
)
_RACE_HEAD = re.compile(
    r"(?:participants?[’']?s? |patients?[’']?s? |maternal |self-\w+ )?"
    r"(?:race|ethnicity|racial|ethnic)\b[^|]{0,60}",
    re.IGNORECASE,
)
_GROUP_CELL = re.compile(
    rf"(?P<group>{GROUP})(?:,? (?:only|alone|non-?Hispanic))?(?:,? (?:no|n)\.?"
    r" ?\(?%\)?)?(?: [a-z]|[*†‡§])?"
)
_REST_CELL = re.compile(
    r"(?:[Nn]on-?Hispanic )?(?:other|some other|unknown|missing|not reported|declined|refused"
    r"|unspecified|multi|mixed|prefer not)\b.{0,60}|not hispanic.{0,30}",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\W*(?:total|overall|all|entire|full|whole)\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[\[(](\d{1,3}(?:\.\d+)?) ?%?[\])]")
_LEADING = re.compile(r"(\d{1,3}(?:\.\d+)?) ?%?(?= ?(?:\[|\(|$|[a-z*]))")
_FEWEST, _MOST = 90.0, 101.6
_NAMED = re.compile(
    rf"\b(?i:among|in|of|for|with|from)\s(?:[\w.-]+\s){{0,3}}?(?P<first>{GROUP})"
    rf"(?:,? (?:and|or) (?P<second>{GROUP}))?",
)
_COMPARING = re.compile(
    r"\b(?:disparit\w+|differen\w+|inequalit\w+|inequit\w+|between|versus|vs\.?|compar\w+"
    r"|than|relative to|communit\w+|populations?|neighbo\w+)\b",
    re.IGNORECASE,
)
_ORDER: tuple[Place, ...] = ("abstract", "results", "methods", "body")
_OWN_SAMPLE = re.compile(
    r"\b(?:we|participants|enrolled|recruited|included|sample|conducted|data)\b", re.IGNORECASE
)


def population_facts(
    sentences: Sequence[Sentence], title: str, of_studies: bool
) -> Iterator[StudyFact]:
    """Yield the composition by race and ethnicity: of one sentence, else of one table's rows.

    Where no figures are told, the groups that the title names as the whole sample.
    """
    whole = list(_sentences(sentences, whole=True))
    facts = whole[:1] or _table(sentences) or list(_sentences(sentences, whole=False))[:1]
    if not facts and not of_studies:
        facts = list(_named(sentences, title))[:1]
    yield from facts


def _sentences(sentences: Sequence[Sentence], *, whole: bool) -> Iterator[StudyFact]:
    for place in _ORDER:
        for sentence in (one for one in sentences if one.place == place):
            shares = _shares(sentence.text)
            if shares and _is_composition(sentence.text, shares, whole=whole):
                value = ", ".join(f"{group} {share}%" for group, share in shares.items())
                yield sentence.fact("population", value)


def _shares(text: str) -> dict[str, str]:
    """Return each group's share in a sentence, whichever of the two is printed first."""
    if "%" not in text:
        return {}
    share_first, group_first = (list(one.finditer(text)) for one in (_SHARE_FIRST, _GROUP_FIRST))
    found = max((share_first, group_first), key=_weight)
    return {printed_group(match["group"]): match["share"] for match in found}


def _weight(matches: list[re.Match[str]]) -> tuple[int, int]:
    """Return how well an order fits: more pairs are better, and then shorter ones."""
    return len(matches), -sum(len(match[0]) for match in matches)


def _is_composition(text: str, shares: Mapping[str, str], *, whole: bool) -> bool:
    total = sum(map(float, shares.values()))
    if total > _MOST or _OF_AN_OUTCOME.search(text):
        return False
    if whole:
        return len(shares) > 1 and total >= _FEWEST
    return _OF_THE_SAMPLE.search(text) is not None


def _table(sentences: Sequence[Sentence]) -> list[StudyFact]:
    """Return the rows of the first table that parts a whole by race or ethnicity."""
    rows = [one for one in sentences if one.place == "table"]
    for _, table in groupby(rows, key=lambda one: one.heading):
        lines = list(table)
        for place, row in enumerate(lines):
            if _RACE_HEAD.match(row.text) and not re.search(r"\d\.\d", row.text):
                facts = _rows_under(lines[: place + 1], lines[place + 1 : place + 16])
                if facts:
                    return facts
    return []


def _rows_under(above: Sequence[Sentence], below: Sequence[Sentence]) -> list[StudyFact]:
    """Return the rows of groups under a heading, if the shares of one column make a whole."""
    rows: list[Sentence] = []
    for row in below:
        name = row.text.split("|", 1)[0].strip()
        if not (_GROUP_CELL.fullmatch(name) or _REST_CELL.fullmatch(name)):
            break
        rows.append(row)
    column = _column(above, rows)
    if column is None:
        return []
    for printed in (_IN_BRACKETS, _LEADING):
        shares = [printed.search(_cells(row)[column]) for row in rows]
        if _is_whole([float(share[1]) for share in shares if share]):
            return list(_row_facts(rows, shares))
    return []


def _row_facts(
    rows: Sequence[Sentence], shares: Sequence[re.Match[str] | None]
) -> Iterator[StudyFact]:
    for row, share in zip(rows, shares, strict=True):
        group = _GROUP_CELL.fullmatch(row.text.split("|", 1)[0].strip())
        if group and share:
            yield row.fact("population", f"{printed_group(group['group'])} {share[1]}%")


def _column(above: Sequence[Sentence], rows: Sequence[Sentence]) -> int | None:
    """Return the only column with shares, else the one whose head says that it is the total."""
    widths = {len(_cells(row)) for row in rows}
    if len(rows) < 2 or len(widths) != 1 or not all("|" in row.text for row in rows):
        return None
    with_shares = [at for at in range(1, widths.pop()) if re.match(r"[\d(<]", _cells(rows[0])[at])]
    if len(with_shares) == 1:
        return with_shares[0]
    heads = [_cells(row) for row in above if len(_cells(row)) == len(_cells(rows[0]))]
    totals = [at for head in heads for at in with_shares if _WHOLE.match(head[at])]
    return totals[0] if totals else None


def _cells(row: Sentence) -> list[str]:
    return [cell.strip() for cell in row.text.split("|")]


def _is_whole(shares: Sequence[float]) -> bool:
    return len(shares) > 1 and _FEWEST <= sum(shares) <= _MOST


def _named(sentences: Sequence[Sentence], title: str) -> Iterator[StudyFact]:
    """Yield the groups that the title names as those studied, with a sentence that names them."""
    named = _NAMED.search(title)
    if named is None or _COMPARING.search(title):
        return
    groups = [named["first"], named["second"]] if named["second"] else [named["first"]]
    value = ", ".join(map(printed_group, groups))
    if "White" in value:  # such a title names the groups that are compared
        return
    for place in ("title", "abstract", "methods"):
        for sentence in (one for one in sentences if one.place == place):
            found = {printed_group(one[0]) for one in re.finditer(GROUP, sentence.text)}
            if found == set(map(printed_group, groups)) and (
                place == "title" or _OWN_SAMPLE.search(sentence.text)
            ):
                yield sentence.fact("population", value)

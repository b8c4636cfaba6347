"""Name sections by the field's terms, from the heading as printed."""

from __future__ import annotations

import re

from corpus.paper import SectionKind

# The first pattern that matches decides, so the more particular ones come first.
_KINDS: tuple[tuple[SectionKind, str], ...] = (
    ("references", r"references?( cited| and (further )?(notes|reading))?"
                   r"|(end)?notes and references|bibliography"
                   r"|(literature|works) cited|reference list"),
    ("abstract", r"(structured )?abstract|summary|author summary|synopsis|key ?points"),
    ("limitations", r"((study|potential|methodological) )?(strengths? and )?(study )?limitations?"
                    r"( and strengths?| and future .*| of (the|this|our) .*)?"),
    ("conclusion", r"conclusions?( and .*)?|concluding remarks|implications.*"),
    ("introduction", r"introduction|background|objectives?|purpose|aims?"),
    ("methods", r"(materials?|patients?|subjects?|study|data)?( and )?methods?( and .*)?"
                r"|methodology|experimental procedures|study (design|population)|design"
                r"|statistical analys[ie]s|participants|data sources?|measures"),
    ("results", r"results?( and discussion)?|findings|main outcomes?.*|outcomes"),
    ("discussion", r"discussion( and conclusions?)?|comment(ary)?|interpretation"
                   r"|((suggestions|directions) for )?future (directions?|research|work"
                   r"|studies).*"),
    ("table", r"(appendix |supplementary |supplemental )?tables?\b.*"),
    ("figure", r"(appendix |supplementary |supplemental )?(figures?|fig\.)\b.*"),
    ("back", r"acknowledge?ments?|funding.*|(conflicts?|competing|declaration) .*interests?.*"
             r"|author (contributions?|information|affiliations?).*|disclosures?"
             r"|data availability.*|supplementary (materials?|information|data)|abbreviations"
             r"|for teaching|status|ethics.*|supporting information|additional files?"
             r"|provenance.*"),
)  # fmt: skip
_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*\.?|[IVXLC]+\.|[A-Z]\.)\s+")


def plain_heading(heading: str) -> str:
    """Return a heading without numbering, closing colon or letter case."""
    return _NUMBERING.sub("", heading).strip(" .:\u2013\u2014-").lower()


def kind_of(heading: str) -> SectionKind | None:
    """Return the kind a heading announces; None where it is not one of the field's terms."""
    plain = plain_heading(heading)
    for kind, pattern in _KINDS:
        if re.fullmatch(pattern, plain):
            return kind
    return None

"""Cite the papers of a hand-out: markers in the text, and the reference list."""

from __future__ import annotations

import re

from assistant.handout.handout import Handout
from assistant.handout.outline import Run
from corpus.paper import Paper, Passage
from corpus.references.cite import doi_address, pages
from corpus.references.names import parted
from corpus.references.write import formatted

_DOI = re.compile(r"(?:https?://doi\.org/|doi:\s?)(10\.\S*[^\s.])")


def marker(handout: Handout, paper: Paper, where: str = "") -> str:
    """Return what stands in the text: "[3, p. 4]" in AMA style, "(Inker, 2021, p. 4)" in APA."""
    if handout.style == "ama":
        parts = [str(handout.number(paper)), where]
        return f"[{', '.join(part for part in parts if part)}]"
    parts = [_families(paper), str(paper.year or "n.d."), where]
    return f"({', '.join(part for part in parts if part)})"


def place(passage: Passage) -> str:
    """Return where a passage stands, such as "Results, p. 3"; empty where nothing tells."""
    at = pages(passage)
    page = f"{'pp.' if '-' in at else 'p.'} {at}" if at else ""
    section = "" if passage.origin == "digest" else passage.section
    return ", ".join(part for part in (section, page) if part)


def linked(paper: Paper) -> tuple[Run, ...]:
    """Return the paper's DOI as a link, or else its PubMed number; empty without either."""
    address = doi_address(paper)
    if address:
        return (Run(address.removeprefix("https://"), link=address),)
    if paper.pmid:
        return (Run(f"PMID {paper.pmid}", link=f"https://pubmed.ncbi.nlm.nih.gov/{paper.pmid}/"),)
    return ()


def reference_lines(handout: Handout) -> tuple[tuple[Run, ...], ...]:
    """Return the reference list, a line each, DOIs as links; AMA by number, APA by name."""
    lines = formatted(handout.references, handout.style).splitlines()
    if handout.style == "ama":
        lines = [re.sub(r"^\d+\.\s*", "", line) for line in lines]
    return tuple(_with_link(line) for line in lines)


def _with_link(line: str) -> tuple[Run, ...]:
    found = _DOI.search(line)
    if not found:
        return (Run(line),)
    start, end = found.span()
    runs = (
        Run(line[:start]),
        Run(line[start:end], link=f"https://doi.org/{found[1]}"),
        Run(line[end:]),
    )
    return tuple(run for run in runs if run.text)


def _families(paper: Paper) -> str:
    """Return the authors as APA cites them in the text; the title where there are none."""
    families = [parted(author).family for author in paper.authors]
    if not families:
        return f"“{paper.title}”"
    if paper.authors_truncated or len(families) > 2:
        return f"{families[0]} et al."
    return " & ".join(families)

"""Read the facts of one kind from a paper that says little else."""

from __future__ import annotations

from corpus.paper import FactKind, Paper, SectionKind
from ingest.assemble import Block, assemble
from ingest.study.read import study_facts


def values(
    kind: FactKind, text: str, section: SectionKind = "methods", title: str = "A study"
) -> list[str]:
    """Return the values of one kind in a paper that says only this, on lines of their own."""
    heading = "Funding" if kind == "funding" and section == "back" else section.capitalize()
    blocks = [Block(heading, heading=True, kind=section)]
    blocks += [Block(line, kind=section) for line in text.split("\n")]
    paper = Paper(paper_id="sha256:1", title=title, year=2021)
    return [fact.value for fact in study_facts(assemble(paper, blocks)) if fact.kind == kind]

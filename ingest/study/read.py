"""Read the facts of a study from its document, and put them onto its paper."""

from __future__ import annotations

from dataclasses import replace

from corpus.paper import Document, FactKind, StudyFact
from ingest.study.country import country_facts
from ingest.study.design import OF_STUDIES, PLANNED, design_facts, titled_design
from ingest.study.funding import funding_facts
from ingest.study.population import population_facts
from ingest.study.race_measure import race_measure_facts
from ingest.study.sample import sample_facts
from ingest.study.sentence import sentences_of
from ingest.study.years import years_facts


def study_facts(document: Document) -> tuple[StudyFact, ...]:
    """Return what a study tells of how it was done, in the order of the kinds.

    Nothing is concluded from silence; only "not stated" is told of the race measure, with the
    sentence that uses race as a variable. A digest is in our words and its facts are fields.
    """
    if document.origin == "digest":
        return ()
    sentences, title = sentences_of(document), document.paper.title
    design = tuple(design_facts(sentences, title))
    named = titled_design(title) or (design[0].value if design else "")
    of_studies, planned = named.startswith(OF_STUDIES), named.startswith(PLANNED)
    return (
        *design,
        *(() if planned else sample_facts(sentences, of_studies)),
        *country_facts(sentences, title, of_studies),
        *(() if of_studies else years_facts(sentences, document.paper.year)),
        *(() if planned else population_facts(sentences, title, of_studies)),
        *race_measure_facts(sentences, of_studies),
        *funding_facts(sentences),
    )


def with_facts(document: Document) -> Document:
    """Return the document with its facts on the paper; fields that are filled stay as they are."""
    facts = study_facts(document)
    paper = document.paper
    told = replace(
        paper,
        facts=facts,
        design=paper.design or _values(facts, "design"),
        population=paper.population or _values(facts, "population"),
        race_measure=paper.race_measure or _values(facts, "race measure"),
    )
    return replace(document, paper=told)


def _values(facts: tuple[StudyFact, ...], kind: FactKind) -> str | None:
    """Return the values of one kind in one line; None where there is none."""
    return ", ".join(fact.value for fact in facts if fact.kind == kind) or None

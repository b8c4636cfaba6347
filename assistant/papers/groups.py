"""The racial and ethnic groups that a paper is about, in the categories of the US census.

The categories are those of the Office of Management and Budget, Statistical Policy Directive
No. 15 (2024), with people of several races and Indigenous peoples elsewhere beside them.
"""

from __future__ import annotations

from corpus.paper import Paper
from corpus.text.groups import category_in, people_mentions

_IN_CATEGORY = {
    "Black or African American": {"Black"},
    "White": {"White"},
    "Hispanic or Latino": {"Hispanic"},
    "Asian": {"Asian"},
    "American Indian or Alaska Native": {"American Indian", "Alaska Native", "First Nations"}
    | {"Inuit", "Métis"},
    "Native Hawaiian or Pacific Islander": {"Pacific Islander"},
    "Middle Eastern or North African": {"Middle Eastern or North African"},
    "Several races": {"Multiracial"},
    "Indigenous peoples elsewhere": {"Indigenous", "Roma"},
}
"""What of the list of peoples falls into each category."""
GROUPS = tuple(_IN_CATEGORY)
"""All categories, in the order of the directive."""


def groups_of(paper: Paper) -> tuple[str, ...]:
    """Return the groups that a paper names in its title, its topics or in who was studied."""
    topics = (topic.replace("-", " ") for topic in paper.topics)
    told = (paper.title, paper.population, paper.race_measure, *topics, *paper.told("population"))
    text = " | ".join(part for part in told if part)
    named = {category_in(one, _IN_CATEGORY) for one in people_mentions(text)}
    return tuple(group for group in GROUPS if group in named)

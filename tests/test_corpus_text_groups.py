"""Groups of people are found by their usual names, and stand to each other as they should."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.gazetteer import Gazetteer
from corpus.text.groups import (
    people_mentions,
    peoples_list,
    peoples_named,
    peoples_within,
    persons_list,
)

# Ordinary names of peoples from all continents, from general knowledge.
ORDINARY = (
    "Yoruba, Igbo, Hausa, Zulu, Xhosa, Somali, Ethiopian, Eritrean, Kenyan, Maasai, Berber, "
    "Egyptian, Coptic, Ghanaian, Congolese, Tutsi, Malagasy, Afrikaner, Navajo, Cherokee, "
    "Lakota, Ojibwe, Inuit, Cree, Métis, Maya, Quechua, Mapuche, Garifuna, Haitian, Jamaican, "
    "Mexican American, Puerto Rican, Salvadoran, Afro-Brazilian, Dominican, Peruvian, Punjabi, "
    "Bengali, Tamil, Pashtun, Hazara, Rohingya, Uyghur, Tibetan, Han Chinese, Hmong, Karen "
    "people, Vietnamese, Filipino, Korean, Ainu, Kurdish, Arab, Persian, Palestinian, Druze, "
    "Yazidi, Ashkenazi, Sephardic, Muslim, Sikh, Hindu, Roma people, Sámi, Basque, Irish "
    "Traveller, Bosnian, Ukrainian, Greek, Chechen, Māori, Samoan, Tongan, Fijian, Aboriginal "
    "Australian, Torres Strait Islander, Native Hawaiian, Chamorro, Marshallese"
).split(", ")


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_name_of_a_people_is_found(name: str) -> None:
    assert peoples_named(f"What is known of asthma in {name} children?") - {"minority"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("non-Hispanic Black women", "Black"),
        ("african american mothers", "Black"),
        ("Blacks and others", "Black"),
        ("LATINAS in Chicago", "Hispanic"),
        ("Native Americans", "American Indian"),
        ("Asians", "Asian"),
        ("the Navajos", "Navajo"),
    ],
)
def test_other_ways_of_writing_name_the_same(text: str, name: str) -> None:
    assert peoples_named(text) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "a black box warning and white matter lesions",
        "polish the draft",
        "nonwhite",
        "non-Hispanic",
        "a san serif font",
        "the crow flies",
        "Karen Smith wrote it",
    ],
)
def test_what_is_no_people_is_not_taken_for_one(text: str) -> None:
    assert peoples_named(text) == frozenset()


def test_a_kind_bears_on_what_it_belongs_to_and_not_the_other_way_round() -> None:
    peoples = peoples_list()
    assert peoples.is_same("African American", "Black")
    assert peoples.is_kind_of("Hmong", "Asian")
    assert not peoples.is_kind_of("Asian", "Hmong")
    assert peoples.is_sibling("Japanese", "Korean")
    assert not peoples.is_sibling("Hmong", "Asian")
    assert not peoples.is_sibling("Muslim", "Black")
    assert "Asian" in peoples_within("Hmong elders")


def test_persons_and_professions_are_told_apart() -> None:
    persons = persons_list()
    assert persons.is_kind_of("mother", "woman")
    assert persons.is_sibling("nurse", "doctor")
    assert persons.is_kind_of("nephrologist", "physician")
    assert not persons.is_sibling("woman", "mother")


def test_places_lie_in_each_other() -> None:
    places = Gazetteer("places")
    assert places.is_sibling("Canada", "US")
    assert places.is_kind_of("Toronto", "Canada")
    assert places.is_kind_of("Kenya", "Africa")


@pytest.mark.parametrize("lists", [("peoples",), ("persons", "professions"), ("places",)])
def test_every_parent_is_listed_and_no_list_goes_in_a_circle(lists: tuple[str, ...]) -> None:
    gazetteer = Gazetteer(*lists)
    for entry in gazetteer.entries.values():
        assert all(gazetteer.named(parent) is not None for parent in entry.parents), entry
        assert entry.name not in gazetteer.ancestors(entry)


@given(
    st.text() | st.lists(st.sampled_from([*ORDINARY, "non-", "Black", "/", ",", "s"])).map(" ".join)
)
def test_mentions_stand_in_order_where_they_say(text: str) -> None:
    end = 0
    for one in people_mentions(text):
        assert end <= one.start < one.end <= len(text)
        assert not text[one.start].isspace()
        end = one.end


def test_lists_are_read_and_searched_at_once() -> None:
    started = time.process_time()
    Gazetteer("peoples")
    assert time.process_time() - started < 0.5

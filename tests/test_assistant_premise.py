"""A question that takes a claim for granted is told so; one that asks about it gets background."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from fakes import ASTHMA, HashingEmbedder, open_fake, put
from hashing import Noting

from assistant.answer import answer
from assistant.brief import Answer
from assistant.cli.console import out, show_answers
from assistant.compose.fallback import entry_sentences
from assistant.misconceptions.correction import correction_markdown, headline
from assistant.misconceptions.detect import (
    Match,
    Premise,
    Stance,
    as_near,
    fitted,
    match_of,
    premise_of,
)
from assistant.misconceptions.form_ngrams import form_ngrams
from assistant.misconceptions.register import Register, register_of, texts_of
from assistant.misconceptions.units import Units, units_of
from assistant.render.json_objects import answer_markdown, answer_object
from assistant.web.page.turns import Turn, conversation
from corpus.claims import Claim, starter_claims
from corpus.embedding_cache import EmbeddingCache
from corpus.library import Library
from corpus.settings import Settings

QUESTION = "Was asthma more common where the air was worse?"
BY_ID = {claim.claim_id: claim for claim in starter_claims()}


def test_a_message_is_matched_sentence_by_sentence_and_clause_by_clause() -> None:
    units = units_of(
        "I teach nurses. Since skin is thicker in some, which needle fits best? Thanks a lot."
    )
    assert units.texts == (
        "I teach nurses.",
        "Since skin is thicker in some, which needle fits best?",
        "Thanks a lot.",
        "Since skin is thicker in some",
        "which needle fits best?",
        "I teach nurses. Since skin is thicker in some, which needle fits best? Thanks a lot.",
    )
    assert units.asking == 1
    assert units_of("Why?") == Units(("Why?",), 0)
    assert units_of("And why?", "Is it so? And why?").texts[-1] == "Is it so? And why?"


def test_the_form_of_a_text_is_told_without_its_matter() -> None:
    words = frozenset({"why", "do", "?"})
    first = form_ngrams("Why do Black children wheeze?", words)
    assert first == form_ngrams("Why do old men fall?", words)
    assert {"^ why", "why do", "do _", "_ ?", "^ why do"} <= first
    assert first.isdisjoint({"black", "black children"})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "claim_id", "stance"),
    [
        ("Why does the thicker skin of Black patients need a larger needle?", "thicker-skin",
         "assumed"),
        ("Which gene causes asthma in Black children?", "asthma-is-genetic", "assumed"),
        ("Given that the men at Tuskegee were injected with syphilis, what dose was used?",
         "tuskegee-injected", "mentioned"),
        ("Is it true that Black people have thicker skin?", "thicker-skin", "mentioned"),
        ("Where does the belief in thicker skin of Black people come from?", "thicker-skin",
         "mentioned"),
        ("Why are American Indian patients unable to tolerate alcohol?", "native-alcohol-gene",
         "mentioned"),
        ("Why are Asian patients unable to tolerate alcohol?", "asian-alcohol-gene", "assumed"),
        # A claim on race as such is on everybody, whomever its correction names.
        ("Since race is a nonmodifiable risk factor for stroke, how should I counsel Hispanic "
         "patients?", "stroke-race-nonmodifiable", "mentioned"),
        ("thicker skin of Black patients", "thicker-skin", "mentioned"),
        # A true disparity with "why" takes nothing false for granted.
        ("Why do Black patients get less pain medicine?", "higher-pain-tolerance", "mentioned"),
        ("What is the best training plan for a 10 km race?", None, None),
        ("How do vaccines against measles work?", None, None),
    ],
)  # fmt: skip
def test_a_claim_is_met_in_the_stance_of_the_question(
    starter_library: Library, question: str, claim_id: str | None, stance: Stance | None
) -> None:
    register = register_of(starter_library)
    premise = premise_of(register, question, question, starter_library.asked.embed)
    assert (premise.claim.claim_id if premise else None) == claim_id
    assert (premise.stance if premise else None) == stance


def test_a_claim_added_to_the_register_is_matched_with_no_more_code() -> None:
    new = Claim(
        "left-handed", "Left-handed people fall ill more often.", "hands", "false",
        ("Why do left-handed people catch more colds?",), (), "They do not.", "It is a myth.",
        needs_paper="a cohort by handedness",
    )  # fmt: skip
    claims = [*starter_claims(), new]
    embedder = HashingEmbedder()
    register = Register(claims, embedder.embed(texts_of(claims)))
    question = "Why do left-handed people catch so many colds?"
    units = units_of(question)
    match = match_of(register, units, embedder.embed(list(units.texts)), fitted())
    assert match.claim == new
    assert match.stance(fitted()) != "assumed"  # Weights of another model's vectors: be cautious.


def test_what_all_entries_share_does_not_hide_which_one_is_concerned() -> None:
    first, second = (replace(one, wordings=("w",), not_this=()) for one in starter_claims()[:2])
    shared, own, other = np.eye(3, dtype=np.float32) * [[9.0], [1.0], [1.0]]
    vectors = np.stack([shared + own] * 3 + [shared + other] * 3) / 9.06
    near = Register([first, second], vectors).likeness("?", (shared + own) / 9.06)
    assert near[0].centre > 0.9 > -0.9 > near[1].centre


@pytest.mark.parametrize(
    ("concern", "odds", "stance"),
    [(0.5, -1.0, "mentioned"), (0.5, 1.0, "assumed"), (-0.5, 1.0, "assumed"), (-0.5, -1.0, None)],
)
def test_a_claim_is_shown_where_it_is_concerned_or_assumed(
    concern: float, odds: float, stance: Stance | None
) -> None:
    weights = replace(fitted(), assumed_from=0.0, shown_from=0.0)
    match = Match(BY_ID["thicker-skin"], concern, odds)
    assert match.stance(weights) == stance
    if stance == "assumed":
        other_people = replace(match, can_rest=False).stance(weights)
        assert other_people == ("mentioned" if concern > 0 else None)


def test_only_entries_that_are_nearly_as_near_are_told_too() -> None:
    claims = tuple(replace(BY_ID["thicker-skin"], claim_id=name) for name in "abcde")
    scores = np.array([10.0, 8.0, 2.0, 9.5, 7.5])
    near = as_near(claims, scores, np.argsort(-scores))
    assert [claim.claim_id for claim in near] == ["d", "b"]


def test_the_vectors_of_the_register_are_computed_once_for_a_library(tmp_path: Path) -> None:
    with_vectors = open_fake(tmp_path)
    told: list[tuple[int, int]] = []
    first = register_of(with_vectors, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == len(texts_of(starter_claims()))
    assert register_of(with_vectors) is first

    again = Noting()
    reopened = Library(Settings(library=tmp_path), again)
    question = "Why is skin thicker?"
    vector = with_vectors.asked.embed([question])[0]
    assert register_of(reopened).likeness(question, vector) == first.likeness(question, vector)
    assert again.asked == []
    for held in (with_vectors, reopened):
        held.close()


def test_the_same_question_gets_the_same_match() -> None:
    claims = starter_claims()[:9]
    embedder = EmbeddingCache(HashingEmbedder())
    register = Register(claims, embedder.embed(texts_of(claims)))
    units = units_of(QUESTION)
    vectors = embedder.embed(list(units.texts))
    matches = {match_of(register, units, vectors, fitted()) for _ in range(3)}
    assert len(matches) == 1


# How it is shown.


@pytest.fixture
def answered(library: Library) -> Answer:
    put(library, ASTHMA)
    return replace(answer(library, QUESTION), premise=None)


def with_premise(found: Answer, stance: Stance, claim_id: str = "thicker-skin") -> Answer:
    return replace(found, premise=Premise(BY_ID[claim_id], stance))


def test_other_programs_get_the_claim_with_its_sources(answered: Answer) -> None:
    assert answer_object(answered)["premise"] is None
    told = answer_object(with_premise(answered, "assumed"))["premise"]
    assert list(told) == [
        "claim_id",
        "stance",
        "statement",
        "kind",
        "correction",
        "also",
        "sources",
    ]
    assert (told["claim_id"], told["stance"], told["kind"]) == ("thicker-skin", "assumed", "false")
    assert told["sources"][0]["doi"] == BY_ID["thicker-skin"].sources[0].doi
    assert told["sources"][0]["supports"]


def test_an_assumed_claim_is_corrected_above_the_answer_and_a_mentioned_one_below(
    answered: Answer,
) -> None:
    plain = answer_markdown(answered)
    assumed = answer_markdown(with_premise(answered, "assumed"))
    mentioned = answer_markdown(with_premise(answered, "mentioned"))
    assert assumed.endswith(plain)
    assert assumed.startswith("> **A common misconception:**")
    assert mentioned.startswith(plain)
    assert "> **Related misconception:**" in mentioned
    assert "https://doi.org/" in assumed


def test_no_headline_speaks_of_the_asker() -> None:
    for claim in starter_claims():
        for stance in get_args(Stance):
            said = headline(Premise(claim, stance)).lower()
            assert not {"you", "your", "question", "stereotype"} & set(said.split())


def test_a_declined_question_still_gets_its_correction(answered: Answer) -> None:
    declined = replace(answered, outcome="declined", reason="Nothing on this.", sentences=())
    told = answer_markdown(with_premise(declined, "assumed"))
    assert "A common misconception" in told
    assert told.endswith("Nothing on this.")
    page = conversation([Turn("Q?", with_premise(declined, "assumed"), state="whole")], 1)
    assert page.index("class='premise assumed'") < page.index("No answer from this library")


def test_where_no_paper_answers_the_entry_is_the_answer(answered: Answer) -> None:
    entry = Premise(BY_ID["uti-calculator-race"], "mentioned", answers=True)
    said = entry_sentences(entry)
    assert " ".join(one.text for one in said) == entry.claim.correction
    assert all(one.noted and not one.cites for one in said)
    shown = replace(answered, premise=entry, sentences=said, evidence=(), outcome="answered")
    assert shown.is_entry
    assert answer_markdown(shown) == correction_markdown(entry)
    page = conversation([Turn("Q?", shown, state="whole")], 1)
    assert page.count(escape(said[0].text)) == 1
    assert "No answer" not in page
    with out.capture() as caught:
        show_answers([shown])
    assert "Shaikh" in caught.get()


def test_an_entry_answers_only_what_surely_concerns_it() -> None:
    entry = Premise(BY_ID["uti-calculator-race"], "mentioned")
    assert entry_sentences(entry) == entry_sentences(None) == ()


def test_the_page_puts_the_correction_above_the_answer_and_background_below(
    answered: Answer,
) -> None:
    above = conversation([Turn("Q?", with_premise(answered, "assumed"), state="whole")], 1)
    below = conversation([Turn("Q?", with_premise(answered, "mentioned"), state="whole")], 1)
    assert above.index("class='premise assumed'") < above.index("class='answer'")
    assert below.index("class='answer'") < below.index("class='premise mentioned'")
    assert "href='https://doi.org/" in above


def test_a_claim_is_shown_as_text_never_as_markup(answered: Answer) -> None:
    claim = replace(BY_ID["thicker-skin"], statement="<script>x</script>", correction="a < b")
    for stance in ("assumed", "mentioned"):
        shown = replace(answered, premise=Premise(claim, stance))
        page = conversation([Turn("Q?", shown, state="whole")], 1)
        assert "<script>" not in page
        assert "a &lt; b" in page


def test_a_source_among_the_evidence_opens_its_card(answered: Answer) -> None:
    claim = BY_ID["thicker-skin"]
    held = replace(answered.evidence[0], paper=claim.sources[0].paper)
    shown = replace(answered, premise=Premise(claim, "assumed"), evidence=(held,))
    page = conversation([Turn("Q?", shown, state="whole")], 1)
    assert f"data-card='t1-e{held.rank}'" in page[: page.index("class='answer'")]


def test_related_claims_that_are_nearly_as_near_are_told_below(answered: Answer) -> None:
    other = BY_ID["higher-pain-tolerance"]
    shown = replace(answered, premise=Premise(BY_ID["thicker-skin"], "assumed", (other,)))
    told = answer_object(shown)["premise"]["also"]
    assert told == [{"claim_id": other.claim_id, "statement": other.statement}]
    assert f"Related misconception: {other.statement}" in answer_markdown(shown)
    page = conversation([Turn("Q?", shown, state="whole")], 1)
    assert page.index("<summary>Related</summary>") > page.index("aria-label='Sources'")


def test_a_correction_without_a_paper_says_so(answered: Answer) -> None:
    claim = replace(BY_ID["thicker-skin"], sources=(), needs_paper="a study of skin")
    told = answer_markdown(replace(answered, premise=Premise(claim, "assumed")))
    assert "No source yet. Wanted: " in told
    assert "Sources:" not in told


def test_the_terminal_shows_the_correction_first(answered: Answer) -> None:
    with out.capture() as caught:
        show_answers([with_premise(answered, "assumed")])
    told = caught.get()
    assert told.index("A common misconception") < told.index("Asthma was more common")

"""Requests that no literature answers are told by their kind; questions near them pass."""

from __future__ import annotations

import pytest

from assistant.scope import out_of_scope


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("My mother is Black and 70. Should she take an ACE inhibitor?", "one patient"),
        ("What dose of lisinopril for a 50yo Black woman?", "one patient"),
        ("My 3-year-old has a fever, what should I do?", "one patient"),
        ("Our patient is Latino and coughs at night. Could it be asthma?", "one patient"),
        ("Is Dr. Smith at our hospital racist?", "by name"),
        ("Is Harvard more racist than Yale?", "by name"),
        ("Which hospital is the most biased?", "by name"),
        ("Which party should I vote for to reduce disparities?", "elections"),
        ("Can you write a poem about justice?", "ask what the evidence says"),
        ("Please draft an email to the dean.", "ask what the evidence says"),
        ("My husband is Nigerian with an eGFR of 58. Should he see a nephrologist?", "one patient"),
        ("Can my 6 year old use her brother's albuterol?", "one patient"),
        (
            "A 72 yo Black male is in front of me with BP 180/110, which drug do I give?",
            "one patient",
        ),
        ("I'm a 30-year-old Latina and pregnant, is aspirin safe for me?", "one patient"),
        ("We have a patient on the ward, Black, 41F, SpO2 92. Do we give oxygen?", "one patient"),
        ("Should my grandmother stop her lisinopril?", "one patient"),
        ("What antibiotic should I prescribe for a 45M with pneumonia?", "one patient"),
        ("My creatinine is 1.6 and I'm African American. Do I need a transplant?", "one patient"),
        ("Our son has sickle cell and is in pain right now, what can we do?", "one patient"),
        ("One of my patients thinks metformin is poison. What do I tell her?", "one patient"),
        ("Is Dr Patel in our ED prejudiced against Latinos?", "by name"),
        ("Should Professor Lindqvist be fired for what she said about race?", "by name"),
        ("Does my attending discriminate against Black residents?", "by name"),
        ("Is our dean a racist?", "by name"),
        ("Is the University of Alabama racist?", "by name"),
        ("Which residency program is the most racist?", "by name"),
        ("Who is the most biased doctor in Texas?", "by name"),
        ("Is Harvard Medical School biased against Asian applicants?", "by name"),
        ("Does Mass General Hospital discriminate?", "by name"),
        ("Is Stanford less racist than Berkeley?", "by name"),
        ("Which candidate should we vote for?", "elections"),
        ("Write me a short essay on health equity.", "ask what the evidence says"),
        ("Draft an invitation for the equity lunch", "ask what the evidence says"),
        ("Please translate the abstract into French.", "ask what the evidence says"),
        (
            "Could you write an SQL query that counts patients by race?",
            "ask what the evidence says",
        ),
        ("Help me write my CV for a job in public health", "ask what the evidence says"),
    ],
)
def test_a_request_is_declined_by_its_kind(question: str, told: str) -> None:
    assert told in (out_of_scope(question) or "")


@pytest.mark.parametrize(
    "question",
    [
        "How should I write a vignette about a 54-year-old Black man with hypertension?",
        "A slide shows a 60-year-old Black woman. Which drug does it recommend, and is it right?",
        "My students ask whether race should be reported. What should I say?",
        "Our dean asks whether implicit bias training works. What should we tell her?",
        "Are clinicians biased against Black patients with pain?",
        "Is medicine more racist than other fields, by the evidence?",
        "Which drug should be first for hypertension, and should that depend on race?",
        "Is AI less biased than physicians in triage?",
        "Was Dr. Samuel Cartwright's theory of drapetomania racist?",
        "Do we give thiazides first to Black adults over 60 yo?",
        "Order sets and race: which program reduced disparities?",
        "Is British medicine as biased as American medicine in pain care?",
        "Write-in votes and health equity: is voting linked to health?",
        "Should physicians prescribe by race?",
        "How should I teach residents to talk about race with patients?",
        "What do guidelines say for Black patients with hypertension?",
        "Should we stop using race in our eGFR reports?",
        "What do 60-year-old Black men in the US die of?",
        "Do patients over 65 years old get less pain medicine if they are Black?",
        "Is the MCAT biased against Black applicants?",
        "Is pulse oximetry racist?",
        "Is Alpha Omega Alpha biased against Black students?",
        "Does the Mayo Clinic study show a difference in reference ranges?",
        "Is the VBAC calculator biased?",
        "Which specialty boards report race in exam results?",
        "Which hospitals have worse outcomes for Black mothers?",
        "Was J. Marion Sims a racist?",
        "What should I tell my students about race and kidney function?",
        "Can I use Hoffman 2016 in my lecture?",
        "Should I cite Greenwood in my talk?",
        "My colleague says race is genetic. Is that supported?",
        "My patients ask why race was dropped from eGFR. What does the research say?",
        "How do I write about race in a paper?",
        "Can you summarise the evidence on pulse oximeters?",
        "Are newborns of Black mothers at higher risk when their doctor is White?",
        "Does Dr. Camara Jones describe three levels of racism?",
        "Is Dr. Greenwood's study on newborns biased?",
        "Give me three papers on redlining and health.",
        "Write a case that avoids race stereotypes: what do guidelines advise?",
        "What did the Institute of Medicine say in Unequal Treatment?",
        "Did Meharry and Howard University train most Black doctors?",
        "Do medical schools discriminate against Black applicants?",
        "Is Stanford's model for sepsis biased?",
        "Did Kaiser Permanente's data show a gap in asthma care?",
        "Are women in the US more likely than men to be mistreated at Harvard?",
        "Which program reduced disparities the most?",
        "Is my textbook wrong that Black patients need more warfarin?",
        "Do I have good evidence for saying that bias training does not work?",
        "Is it true that Black women start menopause earlier?",
        "As a dean, how can I reduce bias in grading?",
    ],
)
def test_a_question_near_such_a_request_passes(question: str) -> None:
    assert out_of_scope(question) is None

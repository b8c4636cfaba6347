"""Design, sample, country, years and population: what is told, and what only looks like it."""

from __future__ import annotations

import pytest
from study_values import values


@pytest.mark.parametrize(
    ("text", "design"),
    [
        ("We conducted a retrospective cohort study of births.", "cohort"),
        ("This cross-sectional survey asked about pay.", "cross-sectional"),
        ("We performed a cluster randomized controlled trial in 12 clinics.", "RCT"),
        ("Patients were randomly assigned to a text message or a letter.", "RCT"),
        ("This systematic review followed a plan.", "systematic review"),
        ("We did a systematic review and meta-analysis.", "systematic review (meta-analysis)"),
        ("This scoping review maps what is known.", "review (scoping)"),
        ("We conducted a qualitative study with nurses.", "qualitative"),
        ("We conducted six focus groups with fathers.", "qualitative"),
        ("We used an interrupted time series design.",
         "quasi-experimental (interrupted time series)"),
        ("Our nested case-control study matched on age.", "case-control"),
        ("We did an ecological analysis of counties.", "ecological"),
        ("We used a mixed-methods approach.", "mixed methods"),
        ("We developed a microsimulation model of screening.", "modelling"),
        ("In this viewpoint, we ask who pays.", "commentary"),
    ],
)  # fmt: skip
def test_the_design_is_the_one_a_study_says_of_itself(text: str, design: str) -> None:
    assert values("design", text, "abstract") == [design]


@pytest.mark.parametrize(
    "text",
    [
        "Previous cohort studies found the same.",
        "Unlike an earlier randomized trial, we asked about pay.",
        "A cohort study by Ng et al. found the same.",
        "A randomized trial should be done next.",
        "Three racial cohorts were compared.",
        "Mice were randomly assigned to a diet.",
    ],
)
def test_the_designs_of_others_do_not_count(text: str) -> None:
    assert values("design", text) == []


def test_the_title_decides_between_designs() -> None:
    text = "We conducted a cross-sectional analysis. We then did a cohort study."
    assert values("design", text) == ["cross-sectional"]
    assert values("design", text, title="Pay and asthma: a cohort study") == ["cohort"]
    assert values("design", text, title="Pay and asthma: a case-control study") == []
    protocol = "Pay and asthma: protocol for a randomized trial"
    assert values("design", "We conduct one. This randomized trial is run in two clinics.",
                  title=protocol) == ["protocol (RCT)"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("A total of 1,204 adults took part.", "1204"),
        ("The final sample included 989 830 men and women.", "989830"),
        ("We analyzed data (N = 12,345) from a survey.", "12345"),
        ("We present an analysis of 2.3 million records.", "2300000"),
        ("Of those screened, 121 were eligible and enrolled.", "121"),
        ("We recruited 87 participants, of whom 52 were women.", "87"),
        ("We held 10 focus groups with 87 participants.", "87"),
        ("There was a pilot. Our analysis included 640 births among 600 mothers.", "640"),
    ],
)
def test_the_sample_is_what_was_analysed(text: str, size: str) -> None:
    assert values("sample size", text) == [size]


@pytest.mark.parametrize(
    "text",
    [
        "We screened 4,000 patients and invited 900 adults.",
        "In 2019 adults were asked twice.",
        "We enrolled 81 women and 40 men.",
        "We studied 2,365 children with asthma and 40,497 children without it.",
        "Letters were mailed to 388 parents.",
        "A sample of 500 participants per group was needed.",
        "The clinic serves 7,200 patients a year.",
        "We conducted 12 interviews in 4 clinics with a response rate of 45%.",
        "We read 143 articles.",
    ],
)
def test_parts_plans_years_and_passers_by_are_no_sample(text: str) -> None:
    assert values("sample size", text) == []


def test_the_sample_of_a_review_is_not_its_number_of_studies() -> None:
    review = "We conducted a systematic review. A total of 28 trials were included."
    assert values("sample size", review, "abstract") == []
    pooled = "We conducted a systematic review. The 28 trials with 8,257 participants were pooled."
    assert values("sample size", pooled, "abstract") == ["8257"]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("We surveyed adults in the United States.", ["United States"]),
        ("Participants were recruited in clinics of South Carolina.", ["United States"]),
        ("The NHANES survey sampled adults.", ["United States"]),
        ("Patients were recruited in England and Brazil.", ["England", "Brazil"]),
        ("We used data from Danish registries.", ["Denmark"]),
        ("Participants were recruited in Niamey, Niger.", ["Niger"]),
    ],
)
def test_the_country_is_where_the_study_was_done(text: str, countries: list[str]) -> None:
    assert values("country", text, "abstract") == countries


@pytest.mark.parametrize(
    "text",
    [
        "Participants were born in Mexico.",
        "We recruited Chinese adults.",
        "Samples were read on a device (Roche, Penzberg, Germany).",
        "The review board of a hospital in Texas approved the survey.",
        "Participants received US $100.",
        "We conducted interviews with American Indian adults.",
        "Unlike in Brazil, patients pay here.",
    ],
)
def test_origins_makers_and_boards_are_no_setting(text: str) -> None:
    assert values("country", text) == []


def test_the_countries_of_affiliations_and_of_commentaries_do_not_count() -> None:
    assert values("country", "Department of Health, University of Oslo, Norway", "front") == []
    text = "In this commentary we ask who pays for patients in Canada."
    assert values("country", text, "abstract") == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("We used survey data from 2012–2020.", ["2012–2020"]),
        ("Patients were enrolled from January 2014 through December 2016.", ["2014–2016"]),
        ("We surveyed adults between March 3, 2018, and May 1, 2019.", ["2018–2019"]),
        ("Data came from the 2011–2012 through 2019–2020 surveys.", ["2011–2020"]),
        ("All surveys were completed in May 2019.", ["2019"]),
        ("We analyzed the 2020 National Youth Survey data.", ["2020"]),
        ("Data came from 3 surveys, one each in 2015, 2017, and 2021.", ["2015", "2017", "2021"]),
    ],
)
def test_the_years_are_those_of_the_data(text: str, years: list[str]) -> None:
    assert values("years", text, "abstract") == years


@pytest.mark.parametrize(
    "text",
    [
        "We followed the guidelines of 2009 for all patients.",
        "Data were analyzed from May 2019 to June 2020.",
        "The survey is described elsewhere (Ng and Silva, 2012).",
        "We searched databases for articles published between 2010 and 2020.",
        "The program was established in 2011 for patients.",
        "Patients will be enrolled from 2024 to 2026.",
        "We enrolled 2012 patients.",
    ],
)
def test_years_of_other_things_do_not_count(text: str) -> None:
    assert values("years", text) == []


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("The sample was 57.4% non-Hispanic White, 30.2% Black and 7.6% Hispanic.",
         "non-Hispanic White 57.4%, Black 30.2%, Hispanic 7.6%"),
        ("Participants were Black (n = 68, 34.0%), Asian (n = 40, 20.0%) or White (n = 92, 46.0%).",
         "Black 34.0%, Asian 20.0%, White 46.0%"),
        ("We enrolled 121 youths (mean age 24; 27% black, 36% Latino).",
         "Black 27%, Latino 36%"),
        ("Most participants self-identified as African American (91%).", "African American 91%"),
    ],
)  # fmt: skip
def test_the_population_is_the_composition_in_the_papers_words(text: str, population: str) -> None:
    assert values("population", text, "results") == [population]


@pytest.mark.parametrize(
    "text",
    [
        "Smoking was reported by 20% of Black adults and 15% of White adults.",
        "The prevalence of asthma was 21.8% among Black and 13.2% among White children.",
        "Black adults (34%) were more likely than White adults (20%) to wait.",
        "In the county, 60% of residents were Black in the last census.",
        "Nobody counted the Black or White participants.",
    ],
)
def test_outcomes_by_group_are_no_composition(text: str) -> None:
    assert values("population", text, "results") == []


TABLE = "Characteristic | {head}\nRace and ethnicity\nBlack | {black}\nWhite | {white}\nAge, y"


def test_rows_under_race_make_the_population() -> None:
    rows = TABLE.format(head="No. (%)", black="68 (34.0)", white="132 (66.0)")
    assert values("population", rows, "table") == ["Black 34.0%", "White 66.0%"]
    total = TABLE.format(head="Cases | Total", black="9 (9.0) | 68 (34)", white="1 (1) | 132 (66)")
    assert values("population", total, "table") == ["Black 34%", "White 66%"]


def test_rows_that_make_no_whole_or_compare_groups_are_no_composition() -> None:
    rates = TABLE.format(head="Asthma, %", black="21.8 (19–24)", white="13.2 (12–14)")
    assert values("population", rates, "table") == []
    arms = TABLE.format(head="Drug | Placebo", black="40 (40) | 30 (30)", white="60 (60) | 70 (70)")
    assert values("population", arms, "table") == []


def test_a_title_may_name_the_whole_sample() -> None:
    text = "We recruited African American adults through churches."
    assert values("population", text, title="Coping among African American adults") == [
        "African American"
    ]
    assert values("population", text, title="Disparities among African American adults") == []
    assert values("population", text, title="Coping among adults") == []

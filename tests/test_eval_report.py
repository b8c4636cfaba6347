"""Reports hold the figures and the questions, load nothing, and show markup as it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from eval_maker import QUESTIONS, made
from lxml import html

from eval.report import markdown_report, page_report, write_reports
from eval.seen import first_ranks, seen
from eval.summary import summarise


@pytest.fixture
def page(tmp_path: Path) -> str:
    run = made(tmp_path / "run")
    return page_report(run, summarise(run))


def test_a_page_loads_nothing_and_runs_nothing(page: str) -> None:
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //img | //iframe | //object | //embed | //@onclick")
    assert tree.xpath("//link/@href") == ["data:,"]
    assert all(link.startswith("#") for link in tree.xpath("//a/@href"))
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_every_question_can_be_opened(page: str) -> None:
    tree = html.fromstring(page)
    asked = [one.text_content() for one in tree.xpath("//details//span[@class='asked']")]
    assert asked == [question.question for question in QUESTIONS.questions]
    assert len(tree.xpath("//details[@class='off']")) == 1
    air, also, violin = (
        one.text_content() for one in tree.xpath("//section[@id='questions']//details")
    )
    assert "Asthma was more common. [1]" in air
    assert "gold, grade 2" in air
    assert "b, grade 1: rank 3" in air
    assert "Follows up: Is asthma more common where the air is worse?" in also
    assert "TimeoutError" in also
    assert "nothing held answers this" in violin


def test_markup_in_questions_and_papers_is_shown_as_it_stands(page: str) -> None:
    assert "Who composed &lt;b&gt;this&lt;/b&gt; concerto?" in page
    assert "Air &amp; &lt;i&gt;asthma&lt;/i&gt;" in page


def test_precision_coverage_and_refusal_stand_together(page: str) -> None:
    cards = [one.text for one in html.fromstring(page).xpath("//div[@class='card']/span")]
    assert cards == ["Questions", "Precision of answering", "Coverage", "Declined rightly"]


def test_every_measure_is_told_by_every_property_and_failures_stay_in_the_count(page: str) -> None:
    tree = html.fromstring(page)
    tables = tree.xpath("//details[@class='every']")
    assert [one.xpath("./summary")[0].text for one in tables] == [
        "Every measure by kind",
        "Every measure by expected",
        "Every measure by topic",
    ][: len(tables)]
    by_expected = tables[1]
    assert [one.text for one in by_expected.xpath(".//thead//th")][1:] == ["answer", "abstain"]
    told = {
        row.xpath("./th")[0].text: [cell.text for cell in row.xpath("./td")]
        for row in by_expected.xpath(".//tbody/tr")
    }
    # One of the two that should be answered failed: it lowers the means, it does not leave them.
    assert told["nDCG@10"] == ["0.475 of 2", "–"]
    assert told["coverage"] == ["0.500 of 2", "–"]
    assert told["declined rightly"] == ["–", "1.000 of 1"]
    assert told["precision of answering"] == ["1.000 of 1", "–"]


def test_every_figure_has_a_name_for_those_who_do_not_see_the_bars(page: str) -> None:
    tree = html.fromstring(page)
    assert tree.xpath("//html/@lang") == ["en"]
    assert all(svg.get("aria-hidden") == "true" for svg in tree.xpath("//svg"))
    assert all(cell.get("scope") for cell in tree.xpath("//th"))


def test_markdown_holds_counts_and_means(tmp_path: Path) -> None:
    run = made(tmp_path / "run")
    told = markdown_report(run, summarise(run))
    assert "3 questions: 1 answered, 1 declined, 1 failed." in told
    assert "| nDCG@10 | 0.475 (0.00 to 0.95) | 2 |" in told
    assert "| claim\\_check | 1 | 1 | 0 | 0 | 0.950 (0.95 to 0.95) |" in told
    assert "- also (follow\\_up; expected: answer; failed): And in children?" in told


def test_scores_are_written_one_a_line(tmp_path: Path) -> None:
    run = made(tmp_path / "run")
    report = write_reports(run, summarise(run))
    assert report == tmp_path / "run" / "report.html"
    lines = (tmp_path / "run" / "scores.jsonl").read_text(encoding="utf-8").splitlines()
    assert {"measure": "reciprocal rank", "id": "air", "score": 1.0} in map(json.loads, lines)
    unscored = [one for one in map(json.loads, lines) if one["id"] == "violin"]
    assert {one["measure"] for one in unscored} == {"declined rightly"}


def test_the_rank_of_the_first_gold_is_counted_over_the_judged(tmp_path: Path) -> None:
    run = made(tmp_path / "run")
    ranks = first_ranks(list(seen(run, summarise(run).scores)))
    assert (ranks["1"], ranks["not found"], sum(ranks.values())) == (1, 1, 2)

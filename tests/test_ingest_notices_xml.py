"""PubMed records, journal XML and titles say how papers stand: their own, and others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from corpus.paper import Paper
from corpus.status import Notice, Standing, Status
from ingest.notices.jats import jats_kind, jats_notices
from ingest.notices.label import label_by_title, title_kind, title_notice
from ingest.notices.pubmed import pubmed_kind, pubmed_notices
from ingest.read import read
from ingest.xml import open_xml

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def record(links: str = "", types: str = "", title: str = "Asthma in two cities.") -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>123</PMID><Article><Journal><JournalIssue><PubDate>"
        f"<Year>2020</Year><Month>Mar</Month></PubDate></JournalIssue><Title>Journal of Examples"
        f"</Title></Journal><ArticleTitle>{title}</ArticleTitle>"
        f'<ELocationID EIdType="doi">10.1000/EX.1</ELocationID>'
        f"<Abstract><AbstractText>Visits fell.</AbstractText></Abstract>"
        f"<PublicationTypeList><PublicationType>Journal Article</PublicationType>{types}"
        f"</PublicationTypeList></Article><CommentsCorrectionsList>{links}</CommentsCorrectionsList>"
        f"</MedlineCitation></PubmedArticle>"
    )


def link(kind: str, source: str = "J Ex. 2021 May 7;3(2):11.", pmid: str = "456") -> str:
    number = f"<PMID>{pmid}</PMID>" if pmid else ""
    return (
        f'<CommentsCorrections RefType="{kind}"><RefSource>{source}</RefSource>{number}'
        f"</CommentsCorrections>"
    )


def typed(name: str) -> str:
    return f"<PublicationType>{name}</PublicationType>"


def told(xml: str) -> tuple[Notice, ...]:
    return pubmed_notices(etree.fromstring(xml))


@pytest.mark.parametrize(
    ("kind", "standing", "words"),
    [
        ("RetractionIn", Standing.RETRACTED, "Retracted"),
        ("RetractedandRepublishedIn", Standing.RETRACTED, "Retracted and republished"),
        ("PartialRetractionIn", Standing.CORRECTED, "Retracted in part"),
        ("ErratumIn", Standing.CORRECTED, "Corrected"),
        ("CorrectedandRepublishedIn", Standing.CORRECTED, "Corrected and republished"),
        ("ExpressionOfConcernIn", Standing.CONCERN, "Concern expressed"),
        ("UpdateIn", Standing.SUPERSEDED, "Updated"),
    ],
)
def test_a_link_to_a_notice_tells_of_the_paper_itself(
    kind: str, standing: Standing, words: str
) -> None:
    status = Status(
        standing, f"{words} in J Ex. 2021 May 7;3(2):11 (PMID 456).", None, "2021-05-07", "PubMed"
    )
    assert told(record(link(kind))) == (Notice("10.1000/ex.1", "123", status),)


@pytest.mark.parametrize(
    "kind", ["CommentIn", "ReprintIn", "RepublishedIn", "SummaryForPatientsIn", "Cites", "In", ""]
)
def test_comments_reprints_and_summaries_say_nothing_against_a_paper(kind: str) -> None:
    assert told(record(link(kind))) == ()


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        ("RetractionOf", Standing.RETRACTED),
        ("RetractedandRepublishedFrom", Standing.RETRACTED),
        ("ErratumFor", Standing.CORRECTED),
        ("ExpressionOfConcernFor", Standing.CONCERN),
        ("UpdateOf", Standing.SUPERSEDED),
    ],
)
def test_a_link_from_a_notice_tells_of_the_other_paper(kind: str, standing: Standing) -> None:
    (notice,) = told(record(link(kind, "J Ex. 2019;1:2. doi: 10.1000/Old.")))
    assert (notice.doi, notice.pmid) == ("10.1000/old", "456")
    assert (notice.status.standing, notice.status.since) == (standing, "2020-03")
    assert (notice.status.note or "").endswith(" in Journal of Examples, doi:10.1000/ex.1.")
    assert told(record(link(kind, "J Ex. 2019;1:2.", pmid=""))) == ()


@pytest.mark.parametrize(
    ("source", "day"),
    [
        ("N Engl J Med. 2018 May 17;378(20):1940-1942", "2018-05-17"),
        ("JAMA. 2015 Sept;313(4):422", "2015-09"),
        ("Lancet. 2019 Nov-Dec;3:1", "2019-11"),
        ("Lancet. 2019;3:1-2020", "2019"),
        ("", None),
    ],
)
def test_the_day_of_a_notice_is_as_full_as_it_is_cited(source: str, day: str | None) -> None:
    (notice,) = told(record(link("ErratumIn", source)))
    assert notice.status.since == day


def test_what_pubmed_remarks_is_kept() -> None:
    remark = link("ErratumIn").replace("<PMID>", "<Note>Wrong name.</Note><PMID>")
    (notice,) = told(record(remark))
    assert (notice.status.note or "").endswith("(PMID 456). Wrong name.")


def test_a_retracted_publication_without_a_link_is_retracted() -> None:
    (notice,) = told(record(types=typed("Retracted Publication")))
    assert notice.status.standing is Standing.RETRACTED
    both = told(record(link("RetractionIn"), typed("Retracted Publication")))
    assert [one.status.since for one in both] == ["2021-05-07"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Retraction of Publication", "retraction notice"),
        ("Retraction Notice", "retraction notice"),
        ("Published Erratum", "correction notice"),
        ("Expression of Concern", "expression of concern"),
        ("Retracted Publication", None),
        ("Corrected and Republished Article", None),
    ],
)
def test_the_type_of_a_notice_does_not_make_its_own_paper_retracted(
    name: str, kind: str | None
) -> None:
    article = etree.fromstring(record(types=typed(name)))
    assert pubmed_kind(article) == kind
    assert bool(pubmed_notices(article)) is (name == "Retracted Publication")


def test_a_pubmed_file_is_read_with_its_standing(tmp_path: Path) -> None:
    file = tmp_path / "record.xml"
    links = link("ErratumIn") + link("RetractionIn") + link("RetractionOf", pmid="9")
    file.write_text(f"<PubmedArticleSet>{record(links)}</PubmedArticleSet>", encoding="utf-8")
    paper = read(file).paper
    assert (paper.status.standing, paper.design) == (Standing.RETRACTED, None)
    assert paper.status.source == "PubMed"


def test_a_notice_in_pubmed_is_labelled_as_one_and_is_not_retracted(tmp_path: Path) -> None:
    file = tmp_path / "record.xml"
    notice = record(link("RetractionOf"), typed("Retraction Notice"), "Retracted: Asthma care.")
    file.write_text(f"<PubmedArticleSet>{notice}</PubmedArticleSet>", encoding="utf-8")
    paper = read(file).paper
    assert (paper.design, paper.status) == ("retraction notice", Status())
    assert paper.title == "Retracted: Asthma care"


def article(links: str, kind: str = "research-article", meta: str = "", body: str = "") -> str:
    return (
        f'<article article-type="{kind}" {XLINK}><front><article-meta>'
        f'<article-id pub-id-type="doi">10.1000/EX.1</article-id>'
        f'<article-id pub-id-type="pmid">123</article-id>'
        f"<title-group><article-title>Asthma</article-title></title-group>"
        f'<pub-date pub-type="collection"><year>2015</year></pub-date>'
        f'<pub-date pub-type="epub"><day>8</day><month>10</month><year>2015</year></pub-date>'
        f"{meta}{links}</article-meta></front><body><p>Text {body}here.</p></body></article>"
    )


def related(kind: str, inner: str = "", **attributes: str) -> str:
    attributes = attributes or {"xlink:href": "info:doi/10.1000/Old", "ext-link-type": "doi"}
    written = " ".join(f'{name.replace("_", "-")}="{one}"' for name, one in attributes.items())
    return f'<related-article related-article-type="{kind}" {written}>{inner}</related-article>'


def jats(xml: str) -> tuple[Notice, ...]:
    return jats_notices(etree.fromstring(xml))


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        ("retraction-forward", Standing.RETRACTED),
        ("retraction", Standing.RETRACTED),
        ("correction-forward", Standing.CORRECTED),
        ("partial-retraction", Standing.CORRECTED),
        ("expressed-concern", Standing.CONCERN),
    ],
)
def test_an_article_that_links_to_its_notice_tells_of_itself(kind: str, standing: Standing) -> None:
    (notice,) = jats(article(related(kind)))
    assert (notice.doi, notice.pmid, notice.status.standing) == ("10.1000/ex.1", "123", standing)
    assert (notice.status.note or "").endswith(" in doi:10.1000/old.")


@pytest.mark.parametrize(
    ("link_kind", "kind", "standing"),
    [
        ("retracted-article", "retraction", Standing.RETRACTED),
        # SciELO's way: the direction is that of the article, not of the word.
        ("retraction-forward", "retraction", Standing.RETRACTED),
        ("partial-retraction", "partial-retraction", Standing.CORRECTED),
        ("corrected-article", "correction", Standing.CORRECTED),
        ("object-of-concern", "expression-of-concern", Standing.CONCERN),
        ("retracted-article", "research-article", Standing.RETRACTED),
        ("updated-article", "research-article", Standing.SUPERSEDED),
    ],
)
def test_a_notice_tells_of_the_paper_at_the_other_end(
    link_kind: str, kind: str, standing: Standing
) -> None:
    (notice,) = jats(article(related(link_kind), kind))
    assert (notice.doi, notice.pmid, notice.status.standing) == ("10.1000/old", None, standing)
    assert notice.status.since == "2015-10-08"
    assert notice.status.source == "notice doi:10.1000/ex.1"


def test_a_paper_linked_by_pubmed_id_or_by_inner_ids_is_found() -> None:
    by_pmid = related("retracted-article", **{"xlink:href": "77", "ext-link-type": "pubmed"})
    inner = '<pub-id pub-id-type="doi">10.1000/O</pub-id><pub-id pub-id-type="pmid">78</pub-id>'
    by_ids = related("retracted-article", inner, **{"xlink:href": "PMC1", "ext-link-type": "pmc"})
    by_pmcid = related("retracted-article", **{"xlink:href": "PMC2", "ext-link-type": "pmc"})
    notices = jats(article(by_pmid + by_ids + by_pmcid, "retraction"))
    assert [(one.doi, one.pmid) for one in notices] == [(None, "77"), ("10.1000/o", "78")]


def test_a_notice_links_from_its_text_too_and_other_articles_do_not() -> None:
    inline = related("retracted-article")
    assert len(jats(article("", "retraction", body=inline))) == 1
    assert jats(article("", body=inline)) == ()


def test_companions_and_commentaries_say_nothing_against_a_paper() -> None:
    assert jats(article(related("companion") + related("commentary-article"))) == ()


def test_the_history_of_an_article_tells_when_it_was_retracted() -> None:
    day = "<date date-type='retracted'><day>3</day><month>2</month><year>2021</year></date>"
    received = "<date date-type='received'><year>2019</year></date>"
    (notice,) = jats(article("", meta=f"<history>{received}{day}</history>"))
    assert (notice.status.standing, notice.status.since) == (Standing.RETRACTED, "2021-02-03")


def test_a_journal_file_is_read_with_its_standing(tmp_path: Path) -> None:
    file = tmp_path / "paper.xml"
    file.write_text(article(related("retraction-forward")), encoding="utf-8")
    assert read(file).paper.status.standing is Standing.RETRACTED
    file.write_text(article(related("retracted-article"), "retraction"), encoding="utf-8")
    assert read(file).paper.status == Status()
    assert read(file).paper.design == "retraction notice"


def test_an_article_without_ids_tells_of_itself_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "paper.xml"
    file.write_text(article(related("retraction-forward")).replace("article-id", "x"), "utf-8")
    assert read(file).paper.status.standing is Standing.RETRACTED


def test_the_real_notices_tell_of_the_papers_they_are_about(shared: Path) -> None:
    roots = [open_xml(path) for path in sorted((shared / "papers" / "jats").glob("*.xml"))]
    articles = [root for root in roots if root.tag == "article"]
    kinds = Counter(filter(None, map(jats_kind, articles)))
    assert kinds == {"retraction notice": 1, "correction notice": 1}
    notices = {one.doi: one.status for root in articles for one in jats_notices(root)}
    assert {doi: status.standing for doi, status in notices.items()} == {
        "10.1371/journal.ppat.1003435": Standing.RETRACTED,
        "10.1371/journal.pone.0103411": Standing.CORRECTED,
    }


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED: Asthma",
        "RETRACTED ARTICLE: Asthma",
        "Retracted article: Asthma",
        "Retracted and republished: Asthma",
        "[Retracted] Asthma",
        "(RETRACTED) Asthma",
        "WITHDRAWN: Asthma",
        "TEMPORARY REMOVAL: Asthma",
        "Asthma [RETRACTED].",
        "Asthma (Retracted article. See vol. 3, p. 9, 2020)",
    ],
)
def test_a_mark_is_taken_off_a_title_and_said(title: str) -> None:
    bare, status = title_notice(title)
    assert bare == "Asthma"
    assert status is not None
    assert status.standing is Standing.RETRACTED
    assert (status.note or "").removeprefix("Its title is marked “").rstrip("”.") in title


@pytest.mark.parametrize(
    "title",
    [
        "Retracted publications in oncology: a review",
        "Why papers are cited after all (retracted papers)",
        "Withdrawn: how men leave care",
        "Outcomes with the device (removed)",
        "RETRACTED:",
        "Retraction: Asthma",
    ],
)
def test_a_title_about_retraction_is_no_mark(title: str) -> None:
    assert title_notice(title) == (title, None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Retraction: Asthma", "retraction notice"),
        ("Retraction Note to: Asthma", "retraction notice"),
        ("Retraction notice to “Asthma”", "retraction notice"),
        ("Notice of Retraction: Asthma", "retraction notice"),
        ("Retraction.", "retraction notice"),
        ("Erratum", "correction notice"),
        ("Corrigendum to “Asthma”", "correction notice"),
        ("Publisher Correction: Asthma", "correction notice"),
        ("Correction to: Asthma", "correction notice"),
        ("Expression of Concern: Asthma", "expression of concern"),
        ("Correction for race in kidney equations", None),
        ("Correction of hyponatremia", None),
        ("Race correction: a history", None),
        ("Retraction of lung tissue", None),
        ("Expressions of concern in medicine", None),
    ],
)
def test_the_title_of_a_notice_is_known_from_that_of_a_paper(title: str, kind: str | None) -> None:
    assert title_kind(title) == kind
    assert label_by_title(Paper("doi:10.1000/a", title)).design == kind


def test_a_text_file_with_a_marked_title_is_retracted(tmp_path: Path) -> None:
    file = tmp_path / "paper.txt"
    file.write_text("RETRACTED: Asthma in two cities\n\nVisits fell.\n", encoding="utf-8")
    paper = read(file).paper
    assert (paper.title, paper.status.standing) == ("Asthma in two cities", Standing.RETRACTED)

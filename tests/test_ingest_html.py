"""A journal article saved as HTML becomes a document without the site around it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from corpus.errors import RefusedFile
from corpus.paper import Document
from corpus.text.sentences import sentence_spans
from ingest.html.read import read_html
from ingest.pdf.read import read_pdf
from ingest.read import read

PROSE = "<p>" + "We followed children with asthma in two cities for a year. " * 12 + "</p>"
HEAD = """<meta name="citation_title" content="Asthma in two cities">
<meta name="citation_author" content="Ada Ng"><meta name="citation_author" content="Ray, Bo">
<meta name="citation_online_date" content="2019/12/30">
<meta name="citation_publication_date" content="2020/02">
<meta name="citation_journal_title" content="Journal of Examples">
<meta name="citation_volume" content="7"><meta name="citation_issue" content="2">
<meta name="citation_firstpage" content="11"><meta name="citation_lastpage" content="19">
<meta name="citation_doi" content="doi:10.1000/EX.1"><meta name="citation_pmid" content="123">"""

SITE = r"On This Page|^Top$|PubMed|\.gov website|^Print$|^Related Pages|Return to your place"
FOUND_ELSEWHERE = ("front", "table", "figure", "references")


def document(tmp_path: Path, body: str, head: str = HEAD) -> Document:
    file = tmp_path / "article.html"
    text = f"<!DOCTYPE html><html lang='en-US'><head>{head}</head><body>{body}</body></html>"
    file.write_text(text, encoding="utf-8")
    found = read(file)
    check(found)
    return found


def check(found: Document) -> None:
    """Sections stand in order and cover all text, and no paragraph is blank."""
    end = 0
    for section in found.sections:
        assert not found.text[end : section.start].strip()
        assert section.start < section.end
        end = section.end
    assert not found.text[end:].strip()
    assert all(paragraph.strip() for paragraph in found.text.split("\n\n"))


def sections(found: Document) -> list[tuple[str, str]]:
    return [(section.kind, section.title) for section in found.sections]


def test_citation_tags_tell_about_the_paper(tmp_path: Path) -> None:
    paper = document(tmp_path, PROSE).paper
    assert (paper.title, paper.authors) == ("Asthma in two cities", ("Ng, Ada", "Ray, Bo"))
    assert (paper.year, paper.journal) == (2020, "Journal of Examples")
    assert (paper.volume, paper.issue, paper.pages) == ("7", "2", "11-19")
    assert (paper.doi, paper.pmid, paper.language) == ("10.1000/ex.1", "123", "en")


def test_a_page_without_citation_tags_is_read_by_what_it_prints(tmp_path: Path) -> None:
    head = "<title>Asthma at home | Journal of Examples</title>"
    found = document(tmp_path, f"<h2>Methods</h2>{PROSE}", head)
    assert found.paper.title == "Asthma at home"
    assert found.paper.paper_id.startswith("sha256:")


def test_the_byline_counts_where_the_tags_name_only_the_first_author(tmp_path: Path) -> None:
    head = '<meta name="citation_author" content="Ada Ng">'
    byline = "<h4>Ada Ng, PhD<sup>1</sup><sup>,2</sup>; W. Bo Ray, MD<sup>3</sup></h4>"
    found = document(tmp_path, f"<h1>Asthma</h1>{byline}<h2>Abstract</h2>{PROSE}", head)
    assert found.paper.authors == ("Ng, Ada", "Ray, W. Bo")


def test_the_parts_of_an_abstract_stay_abstract_until_the_paper_begins(tmp_path: Path) -> None:
    abstract = "<p><b>Introduction</b></p><p>Why.</p><p><b>Methods</b></p><p>How.</p>"
    body = f"<h2>Introduction</h2>{PROSE}<h2>Methods</h2><h3>Participants</h3><p>Forty.</p>"
    found = document(tmp_path, f"<h1>T</h1><h2>Abstract</h2>{abstract}{body}")
    assert sections(found)[1:] == [
        ("abstract", "Abstract"),
        ("abstract", "Introduction"),
        ("abstract", "Methods"),
        ("introduction", "Introduction"),
        ("methods", "Methods"),
        ("methods", "Participants"),
    ]


def test_an_abstract_headed_like_the_paper_ends_where_the_paper_starts_over(tmp_path: Path) -> None:
    names = ("Abstract", "Background", "Methods", "Results", "Introduction", "Methods", "Results")
    body = "".join(f"<h2>{name}</h2>{PROSE}" for name in names)
    kinds = [section.kind for section in document(tmp_path, body).sections]
    assert kinds == ["abstract"] * 4 + ["introduction", "methods", "results"]


@pytest.mark.parametrize(
    "clutter",
    [
        "<nav>Site words</nav>",
        "<header><a href='/'>Site words</a></header>",
        "<footer><p>Site words</p></footer>",
        "<div class='cookie-banner'><p>Site words</p></div>",
        "<div class='card tp-on-this-page'>Site words</div>",
        "<ul><li><a href='#a'>Site</a></li><li><a href='#b'>words</a></li></ul>",
        "<a class='print-link' href='#'>Site words</a>",
        "<form><label>Site words</label></form>",
        "<p style='display: none'>Site words</p>",
        "<p hidden>Site words</p>",
        "<script>Site words</script>",
        "<h2>Related articles</h2><ul><li>Site words</li></ul>",
    ],
)
def test_what_belongs_to_the_site_is_no_text(tmp_path: Path, clutter: str) -> None:
    found = document(tmp_path, f"<h2>Methods</h2>{PROSE}{clutter}<h2>Results</h2><p>Fell.</p>")
    assert not re.search(r"site|words", found.text, re.IGNORECASE)
    assert found.text.endswith("Fell.")


def test_an_article_within_a_box_named_like_clutter_is_kept(tmp_path: Path) -> None:
    found = document(tmp_path, f"<div class='has menu related'><h2>Methods</h2>{PROSE}</div>")
    assert "two cities" in found.text


def test_references_are_left_out_and_what_follows_them_is_not(tmp_path: Path) -> None:
    listed = "<h2>References</h2><ol><li>Smith J. An old paper.</li></ol><p>A last note.</p>"
    found = document(tmp_path, f"<h2>Methods</h2>{PROSE}{listed}<h2>Funding</h2><p>None.</p>")
    assert "Smith" not in found.text
    assert "A last note." in found.text
    assert sections(found)[-1] == ("back", "Funding")


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("rose (<a href='#r1'>1</a>,<a href='#r2'>2</a>).", "rose (1,2)."),
        ("rose.<sup><a href='#r1'>1</a>,<a href='#r2'>2</a></sup> Then", "rose. Then"),
        ("rose<a href='#r1'><sup>3</sup></a> again", "rose again"),
        ("rose.<sup>12,13</sup> Then", "rose. Then"),
        ("10<sup>6</sup> cells in 3 m<sup>2</sup>", "10^6 cells in 3 m2"),
        ("Children<sup>a</sup> at home", "Children a at home"),
        ("Affiliations: <sup>1</sup>Oak Ridge. <sup>2</sup>Rollins", "1 Oak Ridge. 2 Rollins"),
        ("P&nbsp;&lt;\n .05 &ndash; <i>not</i><b>ed</b>", "P < .05 – noted"),
    ],
)
def test_callouts_powers_and_spaces(tmp_path: Path, printed: str, read_as: str) -> None:
    assert read_as in document(tmp_path, f"<h2>Results</h2>{PROSE}<p>It {printed} end.</p>").text


def test_a_list_item_is_one_paragraph(tmp_path: Path) -> None:
    found = document(tmp_path, f"{PROSE}<ul><li><p>One</p> <p>two</p></li><li>Three</li></ul>")
    assert found.text.split("\n\n")[-2:] == ["One two", "Three"]


def test_tables_and_figures_follow_the_paragraphs_of_their_section(tmp_path: Path) -> None:
    table = """<table><caption>Table 1. Visits</caption><tr><th>City</th><th>Visits</th></tr>
    <tr><td>Ames</td><td>40</td></tr></table><p class="caption">Counted twice.</p>"""
    figure = "<figure><img><figcaption>Figure 2. A map.</figcaption></figure>"
    found = document(tmp_path, f"<h2>Results</h2>{table}{figure}{PROSE}<p>Last.</p>")
    end = "Last.\n\nTable 1. Visits\n\nCity | Visits\n\nAmes | 40\n\nCounted twice."
    assert found.text.endswith(f"{end}\n\nFigure 2. A map.")
    assert sections(found) == [
        ("results", "Results"),
        ("table", "Table 1. Visits"),
        ("figure", "Figure 2. A map."),
    ]


def test_a_caption_too_long_for_a_heading_stands_below_its_label(tmp_path: Path) -> None:
    caption = "Visits to clinics " * 20
    table = f"<table><caption>Table 1. {caption}</caption><tr><td>Ames</td><td>4</td></tr></table>"
    found = document(tmp_path, f"<h2>Results</h2>{PROSE}{table}")
    assert sections(found)[-1] == ("table", "Table 1")
    assert found.text.endswith(f"Table 1\n\n{caption.strip()}\n\nAmes | 4")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("iso-8859-1", "<meta charset='iso-8859-1'>"),
        ("cp1252", ""),
        ("utf-8", ""),
        ("utf-16", ""),
        ("shift_jis", "<meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'>"),
    ],
)
def test_the_declared_encoding_is_followed(tmp_path: Path, encoding: str, declared: str) -> None:
    word = "喘息" if encoding == "shift_jis" else "Crónica"
    file = tmp_path / "article.htm"
    page = f"<html><head>{declared}</head><body><h2>Methods</h2><p>{word}</p>{PROSE}</body></html>"
    file.write_bytes(page.encode(encoding))
    assert word in read(file).text


def test_xhtml_is_html(tmp_path: Path) -> None:
    file = tmp_path / "article.xhtml"
    page = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
    page += f'<script src="x.js"/></head><body><h2><a id="m"/>Methods</h2>{PROSE}</body></html>'
    file.write_text(page, encoding="utf-8")
    assert sections(read(file)) == [("methods", "Methods")]


def test_a_page_with_only_an_abstract_says_so(tmp_path: Path) -> None:
    assert document(tmp_path, f"<h2>Abstract</h2>{PROSE}").origin == "abstract"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b" \n", "empty; save the page again"),
        (b"%PDF-1.7 ...", r"is a PDF.*rename it to end in \.pdf"),
        (b"Just words of no page.", "not HTML.*save the page again"),
        (b"<?xml version='1.0'?><article><body><p>x</p></body></article>", r"<article>.*\.xml"),
        (b"<html><body><h1>Sign in</h1><p>Please sign in.</p></body></html>", "3 words of prose"),
        (b"<html><body><h1>404</h1></body></html>", "0 words of prose.*open the article"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "article.html"
    file.write_bytes(content)
    with pytest.raises(RefusedFile, match=reason):
        read(file)


@pytest.mark.slow
def test_real_articles_are_whole_and_without_the_site(shared: Path) -> None:
    files = sorted((shared / "papers" / "html").glob("*.html"))
    assert files
    for file in files:
        found = read_html(file)
        check(found)
        paper = found.paper
        page = html.fromstring(file.read_text(encoding="utf-8"))
        article = page.findall(".//div[@class='syndicate']")[1]
        assert paper.title == " ".join(page.find(".//h1").text_content().split())
        assert (paper.journal, paper.year, paper.volume) == (
            "Preventing Chronic Disease",
            2024,
            "21",
        )
        assert paper.doi == page.find(".//meta[@name='citation_doi']").get("content")
        named = article.find(".//h4").text_content().split(";")
        people = [name for name in named if "on behalf of" not in name]
        assert len(paper.authors) == len(people), file.name
        assert not re.search(SITE, found.text, re.MULTILINE)
        assert not any(entry in letters(found.text) for entry in references(article)), file.name
        assert kept_words(article, found.text) >= 0.97, file.name


def references(article: html.HtmlElement) -> list[str]:
    """Return the letters of each entry in the reference list."""
    lists = article.xpath(
        ".//h2[starts-with(normalize-space(), 'References')]/following-sibling::ol[1]"
    )
    return [letters(entry.text_content())[:80] for entry in lists[0].iter("li")]


def kept_words(article: html.HtmlElement, text: str) -> float:
    """Return the share of the words in the article's own paragraphs that the text has."""
    own = [one.text_content() for one in article.iter("p") if one.get("class") != "float-right"]
    wanted = Counter(word for one in own for word in re.findall(r"[^\W\d_]+", one))
    lost = wanted - Counter(re.findall(r"[^\W\d_]+", text))
    return 1 - lost.total() / wanted.total()


@pytest.mark.slow
def test_pages_and_pdfs_of_one_paper_say_the_same(shared: Path) -> None:
    with (shared / "papers" / "pdf" / "manifest.csv").open(encoding="utf-8") as lines:
        pairs = [(row["same_paper_as_html"], row["file"]) for row in csv.DictReader(lines)]
    for page, printed in pairs:
        saved = read_html(shared / "papers" / "html" / page)
        paged = read_pdf(shared / "papers" / "pdf" / printed)
        assert (saved.paper.title, saved.paper.authors) == (paged.paper.title, paged.paper.authors)
        assert found_in(saved, paged.text) >= 0.97, page
        assert found_in(paged, saved.text) >= 0.97, page


def found_in(source: Document, text: str) -> float:
    """Return the share of the body sentences that a text has, letter for letter but for spaces."""
    body = [one for one in source.sections if one.kind not in FOUND_ELSEWHERE]
    paragraphs = [part for one in body for part in source.text[one.start : one.end].split("\n\n")]
    spans = [(part, span) for part in paragraphs for span in sentence_spans(part)]
    sentences = [letters(part[span.start : span.end]) for part, span in spans]
    return sum(sentence in letters(text) for sentence in sentences) / len(sentences)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


@pytest.mark.parametrize("charset", ["hex", "rot13", "undefined", "no-such-charset"])
def test_a_charset_that_gives_no_text_is_passed_over(tmp_path: Path, charset: str) -> None:
    found = document(tmp_path, PROSE, f'<meta charset="{charset}">{HEAD}')
    assert "We followed children with asthma" in found.text


def test_control_characters_of_a_broken_page_are_left_out(tmp_path: Path) -> None:
    """The parser lets them in, and then takes no text back that holds one."""
    body = f"{PROSE}<p>Visits <b>fell</b><script>1</script>\x01 by\x1b a\x0cthird.</p>"
    assert "Visits fell by a third." in document(tmp_path, body).text

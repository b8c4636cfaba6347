"""Tests that journal XML becomes a document with every word once and in the right section."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree

from corpus.errors import RefusedFile
from corpus.paper import Document, SectionKind
from ingest.jats.read import read_jats

SHARED = Path(__file__).parents[2] / "shared/data/papers/jats"
FRONT = """<front>
  <journal-meta><journal-title-group><journal-title>Health Affairs</journal-title>
  </journal-title-group></journal-meta>
  <article-meta>
    <article-id pub-id-type="doi">10.1000/ABC.1</article-id>
    <article-id pub-id-type="pmid">123</article-id>
    <article-id pub-id-type="pmc">456</article-id>
    <title-group><article-title>Race and
      <italic>asthma</italic> in p27<sup>Kip1</sup> mice<xref ref-type="fn" rid="f">*</xref>
      </article-title><subtitle>a cohort</subtitle></title-group>
    <contrib-group>
      <contrib contrib-type="author"><name><surname>Lee</surname><given-names>Ann B</given-names>
        </name><xref ref-type="aff">1</xref></contrib>
      <contrib contrib-type="author"><collab>The Asthma Group<contrib-group><contrib>
        <name><surname>Hidden</surname></name></contrib></contrib-group></collab></contrib>
      <contrib contrib-type="editor"><name><surname>Ed</surname></name></contrib>
    </contrib-group>
    <author-notes><fn fn-type="conflict"><p>None declared.</p></fn></author-notes>
    <pub-date pub-type="epub"><year>2012</year></pub-date>
    <pub-date pub-type="ppub"><year>2013</year></pub-date>
    <volume>24</volume><issue>3</issue><fpage>843</fpage><lpage>850</lpage>
    <permissions><license license-type="open-access"
      xmlns:xlink="http://www.w3.org/1999/xlink"
      xlink:href="http://creativecommons.org/licenses/by-nc/3.0/"/></permissions>
    <abstract abstract-type="toc"><p>A blurb.</p></abstract>
    <abstract><sec><title>Results</title><p>Asthma was common.</p></sec></abstract>
    <abstract abstract-type="summary"><title>Author Summary</title><p>In plain words.</p></abstract>
    <funding-group><funding-statement>Paid by us.</funding-statement></funding-group>
  </article-meta></front>"""


def read(folder: Path, article: str, front: str = "") -> Document:
    path = folder / "paper.xml"
    path.write_text(f'<article xml:lang="EN">{front}{article}</article>', encoding="utf-8")
    return read_jats(path)


def outline(document: Document) -> list[tuple[str, str]]:
    return [(section.kind, section.title) for section in document.sections]


def paragraphs(document: Document) -> list[str]:
    return document.text.split("\n\n")


def refusal(folder: Path, content: bytes) -> str:
    path = folder / "paper.xml"
    path.write_bytes(content)
    with pytest.raises(RefusedFile) as refused:
        read_jats(path)
    assert refused.value.path == str(path)
    return refused.value.reason


def test_front_matter_tells_what_a_citation_prints(tmp_path: Path) -> None:
    paper = read(tmp_path, "<body><p>Text.</p></body>", FRONT).paper

    assert paper.paper_id == "doi:10.1000/abc.1"
    assert paper.title == "Race and asthma in p27Kip1 mice: a cohort"
    assert paper.authors == ("Lee, Ann B", "The Asthma Group")
    assert (paper.journal, paper.year) == ("Health Affairs", 2013)
    assert (paper.volume, paper.issue, paper.pages) == ("24", "3", "843-850")
    assert (paper.doi, paper.pmid, paper.pmcid) == ("10.1000/abc.1", "123", "PMC456")
    assert (paper.licence, paper.language) == ("CC BY-NC 3.0", "en")
    assert (paper.origin, paper.file_name, paper.page_count) == ("full text", "paper.xml", None)


@pytest.mark.parametrize(
    "written",
    [
        "<string-name><given-names>Ada</given-names> <surname>Okoro</surname></string-name>",
        "<string-name>Ada Okoro</string-name>",
        "<string-name>Okoro, Ada</string-name>",
    ],
)
def test_a_name_that_is_not_parted_is_a_person_all_the_same(tmp_path: Path, written: str) -> None:
    contributor = f'<contrib contrib-type="author">{written}</contrib>'
    front = (
        f"<front><article-meta><contrib-group>{contributor}</contrib-group></article-meta></front>"
    )
    assert read(tmp_path, "<body><p>Visits fell.</p></body>", front).paper.authors == (
        "Okoro, Ada",
    )


def test_abstract_comes_first_and_its_parts_stay_abstract(tmp_path: Path) -> None:
    document = read(tmp_path, "<body><p>Asthma is a disease.</p></body>", FRONT)

    assert outline(document) == [
        ("abstract", "Abstract"),
        ("abstract", "Results"),
        ("abstract", "Author Summary"),
        ("body", ""),
        ("back", "Funding"),
        ("back", "Competing interests"),
    ]
    assert "blurb" not in document.text


def test_article_with_only_an_abstract_says_so(tmp_path: Path) -> None:
    assert read(tmp_path, "", FRONT).origin == "abstract"


def test_untitled_start_of_an_article_with_methods_is_its_introduction(tmp_path: Path) -> None:
    methods = "<sec><title>Methods</title><p>We asked.</p></sec>"
    for rest, kind in ((methods, "introduction"), ("", "body")):
        document = read(tmp_path, f"<body><p>Asthma is common.</p>{rest}</body>")
        assert outline(document)[0] == (kind, "")


def test_text_returns_to_its_section_after_limitations_and_tables(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        """<body>
        <sec sec-type="materials|methods"><title>How we did it</title><p>We asked.</p>
          <sec><title>Outcomes</title><p>Two outcomes.</p></sec></sec>
        <sec><title>Results</title><p>Before.</p>
          <table-wrap><label>Table 1</label><caption><title>Who took part</title></caption>
            <table><thead><tr><th>Race</th><th>n</th></tr></thead>
              <tbody><tr><td>Black</td><td>12<sup><xref ref-type="table-fn">1</xref></sup></td></tr>
              </tbody></table>
            <table-wrap-foot><fn><label>1</label><p>By self-report.</p></fn></table-wrap-foot>
          </table-wrap>
          <p>After.</p></sec>
        <sec><title>4. Discussion</title><p>One.</p>
          <sec><title>Limitations</title><p>Two.</p></sec>
          <sec><title>What it means</title><p>Three.</p></sec></sec>
        </body>
        <back><ack><p>We thank all.</p></ack><ref-list><title>References</title>
          <ref><mixed-citation>Gone.</mixed-citation></ref></ref-list>
          <app-group><app><title>Appendix A</title><p>More.</p></app></app-group></back>""",
    )

    assert outline(document) == [
        ("methods", "How we did it"),
        ("methods", "Outcomes"),
        ("results", "Results"),
        ("table", "Table 1. Who took part"),
        ("discussion", "4. Discussion"),
        ("limitations", "Limitations"),
        ("discussion", "What it means"),
        ("back", "Acknowledgements"),
        ("body", "Appendix A"),
    ]
    results = paragraphs(document)[4:11]
    assert results[:3] == ["Results", "Before.", "After."]
    assert results[3:] == [
        "Table 1. Who took part",
        "Race | n",
        "Black | 12 1",
        "1 By self-report.",
    ]
    assert "Gone" not in document.text


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('old<sup><xref ref-type="bibr">1</xref>,<xref ref-type="bibr">2</xref></sup>.', "old."),
        ('old<xref ref-type="bibr"><sup>1</sup></xref> men', "old men"),
        ('old <xref ref-type="bibr"><sup>1</sup></xref><sup>,</sup>'
         '<xref ref-type="bibr"><sup>2</sup></xref>.', "old."),
        ('old [<xref ref-type="bibr">1</xref>,<xref ref-type="bibr">2</xref>].', "old [1,2]."),
        ("CO<sub>2</sub> and p27<sup>Kip1</sup>", "CO2 and p27Kip1"),
        ("5 × 10<sup>6</sup> cells", "5 × 10^6 cells"),
        ("one<break/>two\n   three", "one two three"),
        ("<alternatives><tex-math>\\alpha</tex-math><math><mi>α</mi></math></alternatives>", "α"),
        ("where <inline-formula><inline-graphic/></inline-formula> is", "where [formula] is"),
        ("x <inline-formula><tex-math>\\alpha</tex-math></inline-formula>.", "x [formula]."),
        ("a<!-- not text --> b<?page 3?> c", "a b c"),
        ("a &alpha;-blocker, <![CDATA[&alpha;]]> &amp; 1 &lt; 2", "a α-blocker, &alpha; & 1 < 2"),
    ],
)  # fmt: skip
def test_inline_markup_leaves_plain_words(tmp_path: Path, xml: str, text: str) -> None:
    assert read(tmp_path, f"<body><p>{xml}</p></body>").text == text


def test_lists_notes_and_figures_inside_a_paragraph_neither_vanish_nor_double(
    tmp_path: Path,
) -> None:
    document = read(
        tmp_path,
        """<body><sec><title>Results</title><p>We saw<fn><p>Twice.</p></fn> three things
        <fig><label>Figure 1</label><caption><p>A curve.</p></caption><graphic/></fig>:
        <list><list-item><label>a)</label><p>first</p><p>more</p></list-item>
          <list-item><p>second</p><list><list-item><p>nested</p></list-item></list></list-item>
        </list> and no more.</p><!-- <p>Old.</p> --><disp-quote><p>Quoted.</p></disp-quote>
        <boxed-text><p>Boxed.</p></boxed-text></sec></body>""",
    )

    assert paragraphs(document) == [
        "Results",
        "We saw three things :",
        "a) first more",
        "second",
        "nested",
        "and no more.",
        "Twice.",
        "Quoted.",
        "Boxed.",
        "Figure 1. A curve.",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b" \n", "the file is empty; fetch it again"),
        (b"<article>\n<body><p>cut", r"line 2: not well-formed XML \(.*\); fetch the file again"),
        (b"<article>\n<p></article>", r"line 2: not well-formed XML \(.* mismatch.*\); fetch .*"),
        (b"%PDF-1.7", r"line 1: not well-formed XML .*"),
        (b"<PubmedArticleSet/>", r"the root element is <PubmedArticleSet>, expected <article> .*"),
        (b"<TEI/>", r"the root element is <TEI>, expected <article> .*"),
        (b"<pmc-articleset><article/><article/></pmc-articleset>", "holds 2 articles, .*"),
        (b"<article><body><p>\n</p></body></article>", "the article has neither a body nor .*"),
        (
            b'<!DOCTYPE article SYSTEM "x.dtd">\n<article><body><p>&agr;</p></body></article>',
            "line 2: the entity &agr; is not one of HTML .*; replace it by its text",
        ),
        (
            b'<!DOCTYPE article [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n'
            b"<article><body><p>&a;</p></body></article>",
            "line 2: the entity &a; is not one of HTML .*",
        ),
        (b"<article><body>" + b"<p>" * 900 + b"x" + b"</p>" * 900 + b"</body></article>", ".*"),
    ],
)
def test_refused_file_tells_the_reason_and_the_remedy(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    assert re.fullmatch(reason, refusal(tmp_path, content))


def test_entity_bomb_is_refused_at_once(tmp_path: Path) -> None:
    names = [f"lol{rank}" for rank in range(9)]
    bomb = "".join(f'<!ENTITY {name} "{f"&{below};" * 20}">' for below, name in pairwise(names))
    article = f"<!DOCTYPE article [<!ENTITY lol0 'lol'>{bomb}]>\n<article><p>&lol8;</p></article>"

    assert re.match(r"line [12]: .*entity", refusal(tmp_path, article.encode()))


def test_article_set_and_namespace_are_seen_through(tmp_path: Path) -> None:
    path = tmp_path / "paper.nxml"
    path.write_text(
        '<pmc-articleset><article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/">'
        "<body><p>Text.</p></body></article></pmc-articleset>"
    )
    assert read_jats(path).text == "Text."


# --- Every file we have -------------------------------------------------------------------

FILES = [path for path in sorted(SHARED.glob("*.*ml")) if not path.name.startswith("pubmed")]
INLINE = frozenset({"italic", "bold", "sup", "sub", "xref", "ext-link", "sc", "underline", "uri",
                    "monospace", "named-content", "styled-content", "inline-formula", "email",
                    "institution"})  # fmt: skip
UNREAD = frozenset({"ref-list", "tex-math", "graphic", "inline-graphic", "object-id", "permissions",
                    "alt-text", "related-article", "annotation", "institution-id"})  # fmt: skip
ADDED = Counter(["Figure", "Abstract", "Acknowledgements", "Abbreviations", "Notes", "Appendix"])


def words_below(element: etree._Element) -> str:
    """Return the text below an element, block elements parted by a space."""
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [words_below(child), child.tail or ""]
    note = {"sup": "xref", "xref": "sup"}.get(element.tag, "none")
    inline = element.tag in INLINE and element.find(f".//{note}") is None
    inline |= element.tag.startswith("{http://www.w3.org/1998/Math/MathML}m")
    return "".join(parts) if inline else f" {''.join(parts)} "


def counted(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@pytest.fixture(params=FILES or [None], ids=lambda path: path.name if path else "none")
def shared_file(request: pytest.FixtureRequest) -> Path:
    if request.param is None:
        pytest.skip("the folder of real JATS files is not here")
    return request.param


def test_sections_of_real_articles_cover_all_text_in_order(shared_file: Path) -> None:
    document = read_jats(shared_file)
    end = 0
    for section in document.sections:
        assert not document.text[end : section.start].strip()
        assert section.start < section.end
        assert document.text[section.start :].startswith(section.title)
        assert section.kind in get_args(SectionKind)
        end = section.end
    assert end == len(document.text)
    assert all(part == " ".join(part.split()) != "" for part in paragraphs(document))
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", document.text)


def test_facts_of_real_articles_are_found(shared_file: Path) -> None:
    paper = read_jats(shared_file).paper
    assert paper.title
    assert paper.doi
    assert paper.paper_id == f"doi:{paper.doi}"
    assert paper.journal
    assert 2000 < (paper.year or 0) < 2100
    assert paper.origin == "full text"


def test_words_of_real_articles_are_neither_lost_nor_doubled(shared_file: Path) -> None:
    article = etree.parse(shared_file).getroot()
    # Raised reference numbers are dropped; these files print theirs in brackets.
    assert not article.xpath("//sup//xref[@ref-type='bibr'] | //xref[@ref-type='bibr']//sup")
    printed = " ".join(
        words_below(part) for part in article.xpath("abstract|body|back|floats-group")
    )
    front = article.find("front/article-meta")
    notes = " ".join(
        words_below(part)
        for part in front.xpath("abstract|author-notes|funding-group/funding-statement")
    )
    read_words = counted(re.sub(r"10\^", "10", read_jats(shared_file).text))

    assert counted(printed) - read_words == Counter()
    extra = read_words - counted(f"{printed} {notes}")
    del extra["formula"]
    assert extra - ADDED - counted("Funding Competing interests Author contributions") == Counter()


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "within", ["<sup><xref ref-type='bibr'>1</xref>,{}</sup>", "<disp-formula>{}</disp-formula>"]
)
def test_raised_marks_and_formulas_nested_deep_cost_no_time(tmp_path: Path, within: str) -> None:
    """Each once asked of all within it what they are: forty deep, that took years."""
    nested = "x"
    for _ in range(60):
        nested = within.format(nested)
    found = read(tmp_path, f"<body><p>Visits fell{nested} by a third.</p></body>")
    assert "Visits fell" in found.text
    assert "by a third." in found.text


@pytest.mark.timeout(60)
def test_sections_nested_deep_cost_no_time(tmp_path: Path) -> None:
    """Each once read all that is below it, only to say that it has no heading."""
    opened, closed = "<sec>" * 200, "</sec>" * 200
    paragraphs = "<p>Visits <i>fell</i> by a <b>third</b>.</p>" * 3000
    found = read(tmp_path, f"<body>{opened}{paragraphs}{closed}</body>")
    assert found.text.count("Visits fell by a third.") == 3000


@pytest.mark.parametrize("front", ["", FRONT.replace("title-group", "group")])
def test_an_article_without_a_title_goes_by_its_file(tmp_path: Path, front: str) -> None:
    assert read(tmp_path, "<body><p>Visits fell.</p></body>", front).paper.title == "paper"

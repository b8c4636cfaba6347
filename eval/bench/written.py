"""The text of the small samples, in every form that is written as text."""

from __future__ import annotations

TITLE = "Asthma care by race in two cities"
PARAGRAPHS = {
    "Abstract": "We followed 1,204 adults from 2012 to 2020. Visits fell by a third (P = .001).",
    "Methods": "In this cohort study, race was self-reported. Of 1204 participants, 34.2% were "
    "Black, 40.1% White and 12.0% Hispanic. The study took place in Chicago, Illinois, USA.",
    "Results": "Care was worse where rents were high (OR, 1.8; 95% CI, 1.2-2.7). It was not so "
    "elsewhere, e.g. in the suburbs. See https://example.org/a/long/address?with=parts.",
    "Discussion": "Others saw the same in other places, and some did not. Where clinics were near "
    "and rides were free, people came more often and stayed in care for longer, whatever their "
    "race. What we saw may not hold elsewhere, because both cities pay for rides. Our records do "
    "not tell who went to another city for care, and so we may have missed visits there. More "
    "work is needed to learn what keeps people away from care that they are offered.",
    "Funding": "This work was supported by the Example Institute (grant R01-123).",
    "References": "1. Lee A. Air and asthma. J Ex. 2001;7(2):11-9. doi:10.1000/old.1",
}
_JATS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) v1.2//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" xml:lang="en">
<front><journal-meta><journal-title-group><journal-title>Journal of Examples</journal-title>
</journal-title-group></journal-meta><article-meta>
<article-id pub-id-type="doi">10.1000/ex.1</article-id>
<article-id pub-id-type="pmid">123</article-id>
<title-group><article-title>{title}</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Ng</surname>
<given-names>Ada</given-names></name></contrib></contrib-group>
<pub-date pub-type="epub"><day>1</day><month>2</month><year>2020</year></pub-date>
<volume>7</volume><issue>2</issue><fpage>11</fpage><lpage>19</lpage>
<permissions><license xlink:href="https://creativecommons.org/licenses/by/4.0/"/></permissions>
<related-article related-article-type="corrected-article" ext-link-type="doi"
 xlink:href="10.1000/ex.0"/>
<abstract><p>{Abstract}</p></abstract></article-meta></front>
<body><sec sec-type="methods"><title>Methods</title><p>{Methods} <xref ref-type="bibr">1</xref></p>
<table-wrap><label>Table 1</label><caption><p>Who took part</p></caption><table><tr><th>Race</th>
<th>n (%)</th></tr><tr><td rowspan="2">Black</td><td colspan="2">412 (34.2)</td></tr></table>
</table-wrap></sec><sec><title>Results</title><p>{Results}</p><list><list-item><p>One.</p>
</list-item></list><disp-formula>a &lt; b</disp-formula></sec></body>
<back><ack><p>{Funding}</p></ack><ref-list><ref><mixed-citation>{References}</mixed-citation></ref>
</ref-list></back></article>"""
_TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader xml:lang="en"><fileDesc><titleStmt>
<title level="a" type="main">{title}</title></titleStmt><publicationStmt><date type="published"
 when="2020-02-01">2020</date></publicationStmt><sourceDesc><biblStruct><analytic><author><persName>
<forename type="first">Ada</forename><surname>Ng</surname></persName></author></analytic><monogr>
<title level="j">Journal of Examples</title><imprint><biblScope unit="page" from="11" to="19"/>
</imprint></monogr><idno type="DOI">10.1000/ex.1</idno></biblStruct></sourceDesc></fileDesc>
<profileDesc><abstract><div><p><s>{Abstract}</s></p></div></abstract></profileDesc></teiHeader>
<text><body><div><head n="1">Methods</head><p><s>{Methods}</s></p></div><div><head>Results</head>
<p>{Results} <ref type="bibr" target="#b0">[1]</ref></p></div>
<figure type="table">
<head>Table 1</head><figDesc>Who took part</figDesc><table><row><cell>Black</cell>
<cell cols="2">412</cell></row></table></figure></body>
<back><div type="acknowledgement"><p>{Funding}</p></div>
<div type="references">
<listBibl><biblStruct xml:id="b0"><analytic><title>{References}</title></analytic></biblStruct>
</listBibl></div></back></text></TEI>"""
_PUBMED = """<?xml version="1.0"?>
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>123</PMID><Article><Journal><JournalIssue>
<Volume>7</Volume><PubDate><Year>2020</Year></PubDate></JournalIssue>
<Title>Journal of Examples</Title></Journal><ArticleTitle>{title}.</ArticleTitle>
<Pagination><MedlinePgn>11-9</MedlinePgn></Pagination>
<ELocationID EIdType="doi">10.1000/ex.1</ELocationID><Abstract>
<AbstractText Label="METHODS">{Methods}</AbstractText>
<AbstractText Label="RESULTS">{Results}</AbstractText></Abstract><AuthorList><Author>
<LastName>Ng</LastName><ForeName>Ada</ForeName></Author></AuthorList><PublicationTypeList>
<PublicationType>Retracted Publication</PublicationType></PublicationTypeList></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J Ex. 2021 Mar
4;8(1):1</RefSource><PMID>124</PMID></CommentsCorrections></CommentsCorrectionsList>
</MedlineCitation></PubmedArticle></PubmedArticleSet>"""
_HTML = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="citation_title" content="{title}"><meta name="citation_author" content="Ng, Ada">
<meta name="citation_doi" content="10.1000/ex.1">
<meta name="citation_publication_date" content="2020/02/01"></head><body><nav><a href="/">Home</a>
</nav><main><article><h1>{title}</h1><section><h2>Abstract</h2><p>{Abstract}</p></section>
<h2>Methods</h2><p>{Methods}<sup><a href="#r1">1</a></sup></p><table><caption>Table 1. Who took part
</caption><tr><th>Race</th><th>n (%)</th></tr><tr><td rowspan="2">Black</td><td colspan="2">412</td>
</tr></table><h2>Results</h2><p>{Results}</p><h2>Discussion</h2><p>{Discussion}</p><ul><li>One<li>Two</ul><h2>Funding</h2><p>{Funding}</p>
<h2>References</h2><ol><li id="r1">{References}</li></ol></article></main></body></html>"""
_MARKDOWN = """---
title: "{title}"
authors: [Ada Ng, Bo Ray]
year: 2020
doi: 10.1000/ex.1
---

# {title}

## Abstract

{Abstract}

## Methods

{Methods} *Softly* and **firmly**, as in [this](https://example.org).

| Race | n (%) |
| --- | --- |
| Black | 412 (34.2) |

> A quotation.

1. One
   - Two

## Results

{Results}

## Funding

{Funding}

## References

{References}
"""
_TEXT = """{title}

Ada Ng, Bo Ray
doi:10.1000/ex.1

ABSTRACT
{Abstract}

Methods

{Methods}

Results
{Results}

Funding
{Funding}

References

{References}
"""
_RIS = """TY  - JOUR
AU  - Ng, Ada
TI  - {title}
JO  - Journal of Examples
PY  - 2020/02/01/
SP  - 11
EP  - 19
DO  - 10.1000/ex.1
AB  - {Abstract}
L1  - files/12/paper.pdf
N1  - Retracted: see https://doi.org/10.1000/ex.2
ER  -

TY  - JOUR
TI  - Another one
Y1  - 1999
ER  -
"""
_BIBTEX = """@comment{kept by hand}
@string{jex = "Journal of Examples"}
@article{ng2020,
  title = {{Asthma} care by {\\'e}thnicity in $\\alpha$ cities},
  author = {Ng, Ada and {The Two Cities Group} and others},
  journal = jex # " (online)", year = 2020, month = feb, pages = {11--19},
  doi = {10.1000/ex.1}, abstract = {We followed 1{,}204 adults.},
  file = {Full Text:files/12/paper.pdf:application/pdf}
}
"""
_CSL = """[{"id": "ng2020", "type": "article-journal", "title": "Asthma care in two cities",
"author": [{"family": "Ng", "given": "Ada"}, {"literal": "Two Cities Group"}],
"DOI": "10.1000/ex.1",
"issued": {"date-parts": [[2020, 2, 1]]}, "container-title": "Journal of Examples", "page": "11-19",
"volume": 7, "PMID": "123",
"abstract": "We followed 1,204 adults.", "note": "PMCID: PMC12\\nkey: x"},
{"id": 2, "type": "book", "title": "Another one", "issued": {"raw": "1999"}}]"""
_NBIB = """PMID- 123
OWN - NLM
DP  - 2020 Feb 1
TI  - {title}
      that goes on in a second line.
AB  - {Abstract}
FAU - Ng, Ada
AU  - Ng A
JT  - Journal of Examples
PG  - 11-9
PT  - Retracted Publication
RIN - J Ex. 2021 Mar 4;8(1):1. doi: 10.1000/ex.2. PMID: 124
LID - 10.1000/ex.1 [doi]
PMC - PMC12

PMID- 125
TI  - Another one.
"""
_RETRACTIONS = """Record ID,Title,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,\
OriginalPaperPubMedID,RetractionNature,Reason,Notes
7,"Asthma, care",3/4/2021 0:00,10.1000/ex.2,124,10.1000/ex.1,123,Retraction,+Error in Data;,
8,Another,2021-03-04,,0,"10.1000/ex.3; 10.1000/ex.4",,Expression of concern,,"a ""note"" here"
"""
_IDENTIFIERS = """# to read
10.1000/ex.1
https://doi.org/10.1000/ex.2
PMID: 123
PMC12
"""
WRITTEN = {
    "sample-jats.xml": _JATS,
    "sample-tei.xml": _TEI,
    "sample-pubmed.xml": _PUBMED,
    "sample.html": _HTML,
    "sample.md": _MARKDOWN,
    "sample.txt": _TEXT,
    "sample.ris": _RIS,
    "sample.bib": _BIBTEX,
    "sample.json": _CSL,
    "sample.nbib": _NBIB,
    "sample.csv": _RETRACTIONS,
    "sample-identifiers.txt": _IDENTIFIERS,
}
"""By the name of the sample; what stands in braces is a paragraph."""

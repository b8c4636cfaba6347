"""What was collected becomes a hand-out: looked up again, nothing dropped, in every form."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from conftest import Ran
from docx.oxml.ns import qn
from fakes import ASTHMA, KIDNEY, make_document, put
from markdown_it import MarkdownIt

from assistant.handout.assemble import assemble, with_suggestions
from assistant.handout.collection import Collection, Corrected, Item, read_collection
from assistant.handout.handout import Handout
from assistant.handout.reading_level import grade_of, syllables
from assistant.handout.write import file_name, written
from corpus.claims import starter_claims
from corpus.errors import CollectionError
from corpus.library import Library
from corpus.paper import Paper, Passage, Relation
from corpus.status import Standing

DAY = date(2026, 11, 24)
WHEEZED = "Children near the highway wheezed twice as often."
SCRIPT = "<script>alert(1)</script><img src=//evil.example/x onerror=alert(2)> of *lungs* | [a](b)"


def passages(library: Library, paper: Paper) -> list[Passage]:
    return library.words.passages_of(paper.paper_id, paper.origin)


def item(library: Library, paper: Paper, quote: str, **more: str) -> Item:
    found = next(one for one in passages(library, paper) if quote in one.text)
    return Item(found.passage_id, quote, paper_id=paper.paper_id, **more)


def made(library: Library, *items: Item, **more: Any) -> Handout:
    return assemble(library, Collection(items=items, **more), DAY)


def forms(handout: Handout) -> dict[str, str]:
    """Return the words of a hand-out in each form that is read."""
    word = docx.Document(BytesIO(written(handout, "docx")))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    page = Words()
    page.feed(written(handout, "html").decode())
    return {
        "docx": "\n".join([*map(words_of, word.paragraphs), *cells]),
        "markdown": written(handout, "markdown").decode(),
        "html": "".join(page.words),
    }


def words_of(paragraph: Any) -> str:
    """Return the words of a paragraph of Word, those of its links too."""
    return "".join(text.text or "" for text in paragraph._p.iter(qn("w:t")))


class Words(HTMLParser):
    """The words of a page, and the tags in it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_sentence_is_quoted_letter_for_letter_with_its_source_in_every_form(
    library: Library,
) -> None:
    asthma = put(library, ASTHMA)
    collected = item(library, asthma, WHEEZED, question="Where do children wheeze?", note="Map it.")
    for form, text in forms(made(library, collected)).items():
        assert f"“{WHEEZED}” " in text, form
        assert re.search(r"\[1, Results\\?\]", text), form
        assert "10.1000/asthma" in text
        assert "Lee and Ray, 2020" in text
        assert "Map it." in text
        assert f"library {library.snapshot}" in text
        assert "24 November 2026" in text


def test_what_is_gone_changed_or_moved_is_said_and_kept(library: Library) -> None:
    asthma, kidney = put(library, ASTHMA), put(library, KIDNEY)
    held = item(library, asthma, WHEEZED)
    moved = replace(held, passage_id="0" * 32)
    changed = replace(held, quote="Children near the highway wheezed three times as often.")
    leaves = "The new equation leaves race out."
    gone = item(library, kidney, leaves, source="Inker, 2021")
    before = library.snapshot
    with library.writer() as writer:
        writer.remove(kidney.paper_id)
    handout = made(library, held, moved, changed, gone, snapshot=before)
    assert [entry.state for entry in handout.entries] == ["held", "moved", "changed", "gone"]
    for form, text in forms(handout).items():
        text = " ".join(text.replace("\\", "").split())
        assert changed.quote in text, form
        assert f"“{changed.quote}”" not in text, "quotation marks promise that it was found"
        assert leaves in text
        assert "Inker, 2021" in text
        assert text.count("Not found again.") == 2
        assert "Found in another place." in text
        assert "2 of 4 were not found" in text
        assert f"collected from library {before}" in text
    assert [paper.paper_id for paper in handout.references] == [asthma.paper_id]


def test_a_contested_paper_brings_its_counterpart_into_the_references(library: Library) -> None:
    why = "A re-analysis found no effect."
    other = put(library, make_document("No effect", "There is none.", doi="10.1000/b", year=2024))
    paper = put(
        library,
        make_document(
            "An effect",
            "There was an effect.",
            doi="10.1000/a",
            standing=Standing.CONTESTED,
            read_with=(Relation(other.paper_id, "re-analysis", why),),
        ),
    )
    handout = made(library, item(library, paper, "There was an effect."))
    assert [one.paper_id for one in handout.references] == [paper.paper_id, other.paper_id]
    assert any("side by side" in question for question in with_suggestions(handout))
    for form, text in forms(handout).items():
        assert "Contested." in text, form
        assert f"No effect 2024. {why}" in text


def test_a_digest_is_never_in_quotation_marks(library: Library) -> None:
    words = "Rents near the highway were low."
    digest = put(library, make_document("Rents", words, doi="10.1000/rents", origin="digest"))
    for form, text in forms(made(library, item(library, digest, words))).items():
        assert words in text, form
        assert f"“{words}" not in text
        assert "digest, not the paper's words" in text


def test_a_correction_stands_with_its_sources_and_a_lost_one_is_said(library: Library) -> None:
    claim = next(one for one in starter_claims() if one.sources)
    corrections = (Corrected(claim.claim_id, "Is it so?"), Corrected("no-such-claim"))
    handout = made(library, corrections=corrections)
    for form, text in forms(handout).items():
        assert f"Claim ({claim.kind}):" in text, form
        assert "no-such-claim" in text.replace("\\", "")
    assert [paper.title for paper in handout.references] == [one.title for one in claim.sources]
    assert with_suggestions(handout)[0].startswith(f"“{claim.statement}”")


def test_the_short_answer_is_the_persons_or_else_the_first_sentence(library: Library) -> None:
    asthma = put(library, ASTHMA)
    collected = item(library, asthma, WHEEZED)
    quoted = forms(made(library, collected))["docx"]
    assert "Short answer, in the words of the evidence" in quoted
    assert quoted.count(WHEEZED) == 2
    own = forms(made(library, collected, answer="Roads matter."))["docx"]
    assert "Roads matter." in own
    assert "in the words of the evidence" not in own
    assert own.count(WHEEZED) == 1


def test_the_order_is_the_persons(library: Library) -> None:
    asthma, kidney = put(library, ASTHMA), put(library, KIDNEY)
    one, two = item(library, asthma, WHEEZED), item(library, kidney, "The new equation")
    there, back = made(library, one, two), made(library, two, one)
    assert [paper.title for paper in there.references] == [asthma.title, kidney.title]
    assert [paper.title for paper in back.references] == [kidney.title, asthma.title]


def test_apa_cites_by_name_and_sorts_the_list(library: Library) -> None:
    asthma, kidney = put(library, ASTHMA), put(library, KIDNEY)
    items = (item(library, asthma, WHEEZED), item(library, kidney, "The new equation"))
    text = forms(made(library, *items, style="apa"))["markdown"]
    assert "(Lee & Ray, 2020, Results)" in text
    assert "(Inker, 2021, Results)" in text
    listed = text.partition("## References")[2]
    assert listed.index("Inker, L.") < listed.index("Lee, A.")


def test_titles_and_notes_that_hold_markup_stay_words(library: Library) -> None:
    paper = put(library, make_document("Plain", "It was so.", doi="10.1000/x", authors=(SCRIPT,)))
    collected = item(library, paper, "It was so.", note=SCRIPT, question=SCRIPT)
    handout = made(library, collected, title=SCRIPT, discussion=(SCRIPT,))
    page = Words()
    page.feed(written(handout, "html").decode())
    rendered = Words()
    rendered.feed(MarkdownIt("commonmark").render(written(handout, "markdown").decode()))
    for read in (page, rendered):
        assert not {"script", "img"} & set(read.tags)
        assert read.tags.count("em") <= 1, "the line below the title"
        # The title, the question or note, and the question for discussion.
        assert "".join(read.words).count(SCRIPT) >= 3
    assert forms(handout)["docx"].count(SCRIPT) >= 3


def test_the_web_page_fetches_nothing(library: Library) -> None:
    text = written(made(library, item(library, put(library, ASTHMA), WHEEZED)), "html").decode()
    assert "default-src 'none'" in text
    assert not re.search(r"url\(|@import|\ssrc=|<link|<script", text)


def test_the_word_document_is_made_of_real_parts(library: Library) -> None:
    collected = item(library, put(library, ASTHMA), WHEEZED, question="Where?")
    handout = made(library, collected, title="Öffentliche Luft", discussion=("Why there?", ""))
    word = docx.Document(BytesIO(written(handout, "docx")))
    styles = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 3", "Quote", "List Number", "Writing Line"} <= set(styles)
    (table,) = word.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    links = {part.target_ref for part in word.part.rels.values() if part.is_external}
    assert links == {"https://doi.org/10.1000/asthma"}
    fields = word.sections[0].footer._element.iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]
    language = word.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-US"
    assert word.core_properties.title == "Öffentliche Luft"


def test_the_references_alone_are_those_of_the_hand_out(library: Library) -> None:
    handout = made(library, item(library, put(library, ASTHMA), WHEEZED))
    assert b"DO  - 10.1000/asthma" in written(handout, "ris")
    assert b"doi = {10.1000/asthma}" in written(handout, "bibtex")
    lost = made(library, Item("0" * 32, "Gone."))
    with pytest.raises(CollectionError, match="no paper"):
        written(lost, "ris")
    assert b"Gone." in written(lost, "markdown")


def test_nothing_collected_is_told_so(library: Library) -> None:
    with pytest.raises(CollectionError, match="nothing is collected yet"):
        made(library)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[1", "cannot be read"),
        ('{"items": [{"quote": "a"}]}', "items.0.passage_id"),
        ('{"items": [{"passage_id": "a", "quote": ""}]}', "items.0.quote"),
        ('{"style": "mla"}', "style"),
        (json.dumps({"title": "x" * 5_000}), "title"),
        (json.dumps({"items": [{"passage_id": "a", "quote": "b"}] * 201}), "items"),
        (json.dumps({"answer": "x" * 3_000_000}), "at most"),
    ],
)
def test_a_collection_that_cannot_be_read_names_the_place(text: str, told: str) -> None:
    with pytest.raises(CollectionError, match=told):
        read_collection(text.encode())


def test_control_characters_of_a_collection_break_no_form(library: Library) -> None:
    asthma = put(library, ASTHMA)
    sent = {"items": [{"passage_id": "a\u0000b", "quote": "x\u0001y", "note": "a\u000bb\ufffe"}]}
    handout = assemble(library, read_collection(json.dumps(sent).encode()), DAY)
    assert "xy" in forms(handout)["docx"]
    assert asthma.title not in forms(handout)["docx"]


def test_a_file_is_named_in_plain_letters(library: Library) -> None:
    collected = item(library, put(library, ASTHMA), WHEEZED)
    for title, name in (
        ("Évidence: ../../etc 😀", "evidence-etc.docx"),
        ("עברית", "handout.docx"),
        ("x" * 300, f"{'x' * 60}.docx"),
    ):
        assert file_name(made(library, collected, title=title), "docx") == name


def test_the_grade_is_that_of_the_formula() -> None:
    # 10 words of one syllable in each of 4 sentences: 0.39 * 10 + 11.8 * 1 - 15.59.
    assert grade_of(["The old man sat by the warm fire and read. "] * 4) == pytest.approx(0.1)
    assert grade_of(["Too short."]) is None
    counted = {"race": 1, "people": 2, "racism": 3, "area": 3, "studied": 2, "ratios": 3}
    counted |= {"kidney": 2, "mortality": 4, "evidence": 3, "differences": 4, "HIV": 3}
    wrong = {word: syllables(word) for word, count in counted.items() if syllables(word) != count}
    assert set(wrong) <= {"ratios"}, "the one word of these that the rule is known to miss"


def many(library: Library, count: int) -> list[Item]:
    """Return sentences of as many papers, with long titles, accents, and names from the right."""
    names = ("Müller-Sørensen, Åsa", "أحمد, محمد", "כהן, נועה", "Nguyễn, Thị Ánh", "李, 明")
    found = []
    for number in range(count):
        words = f"Finding {number} held in naïve and in treated groups, n = {number}."
        title = f"Title {number}: " + "a long and winding account of inequities in care " * 5
        paper = make_document(title, words, doi=f"10.1/{number}", authors=(names[number % 5],) * 2)
        found.append(item(library, put(library, paper), words, question=f"Question {number // 7}?"))
    return found


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice's soffice")
def test_libreoffice_renders_it(library: Library, tmp_path: Path) -> None:
    items = many(library, 40)
    files = []
    for count in (1, 10, 40):
        files.append(tmp_path / f"{count}.docx")
        handout = made(library, *items[:count], discussion=("Who? 谁 من", ""), title="Luft — naïve")
        files[-1].write_bytes(written(handout, "docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    for count, file in zip((1, 10, 40), files, strict=True):
        pdf = pypdfium2.PdfDocument(file.with_suffix(".pdf"))
        pages = [page.get_textpage().get_text_range() for page in pdf]
        pdf.close()
        text = " ".join(" ".join(pages).split())
        for number in range(count):
            assert f"Finding {number} held in naïve and in treated groups, n = {number}." in text
        for name in ("Müller-Sørensen", "Nguyễn")[: 1 if count == 1 else 2]:
            assert name in text
        assert f"page {len(pages)} of {len(pages)}" in " ".join(pages[-1].split())
        # A table that runs on over pages says its headings again.
        assert count < 40 or sum("How race was" in page for page in pages) > 1


def test_the_command_writes_a_hand_out(
    held: Library, evidence: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = evidence("handout", "Is asthma worse near the highway?", "--out", tmp_path / "a.docx")
    assert ran.code in (0, 1), ran.err
    word = docx.Document(str(tmp_path / "a.docx"))
    assert word.paragraphs[0].text == "Is asthma worse near the highway?"
    again = evidence("handout", "Is asthma worse?", "--out", tmp_path / "a.docx")
    assert again.code == 2
    assert "is there already" in again.err
    other = evidence("handout", "Is asthma worse?", "--out", tmp_path / "a.pdf")
    assert other.code == 2
    assert ".docx, .md, .html" in other.err

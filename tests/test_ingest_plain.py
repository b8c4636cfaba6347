"""Tests that Markdown and plain text become documents without their markup."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import RefusedFile
from corpus.paper import Document
from ingest.markdown import title_and_blocks
from ingest.plain import read_markdown, read_text

MARKDOWN = """\
---
title: "Race & *asthma*: a cohort"
authors:
  - name: Lee, Ann
    affiliation: Somewhere
  - Bo Ray
date: 2021-03-04
doi: https://doi.org/10.1000/ABC.1
journal: Health Affairs
---
# A cohort

<!-- a note to
the editor -->
## Abstract

### Results

Asthma was **common** ([Table 1](#t1)).

Discussion
----------

It _is_ what `n_1` it
is.<br>So.

### Limitations

1. Self-report of race
   on one form
2. One county ![a map of it](map.png)

### What next

| Race  | n  |
|-------|---:|
| Black | 12 |

```python
n = 12

print(n)
```
"""
TEXT = """\
Race and asthma in
one county
doi: 10.1016/S0140-6736(05)12345-6).

METHODS

We asked for self-
reported race and exam-
ined all. See doi 10.9999/other.

Results
Half had asthma
in the West-
Indies.

Table 1. Who took part

1. Discussion

It is so.

References

1. Ray B. A paper.
"""


def outline(document: Document) -> list[tuple[str, str]]:
    return [(section.kind, section.title) for section in document.sections]


def paragraphs(document: Document) -> list[str]:
    return document.text.split("\n\n")


def saved(folder: Path, content: str | bytes, name: str = "paper.md") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_markdown_front_matter_tells_about_the_paper(tmp_path: Path) -> None:
    paper = read_markdown(saved(tmp_path, MARKDOWN)).paper

    assert paper.title == "Race & *asthma*: a cohort"
    assert paper.authors == ("Lee, Ann", "Bo Ray")
    assert (paper.year, paper.journal, paper.doi) == (2021, "Health Affairs", "10.1000/abc.1")
    assert (paper.paper_id, paper.file_name) == ("doi:10.1000/abc.1", "paper.md")


def test_markdown_headings_open_sections_and_rank_decides_what_they_belong_to(
    tmp_path: Path,
) -> None:
    document = read_markdown(saved(tmp_path, MARKDOWN))

    assert outline(document) == [
        ("body", "A cohort"),
        ("abstract", "Abstract"),
        ("abstract", "Results"),
        ("discussion", "Discussion"),
        ("limitations", "Limitations"),
        ("discussion", "What next"),
    ]


def test_markdown_markup_is_reduced_to_its_text(tmp_path: Path) -> None:
    assert paragraphs(read_markdown(saved(tmp_path, MARKDOWN)))[3:] == [
        "Asthma was common (Table 1).",
        "Discussion",
        "It is what n_1 it is. So.",
        "Limitations",
        "Self-report of race on one form",
        "One county a map of it",
        "What next",
        "Race | n",
        "Black | 12",
        "n = 12 print(n)",
    ]


@pytest.mark.parametrize(
    ("front", "authors"),
    [
        ("author: Ann Lee and Bo Ray", ("Ann Lee", "Bo Ray")),
        ("authors: Ann Lee, Bo Ray", ("Ann Lee", "Bo Ray")),
        ("author: Lee, Ann; Ray, Bo", ("Lee, Ann", "Ray, Bo")),
        ("author: Lee, Ann", ("Lee, Ann",)),
        ('authors: ["Lee, Ann", Bo Ray]', ("Lee, Ann", "Bo Ray")),
        ("title: A", ()),
    ],
)
def test_authors_are_read_as_written(tmp_path: Path, front: str, authors: tuple[str, ...]) -> None:
    path = saved(tmp_path, f"---\n{front}\n---\nText.\n")
    assert read_markdown(path).paper.authors == authors


def test_long_value_in_front_matter_goes_on_in_the_next_line(tmp_path: Path) -> None:
    path = saved(tmp_path, "---\ntitle: >\n  Race and\n  asthma\nyear: 2020\n---\nText.\n")
    assert read_markdown(path).paper.title == "Race and asthma"


def test_prose_between_two_rules_is_text_not_front_matter(tmp_path: Path) -> None:
    document = read_markdown(saved(tmp_path, "---\n\nProse stays.\n\n---\n\nSo does this.\n"))
    assert document.text == "Prose stays.\n\nSo does this."


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("Note.\n\n# *Race* and asthma\n\nText.", "Race and asthma"),
        ("## Only a second rank\n\nText.", "Only a second rank"),
        ("word " * 100, ("word " * 40).strip()),
    ],
)
def test_title_without_front_matter_is_the_first_heading_or_line(
    tmp_path: Path, content: str, title: str
) -> None:
    assert read_markdown(saved(tmp_path, content)).paper.title == title


def test_text_is_parted_by_blank_lines_and_known_headings(tmp_path: Path) -> None:
    document = read_text(saved(tmp_path, TEXT, "paper.txt"))

    assert outline(document) == [
        ("body", ""),
        ("methods", "METHODS"),
        ("results", "Results"),
        ("discussion", "1. Discussion"),
        ("references", "References"),
    ]
    assert paragraphs(document)[2] == (
        "We asked for self-reported race and examined all. See doi 10.9999/other."
    )
    assert paragraphs(document)[4:6] == [
        "Half had asthma in the West- Indies.",
        "Table 1. Who took part",
    ]


def test_text_tells_its_title_and_doi(tmp_path: Path) -> None:
    paper = read_text(saved(tmp_path, TEXT, "paper.txt")).paper

    assert (paper.title, paper.authors, paper.year) == ("Race and asthma in", (), None)
    assert paper.doi == "10.1016/s0140-6736(05)12345-6"
    assert paper.paper_id == f"doi:{paper.doi}"


def test_doi_that_is_not_introduced_as_one_or_comes_late_is_not_the_papers(tmp_path: Path) -> None:
    late = "word " * 700 + "doi: 10.1000/late"
    for content in ("The range was 10.1000/5 to 11.", late):
        paper = read_text(saved(tmp_path, content)).paper
        assert paper.doi is None
        assert paper.paper_id.startswith("sha256:")


def test_text_without_structure_is_body(tmp_path: Path) -> None:
    assert outline(read_text(saved(tmp_path, "One.\n\nTwo.\n"))) == [("body", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encoding_is_recognised(tmp_path: Path, encoding: str) -> None:
    content = "Café “noir”\r\nnaïve\r\n\r\nEnd".encode(encoding)
    assert read_text(saved(tmp_path, content)).text == "Café “noir” naïve\n\nEnd"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty or blank; .*"),
        (b"\xef\xbb\xbf \r\n\t\n", "the file is empty or blank; .*"),
        (b"text\x00text", "not text but binary data; .*"),
        (bytes(range(1, 256)), "not text but binary data; .*"),
        (b"\xff\xfea", "byte 2: not utf-16 as its first bytes say; save it as UTF-8"),
    ],
)
def test_what_is_not_text_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = saved(tmp_path, content)
    for read in (read_text, read_markdown):
        with pytest.raises(RefusedFile) as refused:
            read(path)
        assert refused.value.path == str(path)
        assert re.fullmatch(reason, refused.value.reason)


def test_markdown_with_nothing_below_its_front_matter_is_empty(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="empty"):
        read_markdown(saved(tmp_path, "---\ntitle: A\n---\n<!-- soon -->\n"))


@given(st.lists(st.text("ab1 .-#*|_`<>\n\t[]()!&", min_size=1), max_size=30).map("\n".join))
def test_any_markdown_gives_clean_paragraphs(text: str) -> None:
    for block in title_and_blocks(text)[1]:
        assert block.text == " ".join(block.text.split()) != ""


@given(st.lists(st.sampled_from(["Methods", "TITLE", "a-", "b c", "", "\f", "Table 1"])))
def test_sections_of_any_text_cover_it_in_order(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    content = "\n".join(["Start", *lines])
    document = read_text(saved(tmp_path_factory.mktemp("any"), content))

    assert document.sections[0].start == 0
    assert document.sections[-1].end == len(document.text)
    for before, after in pairwise(document.sections):
        assert document.text[before.end : after.start] == "\n\n"
    letters = re.sub(r"\W", "", content)
    assert re.sub(r"\W", "", document.text) == letters


def test_no_control_character_reaches_a_terminal(tmp_path: Path) -> None:
    """Those above 0x7f are none of UTF-8, but of a page read in the wrong encoding."""
    file = tmp_path / "paper.md"
    file.write_text(
        "# Asthma\x9b2J\n\nVisits\u0080fell.\n\n\u0081\n" + "\n" * 200, encoding="utf-8"
    )
    found = read_markdown(file)
    assert found.text == "Asthma 2J\n\nVisits fell."
    assert [section.title for section in found.sections] == ["Asthma 2J"]


@pytest.mark.timeout(30)
def test_a_word_without_end_costs_no_time(tmp_path: Path) -> None:
    """It was once tried from each of its letters, to find a hyphen behind the last."""
    file = tmp_path / "paper.txt"
    file.write_text("A title\n\n" + "a" * 200_000 + "\nwith-\nout end.\n")
    assert read_text(file).text.endswith("a without end.")


def test_a_year_of_zeros_is_no_year(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("---\ntitle: Heat at work\nyear: 0000\n---\n\nIt was hot.\n")
    assert read_markdown(paper).paper.year is None

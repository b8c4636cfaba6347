"""What the tests of the PDF reader share: a sentence to print, and what every document promises."""

from __future__ import annotations

import itertools

from corpus.paper import Document

SENTENCE = "The risk of asthma was higher where the air was worse in every year of the study."


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(section.kind, section.title) for section in document.sections]


def check_promises(document: Document) -> None:
    """Check what every document promises: slices, order, coverage and pages."""
    for word in document.words:
        part = document.text[word.start : word.end]
        assert part
        assert not any(character.isspace() for character in part)
        assert word.left <= word.right
        assert word.bottom <= word.top
    starts = [word.start for word in document.words]
    assert starts == sorted(starts)
    end = 0
    for section in document.sections:
        assert not document.text[end : section.start].strip()
        assert document.text[section.start : section.end].startswith(section.title)
        end = section.end
    assert not document.text[end:].strip()
    covered = set(itertools.chain.from_iterable(range(w.start, w.end) for w in document.words))
    assert all(at in covered for at, sign in enumerate(document.text) if not sign.isspace())
    numbers = [page.number for page in document.pages]
    assert numbers == sorted(set(numbers))
    assert document.paper.page_count is not None
    assert set(numbers) <= set(range(1, document.paper.page_count + 1))
    assert "  " not in document.text

"""Check what the readers promise of whatever they return."""

from __future__ import annotations

import pickle
import re
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter

from corpus.errors import RefusedFile
from corpus.paper import Document, Paper, Passage
from corpus.settings import Bounds
from corpus.tokens import Tokens
from ingest.archive import unpack
from ingest.fetch.identifier import read_identifiers
from ingest.notices.retraction_watch import read_retraction_watch
from ingest.references.abstract import reference_document
from ingest.references.read import read_references
from ingest.references.reference import Reference
from ingest.split import split
from ingest.worker import read_with_passages

_paper = TypeAdapter(Paper)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class BrokenPromise(AssertionError):
    """A reader returned what it promises never to return."""


def examine(form: str, path: Path, tokens: Tokens, bounds: Bounds) -> None:
    """Read a file as what it is and check all promises; raise RefusedFile where it is refused."""
    try:
        _LISTS.get(form, _document)(path, tokens, bounds)
    except RefusedFile as refusal:
        _check_refusal(refusal)
        raise


def _document(path: Path, tokens: Tokens, bounds: Bounds) -> None:
    reading = read_with_passages(path, tokens, bounds, None)
    check_document(reading.document)
    check_passages(reading.document, reading.passages, tokens)
    pickle.dumps(reading)


def _references(path: Path, tokens: Tokens, _bounds: Bounds) -> None:
    entries = read_references(path)
    _promise(bool(entries), "a reference file without entries")
    for entry in entries:
        if isinstance(entry, RefusedFile):
            _check_refusal(entry)
        else:
            _check_reference(entry, path.name, tokens)
    pickle.dumps(entries)


def _archive(path: Path, _tokens: Tokens, bounds: Bounds) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        into = Path(folder, "members")
        into.mkdir()
        members = unpack(path, into, bounds)
        _promise([*Path(folder).iterdir()] == [into], "a member lies outside of the folder")
        for name, member in members:
            name.encode()
            if isinstance(member, RefusedFile):
                _check_refusal(member)
            else:
                inside = member.is_file() and not member.is_symlink()
                _promise(inside and member.is_relative_to(into), f"{name} is not in its place")


def _identifiers(path: Path, _tokens: Tokens, _bounds: Bounds) -> None:
    for entry in read_identifiers(path):
        if isinstance(entry, RefusedFile):
            _check_refusal(entry)


def _notices(path: Path, _tokens: Tokens, _bounds: Bounds) -> None:
    for entry in read_retraction_watch(path):
        if isinstance(entry, RefusedFile):
            _check_refusal(entry)
        else:
            repr(entry).encode()
            _promise(bool(entry.doi or entry.pmid), "a notice of no paper")


_LISTS: dict[str, Callable[[Path, Tokens, Bounds], None]] = {
    **dict.fromkeys(("RIS", "BibTeX", "CSL-JSON", "NBIB"), _references),
    "zip": _archive,
    "identifiers": _identifiers,
    "Retraction Watch": _notices,
}
"""Forms that hold more than one paper."""


def check_document(document: Document) -> None:
    """Raise BrokenPromise where the places in a document do not fit its text."""
    text = document.text
    _check_paper(document.paper)
    _check_printable(text, "the text")
    _promise(bool(text.strip()), "a document without text")
    end = 0
    for section in document.sections:
        _promise(end <= section.start <= section.end <= len(text), f"the place of {section}")
        _promise(not text[end : section.start].strip(), f"a gap before {section}")
        end = section.end
    _promise(not text[end:].strip(), "text behind the last section")
    for page in document.pages:
        _promise(0 <= page.start <= page.end <= len(text), f"the place of {page}")
    start = 0
    for word in document.words:
        _promise(start <= word.start < word.end <= len(text), f"the place of {word}")
        _promise(word.page >= 1 and word.left == word.left, f"the box of {word}")
        start = word.start
    for fact in document.paper.facts:
        _promise(text[fact.start : fact.end] == fact.sentence, f"the sentence of {fact}")


def check_passages(document: Document, passages: Sequence[Passage], tokens: Tokens) -> None:
    """Raise BrokenPromise where passages are no slices, overlap, lose text or are too long."""
    text, end = document.text, 0
    lists = [section for section in document.sections if section.kind == "references"]
    kept = list(text)
    for section in lists:
        kept[section.start : section.end] = " " * (section.end - section.start)
    for passage in passages:
        _promise(end <= passage.start < passage.end <= len(text), f"the place of {passage}")
        _promise(text[passage.start : passage.end] == passage.text, f"the slice of {passage}")
        kept[passage.start : passage.end] = " " * (passage.end - passage.start)
        end = passage.end
    _promise(not "".join(kept).strip(), f"no passage has {''.join(kept).strip()[:80]!r}")
    lengths = tokens.count_tokens([passage.text for passage in passages])
    _promise(max(lengths, default=0) <= tokens.max_tokens, "a passage longer than the model reads")


def _check_reference(reference: Reference, name: str, tokens: Tokens) -> None:
    _check_paper(reference.paper)
    reference.entry.decode()
    (reference.abstract or "").encode()
    repr(reference.notices).encode()
    abstract = reference_document(reference, name)
    if abstract is not None:
        check_document(abstract)
        check_passages(abstract, split(abstract, tokens), tokens)
    for name in reference.attachments:
        parts = PurePosixPath(name)
        _promise(not parts.is_absolute() and ".." not in parts.parts, f"the attachment {name!r}")


def _check_paper(paper: Paper) -> None:
    _paper.dump_json(paper)
    for told in (paper.title, paper.journal or "", paper.doi or "", *paper.authors):
        _check_printable(told, "the paper")
    _promise(bool(paper.title.strip()), "a paper without a title")
    _promise(paper.year is None or 0 < paper.year < 10_000, f"the year {paper.year}")


def _check_refusal(refusal: RefusedFile) -> None:
    _check_printable(refusal.reason, "the refusal")
    _promise(bool(refusal.reason.strip()), "a refusal without a reason")
    _promise(len(refusal.reason) < 1000, f"a refusal of {len(refusal.reason)} characters")


def _check_printable(text: str, where: str) -> None:
    text.encode()
    found = _CONTROL.search(text)
    if found:
        name = unicodedata.name(found[0], f"U+{ord(found[0]):04X}")
        around = text[max(0, found.start() - 30) : found.end() + 30]
        raise BrokenPromise(f"{where} holds the control character {name} in {around!r}")


def _promise(kept: bool, broken: str) -> None:
    if not kept:
        raise BrokenPromise(broken[:300])


def told_of(error: BaseException) -> str:
    """Return the name of an error's kind with its message, in one short line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"

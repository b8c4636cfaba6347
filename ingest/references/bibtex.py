"""Read BibTeX and BibLaTeX, as Zotero, JabRef, Mendeley and the publishers write them.

By bibtexparser: it goes on behind a broken entry and says at which line it was, where pybtex
stops at the first.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.middlewares.parsestack import default_parse_stack
from bibtexparser.model import Block, Entry, ParsingFailedBlock

from corpus.errors import RefusedFile
from corpus.references.names import ET_AL, is_body
from ingest.references.attachments import files_in_field
from ingest.references.latex import from_latex, from_verbatim
from ingest.references.reference import Reference, Told, entered

# Each broken entry is refused by name; with no handler of ours it would be printed as well.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

# In braces as a whole, with at most one level of braces within.
_WHOLE = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
# EndNote writes none.
_WITHOUT_KEY = re.compile(
    r"^([ \t]*@(?!(?:string|comment|preamble)\b)[a-zA-Z]+[ \t]*[{(])(?=\s*[\w-]+\s*=)",
    re.MULTILINE | re.IGNORECASE,
)
_WITHOUT_COMMA = re.compile(
    r"(?<=[}\"])([ \t]*\n[ \t]*)(?=(?:author|editor|title|subtitle|booktitle|journal|journaltitle"
    r"|year|date|volume|number|issue|pages|publisher|doi|url|issn|isbn|abstract|keywords|note|month"
    r"|language|file)[ \t]*=[ \t]*[{\"\d])",
    re.IGNORECASE,
)
"""Where one of BibTeX's own fields begins behind a value that no comma ends."""
OPENING = re.compile(r"^[ \t]*@[a-zA-Z]+[ \t]*[{(]", re.MULTILINE)


def read_bibtex(path: str, text: str) -> Iterator[Reference | RefusedFile]:
    """Yield the references in a file, and a refusal in the place of each broken entry."""
    for block in _blocks(text):
        place = f"line {(block.start_line or 0) + 1}"
        if isinstance(block, Entry):
            yield from entered(path, _told(block, place))
        elif isinstance(block, ParsingFailedBlock):
            yield RefusedFile(path, f"{place}: {_what_is_wrong(block)}")


def _blocks(text: str) -> Sequence[Block]:
    """Return the blocks of a file in order; a key or field that is there twice breaks none."""
    keyed = _WITHOUT_COMMA.sub(r",\1", _WITHOUT_KEY.sub(r"\1entry,", text))
    found = [_repaired(block) for block in parse_string(keyed, parse_stack=[]).blocks]
    for count, block in enumerate(found):
        if isinstance(block, Entry):
            # The library would set the second entry of a key aside, its values as they stand.
            block.key = str(count)
    library = Library([block for block in found if block is not None])
    for step in default_parse_stack():
        library = step.transform(library)
    return library.blocks


def _repaired(block: Block) -> Block | None:
    """Return a block, or what it repeats; None for a macro that is defined a second time."""
    repeated = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else None
    if repeated is None:
        return block
    return repeated if isinstance(repeated, Entry) else None


def _what_is_wrong(block: ParsingFailedBlock) -> str:
    reason = getattr(block.error, "abort_reason", str(block.error))
    first = " ".join(str(reason).split())
    return f"broken BibTeX entry: {first.rstrip('.')}; close its braces and quotes"


def _told(entry: Entry, place: str) -> Told:
    fields = {field.key.lower(): _joined(str(field.value)) for field in reversed(entry.fields)}

    def text(*names: str) -> str:
        return next((from_latex(fields[name]) for name in names if fields.get(name)), "")

    def verbatim(name: str) -> str:
        return from_verbatim(fields.get(name, ""))

    subtitle = text("subtitle")
    return Told(
        place=place,
        entry=_canonical(entry.entry_type, fields),
        title=text("title") + (f": {subtitle}" if subtitle else ""),
        authors=tuple(_authors(fields.get("author", ""))),
        date=text("year", "date"),
        journal=text("journaltitle", "journal", "booktitle", "shortjournal"),
        volume=text("volume"),
        issue=text("number", "issue"),
        pages=text("pages", "eid"),
        dois=(verbatim("doi"), verbatim("url")),
        pmid=text("pmid") or _eprint(fields, "pubmed"),
        pmcid=text("pmcid", "pmc"),
        licence=text("copyright", "license", "rights"),
        language=text("language", "langid"),
        abstract=text("abstract"),
        notes=tuple(filter(None, (text("note"), text("annote"), text("annotation")))),
        files=tuple(filter(None, files_in_field(fields.get("file", "")))),
    )


def _joined(value: str) -> str:
    """Return the value of `"a" # {b}`, which the library leaves as it is."""
    if not re.fullmatch(r"(?:\"[^\"]*\"|\{[^{}]*\})(?:\s*#\s*(?:\"[^\"]*\"|\{[^{}]*\}))+", value):
        return value
    return "".join(part[1:-1] for part in re.findall(r"\"[^\"]*\"|\{[^{}]*\}", value))


def _eprint(fields: Mapping[str, str], kind: str) -> str:
    """Return the number in a BibLaTeX eprint of this kind."""
    return fields.get("eprint", "") if fields.get("eprinttype", "").lower() == kind else ""


def _authors(field: str) -> Iterator[str]:
    for name in split_multiple_persons_names(field):
        yield ET_AL if name.strip().lower() == "others" else _author(name.strip())


def _author(name: str) -> str:
    """Return a name as "Family, Given"; what is in braces, or a body by its words, stays whole."""
    words = from_latex(name)
    if _WHOLE.fullmatch(name) or ("," not in name and is_body(words)):
        return words
    parts = parse_single_name_into_parts(name, strict=False)
    family = " ".join((*parts.von, *parts.last))
    told = (family, " ".join(parts.first), " ".join(parts.jr))
    return ", ".join(from_latex(part) for part in told if part)


def _canonical(kind: str, fields: Mapping[str, str]) -> bytes:
    """Return the entry without the key, which programs number by what else is in the file."""
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in sorted(fields.items()))
    return f"@{kind.lower()}{{entry,\n{told}}}\n".encode()

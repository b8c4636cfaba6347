"""Open an Office file safely: nothing fetched, no bombs, no macros, no pictures.

The libraries that read these files unpack every part at once and stop at the first link that
leads nowhere. They are given a copy that holds the XML alone, counted as it is unpacked.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from corpus.errors import RefusedFile
from corpus.unzip import open_zip, pieces

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MOST_PARTS = 20_000
_LARGEST = 128 * 1024**2
"""Bytes of XML; the longest books stay below a tenth, and the parser needs ten times as much."""
# They hold no text of the paper, so that damage to them does not matter.
_UNREAD = re.compile(
    r"(?:^|/)(?:theme|customXml|embeddings|activeX|ink|printerSettings|comments\w*)/"
    r"|(?:^|/)(?:app|custom|webSettings|settings|fontTable|stylesWithEffects|people|vbaData|theme"
    r"|comments\w*|commentAuthors|viewProps|presProps|tableStyles|header|footer)\d*\.xml(?:\.rels)?$"
)
_TYPES = "[Content_Types].xml"
_ROOT = "_rels/.rels"
_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
_FIRST_BYTES = {b"%PDF": "a PDF", b"{\\rtf": "rich text (RTF)", b"<": "a page of HTML or XML"}


@dataclass(frozen=True)
class Form:
    """One of the forms of Office files, by what its main part may declare itself to be."""

    name: str
    ending: str
    declared: str
    """As the libraries know it."""
    alike: tuple[str, ...]
    """With macros, or as a template: read the same."""


WORD = Form(
    "Word document",
    ".docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    (
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ),
)
POWERPOINT = Form(
    "PowerPoint presentation",
    ".pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    (
        "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
        "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
    ),
)


def open_package(path: Path, form: Form) -> BytesIO:
    """Return the XML parts of an Office file, packed anew; raise RefusedFile where it is none.

    Links to other places and to parts that are left out are gone from it.
    """
    _refuse_other_form(path, form)
    with open_zip(path, _MOST_PARTS) as archive:
        parts = _unpacked(path, archive)
        names = set(archive.namelist())
    if _TYPES not in parts:
        raise RefusedFile(str(path), _not_office(names, form))
    links = {}
    for name, content in parts.items():
        root = _root(path, name, content)
        if name.endswith(".rels"):
            links[name] = root
    _refuse_other_content(path, parts, links, form)
    for name, root in links.items():
        _drop_links(name, root, set(parts))
        parts[name] = etree.tostring(root)
    for alike in form.alike:
        parts[_TYPES] = parts[_TYPES].replace(alike.encode(), form.declared.encode())
    return _packed(parts)


def _refuse_other_form(path: Path, form: Form) -> None:
    with path.open("rb") as file:
        first = file.read(8)
    if first.startswith(b"PK"):
        return
    save_as = f"save it as a {form.name} ({form.ending})"
    if first == _OLE:
        raise RefusedFile(str(path), _ole_reason(path.read_bytes(), save_as))
    if not first:
        raise RefusedFile(str(path), "the file is empty; fetch it again")
    other = next((name for mark, name in _FIRST_BYTES.items() if first.startswith(mark)), None)
    found = f"not a {form.name} but {other}" if other else f"not a {form.name}"
    raise RefusedFile(str(path), f"{found}; name it by its true form, or {save_as}")


def _ole_reason(content: bytes, save_as: str) -> str:
    """Return what an Office file in the old container is; its streams are named in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "encrypted with a password; open it in Office, take the password off and save it"
    return f"in the binary format of Office before 2007, under a new name; open it and {save_as}"


def _not_office(names: set[str], form: Form) -> str:
    if "mimetype" in names and "content.xml" in names:
        return f"an OpenDocument file under another name; save it as a {form.name} ({form.ending})"
    return f"a zip archive and no {form.name}; name it .zip, or unpack it and add what it holds"


def _unpacked(path: Path, archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the XML parts by name; pictures, macros, embedded files and the like stay packed."""
    parts: dict[str, bytes] = {}
    left = _LARGEST
    for member in archive.infolist():
        name = member.filename
        if not name.endswith((".xml", ".rels")) or _UNREAD.search(name):
            continue
        try:
            parts[name] = b"".join(pieces(archive, member, left))
        except RefusedFile as refusal:
            raise RefusedFile(str(path), f"{refusal.path}: {refusal.reason}") from refusal
        left -= len(parts[name])
    return parts


def _root(path: Path, name: str, content: bytes) -> _Element:
    """Return the root of a part; the format forbids definitions of entities."""
    # Without the zeros a part in UTF-16 shows it as well.
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        reason = f"{name}: defines entities of XML, as no Office program does; save it again"
        raise RefusedFile(str(path), reason)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        reason = f"{name} line {error.lineno}: not well-formed XML; open it in Office and save it"
        raise RefusedFile(str(path), reason) from error


def _refuse_other_content(
    path: Path, parts: dict[str, bytes], links: dict[str, _Element], form: Form
) -> None:
    """Refuse a package whose main part is missing, or not what the file's name says."""
    root = links.get(_ROOT, ())
    targets = {link.get("Type"): link.get("Target") or "" for link in root}
    if _STRICT in targets:
        reason = f"saved as Strict Open XML; save it as a plain {form.name} ({form.ending})"
        raise RefusedFile(str(path), reason)
    main = _target("", targets.get(_MAIN, ""))
    if main not in parts:
        missing = main if main not in ("", ".") else "its main part"
        reason = f"{missing} is missing from the package; open it in Office and save it again"
        raise RefusedFile(str(path), reason)
    declared = _declared(_root(path, _TYPES, parts[_TYPES]), main)
    if declared not in (form.declared, *form.alike):
        other = next((one for one in (WORD, POWERPOINT) if declared == one.declared), None)
        found = f"a {other.name}; name it {other.ending}" if other else "another file of Office"
        remedy = "" if other else f"; save it as a {form.name} ({form.ending})"
        raise RefusedFile(str(path), f"holds no {form.name} but {found}{remedy}")


def _declared(types: _Element, part: str) -> str:
    """Return the type that a package declares for a part, by its name or else its ending."""
    named = {(entry.get("PartName") or "").lower(): entry.get("ContentType") for entry in types}
    usual = {entry.get("Extension"): entry.get("ContentType") for entry in types}
    return named.get(f"/{part}".lower()) or usual.get(part.rpartition(".")[2]) or ""


def _drop_links(name: str, links: _Element, kept: set[str]) -> None:
    """Drop the links that lead out of the package or to a part that is not kept."""
    folder = posixpath.dirname(posixpath.dirname(name))
    for link in list(links):
        target = _target(folder, link.get("Target") or "")
        if link.get("TargetMode") == "External" or target not in kept:
            links.remove(link)


def _target(folder: str, target: str) -> str:
    """Return the name of the part that a link in a part of `folder` leads to."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _packed(parts: dict[str, bytes]) -> BytesIO:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream

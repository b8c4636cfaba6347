"""Open an XML file safely: no entity bombs, nothing fetched, no text silently lost."""

from __future__ import annotations

import re
from html.entities import html5
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from corpus.errors import RefusedFile

_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
# The first branch takes CDATA out of the way: there an ampersand is only an ampersand.
_ENTITY = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&([A-Za-z][A-Za-z0-9]*);", re.DOTALL)


def open_xml(path: Path) -> _Element:
    """Return the root element, its entities resolved and all names without namespace."""
    return parse_xml(str(path), path.read_bytes())


def parse_xml(name: str, content: bytes) -> _Element:
    """Return the root element of what `open_xml` would find in a file of this name."""
    if not content.strip():
        raise RefusedFile(name, "the file is empty; fetch it again")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(_ENTITY.sub(_character, content), parser)
    except etree.XMLSyntaxError as error:
        fault = re.sub(r", line \d+, column \d+$", "", " ".join((error.msg or "").split()))[:100]
        reason = f"line {error.lineno}: not well-formed XML ({fault}); fetch the file again"
        raise RefusedFile(name, reason) from error
    _refuse_entities(name, root)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def _character(entity: re.Match[bytes]) -> bytes:
    """Return an entity of HTML as references to its characters; what is not one stays."""
    name = entity[1].decode() if entity[1] else ""
    if not name or name in _XML_ENTITIES:
        return entity[0]
    characters = html5.get(f"{name};")
    if characters is None:
        return entity[0]
    return b"".join(b"&#%d;" % ord(character) for character in characters)


def _refuse_entities(name: str, root: _Element) -> None:
    """Refuse a file with entities only a DTD could resolve: their text would be missing."""
    for entity in root.iter(etree.Entity):
        reason = (
            f"line {entity.sourceline}: the entity {entity.text} is not one of HTML and no"
            " definition is followed; replace it by its text"
        )
        raise RefusedFile(name, reason)

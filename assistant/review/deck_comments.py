"""A copy of a presentation with the remarks as its own comments.

python-pptx has no comments. These are the ones of ECMA-376 part 1, section 19.4, which
PowerPoint and LibreOffice both show; newer threaded ones in the deck are left as they are.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree
from lxml.etree import _Element
from pptx import Presentation
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.presentation import Presentation as Deck

from assistant.review.comment import AUTHOR, INITIALS, comment_text
from assistant.review.remark import Remark

_SPACE = "http://schemas.openxmlformats.org/presentationml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
_ON_A_SLIDE = 1000
"""Numbers of comments that a slide has to itself."""
_BESIDE = 24
"""Points between the marks of two comments, which would else lie upon each other."""


def commented_deck(path: Path, remarks: Sequence[Remark]) -> bytes:
    """Return the deck with each remark as a comment on its slide; comments that it had stay."""
    deck: Deck = Presentation(str(path))
    if remarks:
        author = _author(deck)
        for number, slide in enumerate(deck.slides, start=1):
            own = [one for one in remarks if one.statement.place.number == number]
            if own:
                _comment(slide.part, own, author, number)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _author(deck: Deck) -> int:
    """Enter the author of the comments in the deck; return the author's number."""
    root, part = _listed(deck.part, "commentAuthors", "cmAuthorLst", "/ppt/commentAuthors.xml")
    number = max((int(one.get("id", "0")) for one in root), default=-1) + 1
    etree.SubElement(
        root,
        f"{{{_SPACE}}}cmAuthor",
        {
            "id": str(number),
            "name": AUTHOR,
            "initials": INITIALS,
            "lastIdx": str(_ON_A_SLIDE * (len(deck.slides) + 1)),
            "clrIdx": str(number % 8),
        },
    )
    part.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return number


def _comment(slide: Part, remarks: Sequence[Remark], author: int, number: int) -> None:
    name = f"/ppt/comments/remarks{number}.xml"
    root, part = _listed(slide, "comments", "cmLst", name)
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000")
    for place, remark in enumerate(remarks):
        # The number is the author's own over the whole deck, so that no two are the same.
        told = {"authorId": str(author), "dt": when, "idx": str(number * _ON_A_SLIDE + place)}
        comment = etree.SubElement(root, f"{{{_SPACE}}}cm", told)
        where = {"x": str(10 + place * _BESIDE), "y": "10"}
        etree.SubElement(comment, f"{{{_SPACE}}}pos", where)
        etree.SubElement(comment, f"{{{_SPACE}}}text").text = comment_text(remark)
    part.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class _Listed(Part):
    """A part whose bytes are set anew."""

    @property
    def blob(self) -> bytes:
        return self._blob or b""

    @blob.setter
    def blob(self, content: bytes) -> None:
        self._blob = content


def _listed(owner: Part, kind: str, root: str, name: str) -> tuple[_Element, _Listed]:
    """Return the list of comments or authors that a part links to, made where there is none."""
    for key, link in list(owner.rels.items()):
        if link.reltype == _LINK + kind and not link.is_external:
            before = link.target_part
            content, name = before.blob, before.partname
            owner.rels.pop(key)
            break
    else:
        content = f'<p:{root} xmlns:p="{_SPACE}"/>'.encode()
    part = _Listed(PackURI(name), f"{_TYPE}{kind}+xml", owner.package, content)
    owner.relate_to(part, _LINK + kind)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser), part

"""Name the elements of Office's XML as its specification does: w:p, a:t, m:oMath."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
_SPACES = {prefix: space for space, prefix in _PREFIXES.items()}
_OFF = frozenset({"0", "false", "off", "none"})


def name_of(element: _Element) -> str:
    """Return the name of an element; empty for a comment or processing instruction."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES.get(space, '')}:{name}"


def full(name: str) -> str:
    """Return a name such as "w:p" as lxml spells it."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def below(element: _Element | None, *path: str) -> _Element | None:
    """Return the first element along a path of children; None where there is none."""
    for name in path:
        element = element.find(full(name)) if element is not None else None
    return element


def value(element: _Element | None, *path: str) -> str | None:
    """Return what the element along a path of children is set to; None where it is not set.

    The attribute is `val` in the name space of the element, or in none.
    """
    found = below(element, *path)
    if found is None:
        return None
    prefix = name_of(found).partition(":")[0]
    own = found.get(full(f"{prefix}:val")) if prefix else None
    return own or found.get("val")


def switched(element: _Element | None, *path: str) -> bool | None:
    """Say whether the element along a path is switched on or off; None where it is not there."""
    if below(element, *path) is None:
        return None
    return (value(element, *path) or "on").lower() not in _OFF


def whole(number: str | None, usual: int) -> int:
    """Return a number written in an attribute, or the usual one where it is none."""
    return int(number) if number is not None and number.isdecimal() and len(number) < 6 else usual


def shown_children(element: _Element) -> Iterator[_Element]:
    """Yield the children of an element, of alternatives only the one that Office shows."""
    for child in element:
        if name_of(child) == "mc:AlternateContent":
            yield from shown_of(child)
        else:
            yield child


def shown_of(alternatives: _Element) -> Iterator[_Element]:
    """Yield what Office shows of alternatives: the newest, and not what older programs show."""
    choice = below(alternatives, "mc:Choice")
    choice = choice if choice is not None else below(alternatives, "mc:Fallback")
    if choice is not None:
        yield from shown_children(choice)

"""Take a tree of elements or values apart and put it together otherwise, still well-formed."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Any, TypeAlias

from lxml import etree, html

Node: TypeAlias = Any
"""An element of lxml, or a value of JSON."""
ODD = (
    *("", " ", "0", "-1", "9" * 400, "9" * 5000, "1e999", "NaN", "٣٤", "²", "½", "①", "𝟙𝟚"),
    *("2020-13-45", "99999-99-99", "0000", "\u202e", "\u0085", "\u2028", "\ufeff", "\ufffe"),
    *("10.1000/" + "x" * 3000, "a" * 50_000, "1 " * 20_000, " " * 20_000, "../../x", "C:\\x"),
)
"""What may stand where a name, a number or a date should."""


def reshape(random: Random, content: bytes, _other: bytes) -> bytes:
    """Take the tree of elements apart and put it together otherwise, still well-formed."""
    is_html = b"<html" in content[:2000].lower()
    try:
        parser = etree.XMLParser(recover=True, resolve_entities=False, huge_tree=True)
        root = html.fromstring(content) if is_html else etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return content
    if root is None:
        return content
    for _ in range(random.choice((1, 3, 10, 30))):
        elements = [element for element in root.iter(etree.Element) if element is not root]
        if not elements:
            break
        element = random.choice(elements)
        # A parser that recovers lets names through that it would not make itself.
        with suppress(ValueError):
            random.choice(_RESHAPINGS)(random, element, random.choice(elements))
    return etree.tostring(root, method="html" if is_html else "xml", encoding="utf-8")


def _drop(_random: Random, element: Node, _other: Node) -> None:
    element.getparent().remove(element)


def _double(random: Random, element: Node, _other: Node) -> None:
    for _ in range(random.choice((1, 3, 100)) if len(element) < 20 else 1):
        element.addnext(deepcopy(element))


def _copy_into(random: Random, element: Node, other: Node) -> None:
    other.insert(random.randint(0, len(other)), deepcopy(element))


def _rename(_random: Random, element: Node, other: Node) -> None:
    element.tag = other.tag


def _empty(_random: Random, element: Node, _other: Node) -> None:
    element.clear()


def _retell(random: Random, element: Node, _other: Node) -> None:
    element.text = random.choice(ODD).replace("\ufffe", "")


def _mark(random: Random, element: Node, other: Node) -> None:
    for key in other.attrib or element.attrib:
        element.set(key, random.choice(ODD).replace("\ufffe", ""))


def _wrap(random: Random, element: Node, other: Node) -> None:
    for _ in range(random.choice((1, 5, 60, 240))):
        outer = element.makeelement(random.choice((element.tag, other.tag)))
        element.addprevious(outer)
        outer.append(element)


_RESHAPINGS = (_drop, _double, _copy_into, _rename, _empty, _retell, _mark, _wrap)


def reshape_json(random: Random, content: bytes, _other: bytes) -> bytes:
    """Put odd values in the place of some."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return content
    odd: tuple[Node, ...] = (
        *ODD,
        None,
        True,
        [],
        {},
        10**400,
        1.5,
        float("nan"),
        [[]],
        [[None]],
        {"raw": [1]},
        "\ud800",
    )
    for _ in range(random.randint(1, 30)):
        holder: Node = None
        key: Node = None
        inner = value
        while isinstance(inner, dict | list) and inner and random.random() < 0.9:
            key = random.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
            holder, inner = inner, inner[key]
        if holder is not None:
            holder[key] = deepcopy(random.choice(odd))
    return json.dumps(value).encode()

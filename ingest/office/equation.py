"""Write the equations of Office in one line: 10^(-3), (a+b)/c, √(x)."""

from __future__ import annotations

import re

from lxml.etree import _Element

from ingest.office.names import below, name_of, shown_children, value

_SETTINGS = re.compile(r"[mwa]:\w+Pr")


def equation(element: _Element) -> str:
    """Return the text of an equation or a part of one."""
    name = name_of(element)
    if name in ("m:t", "w:t", "a:t"):
        return element.text or ""
    if name == "m:f":
        return f"{_grouped(element, 'm:num')}/{_grouped(element, 'm:den')}"
    if name == "m:rad":
        return f"√({_part(element, 'm:e')})"
    if name in ("m:sSup", "m:sSub", "m:sSubSup"):
        return _part(element, "m:e") + _scripts(element)
    if name == "m:nary":
        sign = value(element, "m:naryPr", "m:chr") or "∫"
        return f"{sign}{_scripts(element)} {_part(element, 'm:e')}"
    if name == "m:d":
        return _delimited(element)
    if name in ("m:eqArr", "m:m"):
        return "; ".join(_inner(row) for row in element if name_of(row) in ("m:e", "m:mr"))
    return _inner(element)


def _inner(element: _Element) -> str:
    between = " " if name_of(element) == "m:mr" else ""
    return between.join(
        equation(child)
        for child in shown_children(element)
        if not _SETTINGS.fullmatch(name_of(child)) and name_of(child) != "w:del"
    )


def _part(element: _Element, name: str) -> str:
    part = below(element, name)
    return _inner(part).strip() if part is not None else ""


def _grouped(element: _Element, name: str) -> str:
    """Return a part in parentheses where it is more than one number or name."""
    text = _part(element, name)
    return text if re.fullmatch(r"[\w.,%]*", text) or _is_enclosed(text) else f"({text})"


def _is_enclosed(text: str) -> bool:
    return text.startswith("(") and text.find(")") == len(text) - 1


def _scripts(element: _Element) -> str:
    below_line, above_line = _grouped(element, "m:sub"), _grouped(element, "m:sup")
    return (f"_{below_line}" if below_line else "") + (f"^{above_line}" if above_line else "")


def _delimited(element: _Element) -> str:
    settings = below(element, "m:dPr")
    signs = [
        _sign(settings, name, usual)
        for name, usual in (("m:begChr", "("), ("m:sepChr", "|"), ("m:endChr", ")"))
    ]
    inner = signs[1].join(_inner(part) for part in element if name_of(part) == "m:e")
    return f"{signs[0]}{inner}{signs[2]}"


def _sign(settings: _Element | None, name: str, usual: str) -> str:
    """Return a delimiter; one that is set to nothing is not printed."""
    return usual if below(settings, name) is None else value(settings, name) or ""

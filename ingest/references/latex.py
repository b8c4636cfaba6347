"""Turn the LaTeX of a BibTeX field into plain characters."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import lru_cache

from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

# pylatexenc remarks on macros without arguments; with no handler of ours they reach the terminal.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

_MACROS = {
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "copyright": "©",
    "mbox": "%s",
    "url": "%s",
    "input": "",
    "include": "",
}
"""What pylatexenc leaves out or would read from a file."""
# An opening dollar has no blank behind it, a closing one none before it and no digit behind it;
# "from $5 to $10" is money.
_MATH = re.compile(r"(?<!\\)\$(?=\S)([^$]*?)(?<=[^\s\\])\$(?!\d)")
_RAISED = re.compile(r"[_^]\{?([\w+-]+)\}?")
_LINK = re.compile(r"\\href\s*\{[^{}]*\}")
_BARE = re.compile(r"(?<!\\)[%&#$]")
_UNFINISHED = re.compile(r"\\(?:[a-zA-Z]+|\W)$")
_BRACE = re.compile(r"(?<!\\)[{}]")
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))


def from_latex(text: str) -> str:
    """Return the text of a field, its paragraphs parted by blank lines."""
    told = _MATH.sub(_of_math, _LINK.sub("", text))
    paragraphs = (_chunks(part) for part in re.split(r"\n\s*\n", told))
    return "\n\n".join(" ".join(map(_of_chunk, chunks)) for chunks in paragraphs)


def from_verbatim(text: str) -> str:
    """Return a DOI or address, in which dashes and tildes stand for themselves."""
    return _of_latex(text) if "\\" in text else _BRACE.sub("", text)


def _chunks(text: str) -> Iterator[str]:
    """Yield the words of a text, those within braces or behind a macro together.

    pylatexenc takes a hundredth of a second for an abstract; most words are plain.
    """
    held: list[str] = []
    depth = 0
    for word in text.split():
        held.append(word)
        braces = _BRACE.findall(word)
        depth += braces.count("{") - braces.count("}")
        if depth <= 0 and not _UNFINISHED.search(word):
            yield " ".join(held)
            held, depth = [], 0
    if held:
        yield " ".join(held)


def _of_chunk(chunk: str) -> str:
    if "\\" in chunk:
        return _of_latex(chunk)
    for written, sign in _LIGATURES:
        chunk = chunk.replace(written, sign)
    return _BRACE.sub("", chunk)


def _of_math(math: re.Match[str]) -> str:
    raised = _RAISED.fullmatch(math[1])
    return f"{{{raised[1] if raised else _of_latex(math[0], math=True)}}}"


@lru_cache(maxsize=4096)
def _of_latex(text: str, *, math: bool = False) -> str:
    latex = text if math else _BARE.sub(lambda sign: f"\\{sign[0]}", text)
    try:
        return str(_reader().latex_to_text(latex))
    except Exception:
        # Whatever its tables meet in a half-written macro; the words are worth more than that.
        return _BRACE.sub("", text)


@lru_cache(maxsize=1)
def _reader() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=text) for name, text in _MACROS.items()]
    context.add_context_category("references", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=context, math_mode="text", keep_comments=True)

"""Find the names of a list in a text, and say how two of them stand to each other.

The lists are data (`corpus/text/data/*.tsv`), each a tree: a row names what it is a kind or part
of. So code can ask whether evidence on one bears on another, and names no people of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_WORD = re.compile(r"[^\W_]+(?:['’‘][^\W_]+)*")
_JOINT = re.compile(r"[ \t\n]*[-–‐‑/,.]?[ \t\n]*")
_PERSONS = frozenset(
    "adult baby child descent elder ethnicity family girl boy group heritage infant individual "
    "man mother nation newborn origin participant patient people person population resident "
    "respondent speaker student subject tribe veteran woman worker youth ancestry community".split()
)
"""Beside one of these a word that may mean something else is the name of a people."""
_NO_PERSONS = frozenset(
    "blood board box cell coat cohosh count death eschar flag hairy hole light lung market matter "
    "noise paper pepper pulp rice space spot stool tea water widow wine".split()
)
"""Before one of these black and white are colours."""


@dataclass(frozen=True)
class GazetteerEntry:
    """One name of a list with its other names."""

    name: str
    kind: str
    """Such as "people", "religion", "profession" or "country"."""
    parents: tuple[str, ...]
    """What it is a kind or a part of."""
    others: tuple[str, ...]
    """Its other names."""
    demonyms: tuple[str, ...]
    """Adjectives of a place."""


@dataclass(frozen=True)
class Mention:
    """Where a text names something of a list."""

    entry: GazetteerEntry
    start: int
    end: int
    """Half-open characters of the text."""
    negated: bool
    """True for "non-Black" and "not Hispanic"."""


@dataclass(frozen=True)
class _Form:
    words: tuple[str, ...]
    entry: GazetteerEntry
    as_written: str | None
    beside_persons: bool


class Gazetteer:
    """Lists that are searched and compared together."""

    def __init__(self, *names: str) -> None:
        """Read lists by their names, such as "peoples"."""
        self.entries = {entry.name: entry for name in names for entry in _entries(name)}
        self._forms: dict[str, list[_Form]] = {}
        self._by_name: dict[str, GazetteerEntry] = {}
        for entry in self.entries.values():
            marked = {one.rstrip("!~?"): one for one in entry.others}
            for one in dict.fromkeys([marked.pop(entry.name, entry.name), *entry.others]):
                form = _form(one, entry)
                self._forms.setdefault(form.words[0], []).append(form)
                self._by_name.setdefault(one.rstrip("!~?").lower(), entry)
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form.words))

    def named(self, name: str) -> GazetteerEntry | None:
        """Return the entry that bears a name, in small or capital letters; None for no entry."""
        return self._by_name.get(name.lower())

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield what a text names, in order; of names that overlap the longest one."""
        words = list(_WORD.finditer(text))
        folded = [_folded(word.group()) for word in words]
        at = 0
        while at < len(words):
            found = self._form_at(text, words, folded, at)
            if found is None:
                at += 1
                continue
            form, attached = found
            last = words[at + len(form.words) - 1]
            negated = attached or (at > 0 and folded[at - 1] in ("non", "not"))
            yield Mention(form.entry, words[at].start(), last.end(), negated)
            at += len(form.words)

    def _form_at(
        self, text: str, words: list[re.Match[str]], folded: list[str], at: int
    ) -> tuple[_Form, bool] | None:
        """Return the longest name that begins at a word, and whether a "non" is attached to it."""
        word = folded[at]
        for first, attached in ((word, False), (word.removeprefix("non"), True)):
            if attached and first == word:
                break
            for one in dict.fromkeys(_singulars(first)):
                for form in self._forms.get(one, ()):
                    if _stands(form, text, words, folded, at, attached):
                        return form, attached
        return None

    def ancestors(self, entry: GazetteerEntry) -> frozenset[str]:
        """Return the names of all that an entry is a kind or a part of, at any distance."""
        return _ancestors(self, entry.name)

    def within(self, text: str) -> frozenset[str]:
        """Return the names of what a text speaks of: what it names, and what that belongs to."""
        entries = [one.entry for one in self.mentions(text) if not one.negated]
        return frozenset(one.name for one in entries).union(*map(self.ancestors, entries))

    def is_same(self, one: str, other: str) -> bool:
        """Say whether two names mean one thing; False where either is not listed."""
        first, second = self.named(one), self.named(other)
        return first is not None and first == second

    def is_kind_of(self, one: str, other: str) -> bool:
        """Say whether the first is a kind or a part of the second: a nephrologist is a doctor."""
        first, second = self.named(one), self.named(other)
        return first is not None and second is not None and second.name in self.ancestors(first)

    def is_sibling(self, one: str, other: str) -> bool:
        """Say whether evidence on one must not stand for the other: both listed, neither within."""
        first, second = self.named(one), self.named(other)
        if first is None or second is None or first == second:
            return False
        within = self.is_kind_of(one, other) or self.is_kind_of(other, one)
        return not within and _facet(first) == _facet(second)


_FACETS = {"nationality": "category", "people": "category", "part": "country", "city": "country"}


def _facet(entry: GazetteerEntry) -> str:
    """Return what kinds are compared with each other: a faith is no sibling of a people."""
    return _FACETS.get(entry.kind, entry.kind)


@lru_cache(maxsize=4_096)
def _ancestors(lists: Gazetteer, name: str) -> frozenset[str]:
    found: set[str] = set()
    open_names = [name]
    while open_names:
        for parent in lists.entries[open_names.pop()].parents:
            known = lists.named(parent)
            if known is not None and known.name not in found:
                found.add(known.name)
                open_names.append(known.name)
    return frozenset(found)


def _entries(name: str) -> Iterator[GazetteerEntry]:
    text = files("corpus.text").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            cells = [*line.split("\t"), "", "", ""]
            parents, others, demonyms = (
                tuple(one for one in cell.split("; ") if one) for cell in cells[2:5]
            )
            yield GazetteerEntry(cells[0], cells[1], parents, others, demonyms)


def _form(written: str, entry: GazetteerEntry) -> _Form:
    bare = written.rstrip("!~?")
    marks = written[len(bare) :]
    words = tuple(_folded(word) for word in _WORD.findall(bare))
    return _Form(words, entry, bare if "!" in marks else None, "~" in marks)


def _folded(word: str) -> str:
    """Return a word in small letters, without accents, its apostrophes straight."""
    bare = unicodedata.normalize("NFKD", word.lower())
    return "".join("'" if one in "’‘" else one for one in bare if not unicodedata.combining(one))


def _singulars(word: str) -> Iterator[str]:
    """Yield a word and what it may be the plural or the possessive of."""
    yield word
    word = word.removesuffix("'s")
    yield word
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("men", "man"), ("ren", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield word.removesuffix(ending) + instead


def _stands(
    form: _Form, text: str, words: list[re.Match[str]], folded: list[str], at: int, attached: bool
) -> bool:
    """Say whether the words of a name stand at a place, joined, and mean what it names there."""
    count = len(form.words)
    stop = at + count
    if stop > len(words) or folded[at + 1 : stop - 1] != list(form.words[1:-1]):
        return False
    if count > 1 and form.words[-1] not in _singulars(folded[stop - 1]):
        return False
    if count > 1 and not (attached or form.words[0] == folded[at]):
        return False
    joints = (text[words[n].end() : words[n + 1].start()] for n in range(at, stop - 1))
    if not all(_JOINT.fullmatch(joint) for joint in joints):
        return False
    written = text[words[at].start() : words[stop - 1].end()]
    if form.as_written is not None and not written.startswith(form.as_written):
        return False
    after = next(iter(folded[stop : stop + 1]), "")
    after = after if text[words[stop - 1].end() :][:1].isspace() else ""
    if form.beside_persons:
        plural = count == 1 and folded[at] == f"{form.words[0]}s" and written[0].isupper()
        return plural or any(one in _PERSONS for one in _singulars(after))
    return not (form.words in _COLOURS and any(one in _NO_PERSONS for one in _singulars(after)))


_COLOURS = (("black",), ("white",))

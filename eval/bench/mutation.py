"""Damage the bytes of a file in the ways that transfers, programs and hostile people do."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from random import Random
from typing import TypeAlias

from eval.bench.reshaping import ODD, reshape, reshape_json
from eval.bench.samples import unzipped, zipped

Mutation: TypeAlias = Callable[[Random, bytes, bytes], bytes]
"""Takes the content of a file, and that of another of its form, and returns it damaged."""

LONGEST = 2 * 1024**2
"""Bytes that a damaged file has at most, unless the file itself has more."""
_MARKUP = frozenset({"JATS", "TEI", "PubMed XML", "HTML"})
_ARCHIVES = frozenset({"DOCX", "PPTX", "zip"})
_ENCODINGS = "utf-16 utf-16-le utf-32 utf-8-sig latin-1 cp1252 cp037 utf-7 shift_jis".split()
_RAW = (
    *(b"\0", b"\x1b[2J", b"\xed\xa0\x80", b"\xff\xfe", b"&#0;", b"&#xD800;", b"&#x1F;", b"\r"),
    *(b"\\ud800", b"&nbsp;", b"<![CDATA[", b"-->", b"<!--", b"]]>", b"\\", b'"', b"%", b"{", b"}"),
)
_OPENINGS = (
    *(b"<b>", b"<div>", b"<sec>", b"<table><tr><td>", b"{", b"[", b"(", b"> ", b"- ", b"\\textbf{"),
    *(b"$", b"<<", b"*", b"_", b"`", b"![[", b"#", b"1. ", b"q ", b"{\\'"),
)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_ATTRIBUTE = re.compile(rb"(?<==)(?:\"[^\"<>]*\"|'[^'<>]*')")
_TAG = re.compile(rb"</?[A-Za-z][^<>]*>")
_STREAM = re.compile(
    rb"(?<=stream\n).*?(?=\r?\nendstream)|(?<=stream\r\n).*?(?=\r?\nendstream)", re.S
)


def mutate(random: Random, form: str, content: bytes, other: bytes) -> tuple[bytes, str]:
    """Return the content damaged one to three times, and the names of the damages."""
    particular = mutations_of(form)
    choice = random.choice((particular, particular, (*GENERAL, *particular)))
    names = []
    for _ in range(random.choice((1, 1, 2, 3))):
        act = random.choice(choice or GENERAL)
        names.append(act.__name__)
        if content:
            content = act(random, content, other)[: max(LONGEST, len(content))]
    return content, ", ".join(names)


def mutations_of(form: str) -> Sequence[Mutation]:
    """Return the damages that only a form knows; most leave it open to its reader."""
    if form in _MARKUP:
        return reshape, reshape, damage_tags, damage_attributes, replace_numbers
    if form in _ARCHIVES:
        return change_members, change_members, shuffle_members
    if form == "CSL-JSON":
        return reshape_json, replace_numbers
    if form == "PDF":
        return remake_streams, remake_streams, replace_numbers
    return replace_numbers, repeat_piece, move_piece, put_odd, nest, stretch


def flip_bits(random: Random, content: bytes, _other: bytes) -> bytes:
    """Flip up to 32 bits."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 32)):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut_short(random: Random, content: bytes, _other: bytes) -> bytes:
    """Leave out the end, as a broken transfer does."""
    return content[: random.randrange(len(content))]


def splice(random: Random, content: bytes, other: bytes) -> bytes:
    """Go on with the rest of another file."""
    return content[: random.randrange(len(content))] + other[random.randrange(len(other) + 1) :]


def repeat_piece(random: Random, content: bytes, _other: bytes) -> bytes:
    """Repeat a piece up to 2,000 times."""
    start, end = _piece(random, content)
    times = min(random.choice((1, 5, 50, 2000)), LONGEST // max(1, end - start))
    return content[:end] + content[start:end] * times + content[end:]


def drop_piece(random: Random, content: bytes, _other: bytes) -> bytes:
    """Leave out a piece."""
    start, end = _piece(random, content)
    return content[:start] + content[end:]


def move_piece(random: Random, content: bytes, other: bytes) -> bytes:
    """Put a piece of another file somewhere."""
    start, end = _piece(random, other or content)
    at = random.randrange(len(content))
    return content[:at] + (other or content)[start:end] + content[at:]


def damage_head(random: Random, content: bytes, _other: bytes) -> bytes:
    """Change bytes in the first hundred, where a file says what it is."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        changed[random.randrange(min(100, len(changed)))] = random.randrange(256)
    return bytes(changed)


def put_zeros(random: Random, content: bytes, _other: bytes) -> bytes:
    """Overwrite a piece by NULs, as a broken disk does."""
    start, end = _piece(random, content)
    return content[:start] + bytes(end - start) + content[end:]


def put_odd(random: Random, content: bytes, _other: bytes) -> bytes:
    """Put odd characters in a few places."""
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(content))
        odd = random.choice((*_RAW, random.choice(ODD).encode()))
        content = content[:at] + odd + content[at:]
    return content


def nest(random: Random, content: bytes, _other: bytes) -> bytes:
    """Open something up to 20,000 times."""
    at = random.randrange(len(content))
    times = random.choice((10, 200, 300, 2000, 20_000))
    return content[:at] + random.choice(_OPENINGS) * times + content[at:]


def stretch(random: Random, content: bytes, _other: bytes) -> bytes:
    """Repeat a few characters up to 100,000 times, which makes slow patterns slow."""
    start = random.randrange(len(content))
    few = content[start : start + random.randint(1, 6)]
    return content[:start] + few * random.choice((1000, 20_000, 100_000)) + content[start:]


def recode(random: Random, content: bytes, _other: bytes) -> bytes:
    """Write the text in another encoding than it says."""
    return content.decode("utf-8", "replace").encode(random.choice(_ENCODINGS), "replace")


def replace_numbers(random: Random, content: bytes, _other: bytes) -> bytes:
    """Replace some numbers by huge, negative and odd ones."""
    return _replaced(random, _NUMBER, content, lambda: random.choice(ODD).encode())


def damage_attributes(random: Random, content: bytes, _other: bytes) -> bytes:
    """Replace the values of some attributes."""
    return _replaced(random, _ATTRIBUTE, content, lambda: b'"%s"' % random.choice(ODD).encode())


def damage_tags(random: Random, content: bytes, _other: bytes) -> bytes:
    """Replace some tags by others of the file, or leave them out."""
    tags = [*_TAG.findall(content), b""]
    return _replaced(random, _TAG, content, lambda: random.choice(tags))


def change_members(random: Random, content: bytes, other: bytes) -> bytes:
    """Damage members of an archive and pack them again."""
    members = _members(content)
    if not members:
        return content
    for name in random.choices(list(members), k=random.randint(1, 3)):
        is_markup = PurePosixPath(name).suffix in (".xml", ".rels")
        choice = (*mutations_of("HTML"), *(reshape,) * 12, *GENERAL) if is_markup else GENERAL
        changed = members[name]
        if changed:
            changed = random.choice(choice)(random, changed, other)
        members[name] = changed[:LONGEST]
    return zipped(members)


def shuffle_members(random: Random, content: bytes, other: bytes) -> bytes:
    """Drop, rename, swap or add members of an archive."""
    members = {**_members(content)}
    if not members:
        return content
    for _ in range(random.randint(1, 3)):
        one, two = random.choice(list(members)), random.choice(list(members))
        act = random.randrange(4)
        if act == 0 and len(members) > 1:
            del members[one]
        elif act == 1:
            members[one], members[two] = members[two], members[one]
        elif act == 2:
            members[random.choice((f"../{one}", f"/{one}", f"{one}/", one.upper(), "x" * 300))] = (
                b"x"
            )
        else:
            members[f"{one}.zip"] = other
    return zipped(members)


def remake_streams(random: Random, content: bytes, other: bytes) -> bytes:
    """Damage what some streams of a PDF draw, and put it back where it was."""
    streams = list(_STREAM.finditer(content))
    drawn = [(one, _drawn(one[0])) for one in random.sample(streams, min(20, len(streams)))]
    chosen = [(one, text) for one, text in drawn if b"BT" in text or b"beginbf" in text][:3]
    if not chosen:
        return replace_numbers(random, content, other)
    for found, text in sorted(chosen, key=lambda one: -one[0].start()):
        act = random.choice((*_OF_DRAWINGS, put_odd, flip_bits))
        changed = act(random, text, text)[:LONGEST]
        packed = changed if text == found[0] else zlib.compress(changed, 9)
        # Of equal length where it can be: else all that comes after it is looked for in vain.
        content = content[: found.start()] + packed.ljust(len(found[0])) + content[found.end() :]
    return content


_OF_DRAWINGS: tuple[Mutation, ...] = (replace_numbers, repeat_piece, move_piece, drop_piece)


def _drawn(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


GENERAL: tuple[Mutation, ...] = (
    *(flip_bits, cut_short, splice, repeat_piece, drop_piece, move_piece, damage_head, put_zeros),
    *(put_odd, nest, stretch, recode, replace_numbers),
)
"""Damages that any file may suffer."""


def _piece(random: Random, content: bytes) -> tuple[int, int]:
    start = random.randrange(len(content))
    return start, min(len(content), start + random.choice((1, 16, 300, 4000, 40_000)))


def _replaced(
    random: Random, pattern: re.Pattern[bytes], content: bytes, odd: Callable[[], bytes]
) -> bytes:
    """Return the content with a few of the finds, or one in ten of them, replaced."""
    found = list(pattern.finditer(content))
    few = min(len(found), random.choice((1, 3, 10, len(found) // 10)))
    for one in sorted(random.sample(found, few), key=lambda one: -one.start()):
        content = content[: one.start()] + odd() + content[one.end() :]
        if len(content) > LONGEST:
            break
    return content


def _members(content: bytes) -> dict[str, bytes]:
    try:
        return unzipped(content)
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, NotImplementedError, OSError):
        return {}

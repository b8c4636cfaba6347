"""Judge the names of an archive's members: which are safe, which are to be passed over."""

from __future__ import annotations

import re
import stat
import unicodedata
from pathlib import PurePosixPath
from zipfile import ZipInfo

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that a terminal obeys, or that make a name look like another."""
_LONGEST_PART = 255
"""Bytes of one part of a path, on every usual file system."""
_LONGEST_PATH = 1000
"""Bytes; room is left for the folder that it goes into."""
_SHOWN = 1000
_PACKED = re.compile(r"\.(?:zip|7z|rar|tar|tgz|gz|bz2|xz)$", re.IGNORECASE)


def name_of(member: ZipInfo) -> str:
    """Return a member's name as its maker wrote it, the parts of its path parted by "/".

    Many programs write UTF-8 and do not say so; old ones on Windows part by backslashes.
    """
    name = member.orig_filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode()
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = member.orig_filename
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def shown(name: str) -> str:
    """Return a name fit to be printed."""
    plain = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", name)
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}\N{HORIZONTAL ELLIPSIS}"


def is_hidden(name: str) -> bool:
    """Say whether a name is one that systems leave behind and nobody put there."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    left_behind = ("__macosx", "thumbs.db", "desktop.ini", "icon\r")
    return ".." not in parts and any(
        part.startswith(".") or part.lower() in left_behind for part in parts
    )


def fault_in_name(name: str) -> str | None:
    """Return why nothing may be written under a name, with the remedy; None where it may."""
    remedy = "rename it and pack the archive again"
    parts = name.split("/")
    if _UNSEEN.search(name):
        return f"its name holds characters that cannot be seen; {remedy}"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return f"its name is a place on the disk, outside of the archive; {remedy}"
    if ".." in parts:
        return f"its name climbs out of the archive; {remedy}"
    if not any(part not in ("", ".") for part in parts):
        return f"it has no name; {remedy}"
    longest = max(len(part.encode()) for part in parts)
    if longest > _LONGEST_PART or len(name.encode()) > _LONGEST_PATH:
        return f"its name is longer than a file system takes; {remedy}"
    if _PACKED.search(name):
        return "an archive within the archive; unpack it first and add what comes out"
    return None


def fault_in_kind(member: ZipInfo) -> str | None:
    """Return why a member is no file to be unpacked; None where it is one."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "a link to another place; pack the file itself"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "a device or pipe and no file; leave it out"
    return None


def place_of(name: str) -> PurePosixPath:
    """Return the relative path that a name without a fault stands for."""
    return PurePosixPath(*(part for part in name.split("/") if part not in ("", ".")))


def key_of(place: PurePosixPath) -> str:
    """Return what two names share that some file systems hold to be one."""
    return unicodedata.normalize("NFC", str(place).casefold())

"""Take files out of a zip archive without trusting what the archive says of itself."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from corpus.errors import RefusedFile

_PIECE = 1024 * 1024
_ENTRY = 46
"""Bytes of the shortest entry in the directory at an archive's end."""
_LOCAL_HEADER = 30
"""Bytes in front of a member's own, besides its name."""
_NAME_ROOM = 1024
"""Bytes of names and comments that a member's entry in the directory may have."""
_SUSPECT_RATIO = 200
"""No file of research literature packs this small; a run of one byte packs to a thousandth."""
_SUSPECT_SIZE = 1024 * 1024
_METHODS = {9: "Deflate64", 12: "BZIP2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
_END = struct.Struct("<4s4H2LH")
_LOCATOR64 = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")


def open_zip(path: Path, most_members: int) -> ZipFile:
    """Return the open archive; raise RefusedFile where it is none, damaged, or has too many."""
    crowded = f"holds more than {most_members:,} files; add it in parts"
    with path.open("rb") as file:
        begins_well = file.read(2) == b"PK"
        if _directory_size(file) > most_members * (_ENTRY + _NAME_ROOM):
            raise RefusedFile(str(path), crowded)
    try:
        archive = ZipFile(path)
    except (BadZipFile, ValueError, struct.error, NotImplementedError, OSError) as error:
        reason = "not a zip archive; name it by its true form"
        if begins_well:
            reason = "a zip archive that is cut short or damaged at its end; fetch it again"
        raise RefusedFile(str(path), reason) from error
    if len(archive.infolist()) > most_members:
        archive.close()
        raise RefusedFile(str(path), crowded)
    return archive


def _directory_size(file: BinaryIO) -> int:
    """Return the bytes of the archive's directory, which the zipfile module reads at one go.

    It is 0 where there is none: the zipfile module finds that out too.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - 0xFFFF - _END.size - _LOCATOR64.size - _END64.size))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        return 0
    stated = int(_END.unpack_from(tail, place)[5])
    if place < _LOCATOR64.size:
        return stated
    before = place - _LOCATOR64.size
    signature, _, offset, _ = _LOCATOR64.unpack_from(tail, before)
    if signature != b"PK\x06\x07":
        return stated
    places = (size - len(tail) + before - _END64.size, offset)
    return max(stated, *(_directory_size64(file, place) for place in places))


def _directory_size64(file: BinaryIO, place: int) -> int:
    """Return what the record of a large archive says at a place; 0 where there is none."""
    if not 0 <= place < 2**62:
        return 0
    file.seek(place)
    record = file.read(_END64.size)
    if len(record) < _END64.size or not record.startswith(b"PK\x06\x06"):
        return 0
    return int(_END64.unpack(record)[8])


def pieces(archive: ZipFile, member: ZipInfo, most: int) -> Iterator[bytes]:
    """Yield the bytes of a member, counted as they come; raise RefusedFile past `most`."""
    fault = _fault_in(member, most)
    if fault:
        raise RefusedFile(member.filename, fault)
    count = 0
    try:
        with archive.open(member) as file:
            while piece := file.read(_PIECE):
                count += len(piece)
                if count > most:
                    raise RefusedFile(member.filename, _too_large(most))
                yield piece
    except (BadZipFile, zlib.error, EOFError, ValueError) as error:
        reason = "damaged or cut short, its checksum does not fit; fetch or save it again"
        raise RefusedFile(member.filename, reason) from error
    except RuntimeError as error:
        reason = "packed in a way that this does not read; pack it again in the usual way"
        raise RefusedFile(member.filename, reason) from error
    if count != member.file_size:
        reason = f"has {count:,} bytes where {member.file_size:,} were stated; fetch it again"
        raise RefusedFile(member.filename, reason)


def _fault_in(member: ZipInfo, most: int) -> str | None:
    """Return why a member is not to be opened, as far as the directory tells."""
    if member.header_offset < 0:
        return "damaged, it is said to begin before its archive does; fetch or save it again"
    if member.flag_bits & 0x2041:
        return "encrypted; unpack it with its password and add what comes out"
    # Others may ask for gigabytes of memory before their first byte.
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        method = _METHODS.get(member.compress_type, str(member.compress_type))
        return f"packed by the method {method}, which this does not read; pack it again as usual"
    if member.file_size > most:
        return _too_large(most)
    packed = max(1, member.compress_size)
    if member.file_size > _SUSPECT_SIZE and member.file_size > packed * _SUSPECT_RATIO:
        times = member.file_size // packed
        return f"unpacks to {times:,} times its size, as a zip bomb does; leave it out"
    return None


def _too_large(most: int) -> str:
    size = f"{most // 1024**2:,} MB" if most >= 1024**2 else f"{most:,} bytes"
    return f"larger than {size} when unpacked; split it or leave it out"


def overlapping(archive: ZipFile) -> set[int]:
    """Return the places in the directory of members that share bytes with another one.

    So a bomb of a few megabytes holds petabytes, each member small and honestly packed.
    """
    spans = sorted(
        (member.header_offset, _end(member), place)
        for place, member in enumerate(archive.infolist())
    )
    return set(_shared([*spans, (archive.start_dir, archive.start_dir, -1)])) - {-1}


def _end(member: ZipInfo) -> int:
    """Return where a member ends at the earliest; its own header may be longer than stated."""
    name = member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437", "replace")
    return member.header_offset + _LOCAL_HEADER + len(name) + member.compress_size


def _shared(spans: Iterable[tuple[int, int, int]]) -> Iterator[int]:
    """Yield the places of spans, in order of their start, that reach into each other."""
    furthest, holder = -1, -1
    for start, end, place in spans:
        if start < furthest:
            yield from (holder, place)
        if end > furthest:
            furthest, holder = end, place

"""Unpack a zip archive into a folder, and nothing outside of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from corpus.errors import RefusedFile
from corpus.settings import Bounds
from corpus.unzip import open_zip, overlapping, pieces
from ingest.members import (
    fault_in_kind,
    fault_in_name,
    is_hidden,
    key_of,
    name_of,
    place_of,
    shown,
)


def unpack(path: Path, into: Path, bounds: Bounds) -> list[tuple[str, Path | RefusedFile]]:
    """Unpack an archive into an empty folder; return each member's name with place or refusal.

    A name reads "export.zip/files/12/paper.pdf", and the folders of the archive are kept, so
    that a reference file in it finds its attachments. A member that cannot be unpacked costs
    one refusal and the others go on; past `bounds.archive_bytes` all that is left is refused.
    What systems leave behind, such as `__MACOSX/` and `.DS_Store`, is passed over. An archive
    within the archive is refused: each further layer would multiply the bounds.

    Raises RefusedFile for an archive that cannot be opened, has too many members, or none.
    """
    with open_zip(path, bounds.archive_members) as archive:
        unpacking = _Unpacking(archive, into, bounds, overlapping(archive))
        members = [
            (f"{path.name}/{shown(name)}", unpacking.settle(number, member))
            for number, member in enumerate(archive.infolist())
            if not ((name := name_of(member)).endswith("/") or is_hidden(name))
        ]
    if not members:
        raise RefusedFile(str(path), "the archive holds no files; pack the papers themselves")
    return [
        (name, RefusedFile(name, result) if isinstance(result, str) else result)
        for name, result in members
    ]


@dataclass
class _Unpacking:
    """How far the unpacking of one archive has come."""

    archive: ZipFile
    into: Path
    bounds: Bounds
    sharing: set[int]
    """The members, by their number, that share bytes with another one."""
    written: int = 0
    """Bytes so far, those of refused members included."""
    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)

    def settle(self, number: int, member: ZipInfo) -> Path | str:
        """Return the file that a member became, or the reason why it became none."""
        name = name_of(member)
        fault = fault_in_name(name) or fault_in_kind(member)
        if fault:
            return fault
        if number in self.sharing:
            return "shares its bytes with another member, as in a zip bomb; pack the archive again"
        place = place_of(name)
        fault = self._clash(place)
        return fault or self._written(member, place)

    def _clash(self, place: PurePosixPath) -> str | None:
        """Return why a name cannot stand beside those before it; note it where it can."""
        key = key_of(place)
        above = {key_of(folder) for folder in place.parents if folder.name}
        if key in self.files or key in self.folders or above & self.files:
            return (
                "another member has this name, or one that differs in letter case only; rename one"
            )
        self.files.add(key)
        self.folders |= above
        return None

    def _written(self, member: ZipInfo, place: PurePosixPath) -> Path | str:
        left = self.bounds.archive_bytes - self.written
        if member.file_size <= self.bounds.file_bytes and member.file_size > left:
            # From here on the archive has had its share, whatever a smaller member might need.
            self.written = self.bounds.archive_bytes
        if self.written >= self.bounds.archive_bytes:
            size = f"{self.bounds.archive_bytes // 1024**2:,} MB"
            return f"the archive unpacks to more than {size}; unpack it and add it in parts"
        target = self.into / place
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._write(member, target)
        except RefusedFile as refusal:
            return refusal.reason
        except OSError as error:
            return f"cannot be unpacked ({error.strerror}); free some space or rename it"
        return target

    def _write(self, member: ZipInfo, target: Path) -> None:
        file = target.open("xb")
        try:
            with file:
                for piece in pieces(self.archive, member, self.bounds.file_bytes):
                    self.written += len(piece)
                    file.write(piece)
        except (RefusedFile, OSError):
            target.unlink()
            raise

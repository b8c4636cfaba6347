"""What a snapshot says of itself, and whether the archive holds that and nothing else."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from pydantic import TypeAdapter, ValidationError

from corpus.database import TABLES_VERSION, WITHOUT_SENTENCES
from corpus.embed import Fingerprint
from corpus.errors import LibraryError, RefusedFile
from corpus.unzip import overlapping, pieces

FORMAT = 1
CATALOG, VECTORS, MANIFEST = "catalog.sqlite", "vectors.f32", "manifest.json"
_NAME = re.compile(rf"{CATALOG}|{VECTORS}|files/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}")
_LONGEST_MANIFEST = 256 * 1024**2  # bytes


@dataclass(frozen=True)
class Member:
    """One file in a snapshot."""

    size: int
    """Bytes, unpacked."""
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a snapshot says of itself."""

    format: int
    program: str
    """The version that wrote it."""
    catalog: int
    """The version of the catalog's tables."""
    snapshot: str
    """The id that the library's answers carry."""
    papers: int
    passages: int
    model: Fingerprint
    members: dict[str, Member]
    """By name, the manifest itself left out."""


manifest_json: TypeAdapter[Manifest] = TypeAdapter(Manifest)


def original_name(content: str) -> str:
    """Return the name of an original in a snapshot, the place it has in a library's folder."""
    return f"files/{content[:2]}/{content}"


def read_manifest(file: Path, archive: ZipFile) -> Manifest:
    """Return the manifest of a snapshot, with which the names and number of its files agree.

    Raises LibraryError where it is no snapshot, or one that this version cannot read.
    """
    try:
        told = b"".join(pieces(archive, archive.getinfo(MANIFEST), _LONGEST_MANIFEST))
        manifest = manifest_json.validate_json(told)
    except (KeyError, ValidationError, RefusedFile) as error:
        raise LibraryError(
            f"{file}: not a snapshot of a library; name a file that evidence snapshot wrote"
        ) from error
    if manifest.format != FORMAT or manifest.catalog not in (TABLES_VERSION, WITHOUT_SENTENCES):
        raise LibraryError(
            f"{file}: made by version {manifest.program} of this program (catalog "
            f"{manifest.catalog}, expected {TABLES_VERSION}); use that version"
        )
    _check_members(file, archive, manifest)
    return manifest


def _check_members(file: Path, archive: ZipFile, manifest: Manifest) -> None:
    """Refuse an archive that holds anything but what its manifest lists, under our own names."""
    names = [member.filename for member in archive.infolist()]
    strange = [name for name in names if name != MANIFEST and not _NAME.fullmatch(name)]
    links = [one.filename for one in archive.infolist() if stat.S_ISLNK(one.external_attr >> 16)]
    if strange or links or overlapping(archive):
        what = (strange or links or ["two members that share their bytes"])[0]
        raise LibraryError(
            f"{file}: holds {what!r:.200}, which no snapshot does; it is not restored"
        )
    if sorted(names) != sorted([*manifest.members, MANIFEST]) or CATALOG not in manifest.members:
        raise LibraryError(
            f"{file}: its files are not those that its manifest lists; fetch or write it again"
        )

"""The few settings, from the environment or the command line."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import SettingsError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
QUOTING = "quoting"
EUROPE_PMC = "https://www.ebi.ac.uk/europepmc/webservices/rest"
CROSSREF = "https://api.crossref.org"
OPENALEX = "https://api.openalex.org"


@dataclass(frozen=True)
class Bounds:
    """How much one file may ask for before it is refused."""

    file_bytes: int = 300 * 1024**2
    """A larger file is not opened."""
    upload_bytes: int = 100 * 1024**2
    """A larger file is not taken from a browser; on this machine `evidence add` opens it."""
    characters: int = 5_000_000
    """Of text; no paper has more, and a long book fewer."""
    pages: int = 3_000
    """Of a PDF."""
    page_operators: int = 500_000
    """Drawing operators on one page of a PDF; a page of text has some thousands."""
    seconds: int = 60
    """For reading one file."""
    memory: int = 4 * 1024**3
    """Bytes of address space of a reading process, where the system can hold it to that."""
    archive_members: int = 20_000
    """Files in one archive."""
    archive_bytes: int = 4 * 1024**3
    """Of all files in one archive, unpacked."""


USUAL_BOUNDS = Bounds()


@dataclass(frozen=True)
class Settings:
    """Where the library lies and which model embeds it."""

    library: Path = Path("library")
    """The library folder."""
    model: str = DEFAULT_MODEL
    """The packaged model, or a sentence-transformers model by folder or by name."""
    chroma: str | None = None
    """Address of a Chroma server; None keeps the vectors in the library folder."""
    europe_pmc: str = EUROPE_PMC
    """Where Europe PMC or a mirror of it is asked, when papers are fetched by identifier."""
    crossref: str = CROSSREF
    openalex: str = OPENALEX
    contact: str | None = None
    """An e-mail address that the services are told, as they ask for; None tells them none."""
    bounds: Bounds = USUAL_BOUNDS
    nli: Path | None = None
    """Folder of a cross-encoder that judges entailment when a text is verified; None for none."""
    reads_closely: bool = True
    """Whether the judge reads question and sentence together, which takes some tenths of a second
    more a question."""
    writer: str = QUOTING
    """Who writes answers: "quoting", or a language model such as "ollama/NAME"."""
    writer_address: str | None = None
    """Base address of the server of that model; None for the usual one of its kind."""


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that the environment gives; empty counts as not set.

    Reads EVIDENCE_LIBRARY, EVIDENCE_MODEL, EVIDENCE_CHROMA, EVIDENCE_EUROPE_PMC,
    EVIDENCE_CROSSREF, EVIDENCE_OPENALEX, EVIDENCE_CONTACT, EVIDENCE_BOUNDS, EVIDENCE_NLI,
    EVIDENCE_JUDGE,
    EVIDENCE_WRITER and EVIDENCE_WRITER_ADDRESS.
    """
    chroma = environment.get("EVIDENCE_CHROMA") or None
    if chroma is not None:
        _check_address(chroma)
    contact = environment.get("EVIDENCE_CONTACT") or None
    if contact is not None:
        _check_contact(contact)
    nli = environment.get("EVIDENCE_NLI")
    return Settings(
        library=Path(environment.get("EVIDENCE_LIBRARY") or "library").expanduser(),
        model=environment.get("EVIDENCE_MODEL") or DEFAULT_MODEL,
        chroma=chroma,
        europe_pmc=_service(environment, "EVIDENCE_EUROPE_PMC", EUROPE_PMC),
        crossref=_service(environment, "EVIDENCE_CROSSREF", CROSSREF),
        openalex=_service(environment, "EVIDENCE_OPENALEX", OPENALEX),
        contact=contact,
        bounds=_bounds(environment),
        nli=Path(nli).expanduser() if nli else None,
        reads_closely=_reads_closely(environment.get("EVIDENCE_JUDGE") or "close"),
        writer=environment.get("EVIDENCE_WRITER") or QUOTING,
        writer_address=environment.get("EVIDENCE_WRITER_ADDRESS") or None,
    )


def _reads_closely(told: str) -> bool:
    if told not in ("close", "light"):
        raise SettingsError(f"EVIDENCE_JUDGE is {told!r}; expected close or light")
    return told == "close"


def _bounds(environment: Mapping[str, str]) -> Bounds:
    """Return the bounds, with those that EVIDENCE_BOUNDS sets: "pages=5000,seconds=120"."""
    written = environment.get("EVIDENCE_BOUNDS") or ""
    known = {field.name for field in fields(Bounds)}
    found: dict[str, int] = {}
    for part in filter(None, written.replace(" ", "").split(",")):
        name, _, number = part.partition("=")
        if name not in known or not number.isdigit() or int(number) == 0:
            raise SettingsError(
                f"EVIDENCE_BOUNDS is {written!r}; expected such as pages=5000,seconds=120, "
                f"with names from: {', '.join(sorted(known))}"
            )
        found[name] = int(number)
    return Bounds(**found)


def is_private(address: str) -> bool:
    """Say whether what is sent to a web address is read by nobody on the way.

    So it is over https, and over http to this machine itself.
    """
    scheme = urlsplit(address).scheme
    return scheme == "https" or (scheme == "http" and is_this_machine(address))


def is_this_machine(address: str) -> bool:
    """Say whether a web address is this machine's own."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_address(chroma: str) -> None:
    expected = "expected http://host:port or https://host:port"
    try:
        parts = urlsplit(chroma)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port
    except ValueError:
        usable = None
    if not usable:
        raise SettingsError(f"EVIDENCE_CHROMA is {chroma!r}; {expected}")


def _service(environment: Mapping[str, str], variable: str, default: str) -> str:
    """Return the base address of a service, without a slash at its end."""
    address = environment.get(variable) or default
    try:
        parts = urlsplit(address)
        # Reading the port is what finds a bad one.
        plain = parts.hostname and not (parts.query or parts.fragment or "@" in parts.netloc)
        usable = plain and parts.port != 0 and not re.search(r"\s", address)
    except ValueError:
        usable = False
    if not usable or not is_private(address):
        expected = "https://host/path, or http://127.0.0.1:port for a mirror on this machine"
        raise SettingsError(f"{variable} is {address!r}; expected {expected}")
    return address.rstrip("/")


def _check_contact(contact: str) -> None:
    if not re.fullmatch(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,}", contact):
        raise SettingsError(f"EVIDENCE_CONTACT is {contact!r}; expected an e-mail address")

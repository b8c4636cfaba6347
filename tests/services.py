"""Europe PMC, Crossref and OpenAlex on this machine, in the shapes that they document."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from corpus.settings import Settings
from ingest.fetch.client import Client
from ingest.fetch.manners import Manners

QUICK = Manners(a_second=1e6, first_wait=0.001, longest_wait=5, silence=10, answer=20, rest=0.2)


@dataclass(frozen=True)
class Reply:
    """What is sent back; a body shorter than `length` is one that broke off."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    delay: float = 0.0
    """Seconds before the first byte."""
    drip: float = 0.0
    """Seconds after each byte."""


def told(content: object, status: int = 200, **headers: str) -> Reply:
    """Return a reply in JSON."""
    return Reply(json.dumps(content).encode(), status, headers)


NOWHERE = Reply(b"Resource not found.", 404, {"Content-Type": "text/plain"})
LOG_IN = Reply(b"<!DOCTYPE html><html><body>Log in to the guest network</body></html>")


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@dataclass
class Services:
    """The three services: what each replies to a path, and what it was asked.

    A path may have several replies, given one after the other; the last one stays.
    """

    address: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Paths with what was asked, as sent, in order."""
    headers: list[dict[str, str]] = field(default_factory=list)

    def put(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def reply(self, path: str) -> Reply:
        """Return what is sent for a path; a paper nobody put there is known to nobody."""
        parts = urlsplit(path)
        plain = unquote(parts.path)
        query = parse_qs(parts.query)
        for name in (f"{plain} {query.get('query', query.get('filter', ['']))[0]}", plain):
            if name.strip() in self.replies:
                waiting = self.replies[name.strip()]
                return waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if plain == "/epmc/search":
            return told({"hitCount": 0, "resultList": {"result": []}})
        if plain == "/crossref/works":
            return told({"status": "ok", "message-type": "work-list", "message": {"items": []}})
        return NOWHERE

    @property
    def settings(self) -> Settings:
        return Settings(
            europe_pmc=f"{self.address}/epmc",
            crossref=f"{self.address}/crossref",
            openalex=f"{self.address}/openalex",
        )

    def client(self, folder: Path, manners: Manners = QUICK, **options: Any) -> Client:
        settings = replace(self.settings, **options.pop("settings", {}))
        return Client(settings, folder / "fetched", manners, **options)

    def count(self, service: str) -> int:
        return sum(path.startswith(f"/{service}") for path in self.asked)


@contextmanager
def services() -> Iterator[Services]:
    """Serve the three services on a free port of this machine."""
    held = Services()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(held))
    # A reply that hangs must not hold up the end of the test.
    server.daemon_threads, server.block_on_close = True, False
    held.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _pieces(reply: Reply) -> Iterable[bytes]:
    return (bytes([one]) for one in reply.body) if reply.drip else [reply.body]


def _handler(held: Services) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            held.asked.append(self.path)
            held.headers.append(dict(self.headers))
            reply = held.reply(self.path)
            time.sleep(reply.delay)
            try:
                self.send_response(reply.status)
                length = len(reply.body) if reply.length is None else reply.length
                for name, value in {"Content-Length": str(length), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                for piece in _pieces(reply):
                    self.wfile.write(piece)
                    time.sleep(reply.drip)
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, *_arguments: object) -> None:
            """Say nothing: what was asked stands in `asked`."""

    return Handler


DOI, PMID, PMCID = "10.1000/asthma.7", "31000007", "PMC7000007"
TITLE = "Air and asthma in two cities"

EUROPE = {
    "id": PMID,
    "source": "MED",
    "pmid": PMID,
    "pmcid": PMCID,
    "doi": "10.1000/ASTHMA.7",
    "title": "Air and <i>asthma</i> in two cities.",
    "authorString": "Ng AB, Ray B, Air Study Group.",
    "authorList": {
        "author": [
            {"fullName": "Ng AB", "firstName": "Ada B", "lastName": "Ng", "initials": "AB"},
            {"fullName": "Ray B", "lastName": "Ray", "initials": "B"},
            {"collectiveName": "Air Study Group"},
        ]
    },
    "journalInfo": {
        "issue": "2",
        "volume": "7",
        "yearOfPublication": 2020,
        "journal": {"title": "Journal of examples", "issn": "0000-0000"},
    },
    "pubYear": "2020",
    "pageInfo": "1104-9",
    "abstractText": "<h4>Background</h4>Air differs &amp; so do lungs.<h4>Results</h4>Visits rose.",
    "language": "eng",
    "pubTypeList": {"pubType": ["research-article", "Journal Article"]},
    "isOpenAccess": "Y",
    "inEPMC": "Y",
    "license": "cc by-nc",
}
CROSSREF = {
    "DOI": DOI,
    "type": "journal-article",
    "title": ["Air and asthma in two cities"],
    "subtitle": [],
    "author": [
        {"given": "Ada B.", "family": "Ng", "sequence": "first"},
        {"name": "Air Study Group", "sequence": "additional"},
    ],
    "container-title": ["Journal of Examples"],
    "volume": "7",
    "issue": "2",
    "page": "1104-1109",
    "published-online": {"date-parts": [[2019, 12, 30]]},
    "published-print": {"date-parts": [[2020, 2]]},
    "issued": {"date-parts": [[2019, 12, 30]]},
    "language": "en",
    "license": [
        {"URL": "https://example.org/tdm", "content-version": "tdm", "delay-in-days": 0},
        {
            "URL": "http://creativecommons.org/licenses/by-nc/4.0/",
            "content-version": "vor",
            "delay-in-days": 0,
        },
    ],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>Air differs.</jats:p>",
}
OPENALEX = {
    "id": "https://openalex.org/W7",
    "doi": "https://doi.org/10.1000/asthma.7",
    "title": TITLE,
    "display_name": TITLE,
    "publication_year": 2019,
    "language": "en",
    "ids": {
        "openalex": "https://openalex.org/W7",
        "doi": "https://doi.org/10.1000/asthma.7",
        "pmid": f"https://pubmed.ncbi.nlm.nih.gov/{PMID}",
        "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/7000007",
    },
    "authorships": [
        {"author": {"display_name": "Ada B. Ng"}, "raw_author_name": "Ada B. Ng"},
    ],
    "primary_location": {"source": {"display_name": "Journal of Examples"}},
    "best_oa_location": {"license": "cc-by-nc", "version": "publishedVersion", "is_oa": True},
    "open_access": {"is_oa": True, "oa_status": "gold"},
    "biblio": {"volume": "7", "issue": "2", "first_page": "1104", "last_page": "1109"},
    "is_retracted": False,
}


def jats(
    pmcid: str | None = PMCID,
    licence: str = '<license><license-p>Under CC BY <ext-link xmlns:x="http://www.w3.org/1999/xlink"'
    ' x:href="https://creativecommons.org/licenses/by-nc/4.0/"/></license-p></license>',
    body: str = "<body><sec><title>Results</title><p>Visits rose.</p></sec></body>",
) -> Reply:
    """Return a full text as Europe PMC gives it out."""
    ids = f'<article-id pub-id-type="doi">{DOI}</article-id>'
    if pmcid:
        ids += f'<article-id pub-id-type="pmcid">{pmcid}</article-id>'
    meta = f"<article-meta>{ids}<permissions>{licence}</permissions></article-meta>"
    return Reply(f"<article><front>{meta}</front>{body}</article>".encode())


def europe(*results: object, **changes: object) -> Reply:
    """Return a list of results of Europe PMC; without any, the one paper with these changes."""
    found = list(results) or [{**EUROPE, **changes}]
    return told({"version": "6.9", "hitCount": len(found), "resultList": {"result": found}})


def crossref(**changes: object) -> Reply:
    message = {**CROSSREF, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return told({"status": "ok", "message-type": "work", "message": message})


def works(*items: object) -> Reply:
    message = {"total-results": len(items), "items": list(items)}
    return told({"status": "ok", "message-type": "work-list", "message": message})


def openalex(**changes: object) -> Reply:
    return told({**OPENALEX, **changes})


def put_paper(held: Services) -> None:
    """Let all three services know the paper, under all its identifiers."""
    for question in (f'DOI:"{DOI}"', f"EXT_ID:{PMID} AND SRC:MED", f"PMCID:{PMCID}"):
        held.put(f"/epmc/search {question}", europe())
    held.put(f"/epmc/{PMCID}/fullTextXML", jats())
    held.put(f"/crossref/works/{DOI}", crossref())
    held.put(f"/openalex/works/doi:{DOI}", openalex())
    held.put(f"/openalex/works/pmid:{PMID}", openalex())

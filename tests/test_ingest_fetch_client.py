"""Services are asked politely, nowhere else, never twice, and believed only so far."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from services import DOI, LOG_IN, QUICK, Clock, Reply, Services, crossref, services, told

from corpus.errors import ServiceError
from corpus.settings import Settings
from ingest.fetch import openalex
from ingest.fetch.client import Client
from ingest.fetch.crossref import find
from ingest.fetch.identifier import Identifier
from ingest.fetch.manners import Manners

WORK = f"/crossref/works/{DOI}"


@pytest.fixture
def net() -> Iterator[Services]:
    with services() as held:
        yield held


def trouble(net: Services, folder: Path, manners: Manners = QUICK, doi: str = DOI) -> str:
    with net.client(folder, manners) as client, pytest.raises(ServiceError) as error:
        find(doi, client)
    assert str(error.value).startswith("Crossref: ")
    return str(error.value)


def test_what_is_sent_tells_nothing_of_the_machine(net: Services, tmp_path: Path) -> None:
    net.put(WORK, crossref())
    with net.client(tmp_path) as client:
        find(DOI, client)
    assert net.asked == ["/crossref/works/10.1000%2Fasthma.7"]
    (sent,) = net.headers
    assert sent.pop("User-Agent").startswith("equity-evidence/")
    assert {name.lower() for name in sent} == {"host", "accept", "accept-encoding", "connection"}


def test_a_contact_is_told_and_is_no_part_of_what_is_kept(net: Services, tmp_path: Path) -> None:
    net.put(WORK, crossref())
    with net.client(tmp_path, settings={"contact": "ada@example.org"}) as client:
        find(DOI, client)
    assert net.asked == ["/crossref/works/10.1000%2Fasthma.7?mailto=ada%40example.org"]
    (kept,) = (tmp_path / "fetched").iterdir()
    assert b"ada" not in kept.read_bytes().replace(b"Ada", b"")
    with net.client(tmp_path) as client:
        find(DOI, client)
    assert len(net.asked) == 1


def test_openalex_is_told_no_contact(net: Services, tmp_path: Path) -> None:
    with net.client(tmp_path, settings={"contact": "ada@example.org"}) as client:
        assert openalex.find(Identifier("doi", DOI), client) is None
    assert [path for path in net.asked if "ada" in path] == []


def test_cookies_are_not_sent_back(net: Services, tmp_path: Path) -> None:
    net.put(WORK, replace(crossref(), headers={"Set-Cookie": "who=1"}))
    with net.client(tmp_path, refresh=True) as client:
        find(DOI, client)
        find(DOI, client)
    assert len(net.headers) == 2
    assert "Cookie" not in net.headers[1]


def test_proxies_of_the_environment_are_not_used(
    net: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    net.put(WORK, crossref())
    with net.client(tmp_path) as client:
        assert find(DOI, client) is not None


def test_a_busy_service_is_asked_again_when_it_says(net: Services, tmp_path: Path) -> None:
    clock = Clock()
    net.put(WORK, told({}, 429, **{"Retry-After": "3"}), told({}, 503), crossref())
    with net.client(tmp_path, clock=clock, sleep=clock.sleep) as client:
        assert find(DOI, client) is not None
    assert len(net.asked) == 3
    assert clock.slept[0] == 3.0
    assert max(clock.slept[1:]) < 1.0


def test_a_403_of_who_asks_too_often_is_asked_again(net: Services, tmp_path: Path) -> None:
    net.put(WORK, told({"message": "Rate limit exceeded"}, 403), crossref())
    with net.client(tmp_path) as client:
        assert find(DOI, client) is not None
    net.put(WORK, told({}, 403))
    often = pytest.raises(ServiceError, match=r"asked too often.*try again later")
    with net.client(tmp_path, refresh=True) as client, often:
        find(DOI, client)


def test_a_service_that_wants_long_rest_is_left_alone(net: Services, tmp_path: Path) -> None:
    clock = Clock()
    net.put(WORK, told({}, 429, **{"Retry-After": "7200"}))
    net.put("/crossref/works/10.1000/b", crossref(DOI="10.1000/b"))
    with net.client(tmp_path, clock=clock, sleep=clock.sleep) as client:
        for doi in (DOI, "10.1000/b"):
            with pytest.raises(ServiceError, match="429 and asks for 7200 s of rest"):
                find(doi, client)
        assert len(net.asked) == 1
        clock.time += 7201
        assert find("10.1000/b", client) is not None
    assert clock.slept == []


def test_a_service_that_is_down_is_named_with_the_remedy(net: Services, tmp_path: Path) -> None:
    net.put(WORK, Reply(b"oops", 500))
    message = trouble(net, tmp_path)
    assert "answered 500, after 4 tries; try again later; the same command goes on" in message
    assert len(net.asked) == 4
    assert not (tmp_path / "fetched").exists()


def test_one_bad_address_does_not_silence_a_service_but_two_do(
    net: Services, tmp_path: Path
) -> None:
    for name in "ab":
        net.put(f"/crossref/works/10.1000/{name}", Reply(b"oops", 500))
    net.put(WORK, crossref())
    with net.client(tmp_path, replace(QUICK, rest=60)) as client:
        for doi in ("10.1000/a", "10.1000/b"):
            with pytest.raises(ServiceError):
                find(doi, client)
            if doi == "10.1000/a":
                assert find(DOI, client) is not None
        with pytest.raises(ServiceError):
            find("10.1000/a", client)
        asked = len(net.asked)
        with pytest.raises(ServiceError, match="answered 500"):
            find("10.1000/c", client)
        assert len(net.asked) == asked
        assert find(DOI, client) is not None, "what is kept needs no service"


def test_a_service_that_is_not_there_is_told(tmp_path: Path) -> None:
    with services() as gone:
        pass
    assert "127.0.0.1 cannot be reached" in trouble(gone, tmp_path)


@pytest.mark.parametrize("slow", [{"delay": 0.5}, {"drip": 0.02}])
def test_a_service_that_hangs_or_drips_ends_in_time(
    net: Services, tmp_path: Path, slow: dict[str, float]
) -> None:
    quick = replace(QUICK, tries=2, silence=0.1, answer=0.2)
    net.put(WORK, replace(crossref(), **slow))
    start = time.monotonic()
    assert "no whole answer from 127.0.0.1 in time, after 2 tries" in trouble(net, tmp_path, quick)
    assert time.monotonic() - start < 10


def test_an_answer_that_breaks_off_is_asked_again(net: Services, tmp_path: Path) -> None:
    whole = crossref()
    net.put(WORK, replace(whole, body=whole.body[:40], length=len(whole.body)), whole)
    with net.client(tmp_path) as client:
        assert find(DOI, client) is not None
    assert len(net.asked) == 2


def test_an_answer_that_always_breaks_off_is_told(net: Services, tmp_path: Path) -> None:
    net.put(WORK, Reply(b'{"status"', length=1000))
    assert "the connection to 127.0.0.1 broke" in trouble(net, tmp_path)


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_of_any_size_is_not_taken(net: Services, tmp_path: Path, packed: bool) -> None:
    body = b" " * 3_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    net.put(WORK, Reply(gzip.compress(body) if packed else body, headers=headers))
    message = trouble(net, tmp_path, replace(QUICK, body_bytes=1024**2))
    assert "an answer of more than 1 MB is refused" in message
    assert len(net.asked) == 1


def test_only_packing_that_was_asked_for_is_unpacked(net: Services, tmp_path: Path) -> None:
    net.put(WORK, Reply(b"x", headers={"Content-Encoding": "br"}))
    assert "packed as 'br', expected gzip" in trouble(net, tmp_path)


def test_a_packed_answer_that_is_broken_is_told(net: Services, tmp_path: Path) -> None:
    net.put(WORK, Reply(b"not gzip", headers={"Content-Encoding": "gzip"}))
    assert "broke" in trouble(net, tmp_path)


@pytest.mark.parametrize(
    "target",
    [
        *("https://elsewhere.example.org/works", "http://127.0.0.1:9/works", "ftp://127.0.0.1/x"),
        *("https://127.0.0.1/works", "//elsewhere.example.org/"),
    ],
)
def test_a_redirect_elsewhere_is_not_followed(net: Services, tmp_path: Path, target: str) -> None:
    net.put(WORK, Reply(b"", 302, {"Location": target}))
    message = trouble(net, tmp_path)
    assert "which was not asked; expected the https address in the settings" in message
    assert len(net.asked) == 1


def test_a_redirect_within_the_service_is_followed(net: Services, tmp_path: Path) -> None:
    net.put(WORK, Reply(b"", 301, {"Location": "/crossref/v1/works/7"}))
    net.put("/crossref/v1/works/7", crossref())
    with net.client(tmp_path) as client:
        assert find(DOI, client) is not None


def test_redirects_in_circles_end(net: Services, tmp_path: Path) -> None:
    net.put(WORK, Reply(b"", 302, {"Location": "/crossref/works/10.1000%2Fasthma.7"}))
    assert "sends in circles" in trouble(net, tmp_path)
    assert len(net.asked) == 4


def test_a_host_that_is_open_to_readers_on_the_way_is_not_asked(tmp_path: Path) -> None:
    settings = Settings(crossref="http://api.example.org")
    with (
        Client(settings, tmp_path) as client,
        pytest.raises(ServiceError, match=r"sends to http://api\.example\.org, which was not"),
    ):
        find(DOI, client)


@pytest.mark.parametrize(
    ("reply", "told_as"),
    [
        (LOG_IN, "answered with a web page, perhaps to log in, expected JSON"),
        (Reply(b"\xff\xfe"), "answered with no JSON"),
        (Reply(b""), "answered with no JSON"),
        (Reply(b"[" * 100_000), "answered with no JSON"),
        (told([1]), "answered with a list, expected one paper's record"),
        (told({"status": "failed", "message": [{"type": "x"}]}), "an error in place of a record"),
        (told({}, 401), "answered 401, expected 200"),
        (told({}, 202), "answered 202, expected 200"),
        (crossref(DOI="10.1000/other"), "told of 10.1000/other, expected doi:10.1000/asthma.7"),
        (crossref(DOI=None), "told of no such thing, expected doi:10.1000/asthma.7"),
    ],
)
def test_a_lying_service_is_not_believed_and_its_answer_not_kept(
    net: Services, tmp_path: Path, reply: Reply, told_as: str
) -> None:
    net.put(WORK, reply)
    assert told_as in trouble(net, tmp_path)
    assert len(net.asked) == 1
    assert not (tmp_path / "fetched").exists()
    net.put(WORK, crossref())
    with net.client(tmp_path) as client:
        assert find(DOI, client) is not None

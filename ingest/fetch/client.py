"""Ask the services that know papers, politely, and nothing else on the network."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from pathlib import Path
from typing import Literal, Self, TypeVar
from urllib.parse import quote, urlencode

import httpx

from corpus.errors import ServiceError
from corpus.settings import Settings, is_private
from ingest.fetch.kept import Answer, KeptAnswers
from ingest.fetch.manners import POLITE, Manners, Pace, back_off, retry_after

Service = Literal["Europe PMC", "Crossref", "OpenAlex"]
KEPT_DAYS = 30.0
"""How old an answer may be before it is asked anew."""
LATER = "try again later; the same command goes on where it stopped"

_CONTACT: dict[Service, str] = {"Europe PMC": "email", "Crossref": "mailto"}
"""How each service is told whom to write to; OpenAlex uses no such thing any more."""
_HOPS = 4
Read = TypeVar("Read")


@dataclass(frozen=True)
class _Failure:
    """Why a try brought no answer, and how long the service asks to be left alone."""

    reason: str
    wait: float = 0.0


class Client:
    """Asks the services at the addresses in the settings and keeps their answers in a folder.

    With `refresh`, kept answers do not count. A thread may share it with others.
    """

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        manners: Manners = POLITE,
        *,
        refresh: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
        now: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._bases: dict[Service, str] = {
            "Europe PMC": settings.europe_pmc,
            "Crossref": settings.crossref,
            "OpenAlex": settings.openalex,
        }
        self._origins = {_origin(httpx.URL(base)) for base in self._bases.values()}
        self._contact = settings.contact
        self._manners, self._refresh = manners, refresh
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self._kept = KeptAnswers(folder, now)
        self._pace = Pace(manners, clock, sleep)
        self._failed: dict[Service, int] = {}
        self._resting: dict[Service, tuple[float, str]] = {}
        self._http = httpx.Client(
            headers={
                "User-Agent": f"equity-evidence/{version('equity-evidence')}",
                "Accept": "application/json, application/xml;q=0.9",
                "Accept-Encoding": "gzip",
            },
            timeout=manners.silence,
            follow_redirects=False,
            # A proxy, password file or certificate named in the environment would send questions
            # elsewhere than the settings say; a mirror is set by the base addresses.
            trust_env=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(
        self,
        service: Service,
        parts: Sequence[str],
        query: Mapping[str, str],
        read: Callable[[Answer], Read],
        days: float = KEPT_DAYS,
    ) -> Read:
        """Return what `read` makes of the service's answer at this path.

        An answer is kept only once `read` has accepted it, so that a log-in page or an answer
        about another paper is not remembered. Raises ServiceError where there is no answer.
        """
        path = "/".join(quote(part, safe=":") for part in parts)
        address = f"{self._bases[service]}/{path}"
        if query:
            address = f"{address}?{urlencode(query, quote_via=quote)}"
        known = None if self._refresh else self._kept.find(address, days)
        if known is not None:
            try:
                return read(known)
            except ServiceError:
                self._kept.drop(address)
        answer = self._fetch(service, address)
        value = read(answer)
        self._kept.keep(address, answer)
        return value

    def _fetch(self, service: Service, address: str) -> Answer:
        """Return the answer to an address, asked again while the service is only busy."""
        until, told = self._resting.get(service, (0.0, ""))
        if self._clock() < until:
            raise ServiceError(told)
        outcome, tries = self._try(service, address), 1
        while isinstance(outcome, _Failure) and self._may_ask_again(outcome, tries):
            pause = back_off(self._manners, tries, self._chance())
            self._sleep(max(outcome.wait, pause))
            outcome, tries = self._try(service, address), tries + 1
        if isinstance(outcome, _Failure):
            raise self._down(service, outcome, tries)
        self._failed[service] = 0
        return outcome

    def _may_ask_again(self, failure: _Failure, tries: int) -> bool:
        return tries < self._manners.tries and failure.wait <= self._manners.longest_wait

    def _down(self, service: Service, failure: _Failure, tries: int) -> ServiceError:
        """Return the error for a service that does not answer, and let it rest.

        It rests if it asks to, or once it failed at two addresses in a row: one address alone
        may be what it cannot answer.
        """
        tried = "after one try" if tries == 1 else f"after {tries} tries"
        message = f"{service}: {failure.reason}, {tried}; {LATER}"
        self._failed[service] = self._failed.get(service, 0) + 1
        if failure.wait > self._manners.longest_wait or self._failed[service] > 1:
            rest = max(failure.wait, self._manners.rest)
            self._resting[service] = (self._clock() + rest, message)
        return ServiceError(message)

    def _try(self, service: Service, address: str) -> Answer | _Failure:
        """Ask once, following redirects among the hosts that may be asked."""
        url = httpx.URL(self._with_contact(service, address))
        before = url
        for _ in range(_HOPS):
            self._refuse_elsewhere(service, url, before)
            self._pace.wait(url.host)
            try:
                with self._http.stream("GET", url) as response:
                    self._pace.heed(url.host, response.headers)
                    if response.next_request is None:
                        return self._outcome(service, response)
                    before, url = url, response.next_request.url
            except (httpx.TransportError, httpx.DecodingError) as error:
                return _Failure(self._describe(url, error))
        raise ServiceError(f"{service}: sends in circles ({_HOPS} redirects); {LATER}")

    def _with_contact(self, service: Service, address: str) -> str:
        if self._contact is None or service not in _CONTACT:
            return address
        told = urlencode({_CONTACT[service]: self._contact}, quote_via=quote)
        return f"{address}{'&' if '?' in address else '?'}{told}"

    def _refuse_elsewhere(self, service: Service, url: httpx.URL, before: httpx.URL) -> None:
        """Raise where an address is none of the settings', or open to readers on the way."""
        lowered = before.scheme == "https" and url.scheme != "https"
        if lowered or not is_private(str(url)) or _origin(url) not in self._origins:
            # Only the host is shown: what follows it may hold the contact.
            place = f"{url.scheme}://{url.netloc.decode(errors='replace')}"
            raise ServiceError(
                f"{service}: sends to {place[:100]}, which was not asked; expected the https"
                " address in the settings; check EVIDENCE_EUROPE_PMC, EVIDENCE_CROSSREF and"
                " EVIDENCE_OPENALEX, and whether the connection needs a log-in"
            )

    def _outcome(self, service: Service, response: httpx.Response) -> Answer | _Failure:
        status = response.status_code
        if status in (200, 404):
            return Answer(status, self._body(service, response))
        # OpenAlex says 403 to who asks too often.
        if status in (403, 429) or status >= 500:
            wait = retry_after(response.headers.get("retry-after")) or 0.0
            often = " (it was asked too often, or refuses this connection)" if status == 403 else ""
            asks = f" and asks for {wait:.0f} s of rest" if wait else ""
            return _Failure(f"answered {status}{often}{asks}", wait)
        raise ServiceError(
            f"{service}: answered {status}, expected 200; check the address in the settings, and"
            " whether the service has changed"
        )

    def _body(self, service: Service, response: httpx.Response) -> bytes:
        """Return the body, as long as it is not too large and not too slow."""
        packed = response.headers.get("content-encoding", "identity").lower()
        if packed not in ("identity", "gzip"):
            raise ServiceError(f"{service}: answered packed as {packed!r}, expected gzip; {LATER}")
        body, end = bytearray(), self._clock() + self._manners.answer
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self._manners.body_bytes:
                most = f"{self._manners.body_bytes / 1024**2:.3g} MB"
                raise ServiceError(f"{service}: an answer of more than {most} is refused; {LATER}")
            if self._clock() > end:
                raise httpx.ReadTimeout("the answer took too long")
        return bytes(body)

    def _describe(self, url: httpx.URL, error: httpx.HTTPError) -> str:
        if isinstance(error, httpx.TimeoutException):
            return f"no whole answer from {url.host} in time"
        if isinstance(error, httpx.ConnectError):
            return f"{url.host} cannot be reached ({error})"
        return f"the connection to {url.host} broke ({error})"


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port

"""Links that lead away, asked politely: each address once, each host one at a time, with pauses, and within a budget.

    HEAD ── answers ──▶ told          HEAD ── refused (4xx, 5xx) ──▶ GET, of which the head alone is read

Nothing is tried again. A host that asks for patience (429, 503 with Retry-After) is left alone from then on, and one
that turns robots away (401, 403 …) is believed to have the page. robots.txt is not asked for: it is for robots that
find their way by themselves, and what happens here is what a reader's click does, once.

Only public addresses are asked: a link in an article must not make this machine knock at doors of its own network.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp

from generator.check.across import Address
from generator.check.findings import shortened, warning
from generator.check.rules import OUTSIDE
from generator.errors import Problem, in_order

_TURNED_AWAY = frozenset([401, 402, 403, 407, 418, 423, 429, 451, 999])
_PATIENCE = frozenset([429, 503])
_REDIRECTS = 6
_HOSTS_AT_ONCE = 8


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public network."""
    return ip_address(address.partition("%")[0]).is_global


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How the network is asked. Times are seconds."""

    agent: str  # the User-Agent: who asks, and where to find us
    pause: float = 1.0  # between two questions to one host
    patience: float = 15.0  # for one answer
    budget: float = 600.0  # for all of them
    most: int = 2000  # addresses
    may_ask: Callable[[str], bool] = is_public
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    progress: Callable[[str, int, int], None] = lambda stage, done, of: None


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found: warnings, how many addresses answered for, and how many nobody came to ask for."""

    problems: tuple[Problem, ...]
    asked: int
    unasked: int


def ask(links: Iterable[tuple[str, Address]], manners: Manners) -> Answers:
    """Ask for every address that pages lead away to; `links` are of (path of the page, address)."""
    pages: dict[str, list[tuple[str, Address]]] = {}
    for path, link in links:
        pages.setdefault(link.address, []).append((path, link))
    told = asyncio.run(answers(sorted(pages), manners))
    found = [_problem(pages[address], words) for address, words in told.items() if words]
    return Answers(tuple(in_order(found)), len(told), len(pages) - len(told))


def _problem(places: Sequence[tuple[str, Address]], words: str) -> Problem:
    path, link = places[0]
    others = f" (and on {len(places) - 1} other pages)" if len(places) > 1 else ""
    message = f"“{shortened(link.address, 120)}” {words}{others}"
    hint = "open it yourself: the page may have moved; an article's link is mended in its source"
    return warning(OUTSIDE, path, link.place, message, hint)


async def answers(addresses: Sequence[str], manners: Manners) -> Mapping[str, str]:
    """Return what is wrong with each address, "" where nothing is; those that nobody came to ask for are left out."""
    hosts: dict[str, list[str]] = {}
    for address in addresses[: manners.most]:
        hosts.setdefault(urlsplit(address).netloc.lower(), []).append(address)
    told: dict[str, str] = {}
    turns = asyncio.Semaphore(_HOSTS_AT_ONCE)
    of = min(len(addresses), manners.most)

    async def one_host(queue: Sequence[str], session: aiohttp.ClientSession) -> None:
        async with turns:
            for number, address in enumerate(queue):
                if number:
                    await manners.sleep(manners.pause)
                status, told[address] = await _asked(session, address)
                manners.progress("links", len(told), of)
                if status in _PATIENCE:
                    return

    try:
        async with asyncio.timeout(manners.budget), _session(manners) as session:
            await asyncio.gather(*(one_host(queue, session) for queue in hosts.values()))
    except TimeoutError:
        pass  # what was asked until now is told
    return told


def _session(manners: Manners) -> aiohttp.ClientSession:
    def public_socket(info: tuple[object, ...]) -> socket.socket:
        family, kind, protocol, _, address = info
        assert isinstance(address, tuple)
        if not manners.may_ask(str(address[0])):
            raise OSError(errno.EACCES, f"{address[0]} is no public address")
        return socket.socket(family, kind, protocol)  # type: ignore[arg-type]

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(socket_factory=public_socket, force_close=True, limit=_HOSTS_AT_ONCE),
        timeout=aiohttp.ClientTimeout(total=manners.patience),
        headers={"User-Agent": manners.agent, "Accept": "*/*"},
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
    )


async def _asked(session: aiohttp.ClientSession, address: str) -> tuple[int, str]:
    """Return the status of an address (0: none) and what is wrong with it, "" when nothing is."""
    try:
        status = await _status_of_head(session, address)
        if status >= 400 and status not in _PATIENCE:
            status = await _status(session, "GET", address)
    except TimeoutError:
        return 0, f"does not answer within {session.timeout.total:g} s"
    except aiohttp.TooManyRedirects:
        return 0, f"is sent on more than {_REDIRECTS} times"
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return 0, f"cannot be reached: {_reason(error)}"
    return status, "" if status < 400 or status in _TURNED_AWAY else f"answers {status}"


def _reason(error: Exception) -> str:
    beneath = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    words = beneath.strerror if isinstance(beneath, OSError) and beneath.strerror else str(beneath)
    return shortened(words or type(error).__name__, 100)


async def _status_of_head(session: aiohttp.ClientSession, address: str) -> int:
    """Return the status of a HEAD request; 501, not implemented, where a server answers it against the protocol."""
    try:
        return await _status(session, "HEAD", address)
    except aiohttp.TooManyRedirects:
        raise
    except (aiohttp.ClientResponseError, aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError):
        return 501


async def _status(session: aiohttp.ClientSession, method: str, address: str) -> int:
    async with session.request(method, address, allow_redirects=True, max_redirects=_REDIRECTS) as response:
        return response.status

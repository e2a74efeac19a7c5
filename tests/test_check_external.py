"""Links that lead away are asked politely: a server of our own answers, and notes how it was asked."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from generator.check import external
from generator.check.across import Address
from generator.check.external import Manners
from generator.errors import Level, Place


@dataclass
class Host:
    """A web server on this machine: what it was asked, by whom, and how many at once."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    at_once: int = 0
    most_at_once: int = 0
    address: str = ""
    ending: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.method, request.path))
        self.agents.add(request.headers["User-Agent"])
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._answer(request)
        finally:
            self.at_once -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.path.strip("/")
        if name.isdigit():
            return web.Response(status=int(name))
        if name == "no-head":
            return web.Response(status=405 if request.method == "HEAD" else 200)
        if name == "moved":
            raise web.HTTPFound("/ok")
        if name == "loop":
            raise web.HTTPFound("/loop")
        if name == "file":
            raise web.HTTPFound("file:///etc/passwd")
        if name == "hang":
            await self.ending.wait()
        return web.Response(text="ok")


@asynccontextmanager
async def serving() -> AsyncIterator[Host]:
    host = Host()
    app = web.Application()
    app.router.add_route("*", "/{name:.*}", host.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield host
    finally:
        host.ending.set()
        await runner.cleanup()


class Pauses(list[float]):
    """Notes how long was waited, and does not wait."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def manners(**changes: Any) -> Manners:
    given: dict[str, Any] = {"agent": "Nashra/test", "may_ask": lambda address: True, "sleep": Pauses()}
    return Manners(**(given | changes))


def asked(paths: Sequence[str], **changes: Any) -> tuple[dict[str, str], Host]:
    """Return what was found wrong by path, and the host that was asked."""

    async def run() -> tuple[dict[str, str], Host]:
        async with serving() as host:
            found = await external.answers([f"{host.address}{path}" for path in paths], manners(**changes))
            return {address.removeprefix(host.address): words for address, words in found.items()}, host

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/ok", ""),
        ("/moved", ""),
        ("/no-head", ""),
        ("/404", "answers 404"),
        ("/410", "answers 410"),
        ("/500", "answers 500"),
        ("/403", ""),  # robots are turned away; readers may not be
        ("/429", ""),
        ("/loop", "is sent on more than 6 times"),
        ("/file", "cannot be reached"),
    ],
)
def test_an_address_is_told_to_be_gone_when_readers_would_not_get_it(path: str, words: str) -> None:
    found, _ = asked([path])

    assert found[path].startswith(words)
    assert bool(found[path]) is bool(words)


def test_a_host_that_never_answers_costs_its_patience_and_no_more() -> None:
    found, _ = asked(["/hang"], patience=0.05)

    assert found == {"/hang": "does not answer within 0.05 s"}


def test_an_address_is_asked_by_head_once_and_by_get_only_where_that_is_refused() -> None:
    _, host = asked(["/ok", "/no-head"])

    assert host.asked == [("HEAD", "/ok"), ("HEAD", "/no-head"), ("GET", "/no-head")]
    assert host.agents == {"Nashra/test"}


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause_between() -> None:
    pauses = Pauses()

    _, host = asked([f"/ok/{n}" for n in range(5)], sleep=pauses, pause=1.5)

    assert host.most_at_once == 1
    assert pauses == [1.5] * 4


def test_a_host_that_asks_for_patience_is_left_alone() -> None:
    found, host = asked(["/a", "/429", "/b", "/c"])

    assert list(found) == ["/a", "/429"]
    assert [path for _, path in host.asked] == ["/a", "/429"]


def test_the_budget_ends_it_and_what_was_found_is_told() -> None:
    found, _ = asked(["/404", "/hang"], budget=0.3)

    assert found == {"/404": "answers 404"}


def test_no_more_than_the_cap_is_asked() -> None:
    found, host = asked([f"/{n}" for n in "abcde"], most=2)

    assert len(found) == len(host.asked) == 2


def test_this_machines_own_network_is_not_asked() -> None:
    found, host = asked(["/ok"], may_ask=external.is_public)

    assert host.asked == []
    assert "127.0.0.1 is no public address" in found["/ok"]


@pytest.mark.parametrize(
    ("address", "is_public"),
    [("8.8.8.8", True), ("127.0.0.1", False), ("10.1.2.3", False), ("169.254.169.254", False), ("fe80::1%eth0", False)],
)
def test_public_addresses_are_told_from_others(address: str, is_public: bool) -> None:
    assert external.is_public(address) is is_public


def test_a_dead_address_is_told_once_with_the_first_page_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answers(addresses: Sequence[str], manners: Manners) -> dict[str, str]:
        return {"https://a.example/": "answers 404"}

    monkeypatch.setattr(external, "answers", answers)
    links = [(f"{n}/index.html", Address("https://a.example/", Place(n, 5))) for n in (1, 2, 3)]

    done = external.ask([*links, ("x.html", Address("https://b.example/", Place(1, 1)))], manners())

    (problem,) = done.problems
    assert (problem.level, problem.code, problem.path, problem.line) == (
        Level.WARNING, "check-external", "1/index.html", 1,
    )  # fmt: skip
    assert problem.message == "“https://a.example/” answers 404 (and on 2 other pages)"
    assert (done.asked, done.unasked) == (1, 1)


# ---- a host that misbehaves in every way that is known


@pytest.fixture
def bad_host(shared: Path, tmp_path: Path) -> Iterator[str]:
    ports = [str(port) for port in _free_ports(3)]
    flags = zip(("--port", "--tls-port", "--trap-port"), ports, strict=True)
    tool = [sys.executable, str(shared / "tools/bad_server.py"), "--cert", str(tmp_path), "--life", "60"]
    server = subprocess.Popen([*tool, *(word for flag in flags for word in flag)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    with closing(server.stdout):
        assert server.stdout.readline().startswith("ready")
        yield f"127.0.0.1:{ports[0]}"
        server.kill()
        server.wait()


def _free_ports(count: int) -> list[int]:
    import socket

    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [server.getsockname()[1] for server in held]
    for server in held:
        server.close()
    return ports


def test_hosts_that_misbehave_are_told_and_hold_nobody_up(bad_host: str) -> None:
    faults = (
        "hang", "drip-head", "redirect-loop", "redirect-file", "redirect-gopher", "garbage", "head-bomb",
        "head-line-10mb", "reset", "close",
    )  # fmt: skip
    fine = ("ok", "endless", "huge", "bomb-gzip", "gzip-lie", "short", "redirect/3")

    def told(names: tuple[str, ...], patience: float) -> dict[str, str]:
        addresses = {name: f"http://{bad_host}/{name}" for name in names}
        answers = asyncio.run(external.answers(list(addresses.values()), manners(patience=patience)))
        return {name: answers[address] for name, address in addresses.items()}

    assert [name for name, fault in told(faults, patience=0.7).items() if not fault] == []
    # Making a bomb takes a slow machine longer than noticing that nobody answers should.
    assert {name: fault for name, fault in told(fine, patience=30).items() if fault} == {}

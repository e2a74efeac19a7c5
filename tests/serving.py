"""A preview of a small site: without a server, and with one that runs in a thread of the test."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from site_fixture import NOW, SiteFixture

from generator import code
from generator.serve.freshen import Errand, run
from generator.serve.happenings import Happening, Kind
from generator.serve.keys import Key
from generator.serve.preview import Preview, Viewing
from generator.serve.server import bound
from generator.serve.session import Pace, Session
from generator.site.visibility import Showing

PATIENCE = 60.0  # seconds; a loaded machine is no failure
PACE = Pace(settle=0.1, relate=0.1)
CODE = code.digest_of_code()


def preview_of(site: SiteFixture, address: str = "http://127.0.0.1:8000", now: datetime = NOW, **more: Any) -> Preview:
    """Return a preview that had its first look."""
    viewing = Viewing(
        root=site.root,
        config_path=site.root / "site.toml",
        address=address,
        clock=lambda: now,
        showing=more.get("showing", Showing()),
        code=CODE,
    )
    preview = Preview(viewing)
    preview.renew(whatever_it_takes=True)
    return preview


def relate(preview: Preview) -> None:
    """Find the relations of the sources as they are, as the process does that the session starts."""
    settled = preview.config_now()
    assert settled
    run(Errand(root=preview.viewing.root, config=settled, code=CODE, jobs=1, relate=True))
    preview.renew()
    assert not preview.needs_relating


def shown(preview: Preview, permalink: str) -> str:
    return preview.answer(permalink).data.decode()


def permalink_of(preview: Preview, path: str) -> str:
    assert preview.proof
    edition = preview.proof.plan.edition
    return next(edition.permalink(entry) for entry in edition.newest if entry.path == path)


def keys(preview: Preview) -> dict[str, object]:
    assert preview.proof
    return {place: preview.proof.key(f"/{place}") for place in sorted(preview.proof.places)}


@dataclass(frozen=True)
class Got:
    """An answer of the server."""

    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def key(self) -> Key:
        return Key.read(self.headers["etag"].strip('"'))


@dataclass
class Served:
    """A running preview."""

    site: SiteFixture
    port: int
    happenings: list[Happening] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    session: Session | None = None

    def tell(self, happening: Happening) -> None:
        with self.changed:
            self.happenings.append(happening)
            self.changed.notify_all()

    @contextmanager
    def expecting(self, kind: Kind) -> Iterator[None]:
        """Wait at the end until something of that kind happened in between."""
        before = len(self.happenings)
        yield
        self.await_(lambda some: any(happening.kind is kind for happening in some), before)

    def await_(self, is_so: Callable[[list[Happening]], bool], since: int = 0) -> None:
        """Wait until what happened since a count of happenings is as wished."""
        with self.changed:
            assert self.changed.wait_for(lambda: is_so(self.happenings[since:]), PATIENCE), self.happenings

    def await_gone(self) -> None:
        """Wait until no page is open any more."""
        assert self.session
        end = time.monotonic() + PATIENCE
        while len(self.session.readers):
            assert time.monotonic() < end
            time.sleep(0.01)

    def get(self, target: str, method: str = "GET", **headers: str) -> Got:
        """Ask for a target, as it is written."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, target, headers={name.replace("_", "-"): v for name, v in headers.items()})
            answer = connection.getresponse()
            return Got(answer.status, {name.lower(): v for name, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def page(self, permalink: str) -> Got:
        return self.get(quote(permalink))

    def raw(self, request: bytes) -> bytes:
        """Send bytes and return all that comes back until the server closes, or nothing more comes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
            connection.sendall(request)
            received = b""
            try:
                while part := connection.recv(65536):
                    received += part
            except TimeoutError:
                pass
            return received

    @contextmanager
    def open_page(self, permalink: str, key: Key | None = None) -> Iterator[OpenPage]:
        """Be an open page that shows what it would be answered now, or what `key` says."""
        shown = key or self.page(permalink).key
        query = urlencode({"path": quote(permalink), "key": str(shown), "notice": ""})
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(f"GET /_nashra/events?{query} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
            yield OpenPage(connection)


class OpenPage:
    """The stream of events of an open page."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._received = b""
        self._until(b": nashra serve\n\n")

    def _until(self, end: bytes) -> bytes:
        last = time.monotonic() + PATIENCE
        while end not in self._received:
            assert time.monotonic() < last, "nothing came but signs of life"
            part = self._connection.recv(65536)
            assert part, "the stream ended"
            self._received += part
        before, _, self._received = self._received.partition(end)
        return before

    def next(self) -> tuple[str, dict[str, Any]]:
        """Return name and value of the next event."""
        while True:
            lines = self._until(b"\n\n").decode().split("\n")
            fields = dict(line.split(": ", 1) for line in lines if ": " in line)
            if "event" in fields:
                return fields["event"], json.loads(fields["data"])

    def is_silent(self, seconds: float = 0.3) -> bool:
        """Tell whether no event comes for a while."""
        self._connection.settimeout(seconds)
        try:
            return not self._connection.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            return b"event" not in self._received
        finally:
            self._connection.settimeout(PATIENCE)


@contextmanager
def served(site: SiteFixture, now: datetime = NOW, **more: Any) -> Iterator[Served]:
    """Serve a site in a thread for as long as the context lasts; relations are settled when it begins."""
    door = bound(0, is_fixed=True)
    port = door.getsockname()[1]
    running = Served(site, port)
    preview = preview_of(site, f"http://127.0.0.1:{port}", now, **more)
    settled = preview.config_now()
    if settled:
        run(Errand(root=site.root, config=settled, code=CODE, jobs=1, relate=True))
        preview.renew()
    begun: threading.Event = threading.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        running.session = Session(preview, door, running.tell, jobs=1, fixed_now=True, pace=PACE, ready=begun.set)
        await running.session.run()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert begun.wait(PATIENCE)
        yield running
    finally:
        if loops and running.session:
            loops[0].call_soon_threadsafe(running.session.stop.set)
        thread.join(PATIENCE)
        door.close()
        assert not thread.is_alive()

"""`nashra serve` as a process of its own, and connections to it that speak HTTP by hand."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, unquote, urlencode

ROOT = Path(__file__).parent.parent
PATIENCE = 20.0  # seconds; a loaded machine is no failure
_OWN = re.compile(rb'<script src="/_nashra/reload\.js"[^>]*></script>')
_POLICY = re.compile(rb"<meta\b[^>]*content-security-policy[^>]*>", re.I)


def bare(data: bytes) -> bytes:
    """Return a page without what the preview adds or changes: its script, and the policy that lets it through."""
    return _POLICY.sub(b"", _OWN.sub(b"", data))


def links(html: bytes) -> list[str]:
    """Return the paths that a page leads to, decoded, each once, in their order."""
    found = re.findall(r'(?:href|src)="(/[^"#]*)"', html.decode())
    return [path for path in dict.fromkeys(map(unquote, found)) if not path.startswith("/_nashra/")]


# the process


@dataclass
class Process:
    """A running preview: what it said so far, and what the system knows of it."""

    pid: int
    port: int
    said: list[dict[str, Any]]
    changed: threading.Condition
    has_ended: bool = False

    def wait(self, is_so: Callable[[list[dict[str, Any]]], bool], since: int = 0) -> None:
        """Wait until what was said since a number of sayings is as wished."""
        with self.changed:
            self.changed.wait_for(lambda: is_so(self.said[since:]) or self.has_ended, PATIENCE)
            assert is_so(self.said[since:]), self.said[since:]

    def wait_for(self, event: str, since: int = 0) -> None:
        """Wait until an event of this name was said."""
        self.wait(lambda some: any(one["event"] == event for one in some), since)

    def resident(self) -> int:
        """Return the bytes of memory that are in use."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))

    def descriptors(self) -> int:
        """Return how many files and sockets are open."""
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    def threads(self) -> int:
        """Return how many threads there are."""
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))


def falls_to(measure: Callable[[], int], at_most: int, seconds: float = 30.0) -> int:
    """Return a measure once it is no more than `at_most`, or what it is when time is up."""
    end = time.monotonic() + seconds
    while (found := measure()) > at_most and time.monotonic() < end:
        time.sleep(0.02)
    return found


@contextmanager
def preview(site: Path, *arguments: str, most_files: int = 0) -> Iterator[Process]:
    """Serve a site by the command line until the context ends; the process must then end when told, and well.

    `most_files`, unless 0, is how many files the process may have open at once.
    """
    command = [sys.executable, "-m", "generator", "serve", "-C", str(site), "--port", "0", "--json", *arguments]
    if most_files:
        command = ["sh", "-c", f'ulimit -n {most_files}; exec "$@"', "sh", *command]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True
    )
    assert process.stdout and process.stderr
    running, faults = Process(process.pid, 0, [], threading.Condition()), list[bytes]()
    hearing = [
        threading.Thread(target=_hear, args=(process.stdout, running)),
        threading.Thread(target=faults.extend, args=(process.stderr,)),
    ]
    for thread in hearing:
        thread.start()
    try:
        running.wait_for("ready")
        running.port = int(running.said[-1]["address"].split(":")[2].split("/")[0])
        yield running
        assert process.poll() is None, "the preview died"
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for thread in hearing:
            thread.join(PATIENCE)
        process.stdout.close()
        process.stderr.close()
    assert b"Traceback" not in b"".join(faults)


def _hear(stream: IO[bytes], running: Process) -> None:
    for line in stream:
        with running.changed:
            running.said.append(json.loads(line))
            running.changed.notify_all()
    with running.changed:
        running.has_ended = True
        running.changed.notify_all()


# HTTP


@dataclass(frozen=True)
class Answer:
    """An answer; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def key(self) -> str:
        return self.headers["etag"].strip('"')


@dataclass(frozen=True)
class Connection:
    """A connection that is kept for many requests."""

    port: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a decoded path."""
        lines = [f"{method} {quote(target, safe='/?=&%')} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        named = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        status = int(head[0].split(" ")[1])
        has_body = method != "HEAD" and status not in (204, 304)
        body = await self.reader.readexactly(int(named["content-length"])) if has_body else b""
        return Answer(status, named, body)


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    """Be connected for many requests."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    try:
        yield Connection(port, reader, writer)
    finally:
        writer.close()


async def ask(port: int, target: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for a decoded path on a connection of its own."""
    async with asyncio.timeout(PATIENCE), connected(port) as connection:
        return await connection.ask(target, method, **headers)


@dataclass(frozen=True)
class OpenPage:
    """The stream of events of an open page."""

    reader: asyncio.StreamReader

    async def news(self) -> str:
        """Return the name of the next event."""
        async with asyncio.timeout(PATIENCE):
            while True:
                part = (await self.reader.readuntil(b"\n\n")).decode()
                if found := re.search(r"^event: (\w+)$", part, re.M):
                    return found[1]


@asynccontextmanager
async def open_page(port: int, target: str, key: str) -> AsyncIterator[OpenPage]:
    """Be an open page that shows what has this key."""
    query = urlencode({"path": quote(target), "key": key, "notice": ""})
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET /_nashra/events?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        async with asyncio.timeout(PATIENCE):
            await reader.readuntil(b": nashra serve\n\n")
        yield OpenPage(reader)
    finally:
        writer.close()

"""A preview as a process, and visitors who mean ill: nothing from outside the site, and no end of the server."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from generations import NOW
from preview_process import Process, ask, falls_to, preview
from site_fixture import SiteFixture, small_site

SECRET = "NASHRA-SECRET"
LEAKS = (SECRET.encode(), b"root:x:", b"[site]", b"SQLite format", b"CREATE TABLE", b"title:", b"#!/usr/bin")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    site = small_site(tmp_path_factory.mktemp("hostile") / "site")
    for path in ("secret.txt", ".env", "../secret.txt", "templates/secret.txt", ".nashra/secret.txt"):
        site.write(path, SECRET)
    return site


@pytest.fixture(scope="module")
def running(site: SiteFixture) -> Iterator[Process]:
    with preview(site.root, "--now", NOW) as process:
        yield process


@pytest.fixture(autouse=True)
def lives(running: Process) -> Iterator[None]:
    """Every test ends with a server that answers."""
    yield
    assert asyncio.run(ask(running.port, "/")).status == 200


def raw(port: int, request: bytes, seconds: float = 5.0) -> bytes:
    """Send bytes and return all that comes back until the server closes, or for so long."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        try:
            connection.sendall(request.replace(b"PORT", str(port).encode()))
            while part := connection.recv(1 << 16):
                received += part
        except (TimeoutError, ConnectionError):
            pass
    return received


def status_of(answer: bytes) -> int:
    """Return the status of an answer, 0 where the connection was closed without a word."""
    return int(answer.split(b" ", 2)[1]) if answer else 0


GET = b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n"


# paths


def test_no_target_leads_out_of_the_site(site: SiteFixture, running: Process, shared: Path) -> None:
    targets = [*filter(None, (shared / "data/paths/traversal.txt").read_bytes().split(b"\n")), *outward(site)]
    front = asyncio.run(ask(running.port, "/")).body

    for target in targets:
        line = b"GET " + target.replace(b" ", b"%20") + b" HTTP/1.1\r\n"
        head, _, body = raw(running.port, GET.replace(b"GET / HTTP/1.1\r\n", line) + b"\r\n").partition(b"\r\n\r\n")
        status = status_of(head)
        assert (target, status) == (target, status if status in (0, 302) or 400 <= status < 500 else 200)
        assert status != 200 or body == front, target
        assert not any(leak in head + body for leak in LEAKS), target
        assert b"set-cookie" not in head.lower(), target


def outward(site: SiteFixture) -> list[bytes]:
    """Return targets that would lead to what lies in and beside this very site."""
    places = ("secret.txt", ".env", "site.toml", ".nashra/state.sqlite", "templates/secret.txt", "content/own/cup.md")
    ways = (
        "/{}",
        "/%2e/{}",
        "//{}",
        "/static/../{}",
        "/static/..%2f{}",
        "/..;/{}",
        "/_nashra/../{}",
        "/_nashra/%2e%2e/{}",
    )
    whole = (f"/{site.root}/secret.txt", f"/..{site.root}/../secret.txt", f"file://{site.root}/secret.txt")
    split = "/archive%0d%0aSet-Cookie:%20a=b"
    return [text.encode() for text in (*(way.format(place) for way in ways for place in places), *whole, split)]


def test_a_link_in_the_theme_leads_nowhere_outside(site: SiteFixture, running: Process) -> None:
    link = site.root / "static/leak.txt"
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(site.root.parent / "secret.txt")
    time.sleep(1)
    try:
        assert SECRET.encode() not in asyncio.run(ask(running.port, "/static/leak.txt")).body
    finally:
        link.unlink()


# who asks


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "localhost", "localhost:1", "evil.example:PORT", "127.0.0.1.evil.example:PORT",
     "localhost:PORT.evil.example", "localhost:PORT@evil.example", "evil.example@localhost:PORT", "0.0.0.0:PORT",
     "127.0.0.1:PORT, evil.example", "[::1]", "127.1:PORT", "2130706433:PORT", "localhost.:PORT", "", " "],
)  # fmt: skip
def test_a_wrong_host_gets_a_4xx(running: Process, host: str) -> None:
    answer = raw(running.port, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())

    assert 400 <= status_of(answer) < 500
    assert b"<html" not in answer


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:PORT", "http://127.0.0.1", "http://localhost:PORT.evil.example",
     "http://localhost:PORT/", "file://", "", "http://127.0.0.1:PORT http://evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("target", ["/", "/_nashra/events?path=/", "/_nashra/reload.js"])
def test_a_wrong_origin_gets_a_4xx(running: Process, origin: str, target: str) -> None:
    request = f"GET {target} HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\nOrigin: {origin}\r\n\r\n"

    assert 400 <= status_of(raw(running.port, request.encode())) < 500


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "GETT", "M-SEARCH"]
)
def test_another_method_gets_a_4xx(running: Process, method: str) -> None:
    answer = raw(running.port, GET.replace(b"GET", method.encode(), 1) + b"\r\n")

    assert 400 <= status_of(answer) < 500


# what is no HTTP, or two kinds at once


@pytest.mark.parametrize(
    "request_",
    [
        GET + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
        GET + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        GET + b"Content-Length: -1\r\n\r\n",
        GET + b"Content-Length: +5\r\n\r\nhello",
        GET + b"Content-Length: 5 5\r\n\r\nhello",
        GET + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        GET + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        GET + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        GET + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        GET + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        GET + b"A: b\r\n c: folded\r\n\r\n",
        GET + b"A: \0b\r\n\r\n",
        GET + b": empty\r\n\r\n",
        GET + b"A\r\n\r\n",
        b"GET / HTTP/1.1\nHost: localhost:PORT\n\n",
        b"GET /\tx HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        b"GET / HTTP/1.1\r\n Host: localhost:PORT\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        bytes.fromhex("16030100f4010000f003") + b"tls" * 60,
        b"\xff" * 4096,
        b"\r\n" * 5000,
        b"GET /" + b"a" * (1 << 20) + b" HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
        GET + b"A: " + b"b" * (1 << 20) + b"\r\n\r\n",
        GET + b"".join(b"A%d: b\r\n" % number for number in range(20_000)) + b"\r\n",
    ],
    ids=lambda request_: repr(request_.removeprefix(GET)[:50]),
)
def test_what_is_no_plain_request_gets_no_page(running: Process, request_: bytes) -> None:
    answer = raw(running.port, request_, seconds=0.5)

    assert answer == b"" or 400 <= status_of(answer) < 500
    assert b"<html" not in answer


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 44\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n2c\r\n",
        b"Expect: 100-continue\r\nContent-Length: 44\r\n\r\n",
    ],
)
def test_a_request_within_a_body_is_not_answered(running: Process, head: bytes) -> None:
    within = b"GET /feed.xml HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"

    answer = raw(running.port, GET.replace(b"Connection: close\r\n", b"") + head + within, seconds=0.5)

    assert answer.count(b"HTTP/1.1 200") <= 1
    assert b"<feed" not in answer


# who does not read, or does not write


def test_requests_in_a_row_are_answered_in_their_order(running: Process) -> None:
    targets = [b"/robots.txt", b"/nowhere/", b"/feed.xml"] * 100
    lines = b"".join(b"HEAD " + target + b" HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n" for target in targets)

    answer = raw(running.port, lines + GET + b"\r\n", seconds=20)

    assert [int(part[1:4]) for part in answer.split(b"HTTP/1.1")[1:]] == [200, 404, 200] * 100 + [200]


def test_one_who_never_reads_holds_up_nobody_and_no_memory(running: Process) -> None:
    before = running.resident()
    request = b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n".replace(b"PORT", str(running.port).encode())
    with ExitStack() as stack:
        for _ in range(20):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", running.port)))
            connection.settimeout(0.05)
            with suppress(TimeoutError):  # the server reads no more
                connection.sendall(request * 2000)
        assert asyncio.run(ask(running.port, "/")).status == 200
        assert running.resident() < before + (64 << 20)


def test_connections_that_break_off_are_let_go(running: Process) -> None:
    asyncio.run(ask(running.port, "/"))
    before = running.descriptors()
    for number in range(300):
        connection = socket.create_connection(("127.0.0.1", running.port))
        connection.sendall(GET.replace(b"PORT", str(running.port).encode())[: number % 60] + b"\r\n" * (number % 3))
        # A reset rather than an end, which is what a killed browser leaves.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    assert falls_to(running.descriptors, before) <= before


def test_more_idle_connections_than_the_system_allows_keep_nobody_out(site: SiteFixture) -> None:
    with preview(site.root, "--now", NOW, most_files=256) as narrow, ExitStack() as stack:
        for number in range(400):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", narrow.port)))
            connection.sendall(b"GET / HTTP/1.1\r\nHo"[: number % 20])
        began = time.monotonic()
        assert asyncio.run(ask(narrow.port, "/")).status == 200
        assert time.monotonic() - began < 2
        path = site.root / "content/own/cup.md"
        text, since = path.read_text("utf-8"), len(narrow.said)
        path.write_text(f"{text}\nكلمة لم تكن\n", encoding="utf-8")
        narrow.wait_for("renewed", since)
        path.write_text(text, encoding="utf-8")


# HEAD, ranges and what a browser has already


def test_head_is_get_without_the_body(running: Process) -> None:
    for target in ("/", "/feed.xml", "/nowhere/", "/archive", "/_nashra/reload.js"):
        whole, head = (asyncio.run(ask(running.port, target, method)) for method in ("GET", "HEAD"))
        assert head.status == whole.status
        assert {"content-length": "0", **head.headers, "date": ""} == {**whole.headers, "date": ""}
        assert (head.body, int(whole.headers["content-length"])) == (b"", len(whole.body))


def test_a_part_that_is_asked_for_is_answered_with_the_whole(running: Process) -> None:
    whole = asyncio.run(ask(running.port, "/feed.xml"))
    for wanted in ("bytes=0-10", "bytes=99999999-", "bytes=5-1", "lines=1", "bytes=" + "0-0," * 1000):
        answer = asyncio.run(ask(running.port, "/feed.xml", Range=wanted))
        assert (answer.status, answer.body) == (200, whole.body)
        assert "content-range" not in answer.headers


def test_a_browser_that_has_the_page_is_told_so(running: Process) -> None:
    tag = asyncio.run(ask(running.port, "/")).headers["etag"]
    for known, status in (
        (tag, 304), (f"W/{tag}", 304), (f'"other", {tag}', 304), ("*", 304), ('"other"', 200), (tag.strip('"'), 200),
        ('"', 200), (",,,", 200),
    ):  # fmt: skip
        for method in ("GET", "HEAD"):
            answer = asyncio.run(ask(running.port, "/", method, If_None_Match=known))
            assert (known, answer.status) == (known, status)
            assert answer.headers["etag"] == tag
    assert asyncio.run(ask(running.port, "/nowhere/", If_None_Match="*")).status == 404

"""HTTP for the preview: who may come in, pages, and a stream of events for each page that is open."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from generator.serve.amend import HOME, SCRIPT
from generator.serve.answers import Answer, media_type
from generator.serve.doorway import METHODS, refusal
from generator.serve.keys import Key
from generator.serve.overlay import SHEET
from generator.serve.preview import Preview
from generator.serve.proof import decoded
from generator.serve.readers import Reader, Readers, room
from generator.serve.shelf import OutdatedError

T = TypeVar("T")
Run = Callable[..., Awaitable[Any]]  # a function and its arguments, in another thread

EVENTS = f"{HOME}events"
OWN_FILES = {SCRIPT: "reload.js", SHEET: "overlay.css"}
IDLE_SECONDS = 20.0  # a connection that asks nothing is closed
PING_SECONDS = 15.0  # a stream that nobody reads any more is found out
WRITE_SECONDS = 10.0
_TRIES = 3
_WAITING = 512  # connections that the system keeps until they are let in
_AT_ONCE = 16  # of them are let in, before it is seen whether there is room for more
_HEADERS = {
    "Server": "nashra",
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}


class Front:
    """Answers requests from a preview."""

    def __init__(
        self, preview: Preview, readers: Readers, port: int, run: Run, renewed: Callable[[], Awaitable[None]]
    ) -> None:
        """Answer from `preview`; `renewed` asks for a new proof and waits until the site was looked at again."""
        self._preview = preview
        self._readers = readers
        self._port = port
        self._run = run
        self._renewed = renewed
        self.asked: set[object] = set()  # connections whose request is being answered

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        self.asked.add(request.protocol)
        try:
            return await self._handled(request)
        finally:
            self.asked.discard(request.protocol)

    async def _handled(self, request: web.BaseRequest) -> web.StreamResponse:
        headers = request.headers
        refused = refusal(
            request.method,
            request.raw_path,
            headers.getall("Host", []),
            headers.getall("Origin", []),
            self._port,
        )
        if refused is not None:
            allow = {"Allow": ", ".join(METHODS)} if refused.status == HTTPStatus.METHOD_NOT_ALLOWED else {}
            turned_away = _said(refused.status, refused.why, allow)
            turned_away.force_close()
            return turned_away
        target = decoded(request.raw_path)
        if target is None:
            return _said(HTTPStatus.BAD_REQUEST, "this path is no UTF-8")
        if target == EVENTS:
            return await self._events(request)
        if target.startswith(HOME):
            return _own(OWN_FILES.get(target))
        return await self._page(request, target)

    async def _page(self, request: web.BaseRequest, target: str) -> web.Response:
        for _ in range(_TRIES):
            try:
                answer: Answer = await self._run(self._preview.answer, target)
            except OutdatedError:
                await self._renewed()
                continue
            return _told(answer, request.headers.get("If-None-Match", ""))
        return _said(HTTPStatus.SERVICE_UNAVAILABLE, "the sources are changing; ask again", {"Retry-After": "1"})

    # events

    async def _events(self, request: web.BaseRequest) -> web.StreamResponse:
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(request.raw_path).query).items()}
        target = decoded(asked.get("path", ""))
        if target is None:
            return _said(HTTPStatus.BAD_REQUEST, "path=… says which page is open")
        if self._readers.are_many:
            return _said(HTTPStatus.SERVICE_UNAVAILABLE, "too many pages are open")
        response = web.StreamResponse(headers=_HEADERS | {"Content-Type": "text/event-stream; charset=utf-8"})
        await response.prepare(request)
        if request.method == "GET":
            reader = Reader(target, Key.read(asked.get("key", "")), asked.get("notice", ""))
            with self._readers.joined(reader):
                await self._tell(reader, response)
        return response

    async def _tell(self, reader: Reader, response: web.StreamResponse) -> None:
        """Tell an open page its news until it leaves or the preview ends."""
        try:
            await response.write(b": nashra serve\n\n")
            while self._readers.are_welcome:
                reader.called.clear()
                for data in await self._news(reader):
                    async with asyncio.timeout(WRITE_SECONDS):
                        await response.write(data)
                try:
                    async with asyncio.timeout(PING_SECONDS):
                        await reader.called.wait()
                except TimeoutError:
                    async with asyncio.timeout(WRITE_SECONDS):
                        await response.write(b":\n\n")
        except (ConnectionError, TimeoutError):
            pass  # it left, or does not read: it will come again if it lives

    async def _news(self, reader: Reader) -> list[bytes]:
        proof, notice = self._preview.proof, self._preview.notice
        if proof is None:
            return list(reader.news(self._preview.key(reader.target), [], notice))
        key = proof.known_key(reader.target) or await self._run(proof.key, reader.target)
        return list(reader.news(key, proof.sheets, notice))


def _told(answer: Answer, known: str) -> web.Response:
    tag = f'"{answer.key}"'
    headers = _HEADERS | {"ETag": tag, "Content-Type": answer.media_type}
    if answer.location:
        headers["Location"] = answer.location
    if answer.status == HTTPStatus.OK and _is_known(tag, known):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=_HEADERS | {"ETag": tag})
    return web.Response(status=answer.status, body=answer.data, headers=headers)


def _is_known(tag: str, known: str) -> bool:
    """Tell whether the tags that a browser has (RFC 9110, 13.1.2) name this one."""
    return known.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in known.split(",")}


def _said(status: int, words: str, headers: dict[str, str] | None = None) -> web.Response:
    kind = {"Content-Type": "text/plain; charset=utf-8"}
    return web.Response(status=status, body=f"{words}\n".encode(), headers=_HEADERS | kind | (headers or {}))


def _own(name: str | None) -> web.Response:
    if name is None:
        return _said(HTTPStatus.NOT_FOUND, "the preview has no such file")
    return web.Response(body=_file(name), headers=_HEADERS | {"Content-Type": media_type(name)})


@cache
def _file(name: str) -> bytes:
    return Path(__file__).with_name(name).read_bytes()


def bound(port: int, *, is_fixed: bool, tries: int = 20) -> socket.socket:
    """Return a listening socket of this machine alone, at the port or, unless that one is meant, the next free one.

    Raises OSError where there is none.
    """
    last = port if is_fixed or port == 0 else min(port + tries, 65535)
    for number in range(port, last + 1):
        try:
            return socket.create_server(("127.0.0.1", number), backlog=_WAITING)
        except OSError as cause:
            fault = cause
    raise fault


class _Server(web.Server):
    """A server that lets the oldest idle connection go where there are more than this process has room for."""

    def __init__(self, front: Front) -> None:
        super().__init__(front.handle, handler_cancellation=True, keepalive_timeout=IDLE_SECONDS, access_log=None)
        self._asked = front.asked
        self._room = room() * 3 // 2  # a quarter of the files is left to the site's own

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        if len(self.connections) <= self._room:
            return
        open_ = [one for one in self.connections if one.transport and not one.transport.is_closing()]
        idle = next((one for one in open_ if one not in self._asked), handler)
        if len(open_) > self._room and idle.transport:
            idle.transport.abort()  # whatever it has still to say: that nobody listens may be why it is idle


async def serving(front: Front, door: socket.socket) -> Any:
    """Begin to answer at a socket; return what is to be cleaned up in the end (`await it.cleanup()`)."""
    runner = web.ServerRunner(_Server(front), shutdown_timeout=1.0)
    await runner.setup()
    await web.SockSite(runner, door, backlog=_AT_ONCE).start()
    door.listen(_WAITING)
    return runner

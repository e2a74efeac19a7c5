"""Open a preview: take a port, look at the site, and serve until told to stop."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import socket
import sys
import time
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from generator import code
from generator.errors import SiteError, error
from generator.serve.happenings import Happening, Kind, Tell
from generator.serve.preview import Preview, Viewing
from generator.serve.server import bound
from generator.serve.session import Session
from generator.site.visibility import Showing
from generator.workers import Progress

PORT = 8000
_SWITCH_SECONDS = 0.001  # between threads: who answers must not wait for who plans


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks of a preview. `port` None: PORT or the next that is free; `now` None: the clock."""

    root: Path
    config_path: Path
    port: int | None
    showing: Showing
    now: datetime | None
    jobs: int
    opens_browser: bool
    is_debugging: bool


def serve(wishes: Wishes, tell: Tell, progress: Progress, looked: Callable[[], None]) -> None:
    """Serve a site until SIGINT or SIGTERM; `looked` is called once the site was looked at first.

    Raises SiteError where the port is taken (exit 2), and where a build holds the state at the start (6).
    """
    began = time.perf_counter()
    if not wishes.is_debugging:
        _hush()
    with _door(wishes.port) as door:
        port = door.getsockname()[1]
        if wishes.port is None and port != PORT:
            tell(Happening(Kind.PORT, {"taken": PORT, "port": port}))
        preview = Preview(_viewing(wishes, port))
        try:
            preview.renew(jobs=wishes.jobs, progress=progress, whatever_it_takes=True)
        finally:
            looked()
        gc.freeze()  # what was read now stays: no later look for cycles need go through it
        sys.setswitchinterval(_SWITCH_SECONDS)
        asyncio.run(_served(wishes, preview, door, tell, began))


def _hush() -> None:
    """Keep what the libraries log off the terminal: what matters to a person is said by us."""
    for name in ("aiohttp", "asyncio", "watchdog"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False


def _door(port: int | None) -> socket.socket:
    wanted = PORT if port is None else port
    try:
        return bound(wanted, is_fixed=port is not None)
    except OSError as cause:
        taken = cause.errno == errno.EADDRINUSE
        why = "is taken by another program" if taken else f"cannot be used: {cause.strerror}"
        hint = "choose another with --port, or leave --port out"
        raise SiteError([error("usage", "--port", f"port {wanted} {why}", hint)]) from cause


def _viewing(wishes: Wishes, port: int) -> Viewing:
    return Viewing(
        root=wishes.root,
        config_path=wishes.config_path,
        address=f"http://127.0.0.1:{port}",
        clock=lambda: wishes.now or datetime.now(UTC),
        showing=wishes.showing,
        code=code.digest_of_code(),
    )


async def _served(wishes: Wishes, preview: Preview, door: socket.socket, tell: Tell, began: float) -> None:
    def ready() -> None:
        address = f"{preview.viewing.address}{preview.config.base_path}/"
        proof = preview.proof
        facts = {
            "address": address,
            "articles": len(proof.plan.edition.newest) if proof else 0,
            "seconds": round(time.perf_counter() - began, 3),
        }
        tell(Happening(Kind.READY, facts, proof.problems if proof else preview.mistakes))
        if wishes.opens_browser:
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    await Session(preview, door, tell, jobs=wishes.jobs, fixed_now=wishes.now is not None, ready=ready).run()

"""One build of a site at a time. The lock is the kernel's: it ends with its holder, so a dead one never blocks.

A preview holds it for the moment in which it reads what was saved; a build waits for that rather than giving up.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from generator.errors import Exit, SiteError, error

BRIEF_SECONDS = 30.0  # that a brief holder may take: it parses a hundred files at most
_BRIEF = "brief"
_POLL_SECONDS = 0.02


@contextmanager
def locked(folder: Path, *, is_brief: bool = False, patience_seconds: float = 0.0) -> Iterator[None]:
    """Hold the site's lock, `folder`/lock; `is_brief` tells others that waiting is worth it.

    Raises SiteError (exit 6) naming the process that holds it when it still does after `patience_seconds`, or after
    BRIEF_SECONDS where that one is brief.
    """
    try:
        import fcntl  # noqa: F401 - to know whether it is there
    except ImportError:  # no such lock on this platform; the builds would only do the same work twice
        yield
        return
    path = folder / "lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="ascii")
    except OSError as cause:
        raise SiteError(
            [error("cannot-write", str(path), f"cannot write the state folder: {cause.strerror}")], Exit.WRITE
        ) from cause
    with file:
        began = time.monotonic()
        while not _taken(file):
            holder, brief = _holder(path)
            if time.monotonic() - began >= max(patience_seconds, BRIEF_SECONDS if brief else 0.0):
                message = f"another build is running (process {holder})"
                raise SiteError([error("locked", str(path), message, "wait for it to end")], Exit.LOCKED)
            time.sleep(_POLL_SECONDS)
        with suppress(OSError):  # who holds it is a courtesy: a full disk is told of where something must be written
            os.truncate(file.fileno(), 0)
            os.write(file.fileno(), f"{os.getpid()} {_BRIEF if is_brief else ''}".encode())
        yield


def _taken(file: IO[str]) -> bool:
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(path: Path) -> tuple[str, bool]:
    """Return the process that holds the lock, and whether it said that it would be brief."""
    pid, _, said = path.read_text(encoding="ascii").strip().partition(" ")
    return pid or "unknown", said == _BRIEF

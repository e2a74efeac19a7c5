"""One build of a site at a time. The lock is the kernel's: it ends with its holder, so a dead one never blocks.

A preview holds it for the moment in which it reads what was saved; a build waits for that rather than giving up.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from generator.errors import Exit, SiteError, error
from generator.refusals import cannot_write

BRIEF_SECONDS = 30.0  # that a brief holder may take: it parses a hundred files at most
_SETTLING_SECONDS = 5.0  # that a holder may take to say who it is, and the workers of a killed one to end
_BRIEF = "brief"
_POLL_SECONDS = 0.02


class _Holder(NamedTuple):
    """Who holds a lock, as far as its file tells, and how long that one is worth waiting for."""

    name: str
    patience_seconds: float


@contextmanager
def locked(
    folder: Path,
    *,
    is_brief: bool = False,
    patience_seconds: float = 0.0,
    waiting: Callable[[str], None] = lambda holder: None,
) -> Iterator[None]:
    """Hold the site's lock, `folder`/lock; `is_brief` tells others that waiting is worth it.

    Raises SiteError (exit 6) naming the process that holds it when it still does after `patience_seconds`, or after
    BRIEF_SECONDS where that one is brief. `waiting` is told once whom a patient caller waits for.
    """
    try:
        import fcntl  # noqa: F401 - to know whether it is there
    except ImportError:  # no such lock on this platform; the builds would only do the same work twice
        yield
        return
    path = folder / "lock"
    with _opened(path) as file:
        _wait(file, path, patience_seconds, waiting)
        with suppress(OSError):  # who holds it is a courtesy: a full disk is told of where something must be written
            os.truncate(file.fileno(), 0)
            os.write(file.fileno(), f"{os.getpid()} {_BRIEF if is_brief else ''}".encode())
        try:
            yield
        finally:
            with suppress(OSError):
                os.truncate(file.fileno(), 0)


def _opened(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="ascii")
    except OSError as cause:
        raise cannot_write(cause) from cause


def _wait(file: IO[str], path: Path, patience_seconds: float, waiting: Callable[[str], None]) -> None:
    """Take the lock as soon as it can be had; raise SiteError (exit 6) when patience is at an end."""
    began = time.monotonic()
    is_told = False
    while not _taken(file):
        holder = _holder(path)
        waited = time.monotonic() - began
        if waited >= max(patience_seconds, holder.patience_seconds):
            message = f"another build is running (process {holder.name})"
            hint = "wait for it to end, or let --wait do so"
            raise SiteError([error("locked", str(path), message, hint)], Exit.LOCKED)
        if not is_told and patience_seconds and not holder.patience_seconds:
            waiting(holder.name)
            is_told = True
        time.sleep(_POLL_SECONDS)


def _taken(file: IO[str]) -> bool:
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(path: Path) -> _Holder:
    """Return who holds the lock.

    A file that names nobody, or a process that is gone, is that of a holder who is just about to write its own, or of
    a killed one whose workers are just about to end: both take a moment.
    """
    try:
        pid, _, said = path.read_text(encoding="ascii", errors="replace").strip().partition(" ")
    except OSError:  # somebody deleted the folder
        pid = said = ""
    if not _is_running(pid):
        return _Holder(pid or "unknown", _SETTLING_SECONDS)
    return _Holder(pid, BRIEF_SECONDS if said == _BRIEF else 0.0)


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except PermissionError:  # it is somebody else's
        return True
    except (ValueError, OverflowError, OSError):
        return False
    return True

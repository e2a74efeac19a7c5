"""One build of a site at a time. The lock is the kernel's: it ends with its holder, so a dead one never blocks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import Exit, SiteError, error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the site's lock, `folder`/lock.

    Raises SiteError (exit 6) naming the process that holds it while there is one.
    """
    try:
        import fcntl
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
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as cause:
            raise SiteError(
                [
                    error(
                        "locked", str(path), f"another build is running (process {_holder(path)})", "wait for it to end"
                    )
                ],
                Exit.LOCKED,
            ) from cause
        with suppress(OSError):  # who holds it is a courtesy: a full disk is told of where something must be written
            os.truncate(file.fileno(), 0)
            os.write(file.fileno(), str(os.getpid()).encode())
        yield


def _holder(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() or "unknown"

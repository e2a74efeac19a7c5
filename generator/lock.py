"""One build of a site at a time. The lock is the kernel's: it ends with its holder, so a dead one never blocks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import Exit, Level, Problem, SiteError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the site's lock, `folder`/lock; raise SiteError (exit 6) naming the holder's process while another has it."""
    try:
        import fcntl
    except ImportError:  # no such lock on this platform; the builds would only do the same work twice
        yield
        return
    path = folder / "lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise SiteError(
            [_problem("cannot-write", str(path), f"cannot write the state folder: {error.strerror}")], Exit.WRITE
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SiteError(
                [
                    _problem(
                        "locked", str(path), f"another build is running (process {_holder(path)})", "wait for it to end"
                    )
                ],
                Exit.LOCKED,
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _holder(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() or "unknown"


def _problem(code: str, path: str, message: str, hint: str = "") -> Problem:
    return Problem(level=Level.ERROR, code=code, path=path, message=message, hint=hint)

"""What a disk refuses, told: which file, why, and how much room is left where that is the cause."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from generator.errors import Exit, SiteError, error

HINT = "free space or mend its permissions, and build again"
_FULL = (errno.ENOSPC, errno.EDQUOT)


def writable(effect: Callable[[], None]) -> None:
    """Perform an effect on the output folder; a disk that refuses becomes a SiteError with exit 5."""
    try:
        effect()
    except OSError as cause:
        raise cannot_write(cause) from cause


def cannot_write(cause: OSError) -> SiteError:
    """Return the SiteError that tells which file could not be written and why."""
    # Of the two names of a rename the second is the one that people know.
    path = str(cause.filename2 or cause.filename or "the output folder")
    left = f" ({room(Path(path))})" if cause.errno in _FULL else ""
    message = f"cannot write: {cause.strerror or cause}{left}"
    return SiteError([error("cannot-write", path, message, HINT)], Exit.WRITE)


def room(path: Path) -> str:
    """Say how much room is left on the disk where `path` lies or would lie."""
    try:
        disk = os.statvfs(next(folder for folder in (path, *path.absolute().parents) if folder.exists()))
    except (OSError, AttributeError):  # Windows knows no statvfs
        return "how much is free is not known"
    if disk.f_files and not disk.f_favail:
        return "its disk takes no more files"
    return f"{disk.f_bavail * disk.f_frsize:,} bytes are free on its disk"

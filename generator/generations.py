"""Whole generations of the output folder: a new tree beside the old one, exchanged for it in one step.

    begin     .public.nashra-new   every file that stays, as a hard link; then what the build writes
    exchange  .public.nashra-new ─▶ .public.nashra-old ◀─ exchange ─▶ public
    clear     .public.nashra-old   deleted, but for what somebody else put into it since `begin`

Readers of `public` see the old site or the new one, never a mixture. A kill leaves one of the two hidden folders; the
next build clears it away. Both lie beside the folder that is really meant: where `public` is a link, beside its target.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Set
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

from generator import writing
from generator.errors import SiteError, error

_AT_FDCWD = -100  # linux/fcntl.h
_RENAME_EXCHANGE = 2  # linux/fs.h
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.EBUSY, errno.EOPNOTSUPP)  # else the disk refuses


def new_folder(output: Path) -> Path:
    """Return where the next generation of an output folder is made."""
    return _beside(output, "new")


def _old_folder(output: Path) -> Path:
    return _beside(output, "old")


def _beside(output: Path, age: str) -> Path:
    real = output.resolve()
    return real.with_name(f".{real.name}.nashra-{age}")


# beginning


def begin(output: Path, claims: bytes) -> None:
    """Make the next generation, with a link to every file of `output` but its manifest.

    `claims` is its manifest, which is written first, so that what a kill leaves is known as ours. Raises SiteError
    (exit 2) where folders cannot be exchanged here, OSError where the disk refuses.
    """
    real, fresh = output.resolve(), new_folder(output)
    _try_out(real)
    fresh.mkdir()
    if real.is_dir():
        _take_after(real, fresh)
    writing.replace_file(fresh / writing.MANIFEST, claims)
    if real.is_dir():
        _link_files(str(real), str(fresh), but=writing.MANIFEST)


def _try_out(real: Path) -> None:
    """Exchange two empty folders, to refuse before any work what would fail after it."""
    fresh, old = new_folder(real), _old_folder(real)
    real.parent.mkdir(parents=True, exist_ok=True)
    if os.path.ismount(real):
        _unsupported(real, "it is the root of a file system of its own, which cannot be renamed")
    try:
        fresh.mkdir()
        old.mkdir()
        _exchange(fresh, old)
    finally:
        for folder in (fresh, old):
            with suppress(OSError):
                folder.rmdir()


def _link_files(source: str, target: str, but: str = "") -> None:
    """Link the files of a folder but one, and of those in it, into `target`; links are files, wherever they lead."""
    with os.scandir(source) as listed:
        children = list(listed)
    for child in children:
        place = f"{target}/{child.name}"
        if child.is_dir(follow_symlinks=False):
            Path(place).mkdir()
            _take_after(Path(child.path), Path(place))
            _link_files(child.path, place)
        elif child.name != but:
            os.link(child.path, place, follow_symlinks=False)


def _take_after(model: Path, folder: Path) -> None:
    """Give a folder the mode of another, and its owner where that is allowed."""
    wanted, found = model.stat(), folder.stat()
    if (wanted.st_uid, wanted.st_gid) != (found.st_uid, found.st_gid):
        with suppress(PermissionError):
            os.chown(folder, wanted.st_uid, wanted.st_gid)
    if wanted.st_mode != found.st_mode:
        folder.chmod(wanted.st_mode & 0o7777)


# exchanging


def exchange(output: Path) -> None:
    """Put the new generation in the place of `output`, in one step. Raises SiteError (exit 2) or OSError.

    The old one is then in a hidden folder beside it, for `clear`.
    """
    real, fresh, old = output.resolve(), new_folder(output), _old_folder(output)
    if not real.is_dir():
        fresh.rename(real)
        return
    fresh.rename(old)
    _exchange(old, real)


def _exchange(one: Path, other: Path) -> None:
    """Exchange two folders by renameat2(2), which Linux offers since 3.15; which file systems do, they say."""
    if sys.platform != "linux":
        _unsupported(other, "this system cannot exchange two folders in one step")
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        _unsupported(other, "this system's C library does not know renameat2")
    names = os.fsencode(one), os.fsencode(other)
    if library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return
    number = ctypes.get_errno()
    if number in _CANNOT:
        _unsupported(other, f"its file system cannot exchange two folders in one step: {os.strerror(number)}")
    raise OSError(number, os.strerror(number), str(other))


def _unsupported(output: Path, why: str) -> NoReturn:
    hint = "build without --swap: files are then replaced one at a time, each whole"
    raise SiteError([error("swap-unsupported", str(output), f"--swap cannot work here: {why}", hint)])


# clearing away


def is_left(output: Path) -> bool:
    """Tell whether a build that was killed left a generation beside an output folder."""
    return any(os.path.lexists(folder) for folder in (new_folder(output), _old_folder(output)))


def clear(output: Path) -> None:
    """Delete the generations beside an output folder, whether the exchange was done or never came about.

    What others put into the old one while the new one was made is carried over. Raises SiteError (exit 2) for a folder
    of such a name that is not ours, OSError where the disk refuses.
    """
    fresh, old = new_folder(output), _old_folder(output)
    if os.path.lexists(fresh):
        _delete(fresh, None)
    if os.path.lexists(old):
        _delete(old, output.resolve())


def _delete(generation: Path, heir: Path | None) -> None:
    """Delete a generation, its manifest last: that tells a next build that the folder is ours."""
    claims = writing.read_manifest(generation)
    if not generation.is_dir() or generation.is_symlink() or (claims is None and not writing.is_empty(generation)):
        message = f"this is where a generation of the site is made, and it has no {writing.MANIFEST}: it is not ours"
        raise SiteError([error("output-foreign", str(generation), message, "move it away, and build again")])
    known = {*(claims or {}), *((writing.read_manifest(heir) or {}) if heir else {}), writing.MANIFEST}
    _empty(_Old(str(generation), str(heir or ""), known, generation.stat().st_ctime_ns))
    with suppress(FileNotFoundError):
        (generation / writing.MANIFEST).unlink()
    generation.rmdir()


class _Old(NamedTuple):
    """A generation that goes: its folder, the one that came in its place or "", the files of both that are ours."""

    folder: str
    heir: str
    ours: Set[str]
    exchanged_ns: int  # when the one was renamed or exchanged for the other, by the file system's clock


def _empty(old: _Old, below: str = "") -> None:
    with os.scandir(f"{old.folder}/{below}") as listed:
        children = list(listed)
    for child in children:
        path = below + child.name
        if child.is_dir(follow_symlinks=False):
            _empty(old, f"{path}/")
            Path(child.path).rmdir()
        elif old.heir and path not in old.ours and _is_news(child, Path(old.heir, path), old.exchanged_ns):
            Path(old.heir, path).parent.mkdir(parents=True, exist_ok=True)
            Path(child.path).replace(Path(old.heir, path))
        elif path != writing.MANIFEST:
            Path(child.path).unlink()


def _is_news(mine: os.DirEntry[str], there: Path, exchanged_ns: int) -> bool:
    """Tell whether somebody put a file into the old generation after all its files had been linked into the new one.

    Else it is the same file in both, or was deleted or replaced in the new one since the exchange: of all that is done
    to a file, and to the number of its links, the time of its last change of status tells, which nobody can set.
    """
    try:
        other = there.lstat()
    except OSError:
        return mine.stat(follow_symlinks=False).st_ctime_ns <= exchanged_ns
    return mine.inode() != other.st_ino and other.st_ctime_ns <= exchanged_ns

"""Scan the source folders: which files there are, by stat alone."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.errors import Problem, error

UNREADABLE_HINT = "mend its permissions, or take it out of the source folders"

_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # line ends and signs to terminals; bytes that are not UTF-8
_KINDS = ((stat.S_ISFIFO, "named pipe"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))


class Found(NamedTuple):
    """A file of the source folders, as `scan` saw it."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Scan:
    """The source folders at one moment: files by path in order, what cannot be read, when the scan began."""

    files: tuple[Found, ...]
    problems: tuple[Problem, ...]
    began_ns: int


def scan(root: Path, paths: Iterable[str]) -> Scan:
    """List the files of the source folders, ordered by path; hidden ones and links out of the site stay outside."""
    began = time.time_ns()
    files: dict[str, Found] = {}
    problems: list[Problem] = []
    real_root = root.resolve()
    for path in paths:
        if (root / path).is_file():
            files |= {found.path: found for found in _stat(root, path, problems)}
            continue
        if not (root / path).is_dir():
            problems.append(
                error(
                    "source-folder-missing",
                    path,
                    "this source folder does not exist",
                    "create it, or take it out of [sources] paths",
                )
            )
            continue
        for found in _walk(root, path, real_root, problems):
            files[found.path] = found
    return Scan(tuple(files[path] for path in sorted(files)), tuple(problems), began)


def _walk(root: Path, folder: str, real_root: Path, problems: list[Problem]) -> Iterator[Found]:
    try:
        children = sorted(os.scandir(root / folder), key=lambda child: child.name)
    except OSError as cause:
        problems.append(
            error("source-unreadable", folder, f"cannot list this folder: {cause.strerror}", UNREADABLE_HINT)
        )
        return
    for child in children:
        path = f"{folder}/{child.name}"
        if child.name.startswith("."):
            continue
        if _NO_TEXT.search(child.name):
            problems.append(_nameless(path))
        elif child.is_symlink():
            yield from _linked(root, path, real_root, problems)
        elif child.is_dir():
            yield from _walk(root, path, real_root, problems)
        else:
            yield from _stat(root, path, problems)


def _linked(root: Path, path: str, real_root: Path, problems: list[Problem]) -> Iterator[Found]:
    """Follow a link to a file inside the site; refuse one that leads out, loops, or names a folder."""
    try:
        target = (root / path).resolve(strict=True)
    except (OSError, RuntimeError):
        problems.append(error("source-link", path, "this link leads nowhere, or to itself", "delete or mend it"))
        return
    if target.is_file() and target.is_relative_to(real_root):
        yield from _stat(root, path, problems)
    else:
        problems.append(
            error(
                "source-link",
                path,
                f"this link leads to {target}, which is a folder or outside the site",
                "copy what it names into the site",
            )
        )


def _nameless(path: str) -> Problem:
    """Return the problem of a name that is no line of text, spelt so that it can be printed."""
    shown = _NO_TEXT.sub(lambda sign: sign[0].encode("unicode_escape").decode().replace("\\udc", "\\x"), path)
    message = "this name has a control character, or is not UTF-8: what it names is not read"
    return error("source-name", shown, message, "rename it: letters, digits, dashes and dots")


def _stat(root: Path, path: str, problems: list[Problem]) -> Iterator[Found]:
    """Yield a file; only its kind tells that one may be opened: a named pipe would never end."""
    try:
        found = (root / path).stat()
    except OSError as cause:
        problems.append(error("source-unreadable", path, f"cannot be read: {cause.strerror}", UNREADABLE_HINT))
        return
    if stat.S_ISREG(found.st_mode):
        yield Found(path, found.st_size, found.st_mtime_ns)
        return
    kind = next((name for is_one, name in _KINDS if is_one(found.st_mode)), "thing of another kind")
    problems.append(
        error("source-unreadable", path, f"this is no file but a {kind}", "take it out of the source folders")
    )


_SECOND = 1_000_000_000


def is_settled(mtime_ns: int, seen_ns: int) -> bool:
    """Tell whether a file's time of change, seen by a scan that began at `seen_ns`, rules out a change since then.

    Times in whole seconds come from file systems that know no finer ones (or only even seconds): there a change may
    hide for as long.
    """
    slack = 2 * _SECOND if mtime_ns % _SECOND == 0 else 0
    return mtime_ns + slack < seen_ns

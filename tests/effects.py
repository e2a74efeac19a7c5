"""What a process does to files below a folder: told before it is done, so that a test may record it or let it fail.

Python tells every open, rename, removal and new folder to audit hooks (PEP 578), from whichever function it comes. A
hook cannot be taken away again, so there is one, and it is silent while nobody listens.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

_KINDS = {
    "open": "open",
    "os.rename": "rename",
    "os.remove": "remove",
    "os.mkdir": "mkdir",
    "os.rmdir": "rmdir",
    "os.link": "link",
    "os.symlink": "symlink",
    "os.truncate": "truncate",
    "os.chmod": "chmod",
}


class Effect(NamedTuple):
    """Something that is about to be done: to `path`, and where that is a rename, with the file at `source`."""

    kind: str
    path: str
    source: str = ""


Listener = Callable[[Effect], None]
_listener: Listener | None = None
_is_hooked = False


@contextmanager
def heard(listener: Listener) -> Iterator[None]:
    """Tell `listener` of every effect in this process before it happens; what it raises, the effect raises."""
    global _listener, _is_hooked
    if not _is_hooked:
        sys.addaudithook(_hook)
        _is_hooked = True
    _listener = listener
    try:
        yield
    finally:
        _listener = None


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    listener = _listener
    if listener is None or event not in _KINDS:
        return
    effect = _effect(_KINDS[event], arguments)
    if effect is not None:
        listener(effect)


def _effect(kind: str, arguments: tuple[Any, ...]) -> Effect | None:
    if kind == "open":
        return Effect(kind, _name(arguments[0])) if _writes(arguments) else None
    if kind in ("rename", "link", "symlink"):
        return Effect(kind, _name(arguments[1]), _name(arguments[0]))
    return Effect(kind, _name(arguments[0]))


def _writes(arguments: tuple[Any, ...]) -> bool:
    """Tell whether an open is for writing: by its flags, or by its mode where it has no flags yet."""
    _, mode, flags = arguments
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
    return isinstance(flags, int) and bool(flags & writing) if mode is None else any(c in mode for c in "wax+")


def _name(path: Any) -> str:
    return os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""


class Put(NamedTuple):
    """A file of a tree got these bytes, or went where they are None."""

    path: str
    data: bytes | None


@contextmanager
def recorded(folder: Path) -> Iterator[list[Put]]:
    """Record in order what this process does to the files below `folder`; what forked children do is not heard."""
    found: list[Put] = []
    root = f"{folder.absolute()}/"

    def listen(effect: Effect) -> None:
        path = str(Path(effect.path).absolute())
        if path.startswith(root) and effect.kind in ("rename", "link"):
            found.append(Put(path.removeprefix(root), Path(effect.source).read_bytes()))
            if effect.kind == "rename":
                found.append(Put(str(Path(effect.source).absolute()).removeprefix(root), None))
        elif path.startswith(root) and effect.kind == "remove":
            found.append(Put(path.removeprefix(root), None))

    with heard(listen):
        yield found


class KilledError(BaseException):
    """What ends a build as a kill does: nothing of ours handles it, though what is closed in passing is closed."""


def killed_after(effects: int, folder: Path, work: Callable[[], object]) -> bool:
    """Do some work as far as so many effects below a folder, then end it; tell whether it came to that."""
    left, root = effects, str(folder)

    def listen(effect: Effect) -> None:
        nonlocal left
        left -= effect.path.startswith(root)
        if left < 0:
            raise KilledError

    try:
        with heard(listen):
            work()
    except KilledError:
        return True
    return False

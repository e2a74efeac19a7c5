"""Effects on the output folder: small, finished, each wholly done or not at all."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from generator.digest import Digest

MANIFEST = ".nashra-manifest"
PENDING = Digest("-")  # in the manifest: ours, its bytes not known yet
_FIRST_LINE = "nashra manifest 1"
_FRESH = ".new"
_LEAVES = ("static/", "media/")  # whose names are made of their bytes


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`; readers see the old file or the new one, never half.

    Raises OSError that names the file; the old file is then untouched. One writer per path.
    """
    fresh = path.with_name(f".{path.name}{_FRESH}")
    try:
        try:
            fresh.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as cause:
        with suppress(OSError):  # what it could not hold whole takes no more room
            fresh.unlink()
        cause.filename = cause.filename or str(path)  # a disk that is full while it writes names no file
        raise


def remove_file(root: Path, path: str) -> None:
    """Delete a file below `root`, and the folders that it leaves empty.

    A file that is gone already is fine, and so is one that made room for a folder of its name.
    """
    target = root / path
    if target.is_dir() and not target.is_symlink():
        return
    with suppress(FileNotFoundError, NotADirectoryError):
        target.unlink()
    for folder in target.parents:
        if folder == root or not folder.is_relative_to(root):
            return
        try:
            folder.rmdir()
        except OSError:
            return


def sweep(root: Path, ours: Container[str]) -> None:
    """Delete what a killed build left half-written of our files; others' files of such names stay."""
    for left in sorted(root.rglob(f".*{_FRESH}")):
        meant = left.with_name(left.name[1 : -len(_FRESH)]).relative_to(root).as_posix()
        if (meant in ours or meant == MANIFEST) and left.is_file():
            left.unlink(missing_ok=True)


def manifest(files: Mapping[str, Digest]) -> bytes:
    """Return the manifest: a line for each file that is ours, its digest and its path, ordered by path."""
    return "\n".join([_FIRST_LINE, *(f"{files[path]}  {path}" for path in sorted(files)), ""]).encode()


def read_manifest(root: Path) -> dict[str, Digest] | None:
    """Return the files that a manifest claims, or None where there is no manifest that can be read."""
    try:
        first, *lines = (root / MANIFEST).read_text(encoding="utf-8").split("\n")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError, ValueError):
        return None
    if first != _FIRST_LINE:
        return None
    claims = (line.partition("  ") for line in lines)
    return {path: Digest(content) for content, _, path in claims if _is_inside(path)}


def _is_inside(path: str) -> bool:
    # The manifest decides what may be deleted, so a forged one must not lead out of the folder.
    return bool(path) and not path.startswith("/") and ".." not in path.split("/")


def is_empty(folder: Path) -> bool:
    """Tell whether a folder is absent or holds nothing, but perhaps a manifest that a killed build never finished."""
    if not folder.exists():
        return True
    return folder.is_dir() and all(path.name == f".{MANIFEST}{_FRESH}" for path in folder.iterdir())


def remove_all(root: Path, paths: Iterable[str]) -> None:
    """Delete files below `root`, with the folders that they leave empty: pages before what they show."""
    for path in sorted(paths, key=lambda path: (leads_nowhere(path), path)):
        remove_file(root, path)


def leads_nowhere(path: str) -> bool:
    """Tell whether a file of the output folder is only shown or loaded by others: a static file or a picture."""
    return path.startswith(_LEAVES)


def is_there(root: Path, path: str) -> bool:
    """Tell whether something of that name is in the output folder."""
    return os.path.lexists(root / path)


def in_the_way(old: Iterable[str], new: Iterable[str]) -> list[str]:
    """Return the old files that stand where a new one needs a folder, or in a folder that a new file replaces."""
    files, wanted = set(old), set(new)
    folders = {folder for path in wanted for folder in folders_above(path)}
    return sorted(path for path in files if path in folders or not wanted.isdisjoint(folders_above(path)))


def folders_above(path: str) -> list[str]:
    """Return the folders above a relative path, outermost first: a/b/c gives a, a/b."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]

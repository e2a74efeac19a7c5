"""How programs save a text file: one function a habit. Run as a program, it saves again and again at a pace."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

Saver = Callable[[Path, bytes], None]


def in_place(path: Path, data: bytes) -> None:
    """nano, Notepad, `cat >`: truncate, write."""
    path.write_bytes(data)


def in_pieces(path: Path, data: bytes) -> None:
    """A slow program: the file is cut short for a moment, even within a letter."""
    with path.open("wb", buffering=0) as file:
        for start in range(0, len(data), max(1, len(data) // 7)):
            file.write(data[start : start + max(1, len(data) // 7)])
            time.sleep(0.004)


def over_itself(path: Path, data: bytes) -> None:
    """A program that writes first and cuts off what is left of the old text."""
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()


def renamed(path: Path, data: bytes) -> None:
    """Most of today's: a hidden file beside it, brought to the disk, takes its name."""
    fresh = path.with_name(f".{path.name}.swp1")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def renamed_in_sight(path: Path, data: bytes) -> None:
    """`sed -i`, Kate: a file with a name of its own takes its name."""
    fresh = path.with_name(f"{path.name}.tmp4711")
    fresh.write_bytes(data)
    fresh.replace(path)


def vim(path: Path, data: bytes) -> None:
    """vim with backupcopy=no: try whether a file can be made, put the old one aside, write anew, delete the old."""
    probe, aside = path.with_name("4913"), path.with_name(f"{path.name}~")
    probe.touch()
    probe.unlink()
    path.rename(aside)
    path.write_bytes(data)
    aside.unlink()


def vim_keeping(path: Path, data: bytes) -> None:
    """vim with `backup`: what was put aside stays."""
    path.replace(path.with_name(f"{path.name}~"))
    path.write_bytes(data)


def emacs(path: Path, data: bytes) -> None:
    """Emacs: a lock that is a link to nowhere, an auto-save, the backup renamed, the file written anew."""
    lock, auto = path.with_name(f".#{path.name}"), path.with_name(f"#{path.name}#")
    lock.symlink_to("someone@somewhere.1234:5678")
    auto.write_bytes(data[: len(data) // 2])
    path.replace(path.with_name(f"{path.name}~"))
    path.write_bytes(data)
    auto.unlink()
    lock.unlink()


def jetbrains(path: Path, data: bytes) -> None:
    """IDEs with "safe write": the new one beside it, the old one renamed, the new one renamed, the old one deleted."""
    fresh, old = path.with_name(f"{path.name}___jb_tmp___"), path.with_name(f"{path.name}___jb_old___")
    fresh.write_bytes(data)
    path.rename(old)
    fresh.rename(path)
    old.unlink()


def from_outside(path: Path, data: bytes) -> None:
    """A program whose draft lies in another folder, outside of all that is watched."""
    fresh = path.parents[3] / "draft.tmp"
    fresh.write_bytes(data)
    fresh.replace(path)


def deleted_first(path: Path, data: bytes) -> None:
    """git, tar, rsync --inplace=no: delete, then make anew."""
    path.unlink()
    path.write_bytes(data)


def same_moment(path: Path, data: bytes) -> None:
    """A program that restores the time of change, as rsync -t and tar do: only the bytes tell."""
    before = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


SAVERS: tuple[Saver, ...] = (
    in_place, in_pieces, over_itself, renamed, renamed_in_sight, vim, vim_keeping, emacs, jetbrains, from_outside,
    deleted_first,
)  # fmt: skip


def main() -> None:
    """Save files in turn, so many times a second for so many seconds; print the moment of the last and how many.

    Each save ends its text with "كلمة" and its number. Arguments: pace, seconds, files.
    """
    pace, seconds, paths = int(sys.argv[1]), float(sys.argv[2]), [Path(name) for name in sys.argv[3:]]
    texts = [path.read_bytes() for path in paths]
    began = time.monotonic()
    count = int(pace * seconds)
    for number in range(count):
        if (early := began + number / pace - time.monotonic()) > 0:
            time.sleep(early)
        paths[number % len(paths)].write_bytes(texts[number % len(paths)] + f"\n\nكلمة{number}.\n".encode())
    print(time.monotonic(), count, time.monotonic() - began)


if __name__ == "__main__":
    main()

"""Watch the folders of a site and ring the bell.

What the system tells of files is a bell and no news: it loses events, and joins and parts them as it likes. So every
one leads to a scan, and none says what to do. Where the system has no watches left, a clock rings instead.
"""

from __future__ import annotations

import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from generator.theme import CATALOGUES

# Opening and closing, which our own reading does, are not among them.
_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileDeletedEvent, FileMovedEvent,
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
]  # fmt: skip
OF_THEME = ("templates", "static", CATALOGUES)
Ring = Callable[[str], None]
_AFTER_LOSS_SECONDS = 0.3  # in which watchdog looks for folders that came while events were lost


class _Ringer(FileSystemEventHandler):
    """Pass on the paths of events, relative to the site; those of hidden files are nobody's business."""

    def __init__(self, root: Path, ring: Ring, wanted: Callable[[str], bool]) -> None:
        self._root = root
        self._ring = ring
        self._wanted = wanted

    def on_any_event(self, event: FileSystemEvent) -> None:
        raw: tuple[str | bytes, ...] = (event.src_path, event.dest_path)
        for path in (_relative(self._root, Path(os.fsdecode(name))) for name in raw if name):
            if not _is_hidden(path) and self._wanted(path):
                self._ring("" if event.is_directory else path)


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") and part != ".." for part in PurePosixPath(path).parts)


def _any(path: str) -> bool:
    return True


class _Losses(logging.Handler):
    """Ring when watchdog warns: the system remembers so many events, then forgets, and watchdog lets go of more."""

    def __init__(self, ring: Ring) -> None:
        super().__init__(logging.WARNING)
        self._ring = ring
        self._waiting: threading.Timer | None = None

    def emit(self, record: logging.LogRecord) -> None:
        # Under the handler's lock, in the thread that must go on reading.
        if self._waiting is None or not self._waiting.is_alive():
            self._waiting = threading.Timer(_AFTER_LOSS_SECONDS, self._ring, [""])
            self._waiting.daemon = True
            self._waiting.start()

    def close(self) -> None:
        if self._waiting:
            self._waiting.cancel()
        super().close()


class _Place(NamedTuple):
    """A folder to be watched. One that was deleted and made again is another one."""

    folder: Path
    recursive: bool
    inode: int


class Watch:
    """Watches over a site, of which some may come and go: `follow` is told which folders the site has now."""

    def __init__(self, root: Path, config_path: Path, ring: Ring) -> None:
        """Begin with the site's own folder and that of its configuration; nothing below them yet."""
        # Where many folders come at once watchdog adds one of them twice, says so, and goes on rightly.
        warnings.filterwarnings("ignore", message="Callback with id", category=RuntimeWarning)
        self._root = root.resolve()
        self._config = config_path.resolve()
        self._ring = ring
        self._losses = _Losses(ring)
        self._observer: BaseObserver | None = None
        self._threads: tuple[threading.Thread, ...] = ()  # of watchdog, but for the one that each watch has
        self._watches: dict[_Place, ObservedWatch] = {}
        self._sources: tuple[str, ...] = ()
        self.fault = ""  # why the system cannot watch

    @property
    def is_blind(self) -> bool:
        """Tell whether the system does not watch for us, so that a clock must ring."""
        return bool(self.fault) or not self._lives()

    def _lives(self) -> bool:
        observer = self._observer
        return observer is not None and all(one.is_alive() for one in (*self._threads, *observer.emitters))

    def follow(self, sources: Iterable[str]) -> bool:
        """Watch the folders of a site with these sources, as far as they are there; those of before are let go.

        True where one is watched that was not: what changed in it until now rang no bell, and must be looked for.
        """
        if self.fault:
            return False
        self._sources = tuple(sources)
        try:
            if self._observer is None:
                self._begin()
            has_more = self._settle(set(self._wanted()))
            if self._lives():
                return has_more
            self.close()  # a watch ended though its folder is there
            self._begin()
            return self._settle(set(self._wanted()))
        except OSError as cause:
            self.fault = cause.strerror or str(cause)
            self.close()
            return False

    def _begin(self) -> None:
        before = set(threading.enumerate())
        logging.getLogger("watchdog").addHandler(self._losses)
        self._observer = Observer()
        self._observer.start()
        begun = set(threading.enumerate()) - before
        self._threads = tuple(one for one in begun if type(one).__module__.startswith("watchdog"))

    def _settle(self, wanted: set[_Place]) -> bool:
        assert self._observer is not None
        for place in self._watches.keys() - wanted:
            with suppress(KeyError, OSError):  # its folder went, and the watch with it
                self._observer.unschedule(self._watches[place])
            del self._watches[place]
        unwatched = sorted(wanted - self._watches.keys())
        for place in unwatched:
            ringer = _Ringer(self._root, self._ring, _any if place.recursive else self._is_theirs)
            with suppress(FileNotFoundError, NotADirectoryError):
                self._watches[place] = self._observer.schedule(
                    ringer, str(place.folder), recursive=place.recursive, event_filter=_EVENTS
                )
        return bool(unwatched)

    def _wanted(self) -> Iterator[_Place]:
        """Yield every folder to be watched, and whether with all below it."""
        wholly = {self._root / name for name in (*self._sources, *OF_THEME)}
        partly = {self._root, self._config.parent, *(place.parent for place in wholly)}
        for folders, recursive in ((wholly, True), (partly, False)):
            for folder in folders:
                with suppress(OSError):
                    if folder.is_dir():
                        yield _Place(folder, recursive, folder.stat().st_ino)

    def _is_theirs(self, path: str) -> bool:
        """Tell whether a path in a folder that is watched for some names only is one of those."""
        return path in {_relative(self._root, self._config), *self._sources, *OF_THEME}

    def close(self) -> None:
        """Let go of everything and wait until it is let go of."""
        logging.getLogger("watchdog").removeHandler(self._losses)
        self._losses.close()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
        self._observer, self._threads = None, ()
        self._watches.clear()

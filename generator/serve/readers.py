"""The pages that are open in browsers, and what is new to each.

An open page says once which path it shows, and the key of what it shows. From then on it is told when that key is
another one: never more than the present state, so nothing queues up for a page that does not listen.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from generator.serve.keys import Key
from generator.serve.overlay import Notice

MOST = 2000


@dataclass(slots=True, eq=False)
class Reader:
    """An open page: what it shows by now, and a flag that there may be news."""

    target: str  # its path, decoded
    key: Key
    notice: str = ""  # name of the notice that it shows
    called: asyncio.Event = field(default_factory=asyncio.Event)

    def news(self, key: Key, sheets: list[str], notice: Notice) -> Iterator[bytes]:
        """Yield the events that bring the page from what it shows to what there is, and take them for told."""
        if self.key.plain != key.plain:
            yield event("reload", {})
        elif self.key.whole != key.whole:
            yield event("look", {"key": str(key), "sheets": sheets})
        self.key = key
        if self.notice != notice.name:
            yield event("notice", {"name": notice.name, "html": notice.html, "blocking": notice.is_blocking})
        self.notice = notice.name


def room() -> int:
    """Return how many pages may be open: each takes one of the files that this process may have open.

    Half of those are left to the site's own: where none is left, its articles cannot be read.
    """
    try:
        import resource
    except ImportError:  # no such limit on this platform
        return MOST
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if allowed == resource.RLIM_INFINITY else min(MOST, allowed // 2)


class Readers:
    """All open pages."""

    def __init__(self) -> None:
        self._all: set[Reader] = set()
        self._room = room()
        self.are_welcome = True

    @property
    def are_many(self) -> bool:
        """Whether there is no room for another."""
        return len(self._all) >= self._room

    def __len__(self) -> int:
        return len(self._all)

    @contextmanager
    def joined(self, reader: Reader) -> Iterator[None]:
        """Count a page among the open ones for as long as it is."""
        self._all.add(reader)
        try:
            yield
        finally:
            self._all.discard(reader)

    def targets(self) -> set[str]:
        """Return the paths that are open."""
        return {reader.target for reader in self._all}

    def call(self) -> None:
        """Tell every open page that there may be news."""
        for reader in self._all:
            reader.called.set()

    def dismiss(self) -> None:
        """Let every stream end: the preview does."""
        self.are_welcome = False
        self.call()


def event(name: str, value: dict[str, Any]) -> bytes:
    """Return an event of a stream, as browsers read them (HTML, section 9.2)."""
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()

"""The bell: something may have changed. It says so once however often it is rung, and after the ringing has paused."""

from __future__ import annotations

import asyncio
from threading import Lock

PAUSE_SECONDS = 0.03  # a save is several events: a new file, its bytes, its name
AT_MOST_SECONDS = 0.25  # where saves never pause


class Bell:
    """Rung from any thread, heard in one event loop."""

    def __init__(self) -> None:
        """Take the running loop as the one that hears."""
        self._loop = asyncio.get_running_loop()
        self._struck = asyncio.Event()
        self._lock = Lock()
        self._paths: set[str] = set()
        self._last = 0.0

    def ring(self, path: str = "") -> None:
        """Say that a file may have changed, its path relative to the site; "": whatever it is, look at everything."""
        with self._lock:
            was_quiet = not self._paths
            self._paths.add(path)
            self._last = self._loop.time()
        if was_quiet and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._struck.set)

    def nudge(self) -> None:
        """Let whoever listens look up, without ringing. From the loop itself."""
        self._struck.set()

    def quiet_since(self) -> float:
        """Return when the bell was rung last, by the clock of its loop."""
        with self._lock:
            return self._last

    async def heard(self, within_seconds: float | None = None) -> frozenset[str]:
        """Wait for the bell and for a pause after it, and return the paths; none after a nudge, or when time is up."""
        try:
            async with asyncio.timeout(within_seconds):  # `wait_for` of Python 3.11 may lose what cancels it
                await self._struck.wait()
        except TimeoutError:
            return frozenset()
        first = self._loop.time() if self._paths else -AT_MOST_SECONDS
        while (pause := self._pause(first)) > 0:
            await asyncio.sleep(pause)
        with self._lock:
            self._struck.clear()
            paths, self._paths = frozenset(self._paths), set()
        return paths

    def _pause(self, first: float) -> float:
        with self._lock:
            now = self._loop.time()
            return min(self._last + PAUSE_SECONDS, first + AT_MOST_SECONDS) - now

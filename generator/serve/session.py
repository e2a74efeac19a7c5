"""A preview from its first look to Ctrl-C: the server, the watch, and the one loop that keeps the proof current.

bell ─▶ words or look? ─▶ the short way, told at once ─▶ … a pause ─▶ the long way ─▶ another pause ─▶ relating,
          └ no ───────▶ the long way, told                                       in a process of its own ─▶ told
"""

from __future__ import annotations

import asyncio
import pickle
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.errors import Problem, SiteError
from generator.serve import freshen
from generator.serve.bell import Bell
from generator.serve.happenings import Happening, Kind, Tell
from generator.serve.preview import Outcome, Preview
from generator.serve.readers import Readers
from generator.serve.server import Front, serving
from generator.serve.watch import Watch

AGAIN_SECONDS = 0.3  # while a build holds the state
BLIND_SECONDS = 1.0  # between looks where the system does not watch
LIVES_SECONDS = 2.0  # between asking whether it still does
PATIENCE_SECONDS = 20.0  # of a request whose proof is outdated
_RENDERING_THREADS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long a session waits for the hand that saves to pause, in seconds."""

    settle: float = 1.0  # after saved words, before the site is looked at wholly
    settle_at_most: float = 5.0  # where saves never pause
    relate: float = 1.5  # before relating begins


class Session:
    """One run of `nashra serve`."""

    def __init__(
        self,
        preview: Preview,
        door: socket.socket,
        tell: Tell,
        *,
        jobs: int,
        fixed_now: bool = False,
        pace: Pace | None = None,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        """Serve `preview` at `door`; `ready` is called once pages can be asked for."""
        self.preview = preview
        self.readers = Readers()
        self.stop = asyncio.Event()
        self._door = door
        self._tell = tell
        self._jobs = jobs
        self._fixed_now = fixed_now
        self._pace = pace or Pace()
        self._ready = ready
        self._bell = Bell()
        self._watch = Watch(preview.viewing.root, preview.viewing.config_path, self._bell.ring)
        self._renewals = ThreadPoolExecutor(1, "nashra-renew")
        self._words = ThreadPoolExecutor(1, "nashra-words")
        self._renders = ThreadPoolExecutor(_RENDERING_THREADS, "nashra-render")
        self._waiters: list[asyncio.Future[None]] = []
        self._due: float | None = None  # when the long way is due after the short one
        self._short_since = 0.0
        self._looked = 0.0  # when the site was looked at last
        self._looking: asyncio.Task[None] | None = None
        self._waiting_paths: set[str] | frozenset[str] | None = None  # that changed since the looking was begun
        self._relating: asyncio.Task[None] | None = None
        self._rests = False  # relating failed: not again before something changes
        self._has_changed = False  # the code on the disk is not ours any more: no process of it is started
        self._told_waiting = False
        self._said_blind = False
        self._told: frozenset[Problem] = frozenset(preview.proof.problems if preview.proof else ())

    async def run(self) -> None:
        """Serve until `stop` is set, or the process is asked to end."""
        loop = asyncio.get_running_loop()
        with suppress(ValueError, RuntimeError, NotImplementedError):  # another thread's signals are not ours
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(name, self.stop.set)
        port = self._door.getsockname()[1]
        front = Front(self.preview, self.readers, port, self._in_render, self._renewed)
        site = await serving(front, self._door)
        current = asyncio.create_task(self._keep_current())
        try:
            self._ready()
            stopping = asyncio.create_task(self.stop.wait())
            await asyncio.wait({stopping, current}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if current.done():
                current.result()
        finally:
            await self._close(site, current)

    async def _close(self, site: Any, current: asyncio.Task[None]) -> None:
        self.readers.dismiss()
        for task in filter(None, (current, self._looking, self._relating)):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await site.cleanup()
        await asyncio.to_thread(self._let_go)
        self._tell(Happening(Kind.STOPPED))

    def _let_go(self) -> None:
        for pool in (self._words, self._renewals, self._renders):
            pool.shutdown(cancel_futures=True)
        self._watch.close()
        self.preview.close()

    async def _in_render(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._renders, work, *arguments)

    async def _in_renewal(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._renewals, work, *arguments)

    async def _in_words(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._words, work, *arguments)

    async def _renewed(self) -> None:
        """Ask for a look at the whole site and wait until it was had."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        self._bell.ring()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await waiter

    # keeping current

    async def _keep_current(self) -> None:
        await self._in_renewal(self._watch.follow, self.preview.config.sources.paths)
        self._start_looking()  # at what changed before anybody watched
        while True:
            seconds = self._seconds_to_next()
            paths = await self._bell.heard(LIVES_SECONDS if seconds is None else min(seconds, LIVES_SECONDS))
            self._rests = self._rests and not paths
            if paths and ("" in paths or not await self._went_the_short_way(paths, time.monotonic())):
                self._waiting_paths = (self._waiting_paths or set()) | paths
            if self._looking is not None and self._looking.done():
                self._looking.result()
                self._looking = None
            if self._looking is None and (self._waiting_paths is not None or self._is_time()):
                self._start_looking()

    def _start_looking(self) -> None:
        """Go the long way, while saved words still find the short one."""
        paths, self._waiting_paths = self._waiting_paths or set(), None
        self._looking = asyncio.create_task(self._go_the_long_way(paths, time.monotonic()))
        self._looking.add_done_callback(lambda task: self._bell.nudge())

    def _is_time(self) -> bool:
        seconds = self._seconds_to_next()
        return seconds is not None and seconds <= 0

    def _seconds_to_next(self) -> float | None:
        """Return when to look though no bell rings: after saved words, when the clock changes the site, if blind."""
        if self._looking is not None:
            return None
        waits = [self._looked + BLIND_SECONDS - time.monotonic()] if self._watch.is_blind else []
        if self._due is not None:
            waits.append(self._due - time.monotonic())
        until = self.preview.holds.until
        if not self._fixed_now and until != float("inf"):
            since_clock = until - self.preview.viewing.clock().timestamp()
            waits.append(max(since_clock, self._looked + AGAIN_SECONDS - time.monotonic()))
        return min(max(0.0, min(waits)), 86400.0) if waits else None

    async def _went_the_short_way(self, paths: Iterable[str], began: float) -> bool:
        """Take over saved words and tell them; the long way is due afterwards. False where there is no short way."""
        outcome: Outcome = await self._in_words(self.preview.take_over, paths)
        if outcome is Outcome.SAME:
            return False
        await self._publish(self._in_words)
        now = time.monotonic()
        if self._due is None:
            self._short_since = now
        self._due = min(now + self._pace.settle, self._short_since + self._pace.settle_at_most)
        self._say_renewed(outcome, paths, began)
        return True

    async def _go_the_long_way(self, paths: Iterable[str], began: float) -> None:
        self._looked = time.monotonic()
        waiters, self._waiters = self._waiters, []
        after_words, self._due = self._due is not None, None
        had, notice = self.preview.mistakes, self.preview.notice
        try:
            outcome = await self._in_renewal(self.preview.renew)
            if outcome is Outcome.HEAVY:
                outcome = await self._with_help()
        except SiteError as locked:
            self._wait_for(locked, waiters)
            return
        self._told_waiting = False
        if outcome is not Outcome.SAME or notice != self.preview.notice:
            await self._publish(self._in_renewal)
        if await self._in_renewal(self._watch.follow, self.preview.config.sources.paths):
            self._bell.ring()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._say_outcome(outcome, paths, began, had, after_words=after_words)
        self._say_blindness()
        self._begin_relating()

    def _wait_for(self, locked: SiteError, waiters: list[asyncio.Future[None]]) -> None:
        """Try again soon: a build holds the state."""
        if not self._told_waiting:
            self._tell(Happening(Kind.WAITING, problems=locked.problems))
        self._told_waiting = True
        self._waiters += waiters
        self._due = time.monotonic() + AGAIN_SECONDS

    async def _with_help(self) -> Outcome:
        """Have another process parse, in all processors, and look again."""
        self._tell(Happening(Kind.READING))
        await self._freshen(relate=False)
        outcome: Outcome = await self._in_renewal(partial(self.preview.renew, whatever_it_takes=True))
        return outcome

    async def _publish(self, run: Callable[..., Awaitable[Any]]) -> None:
        """Tell every open page that there may be news, the keys of all of them being known by then."""
        if self.preview.proof is not None:
            await run(self.preview.proof.keys, self.readers.targets())
        self.readers.call()

    # relating

    def _begin_relating(self) -> None:
        running = self._relating is not None and not self._relating.done()
        if self.preview.needs_relating and not running and not self._rests and not self._has_changed:
            self._relating = asyncio.create_task(self._relate())

    async def _relate(self) -> None:
        """Have the relations found by another process once the saving pauses, and look again."""
        while (pause := self._bell.quiet_since() + self._pace.relate - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(pause)
        began = time.monotonic()
        if await self._freshen(relate=True):
            self._tell(Happening(Kind.RELATED, {"seconds": round(time.monotonic() - began, 3)}))
            self._bell.ring()
        elif not self._has_changed:
            self._rests = True
            self._tell(Happening(Kind.UNRELATED))

    async def _freshen(self, *, relate: bool) -> bool:
        """Have another process bring the state up to date; tell whether it did. It ends with us."""
        viewing = self.preview.viewing
        settled = self.preview.config_now()
        if settled is None:
            return False
        errand = freshen.Errand(
            root=viewing.root.resolve(), config=settled, code=viewing.code, jobs=self._jobs, relate=relate
        )
        try:
            process = await _helper()
        except OSError:  # no memory, no files left: what stands is served, and the next change tries again
            return False
        try:
            await process.communicate(pickle.dumps(errand))
        except BaseException:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        if process.returncode == freshen.CHANGED and not self._has_changed:
            self._has_changed = True
            self._tell(Happening(Kind.CHANGED))
        return process.returncode == 0

    # saying

    def _say_outcome(
        self, outcome: Outcome, paths: Iterable[str], began: float, had: Sequence[Problem], *, after_words: bool
    ) -> None:
        """Say what looking at the site came to; `had` are the mistakes of before."""
        if outcome is Outcome.MISTAKE:
            if self.preview.mistakes != had:
                self._tell(Happening(Kind.MISTAKE, problems=self.preview.mistakes))
            return
        if had:
            self._tell(Happening(Kind.MENDED))
        if outcome is not Outcome.SAME:
            self._say_renewed(outcome, paths, began, quietly=after_words and not set(paths))
        problems = self.preview.proof.problems if self.preview.proof else ()
        if new := [problem for problem in problems if problem not in self._told]:
            self._tell(Happening(Kind.PROBLEMS, problems=new))
        self._told = frozenset(problems)

    def _say_renewed(self, outcome: Outcome, paths: Iterable[str], began: float, *, quietly: bool = False) -> None:
        facts = {
            "what": outcome.value,
            "paths": sorted(filter(None, paths)),
            "open": len(self.readers),
            "seconds": round(time.monotonic() - began, 4),
        }
        self._tell(Happening(Kind.SETTLED if quietly else Kind.RENEWED, facts))

    def _say_blindness(self) -> None:
        if self._watch.is_blind and not self._said_blind:
            self._said_blind = True
            self._tell(Happening(Kind.BLIND, {"why": self._watch.fault or "the watch ended"}))


async def _helper() -> asyncio.subprocess.Process:
    """Start a process that brings the state up to date and waits for its errand. Raises OSError."""
    return await asyncio.create_subprocess_exec(
        *freshen.command(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env=freshen.environment(),
        start_new_session=True,  # Ctrl-C is for us to pass on
    )

"""Map a function over batches of a sequence: in this process, or in children forked from it.

Children inherit the function and the whole sequence by fork and are sent ranges of indices only, which costs a few
microseconds an item; sending the items themselves costs fifty and more. Where the platform cannot fork, or `jobs` is
one, the batches run here. Results come back in order, so worker count never shows in what is made of them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from generator.errors import Exit, SiteError, error

T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[str, int, int], None]  # stage, done, of how many

# What forked children work on; set just before they are forked.
_work: Callable[[Sequence[Any]], Any] | None = None
_items: Sequence[Any] = ()


def default_jobs() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def map_batches(
    work: Callable[[Sequence[T]], R], items: Sequence[T], *, jobs: int, size: int, one_here: bool = True
) -> Iterator[R]:
    """Yield `work(items[i:i + size])` for every batch, in order, at most `2 * jobs` batches ahead of the reader.

    A single batch runs in this process unless `one_here` is false, which keeps the memory that `work` needs out of it.
    """
    starts = range(0, len(items), size)
    can_fork = jobs > 1 and "fork" in multiprocessing.get_all_start_methods()
    if not can_fork or (one_here and len(starts) <= 1):
        for start in starts:
            yield work(items[start : start + size])
        return
    yield from _in_children(work, items, min(jobs, len(starts)), size, starts)


def _in_children(
    work: Callable[[Sequence[T]], R], items: Sequence[T], jobs: int, size: int, starts: range
) -> Iterator[R]:
    global _work, _items
    _work, _items = work, items
    try:
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(jobs, mp_context=fork, initializer=_end_with, initargs=(os.getpid(),)) as pool:
            waiting: deque[Future[R]] = deque()
            for start in starts:
                waiting.append(pool.submit(_range, start, start + size))
                if len(waiting) > 2 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    except BrokenProcessPool as cause:
        message = "a worker process was killed before its work was done"
        hint = "build again; if memory ran out, with --jobs 1"
        raise SiteError([error("worker-killed", "the build", message, hint)], Exit.WRITE) from cause
    finally:
        _work, _items = None, ()


def _end_with(parent: int) -> None:
    """Have this child killed when the process that forked it ends, however that ends.

    A child waits for work at a pipe that it holds open itself, so it would never notice that nobody is left to send
    any. Only Linux offers this (prctl(2), PR_SET_PDEATHSIG); elsewhere a killed build leaves its children behind.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended before it could be asked for
            os._exit(1)


def _range(start: int, stop: int) -> Any:
    assert _work is not None
    return _work(_items[start:stop])

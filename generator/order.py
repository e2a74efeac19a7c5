"""What a build is asked for, and what it reports."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from generator.config import SiteConfig
from generator.errors import Problem
from generator.site.visibility import Showing
from generator.workers import Progress

STATE = ".nashra/state.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a build is asked for: everything that comes from outside the site's files."""

    root: Path
    output: Path
    config: SiteConfig  # with the command line's overrides in it
    now: datetime  # aware
    showing: Showing = field(default_factory=Showing)
    jobs: int = 1
    clean: bool = False  # begin from nothing
    verify: bool = False  # read every written file again instead of trusting the ledger
    swap: bool = False  # deliver a whole generation at once
    patience_seconds: float = 0.0  # to wait for another build to end
    waiting: Callable[[str], None] = lambda process: None  # told once which process is waited for
    progress: Progress = lambda stage, done, of: None

    @property
    def place(self) -> bytes:
        """Where the output lies, as bytes: a folder's name need not be text."""
        return os.fsencode(self.output.resolve())


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did. Counts are of files, `pages` of HTML pages; seconds are by stage in the order of the work."""

    pages: int
    written: int
    reused: int
    removed: int
    problems: tuple[Problem, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    written_paths: tuple[str, ...] = ()  # permalinks
    removed_paths: tuple[str, ...] = ()
    default_policy: tuple[str, ...] = ()  # outlets that nobody chose a policy for
    remote_pictures: int = 0  # known, but not shown: no local copy
    passages_removed: int = 0  # chrome, promos and the like kept out of bodies
    passages: tuple[tuple[str, str], ...] = ()  # those, with their source's path; empty where nothing had changed
    hidden: Mapping[str, int] = field(default_factory=dict)  # what readers do not see, counted by why
    next_change: datetime | None = None  # when a build of the same files gives another site, in the site's zone


class Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - began

"""What a command says to people: problems, progress and closing lines, all on stderr."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, TextIO

from generator.errors import Level, Problem
from generator.order import Report

SHOWN_OF_A_KIND = 12  # problems of one code on a terminal; --json has them all
_COLOURS = {Level.ERROR: "31", Level.WARNING: "33"}
_WIDTH = 28
_HIDDEN = {"drafts": ("draft", "drafts"), "desk": ("hidden by the desk",) * 2}  # one, more


_LISTS = {"desk": "hidden"}  # what is told by a list of another name


class Voice:
    """Speak to a person: `quiet` leaves out all but problems, `colour` is auto, always or never."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False, colour: str = "auto") -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._is_terminal = self._stream.isatty()
        wanted = self._is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        self._coloured = colour == "always" or (colour == "auto" and wanted)
        self._began = time.monotonic()
        self._bar_shown = 0.0

    def say(self, line: str) -> None:
        """Say a line, unless quiet."""
        if not self._quiet:
            print(line, file=self._stream)

    def problems(self, problems: Sequence[Problem]) -> None:
        """Tell all problems, errors last where they are seen, at most a dozen of one kind."""
        seen: Counter[str] = Counter()
        for problem in sorted(problems, key=lambda p: p.level is Level.ERROR):
            seen[problem.code] += 1
            if seen[problem.code] <= SHOWN_OF_A_KIND:
                print(self._painted(problem), file=self._stream)
        for code, count in sorted(seen.items()):
            if count > SHOWN_OF_A_KIND:
                rest = f"… and {count - SHOWN_OF_A_KIND} more {code} (--json has them all)"
                print(rest, file=self._stream)

    def _painted(self, problem: Problem) -> str:
        text = str(problem)
        if not self._coloured:
            return text
        level, rest = text[: len(problem.level)], text[len(problem.level) :]
        return f"\033[{_COLOURS[problem.level]}m{level}\033[0m{rest}"

    def progress(self, stage: str, done: int, of: int) -> None:
        """Show how far a stage is: on a terminal only, and only after a second."""
        now = time.monotonic()
        if self._quiet or not self._is_terminal or now - self._began < 1 or now - self._bar_shown < 0.1:
            return
        self._bar_shown = now
        filled = _WIDTH * done // max(of, 1)
        print(
            f"\r{stage:<8} {'█' * filled}{'·' * (_WIDTH - filled)} {done}/{of} ", end="", file=self._stream, flush=True
        )

    def end_progress(self) -> None:
        """Take the progress bar off the line."""
        if self._bar_shown:
            print("\r\033[K", end="", file=self._stream)
            self._bar_shown = 0.0


def closing_lines(report: Report, output: str) -> list[str]:
    """Return what a build ends with: what readers should know of it, then the counts and the time of every stage."""
    lines = []
    if report.default_policy:
        lines.append(f"on the default policy of [rights]: {'، '.join(report.default_policy)}")
    if report.remote_pictures:
        lines.append(
            f"{report.remote_pictures} remote pictures are kept as metadata and not shown: there is no local copy"
        )
    if report.passages_removed:
        named = " (-v names them)" if report.passages else ""
        lines.append(f"{report.passages_removed} passages of page chrome and promotion were kept out of bodies{named}")
    if any(report.hidden.values()):
        forms = [(number, _HIDDEN.get(why, (why, why))) for why, number in report.hidden.items() if number]
        counted = ", ".join(f"{number} {form[number > 1]}" for number, form in forms)
        lists = (_LISTS.get(why, why) for why, number in report.hidden.items() if number)
        lines.append(f"not shown: {counted} ({', '.join(f'`nashra list {what}`' for what in lists)})")
    if report.next_change:
        lines.append(f"next change by the clock: {report.next_change.isoformat(timespec='seconds')}; build again then")
    stages = " · ".join(f"{stage} {seconds:.2f}" for stage, seconds in report.seconds.items())
    files = f"{report.written} files written, {report.reused} reused, {report.removed} removed"
    counts = f"{report.pages} pages in {output}: {files}"
    return [*lines, f"{counts} in {sum(report.seconds.values()):.2f} s ({stages})"]


def as_json(report: Report, verbose: bool) -> dict[str, Any]:
    """Return the build report as plain values; `verbose` adds the paths, and what the closing lines say besides."""
    plain: dict[str, Any] = {
        "pages": report.pages,
        "written": report.written,
        "reused": report.reused,
        "removed": report.removed,
        "problems": [plain_problem(problem) for problem in report.problems],
        "seconds": {stage: round(seconds, 4) for stage, seconds in report.seconds.items()},
        "hidden": dict(report.hidden),
        "next_change": report.next_change.isoformat() if report.next_change else None,
    }
    if verbose:
        plain |= {
            "written_paths": sorted(report.written_paths),
            "removed_paths": sorted(report.removed_paths),
            "default_policy": list(report.default_policy),
            "remote_pictures": report.remote_pictures,
            "passages_removed": report.passages_removed,
            "passages": [{"path": path, "text": text} for path, text in report.passages],
        }
    return plain


def plain_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem as JSON shows it: the fields of Problem."""
    return asdict(problem)


def has_errors(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Tell whether problems make a command fail: errors always, warnings under --strict."""
    return any(strict or problem.level is Level.ERROR for problem in problems)

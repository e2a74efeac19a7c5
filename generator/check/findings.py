"""Problems of the built site: their paths are relative to the output folder, their places are in the built file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from traceback import extract_tb

from generator.errors import Level, Place, Problem

NOWHERE = Place()  # the whole file is meant
FAILED = "check-failed"  # the code of what a rule of ours could not do


def error(code: str, path: str, place: Place, message: str, hint: str = "") -> Problem:
    """Return what readers or robots would stumble over."""
    return _problem(Level.ERROR, code, path, place, message, hint)


def warning(code: str, path: str, place: Place, message: str, hint: str = "") -> Problem:
    """Return what works and could be better."""
    return _problem(Level.WARNING, code, path, place, message, hint)


def told(rule: str, path: str, find: Callable[[], Iterable[Problem]]) -> list[Problem]:
    """Return what a rule finds; one that raises costs its own findings on `path` and is a finding itself."""
    found: list[Problem] = []
    try:
        found += find()  # keeps what comes before an exception
    except Exception as wrong:
        found.append(failure(rule, path, wrong))
    return found


def failure(rule: str, path: str, wrong: Exception) -> Problem:
    """Return the problem that a rule, or the reading of a file for all of them, did not come to its end."""
    frame = extract_tb(wrong.__traceback__)[-1]
    message = f"{rule} failed here: {type(wrong).__name__}: {wrong} ({Path(frame.filename).name}:{frame.lineno})"
    hint = "this is a mistake in Nashra: please report it with the file"
    return error(FAILED, path, NOWHERE, message, hint)


def _problem(level: Level, code: str, path: str, place: Place, message: str, hint: str) -> Problem:
    return Problem(level=level, code=code, path=path, line=place.line, column=place.column, message=message, hint=hint)


def shortened(text: str, letters: int = 80) -> str:
    """Return a quotation on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= letters else f"{line[:letters]}…"

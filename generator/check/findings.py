"""Problems of the built site: their paths are relative to the output folder, their places are in the built file."""

from __future__ import annotations

from generator.errors import Level, Place, Problem

NOWHERE = Place()  # the whole file is meant


def error(code: str, path: str, place: Place, message: str, hint: str = "") -> Problem:
    """Return what readers or robots would stumble over."""
    return _problem(Level.ERROR, code, path, place, message, hint)


def warning(code: str, path: str, place: Place, message: str, hint: str = "") -> Problem:
    """Return what works and could be better."""
    return _problem(Level.WARNING, code, path, place, message, hint)


def _problem(level: Level, code: str, path: str, place: Place, message: str, hint: str) -> Problem:
    return Problem(level=level, code=code, path=path, line=place.line, column=place.column, message=message, hint=hint)


def shortened(text: str, letters: int = 80) -> str:
    """Return a quotation on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= letters else f"{line[:letters]}…"

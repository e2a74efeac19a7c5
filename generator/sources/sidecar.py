"""`daily8.toml` beside `daily8.txt`: what a source does not say of itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from generator.errors import Level, Place, Problem
from generator.markup import web_address
from generator.model import Sidecar
from generator.sources.fields import quoted
from generator.sources.toml_table import TomlError, read_table
from generator.text.nearest import did_you_mean
from generator.text.normalize import clean

KEYS = ("captured_at", "url", "outlet")
_MOMENT_HINT = "write captured_at = 2025-05-11T18:00:00+03:00, with the offset from UTC"


def read(data: bytes, path: str) -> tuple[Sidecar, list[Problem]]:
    """Return what a sidecar says, and a Problem for each thing in it that cannot be taken.

    An unreadable sidecar says nothing, so that a relative time in its source is not counted from a guess.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        table = read_table(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Sidecar(), [_problem(path, "not-utf8", f"not UTF-8, byte {error.start} (line {line})", Place(line))]
    except TomlError as error:
        return Sidecar(), [_problem(path, "sidecar-unreadable", f"not TOML: {error.message}", error.place)]
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in table.values.items():
        taken, problem = _taken(key, value, path, table.place(key))
        if problem:
            problems.append(problem)
        else:
            values[key] = taken
    return Sidecar(**values), problems


def _taken(key: str, value: object, path: str, place: Place) -> tuple[object, Problem | None]:
    """Return the value of a key ready for a Sidecar, or the Problem with it."""
    if key not in KEYS:
        hint = did_you_mean(key, KEYS) or f"a sidecar has the keys {', '.join(KEYS)}"
        return None, _problem(path, "unknown-key", f"unknown key {quoted(key)}", place, key, hint, Level.WARNING)
    if key == "captured_at":
        moment = _moment(value)
        message = f"{quoted(value)} is no moment: the offset from UTC is missing, or it is no date and time"
        return moment, None if moment else _problem(path, "captured-at-unreadable", message, place, key, _MOMENT_HINT)
    text = clean(value) if isinstance(value, str) else ""
    if key == "url":
        text = web_address(text)
    if text or value == "":
        return text, None
    return None, _problem(
        path, "sidecar-value", f"{quoted(value)} cannot be the {key}", place, key, "write text in quotes"
    )


def _moment(value: object) -> datetime | None:
    """Return an aware moment, of TOML's own kind or written as text."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return moment if isinstance(moment, datetime) and moment.tzinfo else None


def _problem(
    path: str, code: str, message: str, place: Place, field: str = "", hint: str = "", level: Level = Level.ERROR
) -> Problem:
    return Problem(
        level=level, code=code, path=path, line=place.line, column=place.column, field=field, message=message, hint=hint
    )

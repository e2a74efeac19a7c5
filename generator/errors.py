"""What we tell people, as values: problems they can mend, and the errors that stop a command."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How much a problem matters: an error loses its source, a warning loses nothing."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something a person can fix, told so that they can."""

    level: Level
    code: str  # stable name, explained in docs/problems/<code>.md
    path: str  # relative to the site, "/" between parts
    line: int = 0  # counted from 1; 0 when the whole file is meant
    column: int = 0
    field: str = ""
    message: str  # what we found
    hint: str = ""  # what to try next

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{self.level} {self.code} {place} {self.message}{hint}"

    def moved(self, lines: int) -> Problem:
        """Return the same problem `lines` further down its file."""
        return replace(self, line=self.line + lines) if self.line and lines else self


def error(code: str, path: str, message: str, hint: str = "", *, line: int = 0, field: str = "") -> Problem:
    """Return a problem that loses its source."""
    return Problem(level=Level.ERROR, code=code, path=path, line=line, field=field, message=message, hint=hint)


def warning(code: str, path: str, message: str, hint: str = "", *, line: int = 0, field: str = "") -> Problem:
    """Return a problem that loses nothing."""
    return Problem(level=Level.WARNING, code=code, path=path, line=line, field=field, message=message, hint=hint)


def in_order(problems: list[Problem]) -> list[Problem]:
    """Order problems by place, then by what they say, each once: the same set gives the same list."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.level, p.code, p.field, p.message))


class Exit:
    """The exit codes of the command line."""

    OK = 0
    CONTENT = 1
    USAGE = 2
    FETCH = 3
    DEPLOY = 4
    WRITE = 5
    LOCKED = 6
    INTERRUPTED = 130


class SiteError(Exception):
    """A command cannot go on; `problems` say why and `exit_code` is what the shell gets."""

    def __init__(self, problems: list[Problem], exit_code: int = Exit.USAGE) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
        self.exit_code = exit_code

    def __reduce__(self) -> tuple[type[SiteError], tuple[list[Problem], int]]:
        """Let it travel from a worker to the process that waits for it."""
        return (type(self), (self.problems, self.exit_code))


class Place(NamedTuple):
    """Where in a source something stands: line and column counted from 1, 0 when unknown."""

    line: int = 0
    column: int = 0

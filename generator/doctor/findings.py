"""What doctor finds, as values, and what it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from generator.config import SiteConfig


class Status(StrEnum):
    """How a need is met."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one need is met, and what to do where it is not."""

    topic: str
    status: Status
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The site and the machine as the command line knows them; without a site only the machine is looked at."""

    root: Path
    output: Path
    config: SiteConfig | None
    now: datetime  # aware


def ok(topic: str, message: str) -> Finding:
    """Return a need that is met."""
    return Finding(topic, Status.OK, message)


def warn(topic: str, message: str, hint: str) -> Finding:
    """Return a doubt: the site is built all the same."""
    return Finding(topic, Status.WARN, message, hint)


def fail(topic: str, message: str, hint: str) -> Finding:
    """Return a need that is not met."""
    return Finding(topic, Status.FAIL, message, hint)


def existing(path: Path) -> Path:
    """Return a path, or where it is not there the lowest folder above it that is."""
    return next(above for above in (path.absolute(), *path.absolute().parents) if above.exists())

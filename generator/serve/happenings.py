"""What a preview says while it runs, as values: the command line puts them into lines or into JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from generator.errors import Problem


class Kind(StrEnum):
    """What happened."""

    PORT = "port"  # another than the usual one
    READY = "ready"
    RENEWED = "renewed"
    SETTLED = "settled"  # the long way after the short one; nothing was to be seen of it
    MISTAKE = "mistake"
    MENDED = "mended"
    PROBLEMS = "problems"  # of sources, that were not there before
    WAITING = "waiting"
    READING = "reading"
    RELATED = "related"
    UNRELATED = "unrelated"  # relating did not come to its end
    CHANGED = "changed"  # Nashra itself: nothing more is related
    BLIND = "blind"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: its facts are plain values."""

    kind: Kind
    facts: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


Tell = Callable[[Happening], None]

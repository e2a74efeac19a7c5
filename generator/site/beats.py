"""When the site was last built, told so coarsely that builds soon after one another tell the same.

A page must never say when it was made: the next build would write it again. What readers may need to know, that nobody
has built the site for long, stands in one small file, and there only to a quarter of the time that counts as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

_QUARTER_HOUR = 15 * 60  # seconds: a quarter of every hour after which a build is old


@dataclass(frozen=True, slots=True)
class Beat:
    """The span in which a build ran, in whole seconds since 1970 UTC; `ends` is exclusive.

    A build of this beat is old from `stale_from` on, wherever in the span it ran: never too early, and at most by the
    length of the span too late.
    """

    begins: int
    ends: int
    stale_from: int


def beat_at(now: datetime, stale_after_hours: int) -> Beat | None:
    """Return the beat of a build at `now` (aware), or None where readers are never told."""
    if not stale_after_hours:
        return None
    length = stale_after_hours * _QUARTER_HOUR
    begins = int(now.timestamp() // length) * length
    return Beat(begins, begins + length, begins + length + 4 * length)

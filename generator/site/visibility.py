"""What readers may see at one moment. The clock enters Nashra here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.model import Entry


@dataclass(frozen=True, slots=True)
class Showing:
    """Which articles that a reader would not see yet, or not any more, an edition shows all the same."""

    drafts: bool = False
    future: bool = False
    expired: bool = False


def seen_at(
    entries: Iterable[Entry], now: datetime, showing: Showing, zone: ZoneInfo
) -> tuple[list[Entry], list[Entry], float, float]:
    """Split off what readers may see at `now`: (visible, withdrawn, the span of seconds in which this holds)."""
    moment, since, until = now.timestamp(), float("-inf"), float("inf")
    visible: list[Entry] = []
    withdrawn: list[Entry] = []
    for entry in entries:
        if entry.draft and not showing.drafts:
            continue
        begins = entry.published.start(zone).timestamp() if entry.published and not showing.future else float("-inf")
        ends = entry.expires.start(zone).timestamp() if entry.expires and not showing.expired else float("inf")
        for edge in (begins, ends):
            since, until = (max(since, edge), until) if edge <= moment else (since, min(until, edge))
        if begins <= moment < ends:
            (withdrawn if entry.withdrawn else visible).append(entry)
    return visible, withdrawn, since, until

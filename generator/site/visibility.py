"""What readers may see at one moment. The clock enters Nashra here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.errors import Problem, warning
from generator.model import ArticleId, Entry, Moment

ALWAYS, NEVER = float("-inf"), float("inf")


@dataclass(frozen=True, slots=True)
class Showing:
    """Which articles that a reader would not see yet, or not any more, an edition shows all the same."""

    drafts: bool = False
    future: bool = False
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Holds:
    """Between which moments another clock gives the same results: seconds since 1970, `until` not among them."""

    since: float = ALWAYS
    until: float = NEVER

    def cut(self, edges: Iterable[float], now: float) -> Holds:
        """Return what remains when the results change at each of `edges`."""
        since, until = self.since, self.until
        for edge in edges:
            since, until = (max(since, edge), until) if edge <= now else (since, min(until, edge))
        return Holds(since, until)

    def ends(self, zone: ZoneInfo) -> datetime | None:
        """Return the moment from which another clock gives other results, in `zone`; None where none is to come."""
        try:
            return datetime.fromtimestamp(self.until, zone) if self.until < NEVER else None
        except (OverflowError, ValueError, OSError):  # beyond the year 9999
            return None

    def and_of(self, other: Holds) -> Holds:
        """Return when both hold."""
        return Holds(max(self.since, other.since), min(self.until, other.until))


class Waiting(NamedTuple):
    """An article that is to be seen from a moment on, seconds since 1970, and what holds it back until then."""

    entry: Entry
    begins: float
    why: str  # date, embargo
    is_doubtful: bool = False  # its date lies ahead, and nobody of the site's own wrote it


@dataclass(frozen=True, slots=True)
class Seen:
    """All articles at one moment, each in one of these lists, in the order in which they came."""

    holds: Holds
    visible: list[Entry] = field(default_factory=list)
    withdrawn: list[Entry] = field(default_factory=list)
    drafts: list[Entry] = field(default_factory=list)
    scheduled: list[Waiting] = field(default_factory=list)
    expired: list[Entry] = field(default_factory=list)

    def without(self, hidden: Mapping[ArticleId, bool]) -> Seen:
        """Return the rest once some are hidden; where a notice is to stand, what was visible is as if withdrawn."""
        if not hidden:
            return self

        def kept(entries: list[Entry]) -> list[Entry]:
            return [entry for entry in entries if entry.id not in hidden]

        noticed = [entry for entry in self.visible if hidden.get(entry.id, False)]
        return Seen(
            self.holds,
            visible=kept(self.visible),
            withdrawn=kept(self.withdrawn) + noticed,
            drafts=kept(self.drafts),
            scheduled=[waiting for waiting in self.scheduled if waiting.entry.id not in hidden],
            expired=kept(self.expired),
        )


@dataclass(frozen=True, slots=True)
class Gate:
    """What decides which articles are seen: the moment, what is shown all the same, and how far clocks may differ."""

    now: datetime  # aware
    showing: Showing
    zone: ZoneInfo
    tolerance_minutes: int = 0  # an article of another outlet may be dated so far ahead
    is_ours: Callable[[Entry], bool] = lambda entry: True  # whose dates in the future are meant

    def seen(self, entries: Iterable[Entry]) -> Seen:
        """Part articles by what readers may see of them; an embargo holds to the second."""
        now = self.now.timestamp()
        edges: set[float] = set()
        seen = Seen(Holds())
        for entry in entries:
            if entry.draft and not self.showing.drafts:
                seen.drafts.append(entry)
                continue
            dated, free, ends = self._dated(entry), self._start(entry.embargo), self._ends(entry)
            edges |= {dated, free, ends}
            if ends <= now:
                seen.expired.append(entry)
            elif max(dated, free) > now:
                why = "date" if dated > free else "embargo"
                doubtful = dated > now and not self.is_ours(entry)
                seen.scheduled.append(Waiting(entry, max(dated, free), why, doubtful))
            else:
                (seen.withdrawn if entry.withdrawn else seen.visible).append(entry)
        return replace(seen, holds=Holds().cut(edges - {ALWAYS, NEVER}, now))

    def _start(self, moment: Moment | None) -> float:
        return ALWAYS if moment is None or self.showing.future else moment.start(self.zone).timestamp()

    def _dated(self, entry: Entry) -> float:
        return self._start(entry.published) - (0 if self.is_ours(entry) else 60 * self.tolerance_minutes)

    def _ends(self, entry: Entry) -> float:
        return NEVER if entry.expires is None or self.showing.expired else entry.expires.start(self.zone).timestamp()

    def problems(self, scheduled: Iterable[Waiting]) -> list[Problem]:
        """Warn of articles of other outlets whose date lies further ahead than clocks differ: it is probably wrong."""
        return [
            _dated_ahead(waiting.entry, self.tolerance_minutes)
            for waiting in scheduled
            if waiting.is_doubtful and not waiting.entry.withdrawn
        ]


def _dated_ahead(entry: Entry, minutes: int) -> Problem:
    date = entry.published.iso if entry.published else ""
    message = f"the date {date} lies more than {minutes} minutes ahead; the article is hidden until then"
    hint = "mend the date if it is wrong, or raise [desk] future_tolerance_minutes"
    return warning("date-future", entry.path, message, hint, line=entry.line, field="published")

"""The order in which articles are listed, their months, and the groups they fall into by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from generator.errors import Problem, warning
from generator.model import ArticleId, Entry, Moment, Permalink, Precision
from generator.site.permalinks import list_permalink
from generator.text.normalize import fold

NEWEST = 40  # articles that a list shows before it goes on into months


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles under one name, newest first."""

    name: str
    members: tuple[Entry, ...]


def alike(folder: str, what: str, names: Iterable[str]) -> list[Problem]:
    """Warn of different names that one address stands for: what they name has one page together.

    Spellings of one name (compared folded) share a page on purpose.
    """
    first: dict[Permalink, str] = {}
    told: list[Problem] = []
    for name in sorted(set(names) - {""}):
        permalink = list_permalink(folder, name)
        other = first.setdefault(permalink, name)
        if fold(other) != fold(name):
            message = f"the {what} “{other}” and “{name}” have one page, {permalink}: their addresses come out alike"
            hint = f"name one of the two {what} otherwise, or make it an alias of the other"
            told.append(warning("names-alike", "site.toml", message, hint, field=folder))
    return told


def newest_first(entries: Iterable[Entry], zone: ZoneInfo) -> list[Entry]:
    """Order entries by the start of the stated span in `zone`, newest first, undated last; ties go by id."""

    def order(entry: Entry) -> tuple[bool, float, str]:
        start = entry.published.start(zone).timestamp() if entry.published else 0.0
        return (entry.published is None, -start, entry.id)

    return sorted(entries, key=order)


def month_of(entry: Entry, zone: ZoneInfo) -> str:
    """Return the month "YYYY-MM" of an article in `zone`, or "" where it is not known to the month."""
    return _month(entry.published, zone) if entry.published else ""


@lru_cache(maxsize=1 << 16)
def _month(published: Moment, zone: ZoneInfo) -> str:
    if published.precision is Precision.YEAR:
        return ""
    day = published.day(zone)
    return f"{day:%Y-%m}" if day and day.year > 999 else published.iso[:7]


def month_moment(month: str) -> Moment:
    """Return the moment that a month "YYYY-MM" is."""
    return Moment(month, Precision.MONTH)


def listings(
    folder: str, entries: Sequence[Entry], names: Callable[[Entry], Iterable[str]]
) -> dict[Permalink, Listing]:
    """Group entries by the permalinks of their names; a group is called what most of its members call it."""
    members: dict[Permalink, dict[ArticleId, Entry]] = {}
    spellings: dict[Permalink, dict[str, int]] = {}
    permalinks: dict[str, Permalink] = {}
    for entry in entries:
        for name in filter(None, names(entry)):
            permalink = permalinks.get(name) or permalinks.setdefault(name, list_permalink(folder, name))
            members.setdefault(permalink, {})[entry.id] = entry
            count = spellings.setdefault(permalink, {})
            count[name] = count.get(name, 0) + 1
    return {
        permalink: Listing(
            min(spellings[permalink], key=lambda n: (-spellings[permalink][n], n)), tuple(members[permalink].values())
        )
        for permalink in sorted(members)
    }

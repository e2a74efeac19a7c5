"""The Hijri calendar: Umm al-Qura with a site's offset and sighted months, tabular and approximate outside 1343-1500.

A month has an index, `year * 12 + month - 1`, and starts on a day, counted as `date.toordinal` does. Everything is
decided by one question: on which day does the month of an index start?
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1343, 1500  # of the Umm al-Qura tables
_FIRST, _LAST = FIRST_YEAR * 12, LAST_YEAR * 12 + 11
_THURSDAY_EPOCH = date(622, 7, 18).toordinal()  # 15 July 622 Julian: meets Umm al-Qura at 1 Muharram 1343
_FRIDAY_EPOCH = _THURSDAY_EPOCH + 1  # meets it after the last day of 1500
_LENGTHS = (29, 30)
OFFSETS = range(-2, 3)


@dataclass(frozen=True, slots=True)
class HijriDate:
    """A day of the Hijri calendar; `approximate` where no table is known and the tabular calendar stands in."""

    year: int
    month: int
    day: int
    approximate: bool = False

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A site's Hijri calendar; `check_month_starts` says whether it is a possible one.

    `offset` (-2 to +2) is added to the day of the month: with +1, what Umm al-Qura calls the 12th is the 13th.
    `month_starts` are the first days of sighted months, `("1446-10", date(2025, 3, 31))`; the offset
    does not move them.
    """

    offset: int = 0
    month_starts: tuple[tuple[str, date], ...] = ()


UMM_AL_QURA = Calendar()


def check_month_starts(site: Calendar) -> list[str]:
    """Say in words what is wrong with a site's calendar; nothing when every month has 29 or 30 days.

    A sighted start moves the boundary between two months only; both must keep a possible length.
    """
    if site.offset not in OFFSETS:
        return [f"hijri_offset is {site.offset}: -2 to +2 days are possible"]
    return [mistake for key, day in site.month_starts for mistake in _mistakes(key, day, site)]


@lru_cache(maxsize=65536)
def of(day: date, site: Calendar = UMM_AL_QURA) -> HijriDate:
    """Return the Hijri date of a Gregorian day. Years before the Hijra are 0 and less."""
    ordinal = day.toordinal()
    index = _base_index(ordinal + site.offset)
    while ordinal < _start(index, site):
        index -= 1
    while ordinal >= _start(index + 1, site):
        index += 1
    return HijriDate(index // 12, index % 12 + 1, ordinal - _start(index, site) + 1, not _FIRST <= index <= _LAST)


def to_gregorian(year: int, month: int, day: int, site: Calendar = UMM_AL_QURA) -> date:
    """Return the Gregorian day of a Hijri date. Raises ValueError where the month has no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month, site):
        raise ValueError(f"there is no day {day} in month {month} of {year} AH")
    try:
        return date.fromordinal(_start(year * 12 + month - 1, site) + day - 1)
    except OverflowError as beyond:
        raise ValueError(f"{year} AH is out of range") from beyond


def month_length(year: int, month: int, site: Calendar = UMM_AL_QURA) -> int:
    """Return how many days the month has: 29 or 30."""
    return _length(year * 12 + month - 1, site)


def _index(key: str) -> int | None:
    """Return the index of a month written `1446-10`, None when it is not written so."""
    year, _, month = key.partition("-")
    if not (len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit()):
        return None
    return int(year) * 12 + int(month) - 1 if int(year) and 1 <= int(month) <= 12 else None


def _key(index: int) -> str:
    return f"{index // 12:04}-{index % 12 + 1:02}"


def _mistakes(key: str, day: date, site: Calendar) -> list[str]:
    """Say which month a sighted start makes too long or too short, and which starts are possible."""
    index = _index(key)
    if index is None:
        return [f'"{key}" is not a Hijri month: write year and month as "1446-10"']
    lengths = {i: _length(i, site) for i in (index - 1, index)}
    wrong = [f"{_key(i)} {length} days" for i, length in lengths.items() if length not in _LENGTHS]
    if not wrong:
        return []
    hint = _possible_starts(index, site)
    return [f'"{key}" = {day.isoformat()} makes {" and ".join(wrong)} long, a month has 29 or 30: {hint}']


def _possible_starts(index: int, site: Calendar) -> str:
    """Say on which days the month of `index` can start between its neighbours."""
    before, after = _start(index - 1, site), _start(index + 1, site)
    possible = sorted({before + days for days in _LENGTHS} & {after - days for days in _LENGTHS})
    days = " or ".join(date.fromordinal(start).isoformat() for start in possible)
    return f"try {days}" if days else "look at the starts beside it"


def _length(index: int, site: Calendar) -> int:
    return _start(index + 1, site) - _start(index, site)


def _start(index: int, site: Calendar) -> int:
    """Return the ordinal on which the month of `index` starts at this site."""
    if site.month_starts and (sighted := _sighted(site.month_starts).get(index)):
        return sighted
    return _base_start(index) - site.offset


@lru_cache(maxsize=64)
def _sighted(month_starts: tuple[tuple[str, date], ...]) -> dict[int, int]:
    """Return the ordinals of sighted starts by month index; keys that name no month are left out."""
    indexed = ((_index(key), day.toordinal()) for key, day in month_starts)
    return {index: start for index, start in indexed if index is not None}


def _base_start(index: int) -> int:
    if _FIRST <= index <= _LAST:
        return _umm_al_qura()[index - _FIRST]
    return _tabular_start(index, _THURSDAY_EPOCH if index < _FIRST else _FRIDAY_EPOCH)


def _base_index(ordinal: int) -> int:
    """Return the index of the month around `ordinal` without offset and sighted months; tabular ones may be one off."""
    starts = _umm_al_qura()
    if starts[0] <= ordinal < _base_start(_LAST + 1):
        return _FIRST + bisect_right(starts, ordinal) - 1
    return 12 + int((ordinal - _THURSDAY_EPOCH) * 360 / 10631)  # 30 years are 360 months and 10,631 days


def _tabular_start(index: int, epoch: int) -> int:
    """Return the start of a month in the tabular calendar: eleven leap years in thirty (2, 5, 7, 10, 13, 16 …)."""
    year, month = divmod(index, 12)
    return epoch + (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * month + 1) // 2


@lru_cache(maxsize=1)
def _umm_al_qura() -> tuple[int, ...]:
    """Return the starts of all months of 1343 to 1500, as printed in Saudi calendars (hijridate has them)."""
    from hijridate import Hijri

    return tuple(
        Hijri(year, month, 1, validate=False).to_gregorian().toordinal()
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for month in range(1, 13)
    )

"""ISO 8601 and RFC 822 dates in their usual forms, read fast: nearly every feed and front matter writes these."""

from __future__ import annotations

import re
from datetime import date, time, tzinfo

from generator.dates import moments, zones
from generator.dates.moments import Read
from generator.dates.months import ENGLISH, WEEKDAY_NAMES_ENGLISH
from generator.dates.written import GREGORIAN_YEARS
from generator.model import Precision

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d)(?::(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?(?: ?([Zz]|[+-]\d\d(?::?\d\d)?))?)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(?:(\d\d)(\d\d)?)?(Z|[+-]\d\d(?:\d\d)?)?)?", re.ASCII)
_WEEKDAYS = tuple(name[:3] for name in WEEKDAY_NAMES_ENGLISH)
_MONTHS = {name[:3]: month for month, name in enumerate(ENGLISH, 1)}
_RFC_822 = re.compile(
    rf"(?:({'|'.join(_WEEKDAYS)}), )?(\d\d?) ({'|'.join(_MONTHS)}) (\d{{4}}) "
    r"(\d\d):(\d\d)(?::(\d\d))? (GMT|UTC?|Z|[+-]\d{4})",
    re.ASCII,
)

WRONG_WEEKDAY = "the day of the week does not fit the date; the date is kept"
_NO_ZONE = ("GMT", "UTC", "UT", "Z", "z")


def read(text: str, zone: tzinfo) -> Read | None:
    """Return what a date in a usual standard form says, None where `text` has another form.

    A time without a zone is in `zone`.
    """
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        year, month, day, hour, minute, second, offset = match.groups()
        return _read(zone, int(year), int(month), int(day), (hour, minute, second), offset)
    match = _RFC_822.fullmatch(text)
    if not match:
        return None
    weekday, day, name, year, hour, minute, second, offset = match.groups()
    found = _read(zone, int(year), _MONTHS[name], int(day), (hour, minute, second), offset)
    if found and found.moment and weekday and _WEEKDAYS[date(int(year), _MONTHS[name], int(day)).weekday()] != weekday:
        return Read(found.moment, (*found.notes, WRONG_WEEKDAY))
    return found


def _read(
    zone: tzinfo, year: int, month: int, day: int, clock: tuple[str | None, str | None, str | None], offset: str | None
) -> Read | None:
    if year not in GREGORIAN_YEARS:
        return None  # a Hijri year, or none of ours: the general reader decides
    hour, minute, second = clock
    try:
        if hour is None:
            return Read(moments.of_day(date(year, month, day)))
        precision = Precision.SECOND if second else Precision.MINUTE if minute else Precision.HOUR
        known = _zone(offset) if offset else zone
        clock_time = time(int(hour), int(minute or 0), int(second or 0))
        return Read(*moments.stated(date(year, month, day), clock_time, known, precision))
    except ValueError as impossible:
        return Read(None, (f"{impossible}",))


def _zone(offset: str) -> tzinfo:
    if offset in _NO_ZONE:
        return zones.fixed(0)
    minutes = zones.offset_minutes(offset[1:3], offset[3:].lstrip(":"), west=offset[0] == "-")
    if minutes is None:
        raise ValueError("there is no such offset from UTC")
    return zones.fixed(minutes)

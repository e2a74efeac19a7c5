"""Dates: what machines read in <time> is possible, not ahead of the clock, and what readers read beside it agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from turbohtml import Element

from generator.check.findings import error, shortened, warning
from generator.check.grounds import Grounds
from generator.check.page import HtmlPage, attribute
from generator.dates import hijri, zones
from generator.dates.months import GREGORIAN, HIJRI, HIJRI_NAMES_ENGLISH
from generator.errors import Problem
from generator.text.normalize import fold
from generator.text.numerals import ascii_digits

FIRST_YEAR = 1900  # no outlet published before; what claims to is a default of some software

# HTML, section 4.5.14: what `datetime` may hold. Days and hours are looked at by datetime itself.
_DAY = r"(?P<day>\d{4}-\d\d-\d\d)"
_SPAN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2]))?")
_INSTANT = re.compile(rf"{_DAY}(?:[T ](?P<time>\d\d:\d\d(?::\d\d(?:\.\d{{1,3}})?)?)(?P<zone>Z|[+-]\d\d:?\d\d)?)?")
_OTHERS = re.compile(
    r"\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])"  # a week
    r"|(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"  # a day of every year
    r"|(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?"  # a time of every day
    r"|Z|[+-]\d\d:?\d\d"
    r"|P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,3})?S)?)?"  # a duration
)
_WRITTEN = re.compile(r"(?<!\d)(?P<day>\d{1,2}) (?P<month>[^\d،·,]+?) (?P<year>\d{3,4})(?!\d)")


def _numbers(rows: Mapping[int, str]) -> dict[str, int]:
    return {fold(name): number for number, row in rows.items() for name in row.split(", ")}


_MONTHS = _numbers(GREGORIAN)
_HIJRI_MONTHS = _numbers(HIJRI) | {fold(name): number for number, name in enumerate(HIJRI_NAMES_ENGLISH, start=1)}


def impossible_dates(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find dates that no calendar has, that are older than news can be, or that are ahead of the clock."""
    for element in page.all("time"):
        value = attribute(element, "datetime") if "datetime" in element.attrs else element.text.strip()
        start = start_of(value, grounds)
        if start is None:
            message = f"“{shortened(value, 40)}” is no date that machines read"
            yield error(
                "check-date", page.path, page.place(element), message, "write 2025-05-11 or 2025-05-11T14:30+03:00"
            )
        elif isinstance(start, datetime):
            yield from _odd(page, grounds, start, value, element)


def _odd(page: HtmlPage, grounds: Grounds, start: datetime, value: str, element: Element) -> Iterator[Problem]:
    tolerance = timedelta(minutes=grounds.config.desk.future_tolerance_minutes)
    if start.year < FIRST_YEAR:
        hint = "look at the date in its source: it may be what a program writes where it knows none"
        yield error("check-date", page.path, page.place(element), f"“{value}” is before {FIRST_YEAR}", hint)
    elif start > grounds.now + tolerance:
        message = f"“{value}” is ahead of the clock, which says {grounds.now.isoformat(timespec='minutes')}"
        hint = "look at the date and the zone in its source, and at this machine's clock"
        yield warning("check-date", page.path, page.place(element), message, hint)


def start_of(value: str, grounds: Grounds) -> datetime | str | None:
    """Return when a `datetime` begins, the value itself where it is no point in time, and None where it is none.

    A day begins in the site's zone.
    """
    span = _SPAN.fullmatch(value)
    try:
        if span:
            return _midnight(date(int(span["year"]), int(span["month"] or 1), 1), grounds)
        match = _INSTANT.fullmatch(value)
        if match and not match["time"]:
            return _midnight(date.fromisoformat(match["day"]), grounds)
        if match:
            moment = datetime.fromisoformat(f"{match['day']}T{match['time']}{match['zone'] or ''}")
            return moment if moment.tzinfo else moment.replace(tzinfo=zones.named(grounds.config.site.time_zone))
    except (ValueError, OverflowError):
        return None
    return value if _OTHERS.fullmatch(value) else None


def _midnight(day: date, grounds: Grounds) -> datetime:
    zone = UTC if day.year < 2 else zones.named(grounds.config.site.time_zone)
    return datetime.combine(day, time(), zone)


def disagreeing_dates(page: HtmlPage, grounds: Grounds) -> Iterator[Problem]:
    """Find dates whose words, in either calendar, name another day than the `datetime` beside them."""
    for element in page.all("time"):
        match = _INSTANT.fullmatch(attribute(element, "datetime"))
        start = start_of(match[0], grounds) if match else None
        if isinstance(start, datetime) and 1 < start.year < 9999:  # at either end another zone's day has no date
            day = start.astimezone(zones.named(grounds.config.site.time_zone)).date()
            for written, meant in _other_days(element.text, day, grounds):
                message = f"the words say “{written}”, and datetime “{match[0] if match else ''}” is {meant}"
                hint = "mend the template: both come from one moment, in the site's zone"
                yield error("check-date-words", page.path, page.place(element), message, hint)


def _other_days(text: str, day: date, grounds: Grounds) -> Iterator[tuple[str, str]]:
    """Yield every date written in a text that is not `day`, and what that day is in its calendar."""
    for match in _WRITTEN.finditer(ascii_digits(" ".join(text.split()))):
        named = {fold(name) for name in match["month"].split("/")}
        for name in sorted(named):
            found = (int(match["year"]), int(match["day"]))
            if name in _HIJRI_MONTHS:
                lunar = hijri.of(day, grounds.style.hijri or hijri.UMM_AL_QURA)
                if (found[0], _HIJRI_MONTHS[name], found[1]) != (lunar.year, lunar.month, lunar.day):
                    yield match[0], f"{lunar} AH"
            elif name in _MONTHS and (found[0], _MONTHS[name], found[1]) != (day.year, day.month, day.day):
                yield match[0], day.isoformat()

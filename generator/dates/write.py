"""Dates for readers: Gregorian by region, Hijri beside it, in the site's zone and digits; never a relative word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from generator.dates import cldr as _cldr
from generator.dates import hijri, zones
from generator.dates.hours import WITH_24
from generator.dates.months import (
    EGYPT,
    ENGLISH,
    HIJRI_NAMES,
    HIJRI_NAMES_ENGLISH,
    LEVANT,
    WEEKDAY_NAMES,
    WEEKDAY_NAMES_ENGLISH,
)
from generator.model import Moment, Precision
from generator.text.numerals import shape

cldr = _cldr.formatted
_BELONGING = re.compile(r" (?=(?:م|ص|هـ|am|pm|AH|·)(?:[ ،,]|$))")


@dataclass(frozen=True, slots=True)
class Style:
    """How a site writes dates; plain values."""

    language: str = "ar"  # anything but ar is written in English
    region: str = "EG"  # ISO 3166 alpha-2: month names, clock
    zone: str = "Africa/Cairo"  # IANA name: whose days and hours
    digits: str = "latn"  # latn or arab; see resolve_digits
    months: str = "region"  # or dual: أيار/ مايو
    hijri: hijri.Calendar | None = hijri.UMM_AL_QURA  # None: no Hijri dates

    @property
    def is_arabic(self) -> bool:
        """Tell whether dates are written in Arabic."""
        return self.language == "ar"


def resolve_digits(digits: str, region: str, language: str = "ar") -> str:
    """Return `latn` or `arab` for a site's setting; `auto` is what CLDR prefers in the region."""
    if language != "ar":
        return "latn"
    return _cldr.region(region).digits if digits == "auto" else digits


# ---- names


@lru_cache(maxsize=1024)
def month_name(month: int, style: Style) -> str:
    """Return the name of a Gregorian month as the region says it; dual: with the name of the other family beside it.

    The other family of Egypt's names is the Levant's; of all others it is Egypt's. Names that both share stand alone.
    """
    if not style.is_arabic:
        return ENGLISH[month - 1]
    own = _cldr.region(style.region).months[month - 1]
    if style.months != "dual":
        return own
    other = LEVANT[month - 1] if own == EGYPT[month - 1] else EGYPT[month - 1]
    return own if _is_shared(own, style) else f"{own}/ {other}"


def _is_shared(own: str, style: Style) -> bool:
    """Tell whether a region whose names are its own has this one from Egypt (مارس in Tunis)."""
    return own in EGYPT and _cldr.region(style.region).months != EGYPT


def hijri_month_name(month: int, style: Style) -> str:
    """Return the name of a Hijri month."""
    return (HIJRI_NAMES if style.is_arabic else HIJRI_NAMES_ENGLISH)[month - 1]


def weekday(day: date, style: Style) -> str:
    """Return the name of a day of the week."""
    return (WEEKDAY_NAMES if style.is_arabic else WEEKDAY_NAMES_ENGLISH)[day.weekday()]


# ---- lines


def gregorian(moment: Moment, style: Style) -> str:
    """Return the Gregorian date alone, as exactly as it is known: `11 مايو 2025`, `مايو 2025` or `2025`."""
    day = moment.day(zones.named(style.zone))
    return _shaped(_gregorian_day(day, style) if day else _gregorian_span(moment, style), style)


def hijri_line(day: date, style: Style) -> str:
    """Return the Hijri date of a day, `13 ذو القعدة 1446 هـ`; empty where the site writes none or before the Hijra.

    Where only the tabular calendar is known, it says so: `نحو 13 …`.
    """
    lunar = hijri.of(day, style.hijri) if style.hijri else None
    if lunar is None or lunar.year < 1:
        return ""
    about = "" if not lunar.approximate else "نحو " if style.is_arabic else "about "
    return _shaped(f"{about}{lunar.day} ", style) + hijri_month_line(lunar.year, lunar.month, style)


def hijri_month_line(year: int, month: int, style: Style) -> str:
    """Return a Hijri month: `ذو القعدة 1446 هـ`."""
    return _shaped(f"{hijri_month_name(month, style)} {year} {'هـ' if style.is_arabic else 'AH'}", style)


def hijri_year_line(year: int, style: Style) -> str:
    """Return a Hijri year: `1446 هـ`."""
    return _shaped(f"{year} {'هـ' if style.is_arabic else 'AH'}", style)


def dual_line(moment: Moment, style: Style) -> str:
    """Return the date in both calendars: `الأحد 11 مايو 2025 م · 13 ذو القعدة 1446 هـ`.

    A month or year is written in the Gregorian calendar alone: it covers parts of several Hijri ones.
    """
    day = moment.day(zones.named(style.zone))
    if day:
        return _day_line(day, style)
    return _shaped(_gregorian_span(moment, style), style) + (" م" if style.is_arabic else "")


@lru_cache(maxsize=65536)
def _day_line(day: date, style: Style) -> str:
    line = _shaped(f"{weekday(day, style)} {_gregorian_day(day, style)}{' م' if style.is_arabic else ''}", style)
    lunar = hijri_line(day, style)
    return f"{line} · {lunar}" if lunar else line


def clock(moment: Moment, style: Style) -> str:
    """Return the time of day in the site's zone, `2:30 م` or `14:30` by region; empty where only a day is known.

    Where the source states an hour and no minutes, none are made up: `نحو الساعة 2 م`.
    """
    instant = moment.instant
    if instant is None:
        return ""
    local = instant.astimezone(zones.named(style.zone))
    if moment.precision is Precision.HOUR:
        return _shaped(_about_hour(local, style), style)
    if not _has_12_hours(style):
        return _shaped(f"{local:%H:%M}", style)
    return _shaped(f"{local.hour % 12 or 12}:{local:%M} {_half(local, style)}", style)


def stamp(moment: Moment, style: Style) -> str:
    """Return date and time as exactly as they are known: `11 مايو 2025، 2:30 م`."""
    comma = "، " if style.is_arabic else ", "
    return comma.join(filter(None, (gregorian(moment, style), clock(moment, style))))


def unbroken(line: str) -> str:
    """Return a written date or time as a page shows it: what belongs to the number before it begins no line."""
    return _BELONGING.sub("\N{NO-BREAK SPACE}", line)


def iso(moment: Moment, style: Style | None = None) -> str:
    """Return the value of a `<time datetime>`, valid HTML; an instant in the site's zone where `style` is given.

    HTML has no way to state an hour without minutes: such a moment is its day.
    """
    instant = moment.instant
    if instant is None:
        return moment.iso
    local = instant.astimezone(zones.named(style.zone)) if style else instant
    if moment.precision is Precision.HOUR:
        return local.date().isoformat()
    if (local.utcoffset() or UTC.utcoffset(None)).seconds % 60:
        local = local.astimezone(UTC)  # local mean times of old have seconds, which HTML refuses
    return local.isoformat(timespec="seconds" if moment.precision is Precision.SECOND else "minutes")


def _gregorian_day(day: date, style: Style) -> str:
    return f"{day.day} {month_name(day.month, style)} {day.year}"


def _gregorian_span(moment: Moment, style: Style) -> str:
    """Return a month or year that is known no closer."""
    year, _, month = moment.iso.partition("-")
    return f"{month_name(int(month), style)} {int(year)}" if month else str(int(year))


def _about_hour(local: datetime, style: Style) -> str:
    if _has_12_hours(style):
        hour = f"{local.hour % 12 or 12} {_half(local, style)}"
    else:
        hour = str(local.hour) if style.is_arabic else f"{local.hour}:00"
    return f"نحو الساعة {hour}" if style.is_arabic else f"about {hour}"


def _has_12_hours(style: Style) -> bool:
    return _cldr.region(style.region).has_12_hours if style.is_arabic else style.region not in WITH_24


def _half(local: datetime, style: Style) -> str:
    return ("ص" if local.hour < 12 else "م") if style.is_arabic else ("am" if local.hour < 12 else "pm")


def _shaped(text: str, style: Style) -> str:
    return shape(text, style.digits if style.is_arabic else "latn")

"""What CLDR says of Arabic by region: month names, digits, clock, date patterns. The one module that asks babel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.dates import hijri
from generator.dates.months import HIJRI_NAMES, SHORT_DIFFERING, WEEKDAY_NAMES
from generator.text.numerals import shape

if TYPE_CHECKING:
    from babel import Locale

WORLD = "001"  # the region of plain "ar"


class Region(NamedTuple):
    """How dates are written in Arabic in one region; months are January first."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    digits: str  # arab or latn
    has_12_hours: bool
    patterns: Mapping[str, str]  # of Gregorian dates, by length: full, long, medium, short


@lru_cache(maxsize=64)
def region(code: str) -> Region:
    """Return the customs of a region (ISO 3166 alpha-2); of Arabic in general where CLDR has no Arabic for it.

    The first call loads babel's data: 90 to 320 ms.
    """
    locale = _locale(code)
    names = locale.months["format"]
    differing = SHORT_DIFFERING.get(code, {})
    return Region(
        months=tuple(names["wide"][month] for month in range(1, 13)),
        short_months=tuple(differing.get(month) or names["abbreviated"][month] for month in range(1, 13)),
        digits="arab" if locale.default_numbering_system == "arab" else "latn",
        has_12_hours="h" in locale.time_formats["short"].pattern,
        patterns={length: locale.date_formats[length].pattern for length in ("full", "long", "medium", "short")},
    )


def _locale(code: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale("ar", territory=code)
    except UnknownLocaleError:
        return Locale("ar", territory=WORLD)


_HIJRI_PATTERNS = {
    "full": "EEEE، d MMMM y G",
    "long": "d MMMM y G",
    "medium": "d MMM y G",
    "short": "d\u200f/M\u200f/y G",
}


def formatted(day: date, locale: str, length: str, calendar: str, numbering: str) -> str:
    """Return a day as CLDR formats it in an Arabic locale (`ar-EG`).

    `length` is full, long, medium or short; `calendar` gregory or islamic-umalqura; `numbering` default, arab or latn.
    """
    customs = region(locale.partition("-")[2] or WORLD)
    digits = customs.digits if numbering == "default" else numbering
    if calendar == "gregory":
        fields = _fields(day.year, day.month, day.day, customs.months, customs.short_months)
        return shape(_filled(customs.patterns[length], fields, day), digits)
    lunar = hijri.of(day)
    fields = _fields(lunar.year, lunar.month, lunar.day, HIJRI_NAMES, HIJRI_NAMES)
    return shape(_filled(_HIJRI_PATTERNS[length], fields, day), digits)


def _fields(year: int, month: int, day: int, long: tuple[str, ...], short: tuple[str, ...]) -> dict[str, str]:
    """Return the text of each field of a pattern, longer fields first."""
    return {
        "MMMM": long[month - 1],
        "MMM": short[month - 1],
        "MM": f"{month:02}",
        "M": str(month),
        "dd": f"{day:02}",
        "d": str(day),
        "y": str(year),
        "G": "هـ",
    }


def _filled(pattern: str, fields: Mapping[str, str], day: date) -> str:
    """Return a pattern with its fields filled in; Arabic text has none of the letters that name fields."""
    for name, text in {"EEEE": WEEKDAY_NAMES[day.weekday()], **fields}.items():
        pattern = pattern.replace(name, text)
    return pattern

"""Dates that a field writes out, with a month's name or in numbers, in either calendar."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from generator.dates import hijri
from generator.dates.lexicon import Line, Symbol, UnreadableError, kinds

GREGORIAN_YEARS = range(1600, 3000)
HIJRI_YEARS = range(1000, 1600)
NUMERIC_HIJRI_YEARS = range(hijri.FIRST_YEAR - 43, hijri.LAST_YEAR + 1)  # 1300 and later: recognised without هـ


class Written(NamedTuple):
    """A date as written: parts that are not stated are 0."""

    hijri: bool
    year: int
    month: int
    day: int
    note: str = ""
    short: bool = False  # the year has two digits
    either: bool = False  # day and month might be swapped


_SEPARATOR = r"[/\-s.,\\]?"
_SLASH = r"[/\-s.\\]"
_MONTH = r"(?P<month>m)(?:[/\-s,\\]?(?P<twin>m)|\([/\\]?(?P<twin2>m)\))?|(?P<hijri>h)"
_ERA = r"(?:\(?(?P<era>[ePg])\)?)?"
_YEAR = r"u?(?P<year>Y)"


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(form.format(M=f"u?(?:{_MONTH})", S=_SEPARATOR, Z=_SLASH, Y=_YEAR, E=_ERA))


_FORMS = tuple(  # the fullest first
    map(
        _pattern,
        (
            r"(?P<day>n){S}{M}{S}{Y}{E}",  # 11 مايو 2025
            r"{Y}{S}{M}{S}(?P<day>n)",  # 2025 مايو 11
            r"{M}{S}(?P<day>n){S}{Y}{E}",  # مايو 11, 2025
            r"{Y}{S}(?P<day>n){S}{M}",
            r"(?P<day>n){Z}(?P<number>n){Z}{Y}{E}",  # 11/5/2025
            r"{Y}{Z}(?P<number>n){Z}(?P<day>n){E}",  # 2025-05-11
            r"(?P<day>n){S}{M}{S}(?P<short>n){E}",  # 11 May 25
            r"(?P<day>n){Z}(?P<number>n){Z}(?P<short>n){E}",  # 11/5/25
            r"{M}{S}{Y}{E}",  # مايو 2025
            r"{Y}{S}{M}",
            r"(?P<number>n){Z}{Y}{E}",  # 05/2025
            r"{Y}{Z}(?P<number>n)",
            r"(?P<day>n){S}{M}(?P<era>e)?",  # 11 مايو
            r"{M}{S}(?P<day>n)",
            r"{M}(?=[xkX])",  # أبريل الماضي
            r"{Y}{E}",
        ),
    )
)
_STATES = re.compile(r"[Ymh]|n.+n")  # any date has one of these
_NAMED_UNITS = ((1, "month"), (1, "year"))


def take_dates(line: Line) -> tuple[list[Written], Line]:
    """Return the dates written in a field in their order, and the rest of the line.

    Raises UnreadableError where a date contradicts itself.
    """
    text = kinds(line)
    for form in _FORMS if _STATES.search(text) else ():
        match = form.search(text)
        if match:
            _check_units(line[match.start() : match.end()])
            found = {name: line[match.start(name)] for name, text in match.groupdict().items() if text}
            before, rest_before = take_dates(line[: match.start()])
            after, rest_after = take_dates(line[match.end() :])
            return [*before, _written(found), *after], (*rest_before, Symbol("|"), *rest_after)
    return [], line


def _check_units(line: Line) -> None:
    """Raise UnreadableError where a unit stands in a date that is no شهر مايو, no سنة 2025."""
    if any(symbol.kind == "u" and (symbol.value, symbol.text) not in _NAMED_UNITS for symbol in line):
        raise UnreadableError("a unit of time stands in the date")


def _written(found: dict[str, Symbol]) -> Written:
    era = found["era"].kind if "era" in found else ""
    year = found["year"].value if "year" in found else 0
    is_hijri = "hijri" in found or era == "e" or ("number" in found and not era and year in NUMERIC_HIJRI_YEARS)
    if "short" in found:
        year = _century(found["short"], is_hijri)
    if ("hijri" in found and era in ("P", "g")) or ("month" in found and era == "e"):
        raise UnreadableError("the month and the era belong to different calendars")
    if any(found[name].value == 0 for name in ("day", "number", "year") if name in found):
        raise UnreadableError("a day, month or year is zero")
    if year and year not in (HIJRI_YEARS if is_hijri else GREGORIAN_YEARS):
        raise UnreadableError(f"{year} is no year of its calendar")
    day = found["day"].value if "day" in found else 0
    if "number" in found:
        return _numeric(is_hijri, year, found["number"].value, day, found)
    return Written(is_hijri, year, _named_month(found), day, short="short" in found)


def _named_month(found: dict[str, Symbol]) -> int:
    names = [found[name].value for name in ("month", "twin", "twin2", "hijri") if name in found]
    if len(set(names)) > 1:
        raise UnreadableError("it names two different months")
    return names[0] if names else 0


def _numeric(is_hijri: bool, year: int, month: int, day: int, found: dict[str, Symbol]) -> Written:
    """Return a date in numbers: day first, unless only month first is possible; after the year always month first."""
    year_first = next(name for name in found if name in ("year", "day", "number")) == "year"
    if month > 12 and 1 <= day <= 12 and not is_hijri and not year_first:
        return Written(is_hijri, year, day, month, "read as month/day/year: the only order possible", "short" in found)
    either = not year_first and month != day <= 12
    return Written(is_hijri, year, month, day, short="short" in found, either=either)


def _century(short: Symbol, is_hijri: bool) -> int:
    """Return the year of two digits: 1400-1499 AH, 2000-2068 or 1969-1999, as POSIX has it."""
    if len(short.text) != 2:
        raise UnreadableError("the year has one digit")
    if is_hijri:
        return 1400 + short.value
    return short.value + (1900 if short.value >= 69 else 2000)


def gregorian_day(written: Written) -> date:
    """Return the day of a complete date. Raises UnreadableError where there is no such day."""
    try:
        if written.hijri:
            return hijri.to_gregorian(written.year, written.month, written.day)
        return date(written.year, written.month, written.day)
    except ValueError as impossible:
        raise UnreadableError("there is no such day") from impossible


def hijri_month(year: int, month: int) -> tuple[date, date]:
    """Return the first and last Gregorian day of a Hijri month, or of the whole year where `month` is 0."""
    first, last = (month or 1), (month or 12)
    return (
        gregorian_day(Written(True, year, first, 1)),
        gregorian_day(Written(True, year, last, hijri.month_length(year, last))),
    )

"""Dates that count from a known moment: منذ ساعتين، أمس، الخميس الماضي."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from generator.dates.lexicon import Line, Symbol, UnreadableError, kinds
from generator.model import Precision

_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")

PRECISION: Mapping[str, Precision] = {  # that of the unit said; a week is known to a month
    "second": Precision.SECOND,
    "minute": Precision.MINUTE,
    "hour": Precision.HOUR,
    "day": Precision.DAY,
    "week": Precision.MONTH,
    "month": Precision.MONTH,
    "year": Precision.YEAR,
}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_PARTS = {"minute": ("second", 60), "hour": ("minute", 60), "day": ("hour", 24)}  # of which a fraction is made
_PARTS_KEPT = {"week": ("day", 7), "month": ("day", 30), "year": ("month", 12)}  # … and the unit said stays


class Span(NamedTuple):
    """How long ago, by unit; `unit` is the smallest one said."""

    counts: Mapping[str, int]
    unit: str


_TERM = r"(?>n?u(?:n(?!u))?(?:[oi]n?vu?)?|vn?u)"  # atomic: no field makes it try twice
_QUANTITY = rf"A*+{_TERM}A*+(?:[o,]*+{_TERM})*+A*+"
_AGO = re.compile(rf"aA*(?P<quantity>{_QUANTITY})|(?P<before>{_QUANTITY})a|f(?P<later>{_QUANTITY})")
_TERMS = re.compile(
    r"(?P<number>n)?(?P<unit>u)(?P<again>n(?!u))?(?:(?P<joint>[oi])n?(?P<part>v)(?P<same>u)?)?|(?P<only>v)n?(?P<of>u)"
)
_HOUR = Symbol("u", 1, "hour")  # الساعة, which marks a clock time elsewhere: نصف الساعة
_NEAR = re.compile(r"(?P<unit>u)(?P<which>[xkX])|(?P<which2>[xkX])(?P<unit2>u)")
_STEPS = {"x": 1, "k": 0, "X": -1}


def take_span(line: Line) -> tuple[Span | None, Line]:
    """Return how long before now a field means (`منذ 3 أيام`, `الشهر الماضي`), and the rest; negative when later."""
    line = tuple(_HOUR if symbol.kind == "c" else symbol for symbol in line)
    match = _AGO.search(kinds(line))
    if match:
        name = next(name for name in ("quantity", "before", "later") if match[name])
        span = _span(line[match.start(name) : match.end(name)], -1 if name == "later" else 1)
        return span, line[: match.start()] + line[match.end() :]
    near = _NEAR.search(kinds(line))
    if not near:
        return None, line
    unit = line[near.start("unit" if near["unit"] else "unit2")]
    which = near["which"] or near["which2"]
    if unit.value != 1 or unit.text not in ("week", "month", "year"):
        raise UnreadableError("it does not say how long ago")
    return Span({unit.text: _STEPS[which]}, unit.text), line[: near.start()] + line[near.end() :]


def _span(quantity: Line, sign: int) -> Span:
    counts = dict.fromkeys(_UNITS, 0)
    smallest, said = "year", ""
    for match in _TERMS.finditer(kinds(quantity)):
        parts = {name: quantity[match.start(name)] for name, text in match.groupdict().items() if text}
        unit = (parts.get("unit") or parts["of"]).text
        if said and _UNITS.index(unit) >= _UNITS.index(said):
            raise UnreadableError("its units do not go from the greater to the smaller")
        if "same" in parts and parts["same"].text != unit:
            raise UnreadableError("a fraction is of another unit")
        said = unit
        counts[unit] += _count(parts)
        if fraction := parts.get("part") or parts.get("only"):
            smaller, size = (_PARTS | _PARTS_KEPT).get(unit, ("second", 0))
            less = "joint" in parts and parts["joint"].kind == "i"
            counts[smaller] += size // fraction.value * (-1 if less else 1)
            unit = smaller if unit in _PARTS else unit
        smallest = min(smallest, unit, key=_UNITS.index)
    return Span({unit: count * sign for unit, count in counts.items() if count}, smallest)


def _count(parts: dict[str, Symbol]) -> int:
    """Return how many of a unit are said: a number, or the form of the word (`ساعتين`)."""
    if "only" in parts:
        return 0
    number, unit, again = parts.get("number"), parts["unit"], parts.get("again")
    if again and (number or again.value != unit.value):
        raise UnreadableError("it says two numbers")
    if number:
        return number.value
    if not unit.value:
        raise UnreadableError(f"it does not say how many {unit.text}s ago")
    return unit.value


def before(now: datetime, span: Span) -> datetime:
    """Return the moment `span` before `now`, in the zone of `now`.

    Months and years count on the calendar and keep the day where the month has it; days count on the calendar too,
    hours on the clock that never jumps. Raises UnreadableError beyond the calendar.
    """
    try:
        day = _months_before(now.date(), span.counts.get("month", 0) + 12 * span.counts.get("year", 0))
        day -= timedelta(days=span.counts.get("day", 0) + 7 * span.counts.get("week", 0))
        start = now if day == now.date() else datetime.combine(day, now.timetz())
        seconds = sum(size * span.counts.get(unit, 0) for unit, size in _SECONDS.items())
        return (start.astimezone(UTC) - timedelta(seconds=seconds)).astimezone(now.tzinfo)
    except (OverflowError, ValueError) as beyond:
        raise UnreadableError("that is too long ago") from beyond


def _months_before(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def weekday_before(today: date, weekday: int, which: str) -> date:
    """Return the day a weekday's name means: the latest one up to today; with `x` before today, with `X` after it."""
    back = (today.weekday() - weekday) % 7
    if which == "x":
        return today - timedelta(days=back or 7)
    return today + timedelta(days=7 - back) if which == "X" else today - timedelta(days=back)

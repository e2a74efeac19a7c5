"""Clock times and their zones in the symbols of a date field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import time, tzinfo
from typing import NamedTuple

from generator.dates import zones
from generator.dates.lexicon import Line, Symbol, UnreadableError, kinds
from generator.model import Precision


class Clock(NamedTuple):
    """A time of day as a field states it; `zone` is None where none is stated, `doubt` says why none can be taken."""

    time: time
    precision: Precision
    zone: tzinfo | None = None
    doubt: str = ""


_NOT_A_DATE = r"(?![/.:s\-nmh])"  # a number that goes on as a date is no offset
_OFFSET = rf"(?P<sign>[+s])(?P<hours>n|Y)(?::(?P<minutes>n))?{_NOT_A_DATE}"
_NAMED_OFFSET = re.compile(rf"z{_OFFSET}|(?P<east>\+)(?P<count>n)z")  # GMT+3, +3 غرينتش
_CLOCK = re.compile(
    r"(?P<before>p)?(?:c[:,(]?)?(?P<hour>n):(?P<minute>n)(?::(?P<second>n)(?:\.[nY#](?![/.:sm]))?)?"
    rf"(?:(?P<after>[pP])|\((?P<inside>p)\))?(?:[,(]?{_OFFSET}\)?)?"
)
_HOUR = re.compile(
    r"c[:,]?(?P<hour>n)(?:\.(?P<minute>n))?(?![:/.s\-mh])(?P<after>[pP])?"
    r"|(?<![/.s:n])(?P<hour2>n)(?:\.(?P<minute2>n))?(?P<word>p)"
    r"|(?<![/.s:nm])(?P<hour3>n)(?:\.(?P<minute3>n))?(?P<letter>P)"
)
_ZONED = re.compile(
    r"C(?:[(,\-|]*t?\(?(?P<zone>[zql])t?\)*|\(?t?\(?(?P<place>y)t?\)*|[,\-|]t\(?(?P<far>y)\)*|[(,]*t\(?(?P<unknown>\?+)\)*)?"
    r"(?:\([?tzq]+\))?"  # a comment, as RFC 822 allows: (Arabian Standard Time)
)
_ZONE = re.compile(r"\(?t\(?(?P<named>[zyql]|\?+)\)*|\(?(?P<bare>[zq])t?\)?|\((?P<place>y)t?\)|(?P<english>y)t")


def _afternoon(hour: int) -> int | None:
    return hour % 12 + 12 if 1 <= hour <= 12 else hour if hour >= 13 else None


def _night(hour: int) -> int | None:
    return hour % 12 if hour <= 5 or hour == 12 else hour + 12 if hour <= 11 else hour if hour >= 18 else None


# The hour of the day that an hour of a part of the day is; None where the two contradict each other.
_PARTS: Mapping[str, Callable[[int], int | None]] = {
    "am": lambda hour: hour % 12 if hour <= 12 else None,
    "pm": _afternoon,
    "noon": lambda hour: _afternoon(hour) if hour not in (10, 11) else hour,
    "dawn": lambda hour: hour % 12 if hour <= 7 or hour == 12 else None,
    "night": _night,
}


def take_clocks(line: Line) -> tuple[list[Clock], Line]:
    """Return the clock times of a field, each with its zone, and the rest of the line.

    Raises UnreadableError for an impossible time (24:00), and for several times without a zone each.
    """
    line = _read_hours(_read_clocks(_read_named_offsets(line)))
    pairs, line = _take_zoned(line)
    if len(pairs) == 1 and pairs[0][1] is None:
        stray = _ZONE.search(kinds(line))
        if stray:
            pairs = [(pairs[0][0], line[_start(stray)])]
            line = line[: stray.start()] + line[stray.end() :]
    if len(pairs) > 1 and not all(zone for _, zone in pairs):
        raise UnreadableError("it states more than one time of day")
    part, line = _take_part(line) if pairs else ("", line)
    return [_clock(clock, zone, part) for clock, zone in pairs], line


def _read_named_offsets(line: Line) -> Line:
    """Return the line with `GMT+3` and `+3 GMT` as one zone."""
    match = _NAMED_OFFSET.search(kinds(line))
    if not match:
        return line
    found = line[match.start() : match.end()]
    if match["east"]:
        minutes = _minutes(found[1].text, "", west=False)
    elif found[0].value:
        raise UnreadableError("a zone other than GMT has an offset")
    else:
        minutes = _offset(match, line)
    return (*line[: match.start()], Symbol("z", _possible(minutes)), *_read_named_offsets(line[match.end() :]))


def _read_clocks(line: Line) -> Line:
    """Return the line with each `14:30:00 +0300` as a clock time, followed by its zone if it has a numeric one."""
    match = _CLOCK.search(kinds(line))
    if not match:
        return line
    minute, second = line[match.start("minute")], line[match.start("second")] if match["second"] else None
    part = next((line[match.start(name)] for name in ("after", "inside", "before") if match[name]), None)
    clock = _clock_symbol(line[match.start("hour")], minute, second, part)
    zone = (Symbol("z", _possible(_offset(match, line))),) if match["sign"] else ()
    return (*line[: match.start()], clock, *zone, *_read_clocks(line[match.end() :]))


def _read_hours(line: Line) -> Line:
    """Return the line with `9 صباحا` and `الساعة 9` as clock times."""
    for match in _HOUR.finditer(kinds(line)):
        hour, minute, part = (
            next((line[match.start(name)] for name in names if match[name]), None)
            for names in (("hour", "hour2", "hour3"), ("minute", "minute2", "minute3"), ("after", "word", "letter"))
        )
        if hour and (match["hour"] or hour.value <= 12):
            clock = _clock_symbol(hour, minute, None, part)
            return (*line[: match.start()], clock, *_read_hours(line[match.end() :]))
    return line


def _clock_symbol(hour: Symbol, minute: Symbol | None, second: Symbol | None, part: Symbol | None) -> Symbol:
    """Return a clock time as a symbol: seconds since midnight, and its precision.

    An hour alone may be of either half of the day until a part of day is known: its precision stays empty.
    """
    if any(number and len(number.text) != 2 for number in (minute, second)):
        raise UnreadableError("minutes and seconds have two digits")
    of_day = _of_day(hour.value, ("pm" if part.kind == "P" else part.text) if part else "")
    numbers = (of_day, minute.value if minute else 0, second.value if second else 0)
    if numbers[0] > 23 or max(numbers) > 59:
        raise UnreadableError("there is no such time of day")
    unsure = not part and 1 <= hour.value <= 12
    precision = "second" if second else "minute" if minute else "" if unsure else "hour"
    return Symbol(
        "C", numbers[0] * 3600 + numbers[1] * 60 + numbers[2], precision + ("" if part or not unsure else "?")
    )


def _of_day(hour: int, part: str) -> int:
    """Return an hour of a part of the day as an hour of the day."""
    found = _PARTS[part](hour) if part else hour
    if found is None:
        raise UnreadableError(f"hour {hour} and the part of day contradict each other")
    return found


def _take_zoned(line: Line) -> tuple[list[tuple[Symbol, Symbol | None]], Line]:
    """Return each clock time with the zone beside it, and the line without them."""
    pairs: list[tuple[Symbol, Symbol | None]] = []
    rest: list[Symbol] = []
    end = 0
    for match in _ZONED.finditer(kinds(line)):
        zone = next((line[match.start(name)] for name in ("zone", "place", "far", "unknown") if match[name]), None)
        pairs.append((line[match.start()], zone))
        rest += line[end : match.start()]
        end = match.end()
    return pairs, (*rest, *line[end:])


def _take_part(line: Line) -> tuple[str, Line]:
    """Return the part of day that stands apart from the clock time (`مساء أمس 9:15`), and the rest."""
    for place, symbol in enumerate(line):
        if symbol.kind == "p":
            return symbol.text, line[:place] + line[place + 1 :]
    return "", line


def _clock(clock: Symbol, zone: Symbol | None, part: str) -> Clock:
    hour, rest = divmod(clock.value, 3600)
    precision = clock.text.rstrip("?")
    if part and clock.text.endswith("?"):
        hour, precision = _of_day(hour, part), precision or "hour"
    elif part and _of_day(hour, part) != hour:
        raise UnreadableError("the part of day is stated twice, differently")
    known, doubt = _zone(zone)
    if not precision:
        doubt, precision = f"{hour} o'clock may be in the morning or the evening", "hour"
    return Clock(time(hour, rest // 60, rest % 60), Precision(precision), known, doubt)


def _zone(zone: Symbol | None) -> tuple[tzinfo | None, str]:
    """Return a stated zone, and why none can be taken where that is so."""
    if zone is None or zone.kind == "l":
        return None, ""
    if zone.kind == "z":
        return zones.fixed(zone.value), ""
    if zone.kind == "y":
        return zones.named(zone.text), ""
    return None, f'its time zone "{zone.text}" is not known' if zone.text else "its time zone may be one of several"


def _offset(match: re.Match[str], line: Line) -> int | None:
    hours = line[match.start("hours")].text
    minutes = line[match.start("minutes")].text if match["minutes"] else ""
    return _minutes(hours, minutes, west=line[match.start("sign")].kind == "s")


def _minutes(hours: str, minutes: str, *, west: bool) -> int | None:
    """Return an offset in minutes; None for one in words, which have no digits."""
    return zones.offset_minutes(hours, minutes, west=west) if hours else None


def _possible(minutes: int | None) -> int:
    if minutes is None:
        raise UnreadableError("there is no such offset from UTC")
    return minutes


def _start(match: re.Match[str]) -> int:
    """Return where the zone itself stands in a match of `_ZONE`."""
    return next(match.start(name) for name in ("named", "bare", "place", "english") if match[name])

"""What a date field says: ISO, RFC 822, and everything Arabic outlets write, never silently wrong.

    text ── lexicon.lex ──▶ symbols ── clock, written, relative ──▶ parts ── here ──▶ Moment

Only date fields are read, never running text: a word that the lexicon does not know makes the whole field unreadable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from generator.dates import hijri, moments, relative, standard
from generator.dates.clock import Clock, take_clocks
from generator.dates.lexicon import Line, Symbol, UnreadableError, fold, kinds, lex
from generator.dates.moments import Read
from generator.dates.written import Written, gregorian_day, hijri_month, take_dates
from generator.dates.zones import named
from generator.model import Moment, Precision

__all__ = ["Read", "read"]

LONGEST_FIELD = 300  # characters; nobody writes a longer date
_AHEAD = timedelta(days=2)  # how far in the future a date without a year may lie: clocks and zones differ

_SAYS_NOTHING = frozenset("/-s.,:()|\\jtp")
_ZONES = frozenset("yzql")
_NO_DATE = "it is not a date"
_DAY = Symbol("u", 1, "day")  # the word يوم


def read(text: str, *, now: datetime | None, zone: str | tzinfo) -> Read:
    """Return the moment that a date field states. Never raises for any text.

    `now` is when the field was seen: relative words and dates without a year count from it, and are unreadable where it
    is None. A time without a zone is in `zone`, an IANA name or a tzinfo; instants keep the offset of the zone they are
    stated in. Raises ZoneInfoNotFoundError for an unknown `zone`.
    """
    field = text.strip()
    known_zone = named(zone) if isinstance(zone, str) else zone
    if len(field) > LONGEST_FIELD:
        return Read(None, (f"longer than {LONGEST_FIELD} characters",))
    found = standard.read(field, known_zone)
    if found:
        return found
    try:
        return _Field(field, now, known_zone).read()
    except UnreadableError as reason:
        return Read(None, (f"{reason}",))
    except OverflowError:
        return Read(None, ("it is out of range",))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the symbols of a field state."""

    clocks: tuple[Clock, ...]
    written: tuple[Written, ...]
    span: relative.Span | None
    weekday: int | None
    day_word: int | None
    is_now: bool
    which: str  # x past, k this, X next, or empty


class _Field:
    """One date field and what it counts from."""

    def __init__(self, text: str, now: datetime | None, zone: tzinfo) -> None:
        self.notes: list[str] = []
        self.text = text
        self.parts = self._parts(self._published(lex(text)))
        self.clock = self.parts.clocks[0] if self.parts.clocks else None
        self.zone = (self.clock and self.clock.zone) or zone
        self._now = now if now is None or now.tzinfo else now.replace(tzinfo=zone)

    def read(self) -> Read:
        """Return what the field says. Raises UnreadableError where it says nothing certain."""
        moment = self._moment()
        return Read(moment, tuple(dict.fromkeys(self.notes)))

    # symbols to parts

    def _published(self, line: Line) -> Line:
        """Return the part of a field that says when it was published, where another says when it was updated."""
        parts: dict[str, list[Symbol]] = {"L": [], "U": []}
        label = "L"
        for symbol in line:
            if symbol.kind in parts:
                label = symbol.kind
            else:
                parts[label].append(symbol)
        published, updated = (tuple(part) for part in parts.values())
        stated = not _SAYS_NOTHING.issuperset(kinds(published))
        if stated and not _SAYS_NOTHING.issuperset(kinds(updated)):
            self.notes.append("it also says when it was updated; the date of publication is taken")
        return published if stated else updated

    def _parts(self, line: Line) -> _Parts:
        clocks, line = take_clocks(line)
        written, line = take_dates(line)
        span, line = (None, line) if written else relative.take_span(line)
        taken: dict[str, int | None] = {}
        for kind in "wdNa":
            taken[kind], line = _take(line, kind) if kind != "a" or taken["N"] is not None else (None, line)
        which = next((symbol.kind for symbol in line if symbol.kind in "xkX"), "")
        self._leave([symbol for symbol in line if symbol.kind != which])
        return _Parts(tuple(clocks), tuple(written), span, taken["w"], taken["d"], taken["N"] is not None, which)

    def _leave(self, rest: Sequence[Symbol]) -> None:
        """Leave out what says nothing. Raises UnreadableError for anything else."""
        for symbol in sorted(rest, key=lambda symbol: symbol.kind != "?"):
            if symbol.kind in _ZONES:
                self.notes.append("a place or zone beside the date is left out")
            elif symbol.kind not in _SAYS_NOTHING and symbol != _DAY:
                said = f'"{_as_written(symbol.text, self.text)}" is not part of a date' if symbol.text else _NO_DATE
                raise UnreadableError(said)

    # parts to a moment

    def _moment(self) -> Moment:
        parts = self.parts
        if sum((parts.span is not None, parts.is_now, bool(parts.written) or parts.day_word is not None)) > 1:
            raise UnreadableError("it says when in two ways")
        if parts.which and parts.weekday is None and all(written.year for written in parts.written):
            raise UnreadableError("it does not say what is past or next")
        if parts.span:
            return self._spanned(parts.span)
        if parts.is_now and not parts.clocks:
            return moments.of_instant(self.now, Precision.MINUTE)
        if parts.written:
            day = self._written_day()
            if isinstance(day, Moment):
                return self._whole(day)
        elif parts.day_word is not None:
            day = _moved(self.today, parts.day_word)
        elif parts.weekday is not None:
            day = self._weekday(parts.weekday)
        else:
            raise UnreadableError("it states no day" if parts.clocks else _NO_DATE)
        self._compare(day)
        return self._timed(day)

    @property
    def now(self) -> datetime:
        """The moment to count from, in the zone that the field is in. Raises UnreadableError where it is unknown."""
        if self._now is None:
            raise UnreadableError("it counts from the moment it was seen, and that is not known")
        return self._now.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The day of `now`."""
        return self.now.date()

    def _spanned(self, span: relative.Span) -> Moment:
        """Return the moment of `منذ ساعتين`."""
        precision = relative.PRECISION[span.unit]
        moment = relative.before(self.now, span)
        if precision.is_instant and not self.clock:
            return moments.of_instant(moment, precision)
        if precision is Precision.DAY:
            self._compare(moment.date())
            return self._timed(moment.date())
        if self.clock or self.parts.weekday is not None:
            raise UnreadableError("it is not exact enough for a time or a weekday")
        return (
            moments.of_year(moment.year) if precision is Precision.YEAR else moments.of_month(moment.year, moment.month)
        )

    def _written_day(self) -> date | Moment:
        """Return the day that is written, or the month or year where no day is.

        The Gregorian date counts where both calendars are given: countries see the new moon on different days.
        """
        gregorian = dict.fromkeys(written for written in self.parts.written if not written.hijri)
        lunar = dict.fromkeys(written for written in self.parts.written if written.hijri)
        if len(gregorian) > 1 or len(lunar) > 1:
            raise UnreadableError("it states two different dates")
        first, second = next(iter(gregorian), None), next(iter(lunar), None)
        self.notes += [written.note for written in (first,) if written and written.note]
        if first and second:
            return self._both(first, second)
        return self._resolved(first or second or Written(False, 0, 0, 0))

    def _both(self, gregorian: Written, lunar: Written) -> date | Moment:
        """Return the day of a date given in both calendars."""
        if not (lunar.day and lunar.year):
            return self._resolved(gregorian)
        try:
            seen = gregorian_day(lunar)
        except UnreadableError:
            self.notes.append("there is no such Hijri day by Umm al-Qura; the Gregorian date is kept")
            return self._resolved(gregorian)
        if gregorian.day and not gregorian.year:
            near = [day for year in (seen.year - 1, seen.year, seen.year + 1) for day in _days(gregorian, year)]
            day: date | Moment = min(near, key=lambda day: abs(day - seen), default=seen)
        else:
            day = self._resolved(gregorian)
        if isinstance(day, date) and day != seen:
            self.notes.append(f"the Hijri date is {seen.isoformat()} by Umm al-Qura; the Gregorian date is kept")
        return day

    def _resolved(self, written: Written) -> date | Moment:
        """Return one written date as a day, or as the month or year that it states."""
        if written.day and written.year:
            return self._checked(gregorian_day(written), written)
        if written.day or not written.year:
            return self._without_year(written)
        if written.hijri:
            return self._lunar(written.year, written.month)
        if not written.month:
            return moments.of_year(written.year)
        gregorian_day(Written(False, written.year, written.month, 1))
        return moments.of_month(written.year, written.month)

    def _checked(self, day: date, written: Written) -> date:
        """Return a day in numbers after a look at `now`: who writes 5/11/2025 in May may mean the eleventh of May."""
        if self._now and written.short and day.year > self.today.year + 1:
            raise UnreadableError("the year of two digits may be of another century or calendar")
        if self._now and written.either and day > self.today + _AHEAD:
            self.notes.append("read as day/month/year, it lies in the future: day and month may be swapped")
        return day

    def _without_year(self, written: Written) -> date | Moment:
        """Return the latest day of that name that is not in the future, or as `الماضي` and the like say."""
        today = self.today
        year = hijri.of(today).year if written.hijri else today.year
        near = [day for near_year in (year + 1, year, year - 1) for day in _days(written, near_year)]
        near = [day for day in near if self._fits(day, written)]
        if self.parts.which == "X":
            near.reverse()
        if not near:
            raise UnreadableError("there is no such day in the year before the moment it was seen")
        near.sort(key=lambda day: day.weekday() != self.parts.weekday if self.parts.weekday is not None else False)
        if self.parts.weekday not in (None, near[0].weekday()):
            self.notes.append("the day of the week fits no year that may be meant")
        if written.day:
            self.notes.append(f"the year is not stated: taken as {near[0].year}")
            return near[0]
        if written.hijri:
            return self._lunar(hijri.of(near[0]).year, written.month)
        return moments.of_month(near[0].year, near[0].month)

    def _lunar(self, year: int, month: int) -> Moment:
        """Return the Gregorian month or year that holds all of a Hijri month, or of a Hijri year (`month` is 0)."""
        first, last = hijri_month(year, month)
        moment = _covering(first, last)
        days = f"{first.isoformat()} to {last.isoformat()}"
        self.notes.append(f"it states a span of the Hijri calendar ({days}); the Gregorian {moment.precision} is taken")
        return moment

    def _fits(self, day: date, written: Written) -> bool:
        """Tell whether a day without a year (of a month alone: its first) may be meant."""
        today = self.today
        month, this_month = _month(day, written), _month(today, written)
        if self.parts.which == "k":
            return month == this_month
        if self.parts.which == "X":
            return day > today
        if self.parts.which == "x":
            return day < today if written.day else month < this_month
        return day <= today + _AHEAD

    def _weekday(self, weekday: int) -> date:
        if self.parts.which == "k":
            raise UnreadableError("it does not say which week")
        day = relative.weekday_before(self.today, weekday, self.parts.which)
        if day == self.today and self.clock and self._timed(day).start(self.zone) > self.now:
            return _moved(day, -7)
        return day

    def _compare(self, day: date) -> None:
        """Note where a weekday or a day word says otherwise than the day that is taken."""
        if self.parts.weekday not in (None, day.weekday()):
            self.notes.append(standard.WRONG_WEEKDAY)
        called = self.parts.day_word if self.parts.written and self._now else None
        if called is not None and day != _moved(self.today, called):
            self.notes.append("the date is not the day that it is called; the date is kept")

    def _whole(self, moment: Moment) -> Moment:
        if self.clock or self.parts.weekday is not None or self.parts.day_word is not None:
            raise UnreadableError("it states a time or a weekday, but no day")
        return moment

    def _timed(self, day: date) -> Moment:
        """Return the day with the time that is stated, if one is and its zone is certain."""
        if self.clock is None:
            return moments.of_day(day)
        if self.clock.doubt:
            self.notes.append(f"the time is left out: {self.clock.doubt}")
            return moments.of_day(day)
        if len({self._of_day(day, clock) for clock in self.parts.clocks}) > 1:
            self.notes.append("its times in several zones differ; the first is taken")
        moment, notes = moments.stated(day, self.clock.time, self.zone, self.clock.precision)
        self.notes += notes
        return moment

    def _of_day(self, day: date, clock: Clock) -> time:
        """Return a stated time as a time of the day in UTC, to compare times given in several zones."""
        stated = datetime.combine(day, clock.time, clock.zone or self.zone)
        return stated.astimezone(UTC).time()


def _as_written(folded: str, text: str) -> str:
    """Return the word of `text` that was folded."""
    return next((word for word in text.split() if folded in fold(word)), folded)


def _take(line: Line, kind: str) -> tuple[int | None, Line]:
    """Return the value of the symbols of `kind`, None where there is none, and the rest of the line."""
    values = {symbol.value for symbol in line if symbol.kind == kind}
    if len(values) > 1:
        raise UnreadableError("it states two different days")
    return next(iter(values), None), tuple(symbol for symbol in line if symbol.kind != kind)


def _days(written: Written, year: int) -> list[date]:
    """Return the day that a date without a year is in `year`: none where there is no such day."""
    try:
        return [gregorian_day(written._replace(year=year, day=written.day or 1))]
    except UnreadableError:
        return []


def _month(day: date, written: Written) -> tuple[int, int]:
    """Return year and month of a day in the calendar of a written date."""
    lunar = hijri.of(day) if written.hijri else None
    return (lunar.year, lunar.month) if lunar else (day.year, day.month)


def _covering(first: date, last: date) -> Moment:
    """Return the month or year that holds a span of days. Raises UnreadableError where none does."""
    if (first.year, first.month) == (last.year, last.month):
        return moments.of_month(first.year, first.month)
    if first.year == last.year:
        return moments.of_year(first.year)
    raise UnreadableError("it lies in two Gregorian years")


def _moved(day: date, days: int) -> date:
    return day + timedelta(days=days)

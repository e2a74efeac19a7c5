"""Moments made of dates and times: the one place that decides how a stated time becomes an instant."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from generator.model import Moment, Precision


class Stated(NamedTuple):
    """A moment that is certain, with what is odd about it."""

    moment: Moment
    notes: tuple[str, ...] = ()


class Read(NamedTuple):
    """What a date field says: a moment, or None where it cannot be read without guessing; `notes` say what is odd."""

    moment: Moment | None
    notes: tuple[str, ...] = ()


def of_day(day: date) -> Moment:
    """Return the moment that is a whole day."""
    return Moment(day.isoformat(), Precision.DAY)


def of_month(year: int, month: int) -> Moment:
    """Return the moment that is a whole month."""
    return Moment(f"{year:04}-{month:02}", Precision.MONTH)


def of_year(year: int) -> Moment:
    """Return the moment that is a whole year."""
    return Moment(f"{year:04}", Precision.YEAR)


def of_instant(instant: datetime, precision: Precision) -> Moment:
    """Return an aware instant as a moment, cut to whole seconds or, below that precision, whole minutes."""
    whole = (
        instant.replace(microsecond=0) if precision is Precision.SECOND else instant.replace(second=0, microsecond=0)
    )
    return Moment(whole.isoformat(), precision)


def stated(day: date, clock: time, zone: tzinfo, precision: Precision) -> Stated:
    """Return a stated day and time in `zone`; where summer time begins or ends, the earlier offset, with a note."""
    instant = datetime.combine(day, clock, zone)
    later = instant.replace(fold=1)
    if instant.utcoffset() == later.utcoffset():
        return Stated(of_instant(instant, precision))
    note = "the clocks change in this hour: taken by the offset before the change"
    return Stated(of_instant(instant, precision), (note,))

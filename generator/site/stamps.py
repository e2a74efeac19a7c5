"""Moments as machines read them: no more exact than a source states, whatever the format would like."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from generator.model import Moment, Precision

_EXACT = (Precision.SECOND, Precision.MINUTE)


def utc(moment: Moment, zone: ZoneInfo) -> str:
    """Return the start of the stated span as RFC 3339 in UTC: `2025-05-11T11:30:00Z`; days begin in `zone`."""
    instant = moment.start(zone).astimezone(UTC)
    return f"{instant.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def exact(moment: Moment | None, zone: ZoneInfo) -> str:
    """Return a moment known to the minute as RFC 3339 in UTC, "" for any other: for formats that know instants only."""
    return utc(moment, zone) if moment and moment.precision in _EXACT else ""


def dated(moment: Moment, zone: ZoneInfo) -> str:
    """Return a moment as a date or dateTime of XML Schema, which sitemaps have: the day where no minute is known.

    That of a month or year is "": the sitemaps' schema has no such date.
    """
    day = moment.day(zone)
    return exact(moment, zone) or (day.isoformat() if day else "")


def local(moment: Moment, zone: ZoneInfo) -> str:
    """Return a moment as exactly as it is known, an instant with its offset in `zone`.

    Its precision must stand beside it: an hour without minutes is written with minutes, since programs read no other
    form of it.
    """
    instant = moment.instant
    if instant is None:
        return moment.iso
    here = instant.astimezone(zone)
    if (here.utcoffset() or UTC.utcoffset(None)).seconds % 60:
        here = instant.astimezone(UTC)  # local mean times of old have seconds, which RFC 3339 refuses
    return here.isoformat(timespec="seconds" if moment.precision is Precision.SECOND else "minutes")

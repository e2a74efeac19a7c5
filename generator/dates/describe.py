"""What a date string is read as, for people who ask (`nashra date`)."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from generator.dates import hijri, write
from generator.dates.read import read
from generator.dates.zones import named
from generator.model import Moment, Precision


def describe(text: str, *, now: datetime | None, zone: str | tzinfo, style: write.Style) -> dict[str, Any]:
    """Return `text`, `value`, `precision`, `hijri`, `line` and `notes` of a date string, in this order.

    `value` is the moment in the offset that the text or `zone` states, None when it cannot be read; `hijri` is
    `YYYY-MM-DD` where a day is known; `line` is what a page prints, empty for an unreadable date. `notes` say what is
    odd, or why it cannot be read.
    """
    found = read(text, now=now, zone=zone)
    moment = found.moment
    return {
        "text": text,
        "value": moment.iso if moment else None,
        "precision": str(moment.precision if moment else Precision.UNKNOWN),
        "hijri": hijri_day(moment, style) if moment else None,
        "line": write.dual_line(moment, style) if moment else "",
        "notes": list(found.notes),
    }


def hijri_day(moment: Moment, style: write.Style) -> str | None:
    """Return the Hijri day of a moment as `YYYY-MM-DD`; None where no day is known or the site has no Hijri dates."""
    day = moment.day(named(style.zone))
    if day is None or style.hijri is None:
        return None
    lunar = hijri.of(day, style.hijri)
    return str(lunar) if lunar.year > 0 else None

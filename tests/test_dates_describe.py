"""What `nashra date` answers: six keys, nothing invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from generator.dates.describe import describe
from generator.dates.hijri import Calendar
from generator.dates.write import Style

NOW = datetime.fromisoformat("2025-05-11T16:00:00+03:00")
RIYADH = Style(region="SA", zone="Asia/Riyadh")
LINE = "الأحد 11 مايو 2025 م · 13 ذو القعدة 1446 هـ"


@pytest.mark.parametrize(
    ("text", "value", "precision", "hijri", "line"),
    [
        ("11 مايو 2025", "2025-05-11", "day", "1446-11-13", LINE),
        ("11 مايو 2025 11:30 ت.غ", "2025-05-11T11:30:00+00:00", "minute", "1446-11-13", LINE),
        ("منذ ساعتين", "2025-05-11T14:00:00+03:00", "hour", "1446-11-13", LINE),
        ("منذ شهرين", "2025-03", "month", None, "مارس 2025 م"),
        ("منذ عام", "2024", "year", None, "2024 م"),
        ("غير محدد", None, "unknown", None, ""),
        ("", None, "unknown", None, ""),
    ],
)
def test_a_date_is_described(text: str, value: str | None, precision: str, hijri: str | None, line: str) -> None:
    *told, notes = describe(text, now=NOW, zone="Asia/Riyadh", style=RIYADH).items()

    assert told == [
        ("text", text),
        ("value", value),
        ("precision", precision),
        ("hijri", hijri),
        ("line", line),
    ]
    assert (notes[0], bool(notes[1])) == ("notes", value is None)


def test_the_hijri_day_is_the_sites() -> None:
    described = describe("2025-05-11T22:30:00Z", now=None, zone="UTC", style=replace(RIYADH, hijri=Calendar(1)))

    assert described["hijri"] == "1446-11-15"


def test_a_site_without_hijri_dates_has_none() -> None:
    assert describe("2025-05-11", now=None, zone="UTC", style=replace(RIYADH, hijri=None))["hijri"] is None

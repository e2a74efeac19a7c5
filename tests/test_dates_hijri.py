"""The Hijri calendar: exact where it is known, marked where it is not, and never a month of 28 or 31 days."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.dates import hijri
from generator.dates.hijri import Calendar, HijriDate

KNOWN = Path(__file__).parents[2] / "shared" / "data" / "hijri" / "ummalqura_1420_1450.csv"
SIGHTED = Calendar(0, (("1446-10", date(2025, 3, 31)),))


def test_every_day_that_all_libraries_agree_on_is_exact() -> None:
    if not KNOWN.exists():
        pytest.skip(f"{KNOWN.name} lies in ../shared, which is absent")
    with KNOWN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["gregorian"])
            assert (str(hijri.of(day)), day.weekday()) == (row["hijri"], int(row["weekday_mon0"]))


@given(st.dates(), st.integers(-2, 2))
def test_a_day_survives_the_way_there_and_back(day: date, offset: int) -> None:
    for site in (Calendar(offset), Calendar(offset, SIGHTED.month_starts) if offset == 0 else Calendar(offset)):
        lunar = hijri.of(day, site)
        assert hijri.to_gregorian(lunar.year, lunar.month, lunar.day, site) == day


def test_the_calendar_runs_on_without_a_jump_beyond_the_tables() -> None:
    for seam in (date(1924, 8, 1), date(2077, 11, 17)):
        days = [hijri.of(seam + timedelta(days=n)) for n in range(-200, 200)]
        for today, tomorrow in pairwise(days):
            assert tomorrow.day == today.day + 1 or (tomorrow.day == 1 and today.day in (29, 30))


def test_days_outside_the_tables_are_approximate() -> None:
    assert hijri.of(date(1924, 7, 31)) == HijriDate(1342, 12, 29, approximate=True)
    assert hijri.of(date(1924, 8, 1)) == HijriDate(1343, 1, 1)
    assert hijri.of(date(2077, 11, 16)) == HijriDate(1500, 12, 30)
    assert hijri.of(date(2077, 11, 17)) == HijriDate(1501, 1, 1, approximate=True)


def test_an_offset_moves_the_day_of_the_month() -> None:
    day = date(2025, 5, 11)

    assert [hijri.of(day, Calendar(offset)).day for offset in (-2, -1, 0, 1, 2)] == [11, 12, 13, 14, 15]


def test_a_sighted_start_moves_one_boundary_only() -> None:
    moved = [
        day
        for day in (date(2025, 1, 1) + timedelta(days=n) for n in range(365))
        if str(hijri.of(day, SIGHTED)) != str(hijri.of(day))
    ]

    assert hijri.of(date(2025, 3, 30), SIGHTED) == HijriDate(1446, 9, 30)
    assert hijri.of(date(2025, 3, 31), SIGHTED) == HijriDate(1446, 10, 1)
    assert moved == [date(2025, 3, 30) + timedelta(days=n) for n in range(30)]
    assert [hijri.month_length(1446, month, SIGHTED) for month in (8, 9, 10, 11)] == [29, 30, 29, 29]


def test_a_possible_calendar_has_no_mistakes() -> None:
    consecutive = Calendar(0, (("1446-09", date(2025, 3, 2)), ("1446-10", date(2025, 3, 31))))

    assert hijri.check_month_starts(SIGHTED) == []
    assert hijri.check_month_starts(consecutive) == []
    assert [hijri.month_length(1446, month, consecutive) for month in (8, 9, 10)] == [30, 29, 29]


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (
            Calendar(0, (("1446-10", date(2025, 4, 2)),)),
            ["1446-09 32 days and 1446-10 27 days", "2025-03-30 or 2025-03-31"],
        ),
        (Calendar(0, (("1446-09", date(2025, 2, 28)), ("1446-10", date(2025, 3, 31)))), ["1446-09 31 days"]),
        (Calendar(1, SIGHTED.month_starts), ["2025-03-29 or 2025-03-30"]),
        (Calendar(0, (("1446-13", date(2025, 4, 2)),)), ['"1446-13" is not a Hijri month']),
        (Calendar(0, (("شوال", date(2025, 4, 2)),)), ["not a Hijri month"]),
        (Calendar(3), ["-2 to +2"]),
    ],
)
def test_an_impossible_calendar_is_said_in_words(site: Calendar, said: list[str]) -> None:
    mistakes = "\n".join(hijri.check_month_starts(site))

    assert all(part in mistakes for part in said), mistakes


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1446, 9, 30), (1446, 13, 1), (1446, 0, 1), (1446, 1, 0), (99999, 1, 1)]
)
def test_a_day_that_is_not_there_is_refused(year: int, month: int, day: int) -> None:
    with pytest.raises(ValueError):
        hijri.to_gregorian(year, month, day)

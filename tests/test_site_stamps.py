"""Moments as machines read them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from generator.model import Moment, Precision
from generator.site import stamps

BEIRUT = ZoneInfo("Asia/Beirut")
SECOND = Moment("2026-11-20T10:00:07+02:00", Precision.SECOND)
MINUTE = Moment("2026-11-20T10:00:00+02:00", Precision.MINUTE)
HOUR = Moment("2026-11-20T23:00:00+00:00", Precision.HOUR)
DAY = Moment("2026-11-20", Precision.DAY)
MONTH = Moment("2026-11", Precision.MONTH)
YEAR = Moment("2026", Precision.YEAR)
OLD = Moment("1860-01-02T03:04:05+00:00", Precision.SECOND)  # Beirut was 2 h 22 min from Greenwich


@pytest.mark.parametrize(
    ("moment", "utc", "exact", "dated", "local"),
    [
        (SECOND, "2026-11-20T08:00:07Z", "2026-11-20T08:00:07Z", "2026-11-20T08:00:07Z", "2026-11-20T10:00:07+02:00"),
        (MINUTE, "2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20T10:00+02:00"),
        (HOUR, "2026-11-20T23:00:00Z", "", "2026-11-21", "2026-11-21T01:00+02:00"),
        (DAY, "2026-11-19T22:00:00Z", "", "2026-11-20", "2026-11-20"),
        (MONTH, "2026-10-31T22:00:00Z", "", "", "2026-11"),
        (YEAR, "2025-12-31T22:00:00Z", "", "", "2026"),
        (OLD, "1860-01-02T03:04:05Z", "1860-01-02T03:04:05Z", "1860-01-02T03:04:05Z", "1860-01-02T05:26:05+02:22"),
    ],
    ids=lambda value: value.precision if isinstance(value, Moment) else None,
)
def test_no_form_is_more_exact_than_the_source(moment: Moment, utc: str, exact: str, dated: str, local: str) -> None:
    assert stamps.utc(moment, BEIRUT) == utc
    assert stamps.exact(moment, BEIRUT) == exact
    assert stamps.dated(moment, BEIRUT) == dated
    assert stamps.local(moment, BEIRUT) == local


def test_no_moment_gives_no_date() -> None:
    assert stamps.exact(None, BEIRUT) == ""

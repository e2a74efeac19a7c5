"""Reading dates as outlets write them: the real ones, our own, and whatever else stands in a date field."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.dates import lexicon, words
from generator.dates.read import LONGEST_FIELD, read
from generator.model import Moment, Precision

REAL = Path(__file__).parents[2] / "shared" / "data" / "dates" / "source_dates.csv"
FEEDS = Path(__file__).parents[2] / "shared" / "data" / "feeds" / "manifest.jsonl"
OWN = Path(__file__).parent / "expected" / "dates" / "forms.csv"
NOW = datetime(2025, 5, 11, 16, tzinfo=ZoneInfo("Asia/Riyadh"))
SPELLINGS = [spelling for row, _ in lexicon._rows() for spelling in words.spellings(row)]


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def absent(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"{path.name} lies in ../shared, which is absent")


def said(text: str, now: datetime | None = NOW, zone: str = "Asia/Riyadh") -> tuple[str, str]:
    moment = read(text, now=now, zone=zone).moment
    return (moment.iso, str(moment.precision)) if moment else ("", "")


@absent(REAL)
@pytest.mark.parametrize("row", rows(REAL), ids=lambda row: row["id"])
def test_a_date_of_a_real_outlet_is_read_right(row: dict[str, str]) -> None:
    now = datetime.fromisoformat(row["now"])

    assert said(row["text"], now, row["default_tz"]) == (row["expected"], row["precision"])


@pytest.mark.parametrize("row", rows(OWN), ids=lambda row: f"{row['kind']}: {row['text']}")
def test_a_form_is_read_as_far_as_it_is_certain(row: dict[str, str]) -> None:
    now = datetime.fromisoformat(row["now"]) if row["now"] else None

    assert said(row["text"], now, row["zone"]) == (row["expected"], row["precision"])


def feed_dates() -> Iterator[tuple[str, str | None]]:
    lines = FEEDS.read_text("utf-8").splitlines() if FEEDS.exists() else []
    for expect in (json.loads(line)["expect"] for line in lines if "/dates/" in line):
        yield expect["date_raw"], expect["date"]


@absent(FEEDS)
@pytest.mark.parametrize(("text", "expected"), list(feed_dates()))
def test_a_date_of_a_feed_is_read_in_the_sites_zone(text: str, expected: str | None) -> None:
    moment = read(text, now=datetime(2026, 11, 24, tzinfo=UTC), zone="Asia/Riyadh").moment

    if text == "2026-11-23 08:30":  # null for generic readers; a time without a zone is in the site's
        assert moment == Moment("2026-11-23T08:30:00+03:00", Precision.MINUTE)
    elif expected == "future":
        assert moment and moment.iso.startswith("2099-11-23")
    elif expected and expected.endswith("Z"):
        assert moment and moment.instant == datetime.fromisoformat(expected)
    else:
        assert (moment.iso[:10] if moment else None) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("السبت 11 مايو 2025", "day of the week"),
        ("Mon, 11 May 2025 14:30:00 +0300", "day of the week"),
        ("11 مايو", "the year is not stated"),
        ("الجمعة 11 مايو", "fits no year that may be meant"),
        ("الجمعة 13 ذو القعدة", "fits no year that may be meant"),
        ("رمضان 1446", "Hijri calendar (2025-03-01 to 2025-03-29); the Gregorian month is taken"),
        ("ذو القعدة 1446", "Hijri calendar (2025-04-29 to 2025-05-27); the Gregorian year is taken"),
        ("رمضان الماضي", "the Gregorian month is taken"),
        ("13 ذو القعدة 1446 الموافق 12 مايو 2025", "Hijri date is 2025-05-11"),
        ("30 رمضان 1446 الموافق 30 مارس 2025", "no such Hijri day"),
        ("05/25/2025", "month/day/year"),
        ("5/11/2025", "may be swapped"),
        ("11 مايو 2025 14:30 بتوقيت تيمبكتو", "تيمبكتو"),
        ("11 مايو 2025 الساعة 9", "morning or the evening"),
        ("11 مايو 2025 14:30 مكة، 12:30 غرينتش", "several zones differ"),
        ("القاهرة - 11 مايو 2025", "left out"),
        ("نشر 11 مايو 2025 تحديث 12 مايو 2025", "updated"),
        ("أمس 11 مايو 2025", "not the day that it is called"),
        ("قوى 14 آذار", "قوى"),
        ("منذ ساعات", "how many"),
        ("خ" * 400, "longer"),
    ],
)
def test_what_is_odd_is_said(text: str, part: str) -> None:
    assert part in " ".join(read(text, now=NOW, zone="Asia/Riyadh").notes)


def test_an_hour_that_the_clocks_repeat_is_noted() -> None:
    found = read("2025-10-30 23:30", now=None, zone="Africa/Cairo")

    assert found.moment and found.moment.iso.endswith("+03:00") and "clocks change" in found.notes[0]


def test_a_plain_date_has_no_notes() -> None:
    assert read("الأحد 11 مايو 2025 02:30 م", now=None, zone="Asia/Riyadh").notes == ()


def test_the_longest_field_is_read_and_a_longer_one_is_not() -> None:
    padded = "11 مايو 2025" + "،" * LONGEST_FIELD

    assert said(padded[:LONGEST_FIELD]) == ("2025-05-11", "day")
    assert said(padded) == ("", "")


def test_a_naive_now_is_in_the_zone() -> None:
    assert said("منذ ساعة", datetime(2025, 5, 11, 16)) == ("2025-05-11T15:00:00+03:00", "hour")


def test_relative_hours_count_on_a_clock_that_never_jumps() -> None:
    now = datetime(2025, 4, 25, 2, 0, tzinfo=ZoneInfo("Africa/Cairo"))  # two hours after 23:00: midnight was skipped

    assert said("منذ ساعتين", now, "Africa/Cairo") == ("2025-04-24T23:00:00+02:00", "hour")


def test_the_fast_and_the_general_reader_agree() -> None:
    for text in ("2025-05-11T14:30:00+03:00", "2025-05-11", "2025-05-11 14:30", "Sun, 11 May 2025 14:30:00 +0300"):
        assert read(text, now=NOW, zone="Asia/Riyadh") == read(f"نشر: {text}", now=NOW, zone="Asia/Riyadh"), text


def test_no_spelling_stands_for_two_months_or_weekdays() -> None:
    seen: dict[str, lexicon.Symbol] = {}
    for row, symbol in lexicon._rows():
        for spelling in words.spellings(row) if symbol.kind in "mhw" else ():
            assert seen.setdefault(lexicon.fold(spelling), symbol) == symbol, spelling


@given(
    st.text(max_size=80) | st.lists(st.sampled_from([*SPELLINGS, *"0123456789/-:.,()+ "]), max_size=30).map(" ".join)
)
@example("GMT+خمس")
@example("ساعة 1 " * 42)
@example("ساعة ونصف " * 30)
@example("ووووووووووووووووووو" * 15)
@example("1:30 " * 60)
@example("1/1/2025 " * 33)
@example("𐩀𐩁 مايو 2025")
@example("9999-12-31T23:59:59-12:00")
def test_no_text_makes_it_raise(text: str) -> None:
    for now in (NOW, None, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        moment = read(text, now=now, zone="Asia/Riyadh").moment
        if moment:
            assert moment.start(UTC) <= moment.end(UTC)

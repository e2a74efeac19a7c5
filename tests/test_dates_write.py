"""Writing dates for readers: CLDR's strings to the letter, and the lines of our own pages."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel import Locale, UnknownLocaleError

from generator.dates import cldr, moments, write
from generator.dates.hijri import Calendar
from generator.dates.hours import WITH_24
from generator.dates.read import read
from generator.dates.write import Style
from generator.model import Moment, Precision
from generator.text.regions import COUNTRIES

DATA = Path(__file__).parents[2] / "shared" / "data" / "hijri"
DAY = Moment("2025-05-11", Precision.DAY)
MONTH = Moment("2025-05", Precision.MONTH)
YEAR = Moment("2025", Precision.YEAR)
LATE = Moment("2025-05-11T23:30:00+00:00", Precision.MINUTE)  # already the twelfth in Cairo
HOUR = Moment("2025-05-11T14:00:00+03:00", Precision.HOUR)
CAIRO = Style()


def table(name: str) -> list[dict[str, str]]:
    if not (DATA / name).exists():
        pytest.skip(f"{name} lies in ../shared, which is absent")
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_formatted_date_of_cldr_is_reproduced() -> None:
    wrong = [
        row
        for row in table("formatted_dates.csv")
        if row["text"]
        != write.cldr(date.fromisoformat(row["date"]), row["locale"], row["style"], row["calendar"], row["numbering"])
    ]

    assert wrong == []


def test_every_formatted_date_of_cldr_reads_back_as_its_day() -> None:
    wrong = [
        row
        for row in table("formatted_dates.csv")
        if read(row["text"], now=None, zone="UTC").moment != Moment(row["date"], Precision.DAY)
    ]

    assert wrong == []


@pytest.mark.parametrize("months", ["region", "dual"])
@pytest.mark.parametrize("region", ["EG", "SA", "LB", "IQ", "TN", "DZ", "MA", "MR"])
def test_what_we_write_reads_back(region: str, months: str) -> None:
    styles = [Style(region=region, months=months, digits=digits) for digits in ("latn", "arab")]
    for day in (date(2024, 7, 9) + timedelta(days=11 * n) for n in range(34)):
        for style in (*styles, Style(language="en")):
            found = read(write.dual_line(moments.of_day(day), style), now=None, zone="UTC")
            assert found == (moments.of_day(day), ())


def test_every_month_name_of_cldr_is_reproduced() -> None:
    for row in table("gregorian_month_names.csv"):
        region = cldr.region(row["locale"].partition("-")[2] or cldr.WORLD)
        month = int(row["month"]) - 1
        assert (region.months[month], region.short_months[month]) == (row["long"], row["short"])


@pytest.mark.parametrize(
    ("style", "line"),
    [
        (CAIRO, "الأحد 11 مايو 2025 م · 13 ذو القعدة 1446 هـ"),
        (replace(CAIRO, digits="arab"), "الأحد ١١ مايو ٢٠٢٥ م · ١٣ ذو القعدة ١٤٤٦ هـ"),
        (replace(CAIRO, region="LB"), "الأحد 11 أيار 2025 م · 13 ذو القعدة 1446 هـ"),
        (replace(CAIRO, region="LB", months="dual"), "الأحد 11 أيار/ مايو 2025 م · 13 ذو القعدة 1446 هـ"),
        (replace(CAIRO, months="dual"), "الأحد 11 مايو/ أيار 2025 م · 13 ذو القعدة 1446 هـ"),
        (replace(CAIRO, region="TN"), "الأحد 11 ماي 2025 م · 13 ذو القعدة 1446 هـ"),
        (replace(CAIRO, region="GB"), "الأحد 11 مايو 2025 م · 13 ذو القعدة 1446 هـ"),
        (replace(CAIRO, hijri=Calendar(1)), "الأحد 11 مايو 2025 م · 14 ذو القعدة 1446 هـ"),
        (replace(CAIRO, hijri=None), "الأحد 11 مايو 2025 م"),
        (replace(CAIRO, language="en"), "Sunday 11 May 2025 · 13 Dhu al-Qa'dah 1446 AH"),
        (replace(CAIRO, language="en", digits="arab"), "Sunday 11 May 2025 · 13 Dhu al-Qa'dah 1446 AH"),
    ],
)
def test_the_dual_line_follows_the_site(style: Style, line: str) -> None:
    assert write.dual_line(DAY, style) == line


@pytest.mark.parametrize(
    ("moment", "line"),
    [
        (LATE, "الاثنين 12 مايو 2025 م · 14 ذو القعدة 1446 هـ"),
        (HOUR, "الأحد 11 مايو 2025 م · 13 ذو القعدة 1446 هـ"),
        (MONTH, "مايو 2025 م"),
        (YEAR, "2025 م"),
        (Moment("1900-05-11", Precision.DAY), "الجمعة 11 مايو 1900 م · نحو 12 محرم 1318 هـ"),
        (Moment("0600-01-01", Precision.DAY), "الأربعاء 1 يناير 600 م"),
    ],
)
def test_the_dual_line_is_as_exact_as_the_moment(moment: Moment, line: str) -> None:
    assert write.dual_line(moment, CAIRO) == line


@pytest.mark.parametrize(
    ("moment", "region", "stamp"),
    [
        (LATE, "EG", "12 مايو 2025، 2:30 ص"),
        (LATE, "MA", "12 ماي 2025، 02:30"),
        (HOUR, "EG", "11 مايو 2025، نحو الساعة 2 م"),
        (HOUR, "MA", "11 ماي 2025، نحو الساعة 14"),
        (Moment("2025-05-11T09:05:00+00:00", Precision.SECOND), "EG", "11 مايو 2025، 12:05 م"),
        (DAY, "EG", "11 مايو 2025"),
        (MONTH, "EG", "مايو 2025"),
        (YEAR, "EG", "2025"),
    ],
)
def test_a_stamp_has_the_clock_of_the_region_and_no_invented_minutes(moment: Moment, region: str, stamp: str) -> None:
    assert write.stamp(moment, replace(CAIRO, region=region)) == stamp


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("الأحد 11 مايو 2025 م · 13 ذو القعدة 1446 هـ", "الأحد 11 مايو 2025~م~· 13 ذو القعدة 1446~هـ"),
        ("12 مايو 2025، 2:30 ص", "12 مايو 2025، 2:30~ص"),
        ("نحو الساعة ٢ م", "نحو الساعة ٢~م"),
        ("14:30", "14:30"),
        ("12 May 2025, 2:30 am", "12 May 2025, 2:30~am"),
        ("Sunday 11 May 2025 · 13 Dhu al-Qa'dah 1446 AH", "Sunday 11 May 2025~· 13 Dhu al-Qa'dah 1446~AH"),
        ("5 محرم 1447 هـ", "5 محرم 1447~هـ"),
    ],
)
def test_no_line_of_a_page_begins_with_what_belongs_to_the_number_before(line: str, shown: str) -> None:
    assert write.unbroken(line) == shown.replace("~", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("region", "time", "about"),
    [
        ("US", "8:00 pm", "about 8 pm"),
        ("GB", "20:00", "about 20:00"),
        ("DE", "20:00", "about 20:00"),
        ("LB", "8:00 pm", "about 8 pm"),
        ("MA", "20:00", "about 20:00"),
        ("AE", "8:00 pm", "about 8 pm"),
        ("AQ", "8:00 pm", "about 8 pm"),
    ],
)
def test_the_region_of_an_english_site_decides_its_clock(region: str, time: str, about: str) -> None:
    style = replace(CAIRO, language="en", region=region, zone="UTC")
    times = [Moment("2025-05-11T20:00+00:00", precision) for precision in (Precision.MINUTE, Precision.HOUR)]

    assert [write.clock(moment, style) for moment in times] == [time, about]


def test_the_clocks_of_english_are_those_of_cldr() -> None:
    def short_time(region: str) -> str:
        for locale in (f"en_{region}", f"und_{region}"):
            try:
                return str(Locale.parse(locale).time_formats["short"].pattern)
            except UnknownLocaleError:
                continue
        return str(Locale("en").time_formats["short"].pattern)

    assert {region for region in COUNTRIES if "h" not in short_time(region)} == WITH_24


def test_an_english_stamp_is_english() -> None:
    english = replace(CAIRO, language="en")

    assert [write.stamp(moment, english) for moment in (LATE, HOUR, MONTH)] == [
        "12 May 2025, 2:30 am",
        "11 May 2025, about 2 pm",
        "May 2025",
    ]


@pytest.mark.parametrize(
    ("moment", "value"),
    [
        (DAY, "2025-05-11"),
        (MONTH, "2025-05"),
        (YEAR, "2025"),
        (LATE, "2025-05-12T02:30+03:00"),
        (HOUR, "2025-05-11"),
        (Moment("2025-05-11T11:30:05+00:00", Precision.SECOND), "2025-05-11T14:30:05+03:00"),
        (Moment("1890-05-11T11:30:05+00:00", Precision.SECOND), "1890-05-11T11:30:05+00:00"),
    ],
)
def test_the_datetime_attribute_is_valid_and_says_no_more_than_is_known(moment: Moment, value: str) -> None:
    assert write.iso(moment, CAIRO) == value
    assert re.fullmatch(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d)?)?)?", value)


def test_without_a_style_an_instant_keeps_its_offset() -> None:
    assert write.iso(LATE) == "2025-05-11T23:30+00:00"


def test_both_families_share_a_name_only_once() -> None:
    names = [write.month_name(month, replace(CAIRO, region="MA", months="dual")) for month in range(1, 13)]

    assert names[0] == "يناير" and names[7] == "غشت/ أغسطس"


def test_digits_are_those_of_the_region_unless_the_site_says_otherwise() -> None:
    assert [write.resolve_digits("auto", region) for region in ("EG", "SA", "LB", "AE", "MA", "TN")] == [
        "arab",
        "arab",
        "arab",
        "latn",
        "latn",
        "latn",
    ]
    assert write.resolve_digits("latn", "EG") == "latn" and write.resolve_digits("auto", "EG", "en") == "latn"


def test_a_hijri_month_and_year_have_lines_of_their_own() -> None:
    assert write.hijri_year_line(1446, CAIRO) == "1446 هـ"
    assert write.hijri_month_line(1446, 11, CAIRO) == "ذو القعدة 1446 هـ"
    assert write.hijri_month_line(1446, 11, replace(CAIRO, digits="arab")) == "ذو القعدة ١٤٤٦ هـ"

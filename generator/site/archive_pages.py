"""Archives by the Gregorian and the Hijri calendar, cut by date so that no list ever shifts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from generator.dates import write
from generator.model import Entry, Link, Moment, Page, Permalink, Precision
from generator.site.edition import Edition, Recipe
from generator.site.heads import head
from generator.site.listings import month_moment
from generator.site.trails import ARCHIVE, archive_link

UNDATED = Permalink("/archive/undated/")


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Yield a recipe for every archive page."""
    yield Recipe(ARCHIVE, archive_page)
    for year in _years(edition):
        yield Recipe(_year_permalink(year), year_page, year)
    for month in edition.months:
        yield Recipe(_month_permalink(month), month_page, month)
    for day in edition.days:
        yield Recipe(day_permalink(day), day_page, day)
    for hijri_year in _hijri_years(edition):
        yield Recipe(_hijri_permalink(hijri_year), hijri_year_page, hijri_year)
    for hijri_month in _hijri_months(edition):
        yield Recipe(_hijri_permalink(*hijri_month), hijri_month_page, hijri_month)
    if _undated(edition):
        yield Recipe(UNDATED, undated_page)


def addresses(edition: Edition) -> Iterator[tuple[Permalink, str]]:
    """Yield every archive page with the month "YYYY-MM" whose articles make it, or "" for those of a year or more."""
    yield ARCHIVE, ""
    for year in _years(edition):
        yield _year_permalink(year), ""
    for month in edition.months:
        yield _month_permalink(month), month
    for day in edition.days:
        yield day_permalink(day), f"{day.year:04}-{day.month:02}"
    for hijri_year in _hijri_years(edition):
        yield _hijri_permalink(hijri_year), ""
    for (hijri_year, hijri_month), days in _hijri_months(edition).items():
        yield _hijri_permalink(hijri_year, hijri_month), f"{days[0].year:04}-{days[0].month:02}"
    if _undated(edition):
        yield UNDATED, ""


def day_permalink(day: date) -> Permalink:
    """Return the permalink of a day's archive."""
    return Permalink(f"/archive/{day.year:04}/{day.month:02}/{day.day:02}/")


def _year_permalink(year: str) -> Permalink:
    return Permalink(f"/archive/{year}/")


def _month_permalink(month: str) -> Permalink:
    return Permalink(f"/archive/{month.replace('-', '/')}/")


def _hijri_permalink(year: int, month: int = 0) -> Permalink:
    return Permalink(f"/archive/hijri/{year}/{month:02}/" if month else f"/archive/hijri/{year}/")


def day_moment(day: date) -> Moment:
    """Return the moment that a day is."""
    return Moment(day.isoformat(), Precision.DAY)


def year_moment(year: str) -> Moment:
    """Return the moment that a year is."""
    return Moment(year, Precision.YEAR)


def _years(edition: Edition) -> dict[str, int]:
    """Return the number of articles of every year, oldest first, with those known to the year only."""
    counts = Counter({month: len(entries) for month, entries in edition.months.items()})
    years: Counter[str] = Counter()
    for month, count in counts.items():
        years[month[:4]] += count
    for entry in edition.newest:
        if entry.published and entry.published.precision is Precision.YEAR:
            years[entry.published.iso[:4]] += 1
    return {year: years[year] for year in sorted(years)}


def _hijri_months(edition: Edition) -> dict[tuple[int, int], list[date]]:
    """Return the days with articles of every Hijri month, oldest first."""
    found: dict[tuple[int, int], list[date]] = {}
    for day, hijri in edition.hijri_days.items():
        found.setdefault((hijri.year, hijri.month), []).append(day)
    return {month: found[month] for month in sorted(found)}


def _hijri_years(edition: Edition) -> dict[int, int]:
    years: Counter[int] = Counter()
    for day, hijri in edition.hijri_days.items():
        years[hijri.year] += len(edition.days[day])
    return {year: years[year] for year in sorted(years)}


def _undated(edition: Edition) -> list[Entry]:
    return [entry for entry in edition.newest if entry.published is None]


def _beside(keys: Sequence[Any], key: Any) -> tuple[Any, Any]:
    """Return the keys before and after one in an ordered sequence, None at its ends."""
    at = keys.index(key)
    return (keys[at - 1] if at else None), (keys[at + 1] if at + 1 < len(keys) else None)


# Where a span of time lies: the templates write its name.


def _year(year: str) -> dict[str, Any]:
    return {"moment": year_moment(year), "permalink": _year_permalink(year)}


def _month(month: str) -> dict[str, Any]:
    return {"moment": month_moment(month), "permalink": _month_permalink(month)}


def _day(day: date) -> dict[str, Any]:
    return {"moment": day_moment(day), "permalink": day_permalink(day)}


def _hijri_year(year: int) -> dict[str, Any]:
    return {"year": year, "permalink": _hijri_permalink(year)}


def _hijri_month(month: tuple[int, int]) -> dict[str, Any]:
    return {"year": month[0], "month": month[1], "permalink": _hijri_permalink(*month)}


# What stands above a span of time: the archive, and the spans that it is part of.


def _trail(edition: Edition, *spans: Link) -> tuple[Link, ...]:
    return (archive_link(edition), *spans)


def _year_link(edition: Edition, year: str) -> Link:
    return Link(edition.date_name(year_moment(year)), _year_permalink(year))


def _month_link(edition: Edition, month: str) -> Link:
    return Link(edition.date_name(month_moment(month)), _month_permalink(month))


def _hijri_year_link(edition: Edition, year: int) -> Link:
    return Link(write.hijri_year_line(year, edition.style), _hijri_permalink(year))


def archive_page(edition: Edition, _: None) -> Page:
    """Return the entry to all archives."""
    undated = _undated(edition)
    return Page(
        ARCHIVE,
        "archive.html",
        {
            "page": head(edition, "archive", "", ""),
            "years": tuple(_year(year) | {"count": count} for year, count in reversed(_years(edition).items())),
            "hijri_years": tuple(
                _hijri_year(year) | {"count": count} for year, count in reversed(_hijri_years(edition).items())
            ),
            "undated": {"permalink": UNDATED, "count": len(undated)} if undated else None,
        },
    )


def year_page(edition: Edition, year: str) -> Page:
    """Return a year: its months with counts, and the articles known to the year only."""
    months = {month: entries for month, entries in edition.months.items() if month.startswith(year)}
    before, after = _beside(list(_years(edition)), year)
    only = [
        e
        for e in edition.newest
        if e.published and e.published.precision is Precision.YEAR and e.published.iso[:4] == year
    ]
    return Page(
        _year_permalink(year),
        "archive_year.html",
        {
            "page": head(edition, "archive_year", edition.date_name(year_moment(year)), "", trail=_trail(edition)),
            "moment": year_moment(year),
            "months": tuple(_month(month) | {"count": len(entries)} for month, entries in reversed(months.items())),
            "teasers": edition.teasers(only),
            "previous": _year(before) if before else None,
            "next": _year(after) if after else None,
        },
    )


def month_page(edition: Edition, month: str) -> Page:
    """Return a month: its days with counts, and the articles known to the month only."""
    days = {day: entries for day, entries in edition.days.items() if day.isoformat()[:7] == month}
    before, after = _beside(list(edition.months), month)
    only = [
        entry for entry in edition.months[month] if entry.published and entry.published.precision is Precision.MONTH
    ]
    return Page(
        _month_permalink(month),
        "archive_month.html",
        {
            "page": head(
                edition,
                "archive_month",
                edition.date_name(month_moment(month)),
                "",
                trail=_trail(edition, _year_link(edition, month[:4])),
            ),
            "moment": month_moment(month),
            "days": tuple(_day(day) | {"count": len(entries)} for day, entries in reversed(days.items())),
            "teasers": edition.teasers(only),
            "year": _year(month[:4]),
            "previous": _month(before) if before else None,
            "next": _month(after) if after else None,
        },
    )


def day_page(edition: Edition, day: date) -> Page:
    """Return a day with its articles."""
    before, after = _beside(list(edition.days), day)
    month = f"{day.year:04}-{day.month:02}"
    hijri = edition.hijri_days.get(day)
    return Page(
        day_permalink(day),
        "archive_day.html",
        {
            "page": head(
                edition,
                "archive_day",
                edition.date_name(day_moment(day)),
                "",
                trail=_trail(edition, _year_link(edition, month[:4]), _month_link(edition, month)),
            ),
            "moment": day_moment(day),
            "year": _year(month[:4]),
            "month": _month(month),
            "hijri": _hijri_month((hijri.year, hijri.month)) if hijri else None,
            "teasers": edition.teasers(edition.days[day]),
            "previous": _day(before) if before else None,
            "next": _day(after) if after else None,
        },
    )


def hijri_year_page(edition: Edition, year: int) -> Page:
    """Return a Hijri year: its months with counts."""
    months = {month: days for month, days in _hijri_months(edition).items() if month[0] == year}
    before, after = _beside(list(_hijri_years(edition)), year)
    return Page(
        _hijri_permalink(year),
        "hijri_year.html",
        {
            "page": head(edition, "hijri_year", write.hijri_year_line(year, edition.style), "", trail=_trail(edition)),
            "year": year,
            "months": tuple(
                _hijri_month(month) | {"count": sum(len(edition.days[day]) for day in days)}
                for month, days in reversed(months.items())
            ),
            "previous": _hijri_year(before) if before else None,
            "next": _hijri_year(after) if after else None,
        },
    )


def hijri_month_page(edition: Edition, which: tuple[int, int]) -> Page:
    """Return a Hijri month: its days, each leading to the archive of the Gregorian day."""
    months = _hijri_months(edition)
    before, after = _beside(list(months), which)
    return Page(
        _hijri_permalink(*which),
        "hijri_month.html",
        {
            "page": head(
                edition,
                "hijri_month",
                write.hijri_month_line(*which, edition.style),
                "",
                trail=_trail(edition, _hijri_year_link(edition, which[0])),
            ),
            "year": which[0],
            "month": which[1],
            "days": tuple(_day(day) | {"count": len(edition.days[day])} for day in reversed(months[which])),
            "whole_year": _hijri_year(which[0]),
            "previous": _hijri_month(before) if before else None,
            "next": _hijri_month(after) if after else None,
        },
    )


def undated_page(edition: Edition, _: None) -> Page:
    """Return the articles that no source dates."""
    return Page(
        UNDATED,
        "undated.html",
        {
            "page": head(edition, "undated", "", "", trail=_trail(edition)),
            "teasers": edition.teasers(_undated(edition)),
        },
    )

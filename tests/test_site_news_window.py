"""The last two days' news, and when they change."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from site_fixture import SiteFixture, assert_same, markdown, small_site

from generator.site.news_window import window

ZONE = ZoneInfo("Asia/Beirut")


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def test_nothing_is_fresh_for_ever_on_an_empty_site() -> None:
    found = window((), datetime.fromisoformat("2026-11-23T12:00:00+02:00"), ZONE)

    assert found.members == ()
    assert (found.holds.since, found.holds.until) == (float("-inf"), float("inf"))


@pytest.mark.parametrize(
    ("now", "listed"),
    [
        ("2026-11-21T17:59:59+02:00", ["2026-11-20T08:00:00Z"]),
        ("2026-11-21T18:00:00+02:00", ["2026-11-21T16:00:00Z", "2026-11-20T08:00:00Z"]),
        ("2026-11-23T17:59:59+02:00", ["2026-11-21T16:00:00Z"]),
        ("2026-11-23T18:00:00+02:00", []),
    ],
)
def test_own_articles_are_listed_for_two_days_and_those_of_outlets_never(
    site: SiteFixture, now: str, listed: list[str]
) -> None:
    site.now = datetime.fromisoformat(now)

    site.build()

    assert re.findall("<news:publication_date>(.*?)<", site.page("/news-sitemap.xml")) == listed


def test_a_day_is_stated_as_a_day_and_counted_from_its_beginning(site: SiteFixture) -> None:
    site.write("content/own/day.md", markdown("تمور", 90, day="2026-11-22", slug="day"))
    for now, is_listed in (("2026-11-23T23:59:59+02:00", True), ("2026-11-24T00:00:00+02:00", False)):
        site.now = datetime.fromisoformat(now)
        site.build()
        assert ("<news:publication_date>2026-11-22<" in site.page("/news-sitemap.xml")) is is_listed, now


def test_less_than_a_day_is_no_date_for_news(site: SiteFixture) -> None:
    site.write("content/own/month.md", markdown("تمور", 91, day="2026-11", slug="month"))
    site.write("content/own/undated.md", markdown("تمور", 92, day="", slug="undated"))

    site.build()

    assert "month-" not in site.page("/news-sitemap.xml")
    assert "undated-" not in site.page("/news-sitemap.xml")


def test_the_clock_takes_an_article_out_and_touches_nothing_else(site: SiteFixture) -> None:
    site.build()
    leaves = datetime.fromisoformat("2026-11-23T18:00:00+02:00")

    site.now = leaves - timedelta(seconds=1)
    assert site.build().written == 0
    site.now = leaves
    report = site.build()

    assert set(report.written_paths) == {"/news-sitemap.xml"}
    assert_same(site.tree(), site.clean_tree())
    site.now = leaves + timedelta(days=300)
    assert site.build().written == 0


def test_a_clock_set_back_brings_it_again(site: SiteFixture) -> None:
    site.now = datetime.fromisoformat("2026-11-25T00:00:00+02:00")
    site.build()

    site.now = datetime.fromisoformat("2026-11-23T12:00:00+02:00")
    site.build()

    assert site.page("/news-sitemap.xml").count("<loc>") == 1
    assert_same(site.tree(), site.clean_tree())

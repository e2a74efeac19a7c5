"""How far one change spreads among the outputs: each test names the files that it may rewrite, and no other is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from outputs_site import outputs_site
from site_fixture import SiteFixture, assert_same, line, markdown

from generator.order import Report

WHOLE = ("feed.xml", "rss.xml", "feed.json")
SITE_FEEDS = {f"/{name}" for name in WHOLE}


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    """Return a built site in which an own article of October has a section, a topic, an author and a slug."""
    site = outputs_site(tmp_path / "site")
    site.write(
        "content/own/dates.md",
        markdown(
            "تمور", 11, day="2026-10-02", section="اقتصاد", author="ليان", topics="نخيل", slug="dates", id="dates"
        ),
    )
    site.build()
    return site


def outputs(report: Report) -> set[str]:
    """Return what was written that is no page."""
    return {path for path in report.written_paths if not path.endswith(("/", ".html"))}


def section_feeds(name: str) -> set[str]:
    return {f"/sections/{name}/{file}" for file in WHOLE}


def test_a_body_reaches_its_page_and_the_feeds_that_carry_it(site: SiteFixture) -> None:
    site.write("content/own/dates.md", site.read("content/own/dates.md") + "\n2027 2028\n")

    report = site.build()

    pages = set(report.written_paths) - outputs(report)
    assert len(pages) == 1
    assert pages.pop().startswith("/articles/dates-")
    assert outputs(report) == SITE_FEEDS | section_feeds("اقتصاد")
    assert_same(site.tree(), site.clean_tree())


def test_a_body_that_no_feed_carries_any_more_reaches_its_page_only(site: SiteFixture) -> None:
    rows = [line("كأس", 900 + n, day=f"2026-11-{1 + n % 20:02}", section="اقتصاد") for n in range(60)]
    site.write("content/many.jsonl", "\n".join(rows))
    site.build()
    site.write("content/own/dates.md", site.read("content/own/dates.md") + "\n2027 2028\n")

    report = site.build()

    assert outputs(report) == set()
    assert len(report.written_paths) == 1
    assert_same(site.tree(), site.clean_tree())


def test_a_headline_reaches_the_lists_that_show_it(site: SiteFixture) -> None:
    text = site.read("content/own/dates.md")
    site.write("content/own/dates.md", re.sub('title: "', 'title: "تصحيح: ', text))

    report = site.build()

    assert outputs(report) == (
        SITE_FEEDS
        | section_feeds("اقتصاد")
        | {"/topics/نخيل/feed.xml", "/authors/ليان/feed.xml", "/outlets/نشرة-التجربة/feed.xml"}
        | {"/api/latest.json", "/api/articles/2026/10.json"}
    )
    assert_same(site.tree(), site.clean_tree())


def test_a_new_article_reaches_its_lists_its_month_and_one_shard(site: SiteFixture) -> None:
    new = markdown("كأس", 950, day="2026-10-05", section="علوم", topics="فضاء", author="ليان", slug="new")
    site.write("content/own/new.md", new)

    report = site.build()

    stories = {path for path in outputs(report) if path.startswith(("/stories/", "/api/stories/"))}
    assert outputs(report) - stories == (
        SITE_FEEDS
        | section_feeds("علوم")
        | {"/topics/فضاء/feed.xml", "/authors/ليان/feed.xml", "/outlets/نشرة-التجربة/feed.xml"}
        | {"/api/latest.json", "/api/articles/2026/10.json", "/sitemaps/2026-10.xml"}
    )
    assert_same(site.tree(), site.clean_tree())


def test_the_first_article_of_a_month_a_topic_and_an_outlet_is_told_in_the_indexes(site: SiteFixture) -> None:
    row = line("تمور", 960, day="2026-03-05", source="ناشر جديد", section="علوم", topics=["موضوع جديد"])
    site.write("content/new.jsonl", row)

    report = site.build()

    assert {"/sitemap.xml", "/sitemaps/2026-03.xml", "/sitemaps/topics.xml", "/sitemaps/outlets.xml"} <= outputs(report)
    assert {"/outlets.opml", "/api/index.json", "/api/articles/2026/03.json"} <= outputs(report)
    assert {"/topics/موضوع-جديد/feed.xml", "/outlets/ناشر-جديد/feed.xml"} <= outputs(report)
    assert not {"/robots.txt", "/site.webmanifest", "/api/articles/2026/10.json", "/sitemaps/2026-10.xml"} & outputs(
        report
    )
    assert_same(site.tree(), site.clean_tree())


def test_a_new_member_reaches_its_storys_feed_and_no_other_storys(site: SiteFixture) -> None:
    feeds = {path for path in site.tree() if re.fullmatch(r"stories/[^/]+/feed\.xml", path)}
    assert len(feeds) >= 2
    row = line("مرصد", 970, day="2026-11-18T17:00:00+02:00", source="موقع الثالث", section="علوم")
    site.write("content/new.jsonl", row)

    report = site.build()

    written = {path for path in outputs(report) if path.startswith("/stories/")}
    assert len(written) == 1
    assert "/api/stories/2026/11.json" in outputs(report)
    assert_same(site.tree(), site.clean_tree())


def test_switching_a_format_off_takes_its_files_along(site: SiteFixture) -> None:
    site.write("site.toml", site.read("site.toml") + "\n[outputs]\nrss = false\napi = false\n")

    site.build()

    assert [path for path in site.tree() if path.endswith("rss.xml") or path.startswith("api/")] == []
    assert_same(site.tree(), site.clean_tree())


def test_the_title_reaches_every_output_that_says_it(site: SiteFixture) -> None:
    site.edit("site.toml", "نشرة التجربة", "نشرة أخرى")

    report = site.build()

    assert SITE_FEEDS | {"/outlets.opml", "/site.webmanifest", "/api/index.json"} <= outputs(report)
    assert not any("نشرة التجربة".encode() in data for data in site.tree().values())
    assert_same(site.tree(), site.clean_tree())

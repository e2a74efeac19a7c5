"""Sitemaps, robots.txt and the web manifest: what robots and telephones read."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

import pytest
from outputs_site import BASE, SITEMAP, files, is_served, outputs_site, parsed, path_of
from site_fixture import SiteFixture, assert_same, markdown

from generator.model import Permalink
from generator.site import sitemap_pages
from generator.site.sitemap_pages import Address, parted

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    """Return the built site; no test of this module changes it."""
    site = outputs_site(tmp_path_factory.mktemp("outputs") / "site")
    site.build()
    return site


def listed(site: SiteFixture) -> list[str]:
    """Return the addresses of all shards."""
    return [
        element.text or ""
        for permalink, data in files(site, ".xml").items()
        if permalink.startswith("/sitemaps/")
        for element in parsed(data).iter(f"{SITEMAP}loc")
    ]


def test_the_index_names_every_shard(site: SiteFixture) -> None:
    index = parsed(site.page("/sitemap.xml").encode())

    assert index.tag == f"{SITEMAP}sitemapindex"
    named = [path_of(element.text or "") for element in index.iter(f"{SITEMAP}loc")]
    assert named == sorted(permalink for permalink in files(site, ".xml") if permalink.startswith("/sitemaps/"))


def test_the_shards_list_what_may_be_indexed_each_once_and_nothing_else(site: SiteFixture) -> None:
    found = {}
    for path, data in site.tree().items():
        text = data.decode("utf-8", "replace")
        if path.endswith("index.html") and 'http-equiv="refresh"' not in text:
            found[f"/{path.removesuffix('index.html')}"] = 'content="index,follow"' in text

    addresses = [path_of(address) for address in listed(site)]
    assert len(addresses) == len(set(addresses))
    assert set(addresses) == {permalink for permalink, may_be in found.items() if may_be}
    assert not all(found.values())  # the outlets' articles


def test_a_change_is_dated_as_exactly_as_it_is_known(site: SiteFixture) -> None:
    dates = {
        path_of(url.findtext(f"{SITEMAP}loc") or ""): url.findtext(f"{SITEMAP}lastmod")
        for permalink, data in files(site, ".xml").items()
        if permalink.startswith("/sitemaps/")
        for url in parsed(data).iter(f"{SITEMAP}url")
    }
    articles = sorted(str(date) for path, date in dates.items() if path.startswith("/articles/"))

    assert articles == ["2026-10-02", "2026-11-20T08:00:00Z", "2026-11-21T16:00:00Z", "2026-11-22T07:15:00Z", "None"]
    assert {date for path, date in dates.items() if not path.startswith("/articles/")} == {None}


ADDRESSES: list[Address] = [(Permalink(f"/topics/{number:03}/"), "") for number in range(400)]


def test_a_shard_within_the_limit_is_whole() -> None:
    assert parted("topics", ADDRESSES, 400) == {"topics": ADDRESSES}


@pytest.mark.parametrize("limit", [399, 40, 7])
def test_a_shard_over_the_limit_is_parted_and_loses_nothing(limit: int) -> None:
    parts = parted("topics", ADDRESSES, limit)

    assert max(map(len, parts.values())) <= limit
    assert sorted(address for part in parts.values() for address in part) == sorted(ADDRESSES)
    assert all(re.fullmatch("topics-[0-9a-f]+", name) for name in parts)


def test_a_new_address_joins_one_part_and_moves_none() -> None:
    before = parted("topics", ADDRESSES, 40)
    new = (Permalink("/topics/new/"), "")

    after = parted("topics", sorted([*ADDRESSES, new]), 40)

    changed = [name for name in after if after[name] != before.get(name)]
    assert len(changed) == 1
    assert set(after[changed[0]]) - set(before[changed[0]]) == {new}


def test_the_protocols_limit_is_kept_by_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parted, "__defaults__", (3,))
    site = outputs_site(tmp_path / "site")
    site.build()

    shards = [parsed(data) for permalink, data in files(site, ".xml").items() if permalink.startswith("/sitemaps/")]

    assert max(len(shard.findall(f"{SITEMAP}url")) for shard in shards) == 3
    assert all(is_served(site, address) for address in listed(site))
    assert sitemap_pages.URLS_LIMIT == 50_000


def test_news_states_publication_language_title_and_date(site: SiteFixture) -> None:
    news = parsed(site.page("/news-sitemap.xml").encode())

    for url in news.iter(f"{SITEMAP}url"):
        assert is_served(site, url.findtext(f"{SITEMAP}loc") or "")
        assert url.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}name") == "نشرة التجربة"
        assert url.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language") == "ar"
        assert url.findtext(f"{NEWS}news/{NEWS}title")
    assert [date.text for date in news.iter(f"{NEWS}publication_date")] == [
        "2026-11-22T07:15:00Z",
        "2026-11-21T16:00:00Z",
    ]


def test_news_names_a_thousand_articles_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemap_pages.NEWS_LIMIT == 1_000
    monkeypatch.setattr(sitemap_pages, "NEWS_LIMIT", 3)
    site = outputs_site(tmp_path / "site")
    for number in range(5):
        site.write(f"content/own/n{number}.md", markdown("كأس", 600 + number, day=f"2026-11-23T0{number}:00:00+02:00"))

    site.build()

    dates = re.findall("<news:publication_date>(.*?)<", site.page("/news-sitemap.xml"))
    assert dates == ["2026-11-23T02:00:00Z", "2026-11-23T01:00:00Z", "2026-11-23T00:00:00Z"]


def test_robots_may_read_everything_and_learn_where_the_sitemaps_are(site: SiteFixture) -> None:
    lines = site.page("/robots.txt").splitlines()

    assert lines[:2] == ["User-agent: *", "Allow: /"]
    assert lines[3:] == [f"Sitemap: {BASE}/sitemap.xml", f"Sitemap: {BASE}/news-sitemap.xml"]


def test_losing_a_path_is_the_same_in_every_history(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.build()
    site.write("content/pages/about2.md", "---\ntitle: خاسرة\nslug: about\n---\nنص.\n")

    assert [problem.code for problem in site.build().problems] == ["permalink-collision"]
    assert_same(site.tree(), site.clean_tree())
    assert "خاسرة" not in site.page("/")
    assert site.page("/sitemaps/site.xml").count("/about/") == 1


# the web manifest


def test_the_web_manifest_says_what_a_telephone_shows(site: SiteFixture) -> None:
    manifest = json.loads(site.page("/site.webmanifest"))

    assert (manifest["name"], manifest["lang"], manifest["dir"]) == ("نشرة التجربة", "ar", "rtl")
    assert (manifest["start_url"], manifest["scope"]) == ("/", "/")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "180x180", "512x512"}
    for icon in manifest["icons"]:
        data = (site.root / "public" / icon["src"].lstrip("/")).read_bytes()
        if icon["type"] == "image/png":
            assert "{}x{}".format(*struct.unpack(">II", data[16:24])) == icon["sizes"]


def test_every_page_names_the_manifest_and_has_its_colours(site: SiteFixture) -> None:
    manifest = json.loads(site.page("/site.webmanifest"))
    for permalink in ("/", "/archive/", "/about/", "/404.html"):
        page = site.page(permalink)
        assert '<link rel="manifest" href="/site.webmanifest">' in page
        assert (
            f'<meta name="theme-color" content="{manifest["theme_color"]}" media="(prefers-color-scheme: light)">'
            in page
        )
        assert "manifest-src 'self'" in page


def test_below_a_subpath_the_manifest_stays_in_it(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.edit(
        "site.toml", "https://news.example/", "https://host.example/موقع/".replace("موقع", "%D9%85%D9%88%D9%82%D8%B9")
    )
    site.build()

    manifest = json.loads(site.page("/site.webmanifest"))

    assert manifest["start_url"] == manifest["scope"] == "/%D9%85%D9%88%D9%82%D8%B9/"
    assert all(icon["src"].startswith("/%D9%85%D9%88%D9%82%D8%B9/static/") for icon in manifest["icons"])

"""Feeds as their readers get them: Atom, RSS, JSON Feed, and the outlets' OPML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid5

import feedparser
import pytest
from outputs_site import ATOM, BASE, HOSTILE, files, is_served, json_of, outputs_site, parsed, path_of
from site_fixture import SiteFixture, assert_same, line, markdown

from generator import digest
from generator.site.feed_pages import LENGTH, SITE_LENGTH
from generator.site.feeds import feed_id

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
RELATIVE = re.compile(r'(?:href|src)="(?!https?://|mailto:)')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    """Return the built site; no test of this module changes it."""
    site = outputs_site(tmp_path_factory.mktemp("outputs") / "site")
    assert site.build().problems == ()
    return site


def atoms(site: SiteFixture) -> Iterator[tuple[str, Any]]:
    for permalink, data in files(site, "feed.xml").items():
        yield permalink, parsed(data)


def items(site: SiteFixture, permalink: str) -> list[dict[str, Any]]:
    return list(json_of(site, permalink)["items"])


def test_every_feed_of_the_site_is_read_without_a_complaint(site: SiteFixture) -> None:
    feeds = files(site, "feed.xml") | files(site, "rss.xml")

    assert len(feeds) > 20
    for permalink, data in feeds.items():
        read = feedparser.parse(data)
        assert not read.bozo, (permalink, read.get("bozo_exception"))
        assert read.version == ("rss20" if permalink.endswith("rss.xml") else "atom10")
        assert read.feed.title.startswith("نشرة التجربة")
        assert read.feed.language.startswith("ar")


def test_odd_text_comes_back_as_it_was_written(site: SiteFixture) -> None:
    for permalink in ("/feed.xml", "/rss.xml"):
        assert parsed(site.page(permalink).encode()).iter() is not None
        titles = [
            element.text for element in parsed(site.page(permalink).encode()).iter() if element.tag.endswith("title")
        ]
        assert any(title and title.startswith("خبر <script>") and "]]>" in title for title in titles), titles
    assert any(item["title"] == items(site, "/feed.json")[0]["title"] for item in items(site, "/feed.json"))
    assert items(site, "/feed.json")[0]["title"].split()[:2] == HOSTILE.split()[:2]


def test_every_list_that_has_a_dated_article_has_its_feeds(site: SiteFixture) -> None:
    tree = site.tree()
    for folder, names in {
        "sections": ("feed.xml", "rss.xml", "feed.json"),
        "topics": ("feed.xml",),
        "outlets": ("feed.xml",),
        "authors": ("feed.xml",),
        "stories": ("feed.xml",),
    }.items():
        pages = [path for path in tree if re.fullmatch(rf"{folder}/[^/]+/index\.html", path)]
        assert pages, folder
        for page in pages:
            found = {path.rpartition("/")[2] for path in tree if path.startswith(page.removesuffix("index.html"))}
            assert set(names) <= found or "بلا-تاريخ" in page, page


def test_a_page_names_the_feeds_of_its_list_and_of_the_site(site: SiteFixture) -> None:
    link = re.compile(r'<link rel="alternate" type="([^"]+)" title="([^"]*)" href="([^"]+)">')
    section, topic = (link.findall(site.page(page)) for page in ("/sections/اقتصاد/", "/topics/نقل/"))

    assert [kind for kind, _, _ in section] == [
        "application/atom+xml",
        "application/rss+xml",
        "application/feed+json",
    ] * 2
    assert [name for _, name, _ in section] == ["نشرة التجربة – اقتصاد"] * 3 + ["نشرة التجربة"] * 3
    assert len(topic) == 4
    for page in site.tree():
        if page.endswith(".html"):
            for _, _, address in link.findall(site.page(f"/{page}")):
                assert is_served(site, BASE + address), (page, address)


def test_atom_is_as_rfc_4287_has_it(site: SiteFixture) -> None:
    for permalink, feed in atoms(site):
        assert [len(feed.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated", "author")] == [1] * 4, (
            permalink
        )
        links = {element.get("rel"): element.get("href") for element in feed.findall(f"{ATOM}link")}
        assert path_of(links["self"]) == permalink
        assert is_served(site, links["alternate"])
        entries = feed.findall(f"{ATOM}entry")
        for entry in entries:
            assert [len(entry.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1] * 3
            assert entry.findall(f"{ATOM}author/{ATOM}name")
            assert URN.fullmatch(entry.findtext(f"{ATOM}id") or "")
            (link,) = entry.findall(f"{ATOM}link[@rel='alternate']")
            assert is_served(site, link.get("href", ""))
            for name in ("updated", "published"):
                assert INSTANT.fullmatch(entry.findtext(f"{ATOM}{name}") or "1970-01-01T00:00:00Z")
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(ids) == len(set(ids))
        dates = [entry.findtext(f"{ATOM}updated") for entry in entries]
        assert feed.findtext(f"{ATOM}updated") == max(dates, default="1970-01-01T00:00:00Z")


def test_rss_is_as_its_specification_has_it(site: SiteFixture) -> None:
    for permalink, data in files(site, "rss.xml").items():
        channel = parsed(data).find("channel")
        assert channel is not None
        assert all(channel.findtext(name) for name in ("title", "link", "description", "language"))
        itself = channel.find(f"{ATOM}link")
        assert itself is not None
        assert path_of(itself.get("href", "")) == permalink
        for item in channel.findall("item"):
            guid = item.find("guid")
            assert guid is not None
            assert guid.get("isPermaLink") == "false"
            assert URN.fullmatch(guid.text or "")
            assert is_served(site, item.findtext("link") or "")
            assert item.findtext(CREATOR)
            if item.findtext("pubDate"):
                assert parsedate_to_datetime(item.findtext("pubDate", "")).tzinfo is not None


def test_a_description_of_rss_is_html_and_says_what_was_written(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    summary = "كتب <img src=x onerror=alert(1)> ثم 5 < 6 & عاد"
    site.write("content/own/odd.md", markdown("كأس", 77, day="2026-11-21T18:00:00+02:00", summary=summary))
    site.build()

    told = [item.findtext("description") or "" for item in parsed(site.page("/rss.xml").encode()).iter("item")]

    assert [html for html in told if "<" in html] == []
    assert summary in map(unescape, told)


def test_json_feed_is_as_its_specification_has_it(site: SiteFixture) -> None:
    for permalink, data in files(site, "feed.json").items():
        feed = json.loads(data)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert path_of(feed["feed_url"]) == permalink
        for item in feed["items"]:
            assert ("content_html" in item) != ("content_text" in item)
            assert URN.fullmatch(item["id"])
            assert is_served(site, item["url"])
            assert {"date_published", "date_modified"} & item.keys() <= {"date_published", "date_modified"}
            assert all(INSTANT.fullmatch(item[name]) for name in ("date_published", "date_modified") if name in item)
        assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


def ids(site: SiteFixture) -> set[tuple[str | None, str | None]]:
    """Return what feeds of all formats tell apart: ids with titles, and those of the stories' feeds themselves."""
    known = {(item["id"], item["title"]) for item in items(site, "/feed.json")}
    known |= {
        (item.findtext("guid"), item.findtext("title")) for item in parsed(site.page("/rss.xml").encode()).iter("item")
    }
    for permalink, feed in atoms(site):
        of_story = [feed] if permalink.startswith("/stories/") else []
        known |= {
            (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title"))
            for entry in (*feed.iter(f"{ATOM}entry"), *of_story)
        }
    return known


def test_a_moved_site_and_a_moved_article_are_nothing_new_to_readers_of_feeds(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.build()
    before, links = ids(site), {item["id"]: item["url"] for item in items(site, "/feed.json")}

    site.edit("site.toml", "https://news.example/", "https://moved.example/akhbar/")
    site.edit("content/own/cup.md", "---\nid:", "---\nslug: كأس\nid:")
    site.edit("content/own/harbour.md", "---\nid:", "---\nslug: ميناء\nid:")
    site.build()

    assert ids(site) == before
    assert not set(links.values()) & {item["url"] for item in items(site, "/feed.json")}


def test_an_id_in_feeds_can_be_worked_out_anywhere() -> None:
    """The promise of docs/reference/outputs.md, in its own words."""
    namespace = UUID("fd8db676-e249-4b68-8bc2-c8202405f352")

    assert feed_id("تمور-11") == f"urn:uuid:{uuid5(namespace, 'تمور-11')}"
    assert feed_id("تمور-11") == "urn:uuid:3be8e767-bfc3-5e03-bad3-3454b681f1c7"


def test_dates_are_no_more_exact_than_the_source(site: SiteFixture) -> None:
    by_url = {item.get("external_url"): item for item in items(site, "/feed.json")}
    entries = {
        element.find(f"{ATOM}link[@rel='via']").get("href"): element  # type: ignore[union-attr]
        for element in parsed(site.page("/feed.xml").encode()).findall(f"{ATOM}entry")
        if element.find(f"{ATOM}link[@rel='via']") is not None
    }
    for url, updated in {
        "https://first.example/21?a=1&b=2": "2026-11-18T22:00:00Z",  # the day's beginning in Beirut
        "https://third.example/22": "2026-09-30T21:00:00Z",
    }.items():
        assert "date_published" not in by_url[url]
        assert entries[url].findtext(f"{ATOM}updated") == updated
        assert entries[url].find(f"{ATOM}published") is None
    assert items(site, "/feed.json")[0]["date_published"] == "2026-11-22T07:15:00Z"
    own = [
        item
        for item in parsed(site.page("/rss.xml").encode()).iter("item")
        if "2026-11-22" in str(item.findtext("pubDate"))
    ]
    assert own == []  # RFC 822, not ISO 8601
    assert "<pubDate>Sun, 22 Nov 2026 07:15:00 GMT</pubDate>" in site.page("/rss.xml")


def test_undated_articles_are_in_rss_and_json_feed_and_not_in_atom(site: SiteFixture) -> None:
    undated = {
        item["url"]
        for item in items(site, "/feed.json")
        if "مكتبة" in item.get("tags", ()) or "بلا تاريخ" in item.get("tags", ())
    }

    assert undated
    for address in undated:
        assert address in site.page("/rss.xml")
        assert address not in site.page("/feed.xml")


def test_a_topic_of_undated_articles_has_no_feed_and_names_none(site: SiteFixture) -> None:
    assert "topics/بلا-تاريخ/index.html" in site.tree()
    assert "topics/بلا-تاريخ/feed.xml" not in site.tree()
    assert site.page("/topics/بلا-تاريخ/").count('rel="alternate"') == 3


def test_a_section_without_articles_has_feeds_to_subscribe_to(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.edit("site.toml", '"رياضة"]', '"رياضة", "طقس"]')
    site.build()

    feed = parsed(site.page("/sections/طقس/feed.xml").encode())
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert parsed(site.page("/sections/طقس/rss.xml").encode()).findall("channel/item") == []
    assert "lastBuildDate" not in site.page("/sections/طقس/rss.xml")
    assert items(site, "/sections/طقس/feed.json") == []


def test_what_an_outlet_does_not_grant_is_in_no_feed(site: SiteFixture) -> None:
    policies = {"موقع الثالث": "link", "صحيفة الثانية": "excerpt", "وكالة الأولى": "full"}
    words: dict[str, list[int]] = {policy: [] for policy in policies.values()}
    for item in parsed(site.page("/rss.xml").encode()).iter("item"):
        policy = policies.get(item.findtext(CREATOR, ""))
        if policy:
            words[policy].append(len((item.findtext(CONTENT) or item.findtext("description") or "").split()))

    assert set(words["link"]) == {0}
    assert max(words["excerpt"]) <= 80 < max(words["full"])
    linked = [item for item in items(site, "/feed.json") if item["authors"] == [{"name": "موقع الثالث"}]]
    assert linked
    assert all(item["content_text"] == item["title"] and "summary" not in item for item in linked)
    assert not any("ملخص لا يعطى".encode() in data for data in site.tree().values())


def test_bodies_are_in_the_feeds_of_the_site_and_its_sections_only(site: SiteFixture) -> None:
    with_bodies = {permalink for permalink, feed in atoms(site) if feed.find(f"{ATOM}entry/{ATOM}content") is not None}

    assert with_bodies
    assert all(permalink == "/feed.xml" or permalink.startswith("/sections/") for permalink in with_bodies)


def test_links_in_bodies_are_absolute(site: SiteFixture) -> None:
    texts = [item["content_html"] for item in items(site, "/feed.json") if "content_html" in item]
    texts += [item.findtext(CONTENT) or "" for item in parsed(site.page("/rss.xml").encode()).iter("item")]

    assert any(f'href="{BASE}/about/"' in text for text in texts)
    assert any(f'href="{items(site, "/feed.json")[0]["url"]}#' in text for text in texts)  # to a footnote
    assert [text for text in texts if RELATIVE.search(text)] == []


def test_below_a_subpath_links_in_whole_texts_and_excerpts_lead_there(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.edit("site.toml", "https://news.example/", "https://host.example/sub/")
    front = "---\nid: short\ntitle: نص قصير\noutlet: صحيفة الثانية\npublished: 2026-11-22\n---\n"
    site.write("content/own/short.md", f"{front}نص قصير، وفيه [صفحتنا](/about/).\n")

    site.build()

    for permalink in ("/feed.xml", "/rss.xml"):
        assert site.page(permalink).count('href="https://host.example/sub/about/"') == 2
    assert urlsplit(items(site, "/feed.json")[0]["url"]).path.startswith("/sub/articles/")


def test_pictures_are_named_where_rights_allow(site: SiteFixture) -> None:
    first = items(site, "/feed.json")[0]

    assert path_of(first["image"]).startswith("/media/port.")
    assert is_served(site, first["image"])
    assert f'<media:content url="{first["image"]}" medium="image" width="640" height="360" />' in site.page("/rss.xml")


def test_feeds_never_grow(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    rows = [
        line("كأس", 1000 + n, day=f"2026-11-{1 + n % 20:02}", source="وكالة الأولى", section="رياضة") for n in range(60)
    ]
    site.write("content/many.jsonl", "\n".join(rows))

    site.build()

    for permalink, feed in atoms(site):
        assert len(feed.findall(f"{ATOM}entry")) <= (SITE_LENGTH if permalink == "/feed.xml" else LENGTH)
    assert len(items(site, "/feed.json")) == SITE_LENGTH
    assert len(items(site, "/sections/رياضة/feed.json")) == LENGTH
    assert len(parsed(site.page("/outlets/وكالة-الأولى/feed.xml").encode()).findall(f"{ATOM}entry")) == LENGTH


def test_dates_of_feeds_come_from_the_articles_and_never_from_the_clock(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.build()
    before = {path: data for path, data in site.tree().items() if "feed" in path or "rss" in path or "opml" in path}

    site.now = datetime.fromisoformat("2027-08-01T00:00:00+03:00")
    site.build(clean=True)

    assert {path: site.tree()[path] for path in before} == before


def test_formats_can_be_switched_off(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.write(
        "site.toml",
        site.read("site.toml") + "\n[outputs]\nrss = false\njson_feed = false\nnews_sitemap = false\napi = false\n",
    )

    site.build()

    left = [path for path in site.tree() if path.endswith(("rss.xml", ".json", "news-sitemap.xml"))]
    assert left == []
    assert "rss" not in site.page("/")
    assert "news-sitemap" not in site.page("/robots.txt")
    assert "feed.xml" in site.tree()


def test_the_outlets_feeds_can_be_subscribed_to_at_once(site: SiteFixture) -> None:
    opml = parsed(site.page("/outlets.opml").encode())
    outlines = opml.findall("body/outline")

    assert opml.get("version") == "2.0"
    assert opml.findtext("head/title") == "نشرة التجربة – المصادر"
    assert [outline.get("text") for outline in outlines] == sorted(outline.get("title", "") for outline in outlines)
    assert {"وكالة الأولى", "صحيفة الثانية", "موقع الثالث", "نشرة التجربة"} <= {
        outline.get("text") for outline in outlines
    }
    for outline in outlines:
        assert outline.get("type") == "rss"
        assert is_served(site, outline.get("xmlUrl", ""))
        assert is_served(site, outline.get("htmlUrl", ""))
    assert 'type="text/x-opml"' in site.page("/outlets/")


def test_an_article_that_lost_its_path_is_in_no_feed(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.edit("site.toml", 'region = "LB"', 'region = "LB"\npermalink = "/{slug}-{id}/"')
    name = f"same-{digest.short_id('x')}"
    site.write(
        "content/z/x.md", markdown("كأس", 500, day="2026-11-22", id="x", section="رياضة", slug="same", title="خاسر")
    )
    site.write("content/pages/same.md", f"---\ntitle: رابح\nslug: {name}\n---\nنص.\n")

    problems = site.build().problems

    assert [problem.path for problem in problems if problem.code == "permalink-collision"] == ["content/z/x.md"]
    assert "رابح" in site.page(f"/{name}/")
    for permalink in ("/feed.xml", "/rss.xml", "/feed.json", "/sections/رياضة/feed.xml", "/api/latest.json"):
        assert "خاسر" not in site.page(permalink)
    assert site.page("/sitemaps/site.xml").count(f"/{name}/") == 1
    assert f"/{name}/" not in site.page("/sitemaps/2026-11.xml")
    assert f"/{name}/" not in site.page("/news-sitemap.xml")


def test_a_site_without_articles_has_feeds_that_can_be_read(tmp_path: Path) -> None:
    site = SiteFixture(tmp_path / "site")
    site.write("site.toml", '[site]\nbase_url = "https://news.example/"\nlanguage = "en"\n')
    site.write("content/pages/about.md", "---\ntitle: About\n---\nWords.\n")

    assert site.build().problems == ()

    for permalink in ("/feed.xml", "/rss.xml"):
        assert not feedparser.parse(site.page(permalink).encode()).bozo
    assert items(site, "/feed.json") == items(site, "/api/latest.json") == []
    assert parsed(site.page("/outlets.opml").encode()).findtext("head/title", "").endswith("Outlets")
    assert "<loc>https://news.example/about/</loc>" in site.page("/sitemaps/site.xml")


@pytest.mark.parametrize(
    ("published", "updated", "expected"),
    [
        ("2026-11-22T14:30+02:00", "2026-11-22", "2026-11-22T12:30:00Z"),  # the day has begun before
        ("2026-11-22T14:30+02:00", "2026-11", "2026-11-22T12:30:00Z"),
        ("2026-11-22T14:30+02:00", "2026-11-22T13:00+02:00", "2026-11-22T12:30:00Z"),
        ("2026-11-22T14:30+02:00", "2026-11-22T15:00+02:00", "2026-11-22T13:00:00Z"),
        ("2026-11-20", "2026-11-22", "2026-11-21T22:00:00Z"),
    ],
)
def test_atom_never_says_that_an_article_changed_before_it_was_published(
    tmp_path: Path, published: str, updated: str, expected: str
) -> None:
    site = outputs_site(tmp_path / "site")
    site.write("content/own/changed.md", markdown("كأس", 80, day=published, updated=updated, title="تغير"))

    site.build()

    entries = parsed(site.page("/feed.xml").encode()).findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}updated") for each in entries if each.findtext(f"{ATOM}title") == "تغير"] == [
        expected
    ]


def test_a_feed_that_lost_its_path_is_named_nowhere(tmp_path: Path) -> None:
    site = outputs_site(tmp_path / "site")
    site.build()
    story = next(path.parent.name for path in sorted((site.root / "public/stories").glob("*/feed.xml")))
    outlet = "وكالة-الأولى"
    site.edit("site.toml", 'region = "LB"', 'region = "LB"\npermalink = "/stories/{slug}/feed.xml/{id}/"')
    site.write("content/a.md", markdown("كأس", 90, day="2026-11-21", slug=story))

    report = site.build()

    assert "permalink-collision" in {problem.code for problem in report.problems}
    assert f"/stories/{story}/feed.xml" not in unquote(site.page(f"/stories/{story}/"))
    assert f"/outlets/{outlet}/feed.xml" in unquote(site.page(f"/outlets/{outlet}/"))
    assert_same(site.tree(), site.clean_tree())

"""Feeds as files: RSS 2.0, RSS 1.0 and Atom, whole, broken and hostile."""

from __future__ import annotations

import json
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from told import TESTS, assert_expected, captured, codes, parse

from generator.errors import Level
from generator.markup import plain
from generator.model import Article, Moment, Parsed, Picture, Precision, Sidecar
from generator.text.normalize import clean

CAPTURES = TESTS / "captures" / "feed"
FILES = sorted(path for path in CAPTURES.iterdir() if path.suffix != ".json")
FEEDS = TESTS.parent.parent / "shared/data/feeds"
ATTACKS = TESTS.parent.parent / "shared/data/xml-attacks"


def rss(*items: str, head: str = "<title>وكالة الساحل</title>") -> Parsed:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return parse("content/a.xml", f'<rss version="2.0"><channel>{head}{inside}</channel></rss>'.encode())


def manifest(folder: Path) -> list[dict[str, Any]]:
    path = folder / "manifest.jsonl"
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def name(case: dict[str, Any]) -> str:
    return str(case["id"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_holds_the_articles_expected_of_it(path: Path, update_golden: bool) -> None:
    assert_expected(path, update=update_golden)


# --- what an item says ---------------------------------------------------------------------------------------------


def test_the_longest_text_is_the_body_and_a_summary_of_its_own_the_standfirst() -> None:
    first = captured(CAPTURES / "rss.xml").articles[0]

    assert first.standfirst == "قرار يبدأ تطبيقه في حزيران ويشمل عطلة نهاية الأسبوع."
    assert first.body == (
        "<p>مددت إدارة الميناء ساعات العمل.</p>\n"
        '<p>وتفتح <a href="https://marfa.example/gate2" rel="noopener nofollow ugc">البوابة الثانية</a> في تموز.</p>\n'
        "<p>وقال المدير: «نحتاج إلى وقت».</p>"
    )


def test_a_summary_that_begins_like_the_body_is_no_standfirst() -> None:
    found = rss(
        "<title>خ</title><description>أول الكلام…</description><content:encoded>أول الكلام وآخره</content:encoded>"
    )

    assert (found.articles[0].standfirst, plain(found.articles[0].body)) == ("", "أول الكلام وآخره")


def test_pictures_are_metadata() -> None:
    first, second, third = captured(CAPTURES / "rss.xml").articles

    assert first.picture == Picture(url="https://marfa.example/img/gate.jpg", alt="البوابة", width=640, height=360)
    assert second.picture == Picture(
        url="https://cdn.marfa.example/l.jpg", credit="أرشيف المرفأ", width=1200, height=800
    )
    assert third.picture is None
    assert "img" not in first.body


def test_authors_lose_their_mail_addresses_and_categories_are_topics() -> None:
    first, second, _ = captured(CAPTURES / "rss.xml").articles

    assert (first.authors, second.authors) == (("ليلى الحداد",), ("مكتب الأخبار",))
    assert first.topics == ("موانئ", "اقتصاد")


def test_an_item_says_its_own_outlet() -> None:
    assert [article.outlet for article in captured(CAPTURES / "rss.xml").articles] == [
        "صحيفة المرفأ",
        "صحيفة المرفأ",
        "إذاعة الساحل",
    ]


def test_a_sidecar_names_the_outlet_and_the_moment_that_words_count_from() -> None:
    moment = Moment("2025-05-11T18:00:00+03:00", Precision.SECOND)
    about = Sidecar(outlet="اسم آخر", captured_at=moment.instant)
    item = "<item><title>خ</title><pubDate>منذ ساعتين</pubDate></item>"
    text = f"<rss version='2.0'><channel><title>س</title>{item}</channel></rss>"

    found = parse("content/a.xml", text.encode(), about=about).articles[0]

    assert found.outlet == "اسم آخر"
    assert found.published == Moment("2025-05-11T16:00:00+03:00", Precision.HOUR)


def test_a_relative_date_without_a_known_moment_stays_words() -> None:
    parsed = rss("<title>خ</title><pubDate>منذ ساعتين</pubDate>")

    assert (parsed.articles[0].published, parsed.articles[0].published_raw) == (None, "منذ ساعتين")
    assert codes(parsed) == ["date-unreadable"]


def test_atom_s_only_date_is_when_an_entry_was_published() -> None:
    first, second = captured(CAPTURES / "atom.atom").articles

    assert (first.published, first.updated) == (
        Moment("2025-05-11T06:00:00+03:00", Precision.SECOND),
        Moment("2025-05-12T08:00:00+00:00", Precision.SECOND),
    )
    assert (second.published, second.updated) == (Moment("2025-05", Precision.MONTH), None)


def test_a_headline_of_plain_text_keeps_its_signs() -> None:
    assert captured(CAPTURES / "atom.atom").articles[1].headline == "قياس 5 < 6"


def test_a_headline_s_markup_is_read_and_its_references_decoded_once() -> None:
    titles = ["&lt;b&gt;عاجل&lt;/b&gt;: خبر", "5 &amp;amp;lt; 6", "أ &amp;amp; ب", "<![CDATA[<i>خبر</i> &amp; آخر]]>"]

    found = rss(*(f"<title>{title}</title><description>{n}</description>" for n, title in enumerate(titles)))

    assert [article.headline for article in found.articles] == ["عاجل: خبر", "5 &lt; 6", "أ & ب", "خبر & آخر"]


def test_a_headline_of_markup_alone_is_shown_as_it_was_written() -> None:
    assert rss("<title>&lt;script&gt;x()&lt;/script&gt;</title>").articles[0].headline == "<script>x()</script>"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "http://", "https://[x", "//"])
def test_a_link_that_is_no_web_address_is_left_out(link: str) -> None:
    assert rss(f"<title>خ</title><link>{link}</link>").articles[0].url == ""


def test_a_relative_link_counts_from_the_feed_s_own() -> None:
    found = rss("<title>خ</title><link>/n/1</link>", head="<title>س</title><link>https://a.example/feed</link>")

    assert found.articles[0].url == "https://a.example/n/1"


def test_articles_know_the_line_they_begin_on() -> None:
    assert [article.line for article in captured(CAPTURES / "rss.xml").articles] == [5, 15, 25]


# --- by which name it is known again -------------------------------------------------------------------------------


def test_guids_that_cannot_be_trusted_give_way_to_links() -> None:
    parsed = captured(CAPTURES / "guids.xml")

    assert [article.id for article in parsed.articles[:4]] == [f"https://sahel.example/{n}" for n in range(1, 5)]
    assert len({article.id for article in parsed.articles}) == len(parsed.articles) == 7
    assert codes(parsed) == ["item-empty", "guid-shared", "item-twice"]


def test_of_two_versions_in_one_feed_the_later_counts() -> None:
    assert plain(captured(CAPTURES / "guids.xml").articles[6].body) == "نص لاحق."


def test_a_corrected_headline_does_not_change_an_id() -> None:
    for head in ('<guid isPermaLink="false">n-17</guid>', "<link>https://a.example/17</link>"):
        first, second = (rss(f"{head}<title>{title}</title>").articles[0].id for title in ("قديم", "جديد"))
        assert first == second


def test_short_guids_of_two_outlets_are_two_articles() -> None:
    first, second = (
        rss('<guid isPermaLink="false">17</guid><title>خ</title>', head=f"<title>{outlet}</title>").articles[0].id
        for outlet in ("وكالة", "إذاعة")
    )

    assert first != second


# --- broken and hostile --------------------------------------------------------------------------------------------


def test_a_broken_feed_is_read_as_far_as_it_goes() -> None:
    parsed = captured(CAPTURES / "broken.xml")

    assert [article.headline for article in parsed.articles] == ["خبر & آخر", "خبر لم يكتمل"]
    assert "بوم" not in parsed.articles[0].body
    assert [(problem.code, problem.line) for problem in parsed.problems] == [("feed-broken", 4)]


def test_a_section_of_text_without_an_end_does_not_swallow_the_items_after_it() -> None:
    parsed = rss(*(f"<title>{n}</title><description><![CDATA[نص {n}</description>" for n in range(3)))

    assert [plain(article.body) for article in parsed.articles] == ["نص 0", "نص 1", "نص 2"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \n", "empty-file"),
        (b"{}", "feed-unreadable"),
        (b"<html><body><p>x</p></body></html>", "feed-unreadable"),
        (b"<opml version='2.0'><body/></opml>", "feed-unreadable"),
        (b"<a>" * 1000, "feed-too-deep"),
        (b"<!--" * 50_000, "feed-unreadable"),
        (b"<!DOCTYPE [" * 20_000, "feed-unreadable"),
        (b"<guid " * 20_000, "feed-unreadable"),
    ],
)
def test_what_is_no_feed_is_an_error(data: bytes, code: str) -> None:
    parsed = parse("content/a.xml", data)

    assert [(problem.code, problem.level) for problem in parsed.problems] == [(code, Level.ERROR)]


def test_a_feed_without_items_is_a_warning() -> None:
    assert [(problem.code, problem.level) for problem in rss().problems] == [("feed-empty", Level.WARNING)]


@pytest.mark.parametrize("case", manifest(FEEDS), ids=name)
def test_a_real_feed_is_read_as_its_manifest_says(case: dict[str, Any]) -> None:
    expect = case["expect"]
    parsed = parse(case["file"], (FEEDS / case["file"]).read_bytes(), zone="Asia/Riyadh")
    articles = parsed.articles

    wanted = expect.get("entries", expect.get("entries_after_dedup", expect.get("entries_xml")))
    assert len(articles) == wanted
    assert bool(expect.get("error")) == any(problem.level is Level.ERROR for problem in parsed.problems)
    if "title" in expect:
        assert {article.outlet for article in articles} == {clean(expect["title"])}
    if "entry_titles" in expect:
        assert [article.headline for article in articles] == [clean(title) for title in expect["entry_titles"]]
    for position, title in expect.get("entry_titles_from", {}).items():
        assert articles[int(position)].headline == clean(title)
    if "raw_title" in expect:
        assert articles[0].headline == clean(expect["raw_title"])
    assert_details(expect, articles)


def assert_details(expect: dict[str, Any], articles: tuple[Article, ...]) -> None:
    if "date" in expect:
        assert_date(expect, articles[0])
    if "entry0_image" in expect:
        assert articles[0].picture is not None
        assert articles[0].picture.url == expect["entry0_image"]
        assert articles[0].authors == (expect["entry0_author"],)


def assert_date(expect: dict[str, Any], article: Article) -> None:
    """Compare as the data's README says: a date and time without a zone is in the site's."""
    found = article.published
    if expect["date"] == "future":
        assert found is not None
        assert found.iso > "2090"
    elif expect["date"] is None and expect["date_raw"] != "2026-11-23 08:30":
        assert found is None
    elif expect["date"] and "T" in expect["date"]:
        wanted = Moment(expect["date"].replace("Z", "+00:00"), Precision.SECOND)
        assert found is not None
        assert found.instant == wanted.instant
    else:
        assert found is not None
        assert found.iso.startswith(expect["date"] or "2026-11-23T08:30:00+03:00")


def test_a_feed_that_names_everything_anew_at_each_fetch_gives_the_same_articles(shared: Path) -> None:
    a, b = (
        {
            article.id
            for article in parse(
                f"{x}.xml", (FEEDS / f"own/structure/guid-changes-each-fetch-{x}.xml").read_bytes()
            ).articles
        }
        for x in "ab"
    )

    assert a == b
    assert len(a) == 10


@pytest.mark.parametrize("case", manifest(ATTACKS), ids=name)
def test_an_attack_is_read_or_refused_without_expansion(case: dict[str, Any]) -> None:
    path = case["file"].replace(".opml", ".xml")
    data = (TESTS.parent.parent / "shared/data" / case["file"]).read_bytes()
    parse("warm.xml", b"<rss/>")
    tracemalloc.start()
    began = time.process_time()

    parsed = parse(path, data)

    seconds, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    text = str(parsed)
    assert seconds < 2
    assert peak < 50 * 1024**2
    assert "lollol" not in text
    assert case["expect"].get("forbid", "root:") not in text
    if "entries" in case["expect"]:
        assert len(parsed.articles) == case["expect"]["entries"]


def hostile_feeds() -> list[Path]:
    return sorted((TESTS.parent.parent / "shared/data/xss/feeds").glob("*"))


@pytest.mark.parametrize("path", hostile_feeds(), ids=lambda path: path.name)
def test_every_item_of_a_hostile_feed_is_an_article(path: Path) -> None:
    data = path.read_bytes()
    items = len(json.loads(data)["items"]) if path.suffix == ".json" else data.count(b"<item>") + data.count(b"<entry>")

    articles = parse(path.name, data).articles

    assert len(articles) == items
    assert all(article.headline for article in articles)
    assert all(article.url == "" or article.url.startswith(("http://", "https://")) for article in articles)
    assert all(
        p is None or p.url.startswith(("http://", "https://")) for p in (article.picture for article in articles)
    )

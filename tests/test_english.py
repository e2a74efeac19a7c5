"""The English edition: the same templates from left to right, and not an Arabic letter that nobody wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, urlsplit

import pytest
from site_fixture import SiteFixture, assert_same

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Route

BASE = "https://bulletin.example"
SITE_TOML = f"""\
[site]
title = "The Palm Harbour Bulletin"
tagline = "What the coast wrote"
base_url = "{BASE}/"
language = "en"
region = "US"
time_zone = "Asia/Beirut"
sections = ["Economy", "Sport"]

[outlets."Coast Agency"]
country = "LB"
url = "https://coast.example/"
policy = "full"

[outlets."Plain Gazette"]
policy = "excerpt"

[outlets."Headline Wire"]
policy = "link"
"""
FERRY = """\
The ferry Naseem carried 7,200 passengers in its first week between the harbour and Frankincense Island. The harbour
company had expected half of them, and cancelled two trips because of the wind. Its director promised a third boat
before the summer, larger than the first two, with room for bicycles and for a small library. Passengers asked for later
trips on Thursdays, when the market of the island closes at ten, and for a roof over the quay of the old lighthouse.
"""
LONG = FERRY * 4
TABLE = """\
| Station | Opens | Closes | Line | Passengers | Remarks |
|---|---|---|---|---|---|
| Lighthouse | 05:00 | 23:00 | Coast | 12,000 | Understandably crowded |
"""
ARABIC_HEADLINE = "العبارة نسيم تنقل 7200 راكب على خط Coast Line الجديد بين الميناء وجزيرة اللبان في أسبوعها الأول"
ARABIC_SUMMARY = (
    "نقلت العبارة نسيم آلاف الركاب في أسبوعها الأول بين الميناء وجزيرة اللبان، وألغت رحلتين بسبب الريح. " * 5
)


def line(number: int, title: str, **fields: Any) -> str:
    given = {"id": f"w{number}", "title": title, "source": "Coast Agency", "section": "Economy", "body": f"{title}."}
    return json.dumps(given | fields, ensure_ascii=False)


def english_site(root: Path) -> SiteFixture:
    """Return a site in English with a page of every kind."""
    site = SiteFixture(root)
    site.write("site.toml", SITE_TOML)
    site.write("content/pages/about.md", f"---\ntitle: About us\n---\nA page of ours.\n\n{TABLE}")
    front = "title: The ferry Naseem carries 7,200 passengers\nid: ferry\nsection: Economy\ntopics: [Transport, Sea]\n"
    front += "authors: [Leila Haddad, Omar Nasr]\npublished: 2026-11-20T10:00:00+02:00\naliases: [/ferry/]\n"
    front += "updated: 2026-11-20T16:30:00+02:00\n"
    site.write("content/ferry.md", f"---\n{front}---\n{FERRY}\n## What changes\n\n{TABLE}")
    lines = [
        line(1, "Ferry Naseem carries thousands of passengers", date="2026-11-20T09:00:00+02:00", body=FERRY),
        line(2, "Thousands at sea", date="2026-11-20", source="Plain Gazette", url="https://a.example/", body=LONG),
        line(3, "Harbour club wins 2-1", date="2026-11-21T20:00:00+02:00", source="Headline Wire", section="Sport"),
        line(4, "An undated note", source="Headline Wire", url="https://b.example/4"),
        line(5, "A month known only", date="2026-10"),
        line(6, "A year known only", date="2025"),
        line(7, "What was here", date="2026-11-01", withdrawn=True),
        *(line(number, f"Note {number} of a long list", date=f"2026-0{number % 9 + 1}-11") for number in range(10, 60)),
    ]  # fmt: skip
    site.write("content/wire.jsonl", "\n".join(lines) + "\n")
    site.write("content/feed.xml", _feed())
    return site


def _feed() -> str:
    """Return an RSS feed whose publisher nobody knows."""
    item = (
        "<item><guid>f1</guid><title>From nobody</title><description>A text without a publisher.</description></item>"
    )
    return f'<rss version="2.0"><channel><title></title><link>https://c.example/</link>{item}</channel></rss>'


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    site = english_site(tmp_path_factory.mktemp("english") / "site")
    site.build()
    return site


def documents(site: SiteFixture) -> dict[str, str]:
    """Return what readers and machines read of a site as text, by path."""
    suffixes = (".html", ".xml", ".json", ".txt", ".opml", ".webmanifest")
    return {path: data.decode() for path, data in site.tree().items() if path.endswith(suffixes)}


def test_no_arabic_letter_stands_where_no_source_has_one(english: SiteFixture) -> None:
    found = documents(english)

    assert len(found) > 100
    assert {path: text for path, text in found.items() if re.search("[\u0600-\u06ff]", path + text)} == {}


def test_every_page_runs_from_left_to_right(english: SiteFixture) -> None:
    pages = {path: text for path, text in documents(english).items() if path.endswith(".html")}

    assert {path for path, text in pages.items() if '<html lang="en" dir="ltr">' not in text} == set()
    assert {path for path, text in pages.items() if 'dir="rtl"' in text} == set()


@pytest.mark.parametrize(
    ("permalink", "told"),
    [
        ("/", ["Skip to content", "Latest news", "Full coverage: ", "Saturday 21 November 2026 · 11 Jumada"]),
        ("/outlets/", ["outlets</span>", "Lebanon", "Full texts", "Headlines and links", "This site’s newsroom"]),
        ("/archive/", ["By the Gregorian calendar", "By the Hijri calendar", "1448 AH", "1 article</span>"]),
        ("/archive/2026/", ["News of <time", "Previous", "Breadcrumb"]),
        ("/archive/2026/11/20/", ["News of <time", "Friday 20 November 2026 · 10 Jumada al-Akhirah 1448 AH"]),
        ("/archive/undated/", ["Undated articles", "we do not guess"]),
        ("/sections/economy/", [">Section<", "Month by month", "articles</span>"]),
        ("/404.html", ["Page not found"]),
    ],
)  # fmt: skip
def test_pages_say_it_in_english(english: SiteFixture, permalink: str, told: list[str]) -> None:
    page = english.page(permalink).replace("\N{NO-BREAK SPACE}", " ").replace('<span class="lunar">', "")

    assert [words for words in told if words not in page] == []


def test_an_article_says_it_in_english(english: SiteFixture) -> None:
    [path] = [path for path in english.tree() if path.startswith("articles/the-ferry") and path.count("/") == 2]
    page = english.page(f"/{path.removesuffix('index.html')}").replace("\N{NO-BREAK SPACE}", " ")

    assert "10:00 am" in page and "Last updated: " in page and "20 November 2026, 4:30 pm" in page
    assert re.search(r"By <a [^>]*>Leila Haddad</a>, <a [^>]*>Omar Nasr</a>", page)


class _Text(HTMLParser):
    """The words that a reader of a page sees or hears, without those of articles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def test_numbers_and_punctuation_are_english(english: SiteFixture) -> None:
    for path, page in documents(english).items():
        if path.endswith(".html"):
            parser = _Text()
            parser.feed(page)
            assert not re.search("[٠-٩۰-۹،؛؟٪]", " ".join(parser.words)), path


def test_the_language_is_all_that_makes_the_difference(tmp_path: Path) -> None:
    site = english_site(tmp_path / "site")
    site.build()
    before = site.tree()
    site.edit("site.toml", 'language = "en"', 'language = "ar"')

    site.build()

    assert '<html lang="ar" dir="rtl">' in site.page("/")
    assert_same(site.tree(), site.clean_tree())
    site.edit("site.toml", 'language = "ar"', 'language = "en"')
    site.build()
    assert_same(site.tree(), before)


# in a browser


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SiteFixture]:
    """Return an English and an Arabic edition of articles in both languages."""
    folder = tmp_path_factory.mktemp("mixed")
    sites = {}
    for language in ("en", "ar"):
        site = english_site(folder / language)
        site.edit("site.toml", 'language = "en"', f'language = "{language}"')
        long = {"summary": " ".join(FERRY.split()) * 2, "policy": "full"}
        site.write(
            "content/more.jsonl",
            line(80, ARABIC_HEADLINE, date="2026-11-22T10:00:00+02:00", summary=ARABIC_SUMMARY, body=ARABIC_SUMMARY)
            + "\n"
            + line(81, "A boat for bicycles and for a small library", date="2026-11-22T09:00:00+02:00", **long),
        )
        site.build()
        sites[language] = site
    return sites


def served(context: BrowserContext, site: SiteFixture) -> BrowserContext:
    """Let a browser find a site at its address without any server."""
    files = site.tree()

    def answer(route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path).lstrip("/")
        path = f"{path}index.html" if path.endswith("/") or not path else path
        kinds = {
            "html": "text/html",
            "css": "text/css",
            "js": "text/javascript",
            "woff2": "font/woff2",
            "svg": "image/svg+xml",
        }
        kind = kinds.get(path.rpartition(".")[2], "application/octet-stream")
        route.fulfill(status=200 if path in files else 404, body=files.get(path, b""), content_type=kind)

    context.route(f"{BASE}/**", answer)
    return context


def kinds(site: SiteFixture) -> list[str]:
    """Return the path of a page of every kind, but of those that lead elsewhere."""
    found: dict[str, str] = {}
    for path, data in site.tree().items():
        if path.endswith("index.html") and b'http-equiv="refresh"' not in data:
            found[re.sub(r"\d+", "0", path) if path.startswith("archive") else path.split("/")[0]] = path
    return list(found.values())


PROBE = """() => {
  const main = document.querySelector('main');
  return {
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    direction: getComputedStyle(document.body).direction,
    outside: [...main.querySelectorAll('h1, h2, h3, p, li')].filter(node => {
      const box = node.getBoundingClientRect();
      return box.width && !node.closest('.wide, .unseen') && (box.left < -1 || box.right > innerWidth + 1) }).length,
  } }"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_both_editions_stand_in_a_browser(
    browser: Browser, mixed: dict[str, SiteFixture], language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    site = mixed[language]
    expected = {"sideways": 0, "direction": "ltr" if language == "en" else "rtl", "outside": 0}
    with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:
        page = served(context, site).new_page()
        for path in kinds(site):
            page.goto(f"{BASE}/{path.removesuffix('index.html')}")
            assert page.evaluate(PROBE) == expected, path


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "words", "direction", "side"),
    [("ar", "A boat for bicycles", "ltr", "left"), ("en", "العبارة نسيم", "rtl", "right")],
)
def test_a_foreign_teaser_is_cut_at_its_own_end(
    browser: Browser, mixed: dict[str, SiteFixture], language: str, words: str, direction: str, side: str
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = served(context, mixed[language]).new_page()
        page.goto(f"{BASE}/sections/economy/")
        row = page.locator(".row", has_text=words)
        headline, standfirst = row.locator(".headline"), row.locator(".standfirst")

        assert standfirst.evaluate("node => node.scrollHeight > node.clientHeight"), "it is cut"
        for node in (headline, standfirst):
            assert node.evaluate("node => getComputedStyle(node).direction") == direction
        box = standfirst.bounding_box()
        own = row.locator(".text").bounding_box()
        assert box and own
        gap = box["x"] - own["x"] if side == "left" else own["x"] + own["width"] - box["x"] - box["width"]
        assert abs(gap) < 1, "it begins where its lines begin"


@pytest.fixture
def telephone(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        yield context


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_wide_table_moves_alone_and_its_words_stay_whole(
    telephone: BrowserContext, mixed: dict[str, SiteFixture], language: str
) -> None:
    page = served(telephone, mixed[language]).new_page()
    page.goto(f"{BASE}/about/")
    box = page.locator(".wide")

    found = box.evaluate(
        """node => {
          const cell = [...node.querySelectorAll('td')].find(cell => cell.textContent.includes('Understandably'));
          const range = document.createRange();
          range.setStart(cell.firstChild.firstChild || cell.firstChild, 0);
          range.setEnd(cell.firstChild.firstChild || cell.firstChild, 'Understandably'.length);
          return {
            wide: node.scrollWidth > node.clientWidth,
            page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            lines: range.getClientRects().length } }"""
    )
    assert found == {"wide": True, "page": 0, "lines": 1}
    box.focus()
    page.keyboard.press("ArrowRight")  # the text is English in both editions
    page.wait_for_function("() => document.querySelector('.wide').scrollLeft !== 0")
    assert box.get_attribute("aria-label") == ("Table" if language == "en" else "جدول")

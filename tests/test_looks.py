"""How pages look in a browser, where only a browser can tell: directions, breaks, stress, at a telephone's width."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import pytest
from site_fixture import SiteFixture, markdown, small_site

from generator import digest

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

TEXT = """\
قال *المتحدث باسم الهيئة* إن **القرار** نهائي، وشغّل `git add -A` ثم `اسم الملف`.

    print("سطر من شيفرة")
    سطر من قصيدة (قديمة).
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    """Return a built site with an article of everything; no test of this module changes it."""
    site = small_site(tmp_path_factory.mktemp("looks") / "site")
    site.edit("site.toml", 'digits = "latn"', 'digits = "arab"\nmonths = "dual"')
    site.write("content/own/kitchen.md", markdown("تمور", 90, day="2026-11-22T09:05", slug="kitchen") + TEXT)
    site.build()
    return site


def opened(page: Page, site: SiteFixture, permalink: str, width: int) -> Page:
    """Open a page of the built site as wide as a screen, served out of its folder."""

    def answer(route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path)
        route.fulfill(path=site.root / f"public{path}" / ("index.html" if path.endswith("/") else ""))

    page.set_viewport_size({"width": width, "height": 800})
    page.route("**/*", answer)
    page.goto(f"https://news.example{quote(permalink)}")
    page.evaluate("document.fonts.ready")
    return page


def kitchen() -> str:
    return f"/articles/kitchen-{digest.short_id('تمور-90')}/"


def lines(page: Page, selector: str) -> list[int]:
    """Return on how many lines each element of a selector stands."""
    found: list[int] = page.evaluate(
        "s => [...document.querySelectorAll(s)].map(e => new Set([...e.getClientRects()].map(r => r.top)).size)",
        selector,
    )
    return found


def left_of(page: Page, selector: str, word: str) -> float:
    """Return where the first `word` within an element begins, in pixels from the left."""
    return place(page, selector, word)[0]


def top_of(page: Page, selector: str, word: str) -> float:
    """Return where the line of the first `word` within an element begins, in pixels from the top."""
    return place(page, selector, word)[1]


def place(page: Page, selector: str, word: str) -> tuple[float, float]:
    """Return where the first `word` within an element begins: pixels from the left and the top."""
    script = """([selector, word]) => {
      for (const element of document.querySelectorAll(selector)) {
        const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        while (text.nextNode()) {
          const at = text.currentNode.data.indexOf(word);
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(text.currentNode, at); range.setEnd(text.currentNode, at + word.length);
          const box = range.getBoundingClientRect();
          return [box.left, box.top];
        }
      }
    }"""
    left, top = page.evaluate(script, [selector, word])
    return left, top


def test_code_runs_from_left_to_right_and_verses_from_right_to_left(page: Page, site: SiteFixture) -> None:
    shown = opened(page, site, kitchen(), 1280)

    assert left_of(shown, "pre", "print") < left_of(shown, "pre", "شيفرة")
    assert left_of(shown, "pre", "سطر من قصيدة") > left_of(shown, "pre", "قديمة")
    assert left_of(shown, "p code", "git") < left_of(shown, "p code", "-A")


def test_arabic_is_stressed_by_weight_not_by_a_slant(page: Page, site: SiteFixture) -> None:
    style = opened(page, site, kitchen(), 1280).locator(".body em").evaluate(
        "e => [getComputedStyle(e).fontStyle, getComputedStyle(e).fontWeight]"
    )  # fmt: skip

    assert style == ["normal", "700"]


@pytest.mark.parametrize("permalink", ["/", "/archive/2026/11/", "/archive/hijri/1448/06/", "/archive/2026/11/20/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_date_of_two_calendars_breaks_between_them(page: Page, site: SiteFixture, permalink: str, width: int) -> None:
    shown = opened(page, site, permalink, width)

    assert set(lines(shown, "time .lunar")) == {1}
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_the_day_of_the_front_page_stands_on_a_line_for_each_calendar(page: Page, site: SiteFixture) -> None:
    shown = opened(page, site, "/", 320)
    tops = [top_of(shown, ".today time", word) for word in ("الأحد", "٢٠٢٦", "جمادى", "١٤٤٨")]

    assert tops[0] == tops[1] < tops[2] == tops[3]

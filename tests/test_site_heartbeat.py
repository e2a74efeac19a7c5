"""A site whose last build is old says so: in the reader's browser, and nowhere in a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from acceptance import nashra
from site_fixture import NOW, SiteFixture, assert_same, small_site

from generator.site.beats import Beat, beat_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STALE_AFTER = "[schedule]\nstale_after_hours = 8\n"  # so a beat is two hours long
SLOT = timedelta(hours=2)


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    """Return a small site that tells readers of a build older than eight hours."""
    made = small_site(tmp_path / "site")
    made.write("site.toml", made.read("site.toml") + STALE_AFTER)
    return made


# beats


def test_a_site_that_never_tells_has_no_beat() -> None:
    assert beat_at(NOW, 0) is None


def test_a_beat_lasts_a_quarter_of_the_time_that_counts_as_long() -> None:
    assert beat_at(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), 8) == Beat(
        int(datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp()),
        int(datetime(2026, 11, 23, 10, tzinfo=UTC).timestamp()),
        int(datetime(2026, 11, 23, 18, tzinfo=UTC).timestamp()),
    )


@pytest.mark.parametrize("hours", [1, 5, 24, 720])
@pytest.mark.parametrize("minutes", [0, 1, 59, 12345, 999_999])
def test_no_build_counts_as_old_too_early_nor_more_than_a_beat_too_late(hours: int, minutes: int) -> None:
    built = NOW + timedelta(minutes=minutes)
    beat = beat_at(built, hours)
    assert beat

    old = built.timestamp() + hours * 3600
    assert beat.begins <= built.timestamp() < beat.ends
    assert old <= beat.stale_from <= old + (beat.ends - beat.begins)


# builds


def test_a_site_that_never_tells_has_no_heartbeat_and_no_script(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    site.build()

    assert "heartbeat.js" not in site.tree()
    assert "<script src" not in site.page("/")


def test_a_minute_later_nothing_is_written_and_a_beat_later_the_heartbeat_alone(site: SiteFixture) -> None:
    site.build()
    site.now += timedelta(minutes=1)
    minute_later = site.build()
    site.now += SLOT
    beat_later = site.build()

    assert minute_later.written == 0
    assert beat_later.written_paths == ("/heartbeat.js",)
    assert_same(site.tree(), site.clean_tree())


def test_a_clock_set_back_gives_the_heartbeat_of_its_time(site: SiteFixture) -> None:
    site.build()
    before = site.tree()
    site.now += SLOT
    site.build()
    site.now -= SLOT
    site.build()

    assert_same(site.tree(), before)


def test_the_pages_are_sound_before_anybody_has_been_told(tmp_path: Path) -> None:
    nashra("init", tmp_path / "site", "-q")
    with (tmp_path / "site/site.toml").open("a", encoding="utf-8") as file:
        file.write(STALE_AFTER)
    nashra("build", "-C", tmp_path / "site", "-q")

    assert nashra("check", "-C", tmp_path / "site", "--json", "-q").rows[0]["problems"] == []


def test_no_page_changes_when_the_site_is_built_again(site: SiteFixture) -> None:
    site.build()
    pages = {path: data for path, data in site.tree().items() if path.endswith((".html", ".xml"))}
    site.now += 3 * SLOT
    site.build()

    assert_same({path: data for path, data in site.tree().items() if path.endswith((".html", ".xml"))}, pages)


def test_the_heartbeat_is_a_script_that_any_encoding_and_policy_lets_pass(site: SiteFixture) -> None:
    site.build()
    text = site.tree()["heartbeat.js"].decode("ascii")

    assert re.fullmatch(r"Object\.assign\(document\.documentElement\.dataset, \{.*\}\);\n", text)
    assert '"built": "2026-11-23T10:00+02:00"' in text
    assert "connect-src" not in site.page("/")


# in the browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(site: SiteFixture) -> Iterator[Callable[[str], str]]:
    """Yield a function from a permalink to its address on a server of the output folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site.root / "public")))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield lambda permalink: f"http://127.0.0.1:{server.server_port}{permalink}"
    server.shutdown()
    thread.join()
    server.server_close()


def opened(page: Page, address: str, at: datetime) -> list[str]:
    """Open an address when the reader's clock says `at`; return what the browser complained of."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.clock.set_fixed_time(at)
    page.goto(address)
    return complaints


def test_a_reader_of_a_fresh_site_is_told_nothing(page: Page, site: SiteFixture, served: Callable[[str], str]) -> None:
    site.build()

    complaints = opened(page, served("/"), site.now + timedelta(hours=7, minutes=59))

    assert complaints == []
    assert page.locator("#stale").is_hidden()


@pytest.mark.parametrize(
    ("language", "region", "direction", "words"),
    [
        ("ar", "LB", "rtl", "آخر تحديث معروف لهذا الموقع: 23 تشرين الثاني 2026، 10:00 ص. وقد لا تظهر هنا أخبار أحدث."),
        (
            "en",
            "GB",
            "ltr",
            "Last known update of this site: 23 November 2026, 10:00. Newer articles may be missing.",
        ),
    ],
)
def test_a_reader_of_an_old_site_is_told_when_it_was_built(
    page: Page, site: SiteFixture, served: Callable[[str], str], language: str, region: str, direction: str, words: str
) -> None:
    site.edit("site.toml", 'region = "LB"', f'region = "{region}"\nlanguage = "{language}"')
    site.build()

    complaints = opened(page, served("/outlets/"), site.now + timedelta(hours=10))
    notice = page.locator("#stale")

    assert complaints == []
    assert notice.is_visible()
    assert " ".join(notice.inner_text().split()) == words
    assert notice.locator("time").get_attribute("datetime") == "2026-11-23T10:00+02:00"
    assert notice.evaluate("element => getComputedStyle(element).direction") == direction


def test_a_reader_without_script_is_told_nothing(
    site: SiteFixture, served: Callable[[str], str], browser: Browser
) -> None:
    site.build()
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served("/"))

        assert page.locator("#stale").is_hidden()

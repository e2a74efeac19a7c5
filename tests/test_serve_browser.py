"""The preview in Chromium: pages that heal, sheets that change in place, mistakes that are told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from serving import Served, served
from site_fixture import small_site

if TYPE_CHECKING:
    from playwright.sync_api import Page

CUP = "content/own/cup.md"
ARTICLE = "templates/article.html"
THEME = Path(__file__).parent.parent / ARTICLE
TIMEOUT_MS = 30_000


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Served]:
    with served(small_site(tmp_path / "site")) as preview:
        yield preview


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Collect what the browser complains of, policies that were broken among it."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: found.append(str(fault)))
    return found


def address(running: Served, path: str = "") -> str:
    assert running.session and running.session.preview.proof
    edition = running.session.preview.proof.plan.edition
    link = next((edition.permalink(entry) for entry in edition.newest if entry.path == path), "/")
    return f"http://127.0.0.1:{running.port}{quote(link)}"


def is_as_opened(page: Page) -> bool:
    return bool(page.evaluate("window.asOpened === true"))


def rounds_of_healing(running: Served, page: Page, rounds: int) -> list[float]:
    """Break a template and mend it, and return how many seconds after its mending each page was back."""
    good = THEME.read_text("utf-8")
    before, block, after = good.partition("{% block main %}")
    line = before.count("\n") + 1
    page.set_default_timeout(TIMEOUT_MS)
    page.goto(address(running, CUP))
    seconds = []
    for number in range(rounds):
        running.site.write(ARTICLE, f"{before}{block}{{{{ nothing{number} }}}}{after}")
        page.get_by_text(f"{ARTICLE}:{line}:").wait_for()
        assert page.inner_text("mark") == f"nothing{number}"
        running.site.write(ARTICLE, good)
        mended = time.monotonic()
        page.locator("article h1").wait_for()
        seconds.append(time.monotonic() - mended)
    return seconds


def test_a_page_with_a_mistake_in_its_template_says_so_and_comes_back(running: Served, page: Page) -> None:
    assert len(rounds_of_healing(running, page, 5)) == 5


@pytest.mark.soak
def test_fifty_rounds_of_mistakes_heal_within_a_second_each(running: Served, page: Page) -> None:
    seconds = rounds_of_healing(running, page, 50)
    print(f"back after {max(seconds):.3f} s at most, {sorted(seconds)[25]:.3f} s in the middle")

    assert max(seconds) < 1


def test_a_style_sheet_changes_without_a_reload(running: Served, page: Page, complaints: list[str]) -> None:
    page.goto(address(running, CUP))
    page.evaluate("window.asOpened = true")
    for colour, computed in (("teal", "rgb(0, 128, 128)"), ("maroon", "rgb(128, 0, 0)")):
        running.site.write("static/site.css", f"body {{ background: {colour} }}")
        page.wait_for_function(
            "colour => getComputedStyle(document.body).backgroundColor === colour", arg=computed, timeout=TIMEOUT_MS
        )

    assert is_as_opened(page)
    assert page.locator("link[rel=stylesheet]").count() == 1
    assert complaints == []


def test_a_page_reloads_when_its_own_key_changed_and_else_not(running: Served, page: Page) -> None:
    page.goto(address(running, CUP))
    page.evaluate("window.asOpened = true")

    running.site.edit("content/own/harbour.md", "\n---\n", "\n---\nكلمة لم تكن.\n\n")
    with page.context.new_page() as other:
        other.goto(address(running, "content/own/harbour.md"))
        other.get_by_text("كلمة لم تكن").first.wait_for(timeout=TIMEOUT_MS)
    assert is_as_opened(page)

    running.site.edit(CUP, "\n---\n", "\n---\nوهذه كلمة أخرى.\n\n")
    page.get_by_text("وهذه كلمة أخرى").first.wait_for(timeout=TIMEOUT_MS)
    assert not is_as_opened(page)


def test_a_mistake_in_the_configuration_lies_over_the_page_until_it_is_mended(
    running: Served, page: Page, complaints: list[str]
) -> None:
    good = running.site.read("site.toml")
    page.goto(address(running))
    page.evaluate("window.asOpened = true")

    running.site.write("site.toml", good.replace('digits = "latn"', 'digits = "roman"'))
    page.get_by_text("site.toml:6:").wait_for(timeout=TIMEOUT_MS)
    assert page.locator("nashra-notice mark").inner_text() == 'digits = "roman"'
    page.locator(".nashra-close").click()
    assert not page.locator(".nashra-panel").is_visible()
    page.locator(".nashra-badge").click()
    assert page.locator(".nashra-panel").is_visible()

    running.site.write("site.toml", good)
    page.locator("nashra-notice").wait_for(state="detached", timeout=TIMEOUT_MS)
    assert is_as_opened(page)
    assert complaints == []


def test_a_preview_that_opened_on_a_mistake_heals_in_the_browser(tmp_path: Path, page: Page) -> None:
    site = small_site(tmp_path / "site")
    good = site.read("site.toml")
    site.write("site.toml", "[site\n")
    with served(site) as running:
        page.goto(address_of_root(running))
        page.get_by_text("site.toml:1:").wait_for(timeout=TIMEOUT_MS)

        site.write("site.toml", good)

        page.locator("main#content").wait_for(timeout=TIMEOUT_MS)


def address_of_root(running: Served) -> str:
    return f"http://127.0.0.1:{running.port}/"


def test_a_page_of_another_site_learns_nothing(running: Served, page: Page) -> None:
    """Tell that neither a fetch nor an event stream of another origin is answered."""
    with served(running.site) as other:
        page.goto(address_of_root(other))
        refused = page.evaluate(
            """async (address) => {
              const fetched = await fetch(address).then(() => "answered", () => "refused");
              const streamed = await new Promise((done) => {
                const stream = new EventSource(address + "_nashra/events?path=/");
                stream.onopen = () => done("answered");
                stream.onerror = () => { stream.close(); done("refused"); };
              });
              return [fetched, streamed];
            }""",
            address_of_root(running),
        )

    assert refused == ["refused", "refused"]

"""The demonstration site as its readers meet it: built once, checked whole, opened in a browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from site_fixture import NOW, tree

from generator import build, config, listing
from generator.order import Order

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

ROOT = Path(__file__).parent.parent
_PROBE = """() => ({
  sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  headings: document.querySelectorAll('h1').length,
  direction: document.documentElement.dir,
  tight: [...document.querySelectorAll('.body p')].filter(p => {
    const style = getComputedStyle(p); return parseFloat(style.lineHeight) < 1.5 * parseFloat(style.fontSize) }).length,
})"""


def order(public: Path) -> Order:
    root = public.parent
    return Order(root=root, output=public, config=config.load((root / "site.toml").read_text("utf-8")), now=NOW, jobs=2)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demonstration")
    shutil.copy(ROOT / "site.toml", root)
    for folder in ("content", "seeds"):
        shutil.copytree(ROOT / folder, root / folder)
    report = build.build(order(root / "public"))
    assert [str(problem) for problem in report.problems] == []
    return root / "public"


@pytest.fixture(scope="module")
def articles(public: Path) -> list[dict[str, Any]]:
    return [dict(row) for row in listing.listed(order(public), "articles").rows]


def test_it_shows_at_least_sixty_articles_of_six_outlets_in_six_sections(articles: list[dict[str, Any]]) -> None:
    months = {article["published"][:7] for article in articles if article["published"]}

    assert len(articles) >= 60
    assert len({article["outlet"] for article in articles}) >= 6
    assert len({article["section"] for article in articles} - {""}) >= 6
    assert len(months) >= 4


def test_it_shows_every_feature(public: Path, articles: list[dict[str, Any]]) -> None:
    formats = Counter(article["path"].rpartition(".")[2] for article in articles)
    stories = list(listing.listed(order(public), "stories").rows)
    copies = list(listing.listed(order(public), "copies").rows)
    outlets = {article["id"]: article["outlet"] for article in articles}

    assert {"md", "xml", "json", "jsonl", "txt"} <= formats.keys()
    assert any(len({outlets[member] for member in story["members"]}) >= 3 for story in stories)
    assert any(len(group["members"]) >= 3 for group in copies)
    assert any(article["published"] is None for article in articles)
    assert {article["precision"] for article in articles} >= {"second", "minute", "day", "month", "unknown"}
    assert list((public / "media").glob("*.webp"))


def test_site_check_finds_no_fault(public: Path, shared: Path) -> None:
    tool = shared / "tools/web/site_check.py"
    done = subprocess.run(
        [sys.executable, tool, public, "--base", "https://example.org/"], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout
    assert "FAIL" not in done.stdout


def test_nothing_active_is_in_it(public: Path, shared: Path) -> None:
    tool = shared / "tools/run_xss.py"
    done = subprocess.run([sys.executable, tool, public, "--no-third-party"], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def address(public: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(public)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def kinds(public: Path) -> list[str]:
    """Return a page of every kind: the last by name of each shape of path."""
    shapes: dict[tuple[str, ...], str] = {}
    for path in tree(public):
        if path.endswith("index.html") and b'http-equiv="refresh"' not in (public / path).read_bytes():
            parts = path.split("/")
            shape = (
                tuple("0" if part.isdigit() else part for part in parts)
                if parts[0] == "archive"
                else (parts[0], str(len(parts)))
            )
            shapes[shape] = f"/{path.removesuffix('index.html')}"
    return sorted(shapes.values())


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_every_kind_stand_in_a_browser(
    browser: Browser, address: str, public: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    paths = kinds(public)
    assert len(paths) >= 15
    with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="ar") as context:
        page = context.new_page()
        faults = watched(page, address)
        for path in paths:
            page.goto(address + path, wait_until="load")
            found = page.evaluate(_PROBE)
            if found != {"sideways": 0, "headings": 1, "direction": "rtl", "tight": 0}:
                faults.append(f"{path} {found}")
        assert faults == []


def watched(page: Page, address: str) -> list[str]:
    """Return a list that fills with what a page says on its console, asks of others, or misses."""
    faults: list[str] = []

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # an icon still under way when the next page is opened
            faults.append(f"{page.url} misses {request.url}: {request.failure}")

    page.on("console", lambda message: faults.append(f"{page.url} says {message.text}"))
    page.on("request", lambda request: faults.extend([request.url] if not request.url.startswith(address) else []))
    page.on("requestfailed", failed)
    return faults


@pytest.mark.browser
def test_number_runs_are_read_from_left_to_right(
    browser: Browser, address: str, articles: list[dict[str, Any]]
) -> None:
    scored = next(article for article in articles if "2-1" in article["title"])
    with browser.new_context(viewport={"width": 360, "height": 900}) as context:
        page = context.new_page()
        page.goto(address + scored["permalink"])
        first, last = page.evaluate(
            """() => {
              const run = [...document.querySelectorAll('h1 bdi')].find(node => node.textContent === '2-1').firstChild;
              const place = at => {
                const range = document.createRange();
                range.setStart(run, at);
                range.setEnd(run, at + 1);
                return range.getBoundingClientRect().x };
              return [place(0), place(2)] }"""
        )
        assert first < last


@pytest.mark.browser
def test_everything_is_read_without_a_script(browser: Browser, address: str, articles: list[dict[str, Any]]) -> None:
    own = next(article for article in articles if article["outlet"] == "نشرة")
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + own["permalink"])
        assert own["title"][:20] in page.inner_text("h1")
        assert len(page.inner_text("main").split()) > 150

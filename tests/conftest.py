"""What tests share: the data beside the checkout, a browser, golden files, a word at the end on what was skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import chromium
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent

# The same examples on every machine; a slow machine is no failure.
settings.register_profile("nashra", deadline=None, derandomize=True, database=None)
settings.load_profile("nashra")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite expected files; read the diff as code")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether expected files are to be rewritten rather than compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data beside the checkout; tests without it are skipped."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the data in ../shared is not here")
    return folder


# For a module at a time: while Playwright is there its event loop runs in this thread, and no other can.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield a headless Chromium; tests without one are skipped."""
    program = chromium()
    if not program:
        pytest.skip("no Chromium found")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield a fresh page that shares nothing with other tests'."""
    with browser.new_context() as context:
        yield context.new_page()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report.nodeid for report in terminalreporter.getreports("skipped") if "browser" in report.keywords]
    if skipped:
        terminalreporter.section("browser")
        terminalreporter.line(f"no Chromium was found, so tests in a browser were skipped: {len(skipped)}")
        for nodeid in skipped:
            terminalreporter.line(f"  {nodeid}")

"""The Chromium that tests open pages in; run as a script it prints the program's path or fails."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> str:
    """Return the path of a Chromium: the system's, else the one Playwright downloaded; "" where there is neither."""
    return next(filter(None, map(shutil.which, NAMES)), "") or _playwrights_own()


def _playwrights_own() -> str:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return ""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else ""


if __name__ == "__main__":
    print(found := chromium() or "no Chromium found")
    sys.exit(found.startswith("no "))

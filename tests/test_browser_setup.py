"""The browser that tests look at pages with: found, started, and able to lay out Arabic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import chromium
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_systems_chromium_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chromium-browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert chromium.chromium() == str(program)


def test_a_page_is_laid_out_from_right_to_left(page: Page) -> None:
    page.set_content('<html lang="ar" dir="rtl"><body><span id="a">أول</span> <span id="b">ثان</span></body></html>')

    first, second = (page.locator(f"#{name}").bounding_box() for name in "ab")

    assert first and second
    assert first["x"] > second["x"]

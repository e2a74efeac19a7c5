"""Rendering from several threads, as the preview does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from generator import render
from generator.config import SiteConfig
from generator.digest import Digest
from generator.render import Press
from generator.styles import style_of
from generator.theme import Theme

THREADS, TEMPLATES = 8, 4000


@pytest.fixture
def hasty() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.000001)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_threads_may_keep_compiled_templates_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "_compiled", {})
    site = {"base_path": "", "assets": {}, "direction": "rtl", "language": "ar"}
    press = Press(site, Theme({}, {}), style_of(SiteConfig()), False, Digest(""))
    cache = press._environment.bytecode_cache
    assert cache

    def keep(thread: int) -> None:
        for number in range(TEMPLATES):
            bucket = cache.get_bucket(press._environment, f"{thread}-{number}.html", None, "text")
            bucket.code = compile("1", "templates/x.html", "eval")
            cache.set_bucket(bucket)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(keep, range(THREADS)))

    assert len(render._compiled) <= render._COMPILED_KEPT + THREADS

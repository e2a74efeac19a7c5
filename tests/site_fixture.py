"""A small site in a temporary folder, built and edited as its owner would."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import texts

from generator import build as building
from generator import config
from generator import relate as _relate  # noqa: F401 - so that forked children need not import it again
from generator.order import Order, Report
from generator.site.visibility import Showing

NOW = datetime.fromisoformat("2026-11-23T12:00:00+03:00")

SITE_TOML = """\
[site]
title = "نشرة التجربة"
base_url = "https://news.example/"
region = "LB"
time_zone = "Asia/Beirut"
digits = "latn"
sections = ["اقتصاد", "علوم", "رياضة"]

[rights]
default = "full"

[outlets."وكالة الأولى"]
aliases = ["الأولى"]

[outlets."صحيفة الثانية"]
policy = "excerpt"

[outlets."موقع الثالث"]
policy = "link"
"""


@dataclass
class SiteFixture:
    """A site's folder with a `build` that reports permalinks, and trees of bytes to compare."""

    root: Path
    now: datetime = NOW
    jobs: int = 1
    showing: Showing = field(default_factory=Showing)

    def write(self, path: str, text: str | bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new))

    def order(self, output: Path | None = None, **changes: Any) -> Order:
        text = self.read("site.toml")
        given: dict[str, Any] = {
            "root": self.root,
            "output": output or self.root / "public",
            "config": config.load(text, "site.toml"),
            "now": self.now,
            "jobs": self.jobs,
            "showing": self.showing,
        }
        return Order(**(given | changes))

    def build(self, **changes: Any) -> Report:
        return building.build(self.order(**changes))

    def tree(self, output: str = "public") -> dict[str, bytes]:
        """Return every file of the output folder."""
        return tree(self.root / output)

    def clean_tree(self, **changes: Any) -> dict[str, bytes]:
        """Return what a build of the same sources in another folder, from nothing, gives."""
        apart = self.root.parent / f"{self.root.name}-clean"
        shutil.rmtree(apart, ignore_errors=True)
        shutil.copytree(self.root, apart, ignore=shutil.ignore_patterns(".nashra", "public"), symlinks=True)
        clean = SiteFixture(apart, self.now, self.jobs, self.showing)
        clean.build(**changes)
        return clean.tree()

    def page(self, permalink: str) -> str:
        path = permalink.strip("/")
        path = f"{path}/index.html" if permalink.endswith("/") and path else path or "index.html"
        return (self.root / "public" / path).read_text(encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def assert_same(got: dict[str, bytes], expected: dict[str, bytes], when: object = "") -> None:
    """Assert that two trees are equal, naming paths rather than bytes."""
    missing = sorted(expected.keys() - got.keys())
    surplus = sorted(got.keys() - expected.keys())
    differing = sorted(path for path in got.keys() & expected.keys() if got[path] != expected[path])
    assert (when, missing, surplus, differing) == (when, [], [], [])


def markdown(event: str, seed: int, *, day: str, **fields: str) -> str:
    """Return a Markdown article on an event."""
    given = {"id": f"{event}-{seed}", "title": texts.headline(event, seed), "published": day} | fields
    front = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in given.items() if value)
    return f"---\n{front}\n---\n{texts.body(event, seed)}\n"


def line(event: str, seed: int, *, day: str, body: str = "", **fields: Any) -> str:
    """Return a JSON Lines article on an event."""
    given = {"id": f"{event}-{seed}", "title": texts.headline(event, seed), "published": day}
    return json.dumps(given | {"body": body or texts.body(event, seed)} | fields, ensure_ascii=False)


def small_site(root: Path) -> SiteFixture:
    """Return a site of twenty articles that has stories, copies, related links and every kind of list."""
    site = SiteFixture(root)
    site.write("site.toml", SITE_TOML)
    agency = texts.body("ميناء", 1)
    site.write("content/own/harbour.md", markdown("ميناء", 10, day="2026-11-20T10:00:00+02:00", section="اقتصاد"))
    site.write("content/own/dates.md", markdown("تمور", 11, day="2026-10-02", section="اقتصاد", author="ليان"))
    site.write("content/own/cup.md", markdown("كأس", 12, day="2026-11-21T18:00:00+02:00", section="رياضة"))
    site.write("content/own/undated.md", markdown("مكتبة", 13, day="", section="ثقافة"))
    site.write("content/pages/about.md", "---\ntitle: عن التجربة\n---\nصفحة ثابتة.\n")
    lines = [
        line("ميناء", 1, day="2026-11-20T08:00:00+02:00", source="وكالة الأولى", section="اقتصاد", body=agency),
        line("ميناء", 2, day="2026-11-20T09:30:00+02:00", source="صحيفة الثانية", body=texts.near_copy(agency, 2)),
        line("ميناء", 3, day="2026-11-20T15:00:00+02:00", source="موقع الثالث", topics=["موانئ", "نقل"]),
        line("مرصد", 4, day="2026-11-18T12:00:00+02:00", source="وكالة الأولى", section="علوم", topics=["فضاء"]),
        line("مرصد", 5, day="2026-11-18T16:00:00+02:00", source="صحيفة الثانية", section="علوم", topics=["فضاء"]),
        line("مرصد", 6, day="2026-09-01T16:00:00+02:00", source="موقع الثالث", section="علوم"),
        line("قطار", 7, day="2026-11-02T16:00:00+02:00", source="وكالة الأولى", topics=["نقل"]),
        line("قطار", 8, day="2026-11-09T16:00:00+02:00", source="موقع الثالث", topics=["نقل"]),
        line("مكتبة", 9, day="2026-08-30T16:00:00+02:00", source="وكالة الأولى", section="ثقافة"),
    ]
    site.write("content/wire.jsonl", "\n".join(lines) + "\n")
    return site

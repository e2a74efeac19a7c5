"""Builds killed with -9 at random moments: every file whole, no dead link in what stood, the next build a clean one's.

`make test` kills a few builds of a small site; `make soak` two hundred of 2,000 pages in either way of delivery.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import promise
import pytest
import texts
from acceptance import NOW, PROJECT, environment
from site_fixture import SiteFixture, assert_same, line, markdown, small_site

FEW = 2
MANY = 200
PAGES = 2000


def command(site: SiteFixture, *flags: str) -> list[str]:
    return [sys.executable, "-m", "generator", "build", "-q", "-C", str(site.root), "--now", NOW, "--jobs", "2", *flags]


def built(site: SiteFixture, *flags: str) -> float:
    """Build in a process of its own; return how many seconds it took."""
    began = time.monotonic()
    ran = subprocess.run(command(site, *flags), cwd=PROJECT, env=environment(), capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()
    return time.monotonic() - began


def killed(site: SiteFixture, seconds: float, *flags: str) -> bool:
    """Begin a build and kill it after so many seconds; tell whether it still ran."""
    with subprocess.Popen(command(site, *flags), cwd=PROJECT, env=environment(), stderr=subprocess.DEVNULL) as build:
        try:
            build.wait(seconds)
        except subprocess.TimeoutExpired:
            build.kill()
            return True
    return False


# a site in two versions


def large_site(root: Path, pages: int) -> SiteFixture:
    """Return the small site with so many more articles that it has at least `pages` pages: about two an article."""
    site, rng = small_site(root), random.Random(pages)
    events, outlets = sorted(texts.EVENTS), ("وكالة الأولى", "صحيفة الثانية", "موقع الثالث")
    lines = []
    for number in range(pages // 2):
        day = (
            f"2026-{rng.randint(1, 10):02}-{rng.randint(1, 28):02}T{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:00Z"
        )
        topics = [f"موضوع {rng.randint(1, 200)}"]
        event = rng.choice(events)
        lines.append(line(event, 100 + number, day=day, source=rng.choice(outlets), topics=topics, section="علوم"))
    site.write("content/more.jsonl", "".join(f"{one}\n" for one in lines))
    return site


def sources(site: SiteFixture) -> dict[str, bytes]:
    folders = (site.root / name for name in ("content", "static", "templates"))
    paths = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(site.root).as_posix(): path.read_bytes() for path in paths}


def other_version(site: SiteFixture) -> dict[str, bytes]:
    """Return the sources of the same site after many edits: pages come, go, change and move, and so does the style."""
    found = sources(site)
    kept = found.get("content/more.jsonl", b"").splitlines(keepends=True)
    changed = [one.replace("موضوع 1".encode(), "موضوع 30".encode()) for number, one in enumerate(kept) if number % 9]
    days = (f"2026-11-{number % 20 + 1:02}" for number in range(len(kept) // 9))
    added = [line("قطار", 9000 + number, day=day, source="موقع الثالث") for number, day in enumerate(days)]
    found["content/more.jsonl"] = b"".join(changed) + "".join(f"{one}\n" for one in added).encode()
    del found["content/own/cup.md"]
    found["content/own/tie.md"] = markdown("كأس", 77, day="2026-11-21T18:00:00+02:00", section="كرة").encode()
    found["content/own/dates.md"] = found["content/own/dates.md"].replace(b"---\n", b"---\nslug: palms\n", 1)
    found["static/site.css"] = b"body { margin: 0 }"
    return found


def put(site: SiteFixture, version: Mapping[str, bytes]) -> None:
    """Make the sources those of a version, touching only what differs."""
    present = sources(site)
    for path in present.keys() - version.keys():
        (site.root / path).unlink()
    for path, data in version.items():
        if present.get(path) != data:
            site.write(path, data)


# killing


@pytest.mark.parametrize("flags", [(), ("--swap",)], ids=["in-place", "swap"])
def test_a_few_killed_builds(tmp_path: Path, flags: tuple[str, ...]) -> None:
    kill_builds(small_site(tmp_path / "site"), FEW, flags)


@pytest.mark.soak
@pytest.mark.parametrize("flags", [(), ("--swap",)], ids=["in-place", "swap"])
def test_two_hundred_killed_builds_of_two_thousand_pages(tmp_path: Path, flags: tuple[str, ...]) -> None:
    site = large_site(tmp_path / "site", PAGES)
    seen = kill_builds(site, MANY, flags)
    assert sum(path.endswith(".html") for path in site.tree()) >= PAGES
    assert seen["killed"] >= MANY * 0.8
    assert seen["between" if not flags else "new"] > 0


def kill_builds(site: SiteFixture, number: int, flags: tuple[str, ...]) -> Counter[str]:
    """Kill so many builds that turn one version into the other and back; most of them are then done again."""
    versions = (sources(site), other_version(site))
    trees = []
    for version in versions:
        put(site, version)
        seconds = built(site)
        trees.append(site.clean_tree())
    rng, seen = random.Random(number), Counter[str]()
    for turn in range(number):
        before, after = site.tree(), trees[turn % 2]
        put(site, versions[turn % 2])
        seen["killed"] += killed(site, rng.uniform(0.1, 1.2 * seconds), *flags)
        now = site.tree()
        seen["old" if now == before else "new" if now == after else "between"] += 1
        assert (turn, promise.torn(now, *trees)) == (turn, [])
        assert (turn, promise.broken(before, now, after)) == (turn, [])
        if flags:
            assert now in (before, after), turn
        if rng.random() < 0.7:  # else the next killed one finds what this one left
            built(site, *rng.choice([flags, ()]))
            assert_same(site.tree(), after, turn)
    built(site)
    assert_same(site.tree(), after)
    assert not [path for path in site.root.iterdir() if path.name.startswith(".public")]
    print(f"{number} builds {flags}: {dict(seen)}")
    return seen

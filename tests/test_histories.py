"""incremental = clean, byte for byte, after any history of edits."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from histories import History
from site_fixture import SiteFixture, assert_same, small_site

HISTORIES = 20
STEPS = 15


def kinds_of(seed: int) -> list[str]:
    """Return the kinds of a history's steps: over twenty histories each kind comes more than twenty times."""
    rng = random.Random(seed)
    kinds = [History.STEPS[(seed * STEPS + number) % len(History.STEPS)] for number in range(STEPS)]
    rng.shuffle(kinds)
    return kinds


def test_every_kind_of_step_is_taken_at_least_ten_times() -> None:
    taken = Counter(kind for seed in range(HISTORIES) for kind in kinds_of(seed))

    assert set(taken) == set(History.STEPS)
    assert min(taken.values()) >= 10


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_incremental_equals_clean(tmp_path: Path, seed: int) -> None:
    follow(tmp_path, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(HISTORIES, 5 * HISTORIES))
def test_incremental_equals_clean_after_many_more_histories(tmp_path: Path, seed: int) -> None:
    follow(tmp_path, seed)


def follow(tmp_path: Path, seed: int) -> None:
    """Follow a history; after each step the tree equals a clean build's, and the report names what changed."""
    site = small_site(tmp_path / "site")
    site.jobs = 1 + seed % 2
    history = History(site, seed)
    site.build()
    seen: set[str] = set()
    has_changed_links = False
    for number, kind in enumerate(kinds_of(seed)):
        before = site.tree()
        history.step(kind)
        report = site.build()
        after = site.tree()
        assert_same(after, site.clean_tree(), (number, kind))
        assert changed(before, after) - {".nashra-manifest"} <= {
            _file(path) for path in (*report.written_paths, *report.removed_paths)
        }
        seen |= changed(before, after)
        has_changed_links |= any(
            links_of(before[path]) != links_of(after[path]) for path in before.keys() & after.keys()
        )
    for part in ("stories/", "archive/", "articles/"):
        assert any(path.startswith(part) for path in seen), f"this history never changed {part}"
    assert has_changed_links, "this history never changed the related links of an article"


def links_of(page: bytes) -> list[bytes]:
    """Return where the related links below an article lead."""
    _, found, below = page.partition(b'<section class="related"')
    return re.findall(rb'href="([^"]+)"', below.partition(b"</section>")[0]) if found else []


def _file(permalink: str) -> str:
    path = permalink.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def test_same_bytes_for_hash_seeds_zones_workers_and_folder_order(tmp_path: Path) -> None:
    trees = []
    for number, (seed, zone, jobs) in enumerate(
        [("0", "UTC", 1), ("1", "America/Los_Angeles", 2), ("777", "Asia/Riyadh", 2)]
    ):
        site = shuffled_site(tmp_path / f"site-{number}", number)
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [
            sys.executable,
            "-m",
            "generator",
            "build",
            "-C",
            str(site.root),
            "--now",
            "2026-11-23T12:00:00+03:00",
            "--jobs",
            str(jobs),
            "-q",
        ]
        subprocess.run(command, env=environment, check=True, cwd=Path(__file__).parent.parent)
        trees.append(site.tree())

    assert_same(trees[1], trees[0])
    assert_same(trees[2], trees[0])


def shuffled_site(root: Path, seed: int) -> SiteFixture:
    """Return the small site with its files created in another order, which is the order many file systems list."""
    made = small_site(root.with_name(f"{root.name}-made"))
    files = sorted(path.relative_to(made.root).as_posix() for path in made.root.rglob("*") if path.is_file())
    random.Random(seed).shuffle(files)
    site = SiteFixture(root)
    for path in files:
        site.write(path, (made.root / path).read_bytes())
    return site

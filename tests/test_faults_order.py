"""The order of a build's effects: at every moment between two of them the output folder keeps its promise.

The effects of a build in one process are recorded and done again on trees in memory, one at a time, so that a kill at
each of these moments is tried, not at some of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import promise
import pytest
from effects import killed_after, recorded
from histories import History
from site_fixture import SiteFixture, assert_same, markdown, small_site

HISTORIES = 1


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def build_watched(site: SiteFixture, when: object = "") -> None:
    """Build, and assert that the promise held after every single effect."""
    before = site.tree() if (site.root / "public").exists() else {}
    with recorded(site.root / "public") as effects:
        site.build()
    after = site.tree()
    moments = promise.Moments(before, after)
    for number, effect in enumerate(effects):
        place = (when, number, effect.path)
        assert (place, moments.put(effect.path, effect.data)) == (place, [])
    assert_same(moments.now, after, when)
    assert promise.torn({e.path: e.data for e in effects if e.data is not None}, before, after) == []


def edit_css(site: SiteFixture) -> None:
    site.write("static/site.css", "body { margin: 0 }")


def add(site: SiteFixture) -> None:
    text = markdown("ميناء", 30, day="2026-11-20T12:00:00+02:00", section="موانئ", author="نور", topics="بحر")
    site.write("content/own/new.md", text)


def delete(site: SiteFixture) -> None:
    (site.root / "content/own/cup.md").unlink()
    lines = site.read("content/wire.jsonl").splitlines()
    site.write("content/wire.jsonl", "\n".join(one for one in lines if "مرصد" not in one) + "\n")


def move(site: SiteFixture) -> None:
    before = next(path for path in site.tree() if path.startswith("articles/") and "الملاحة" in path)
    alias = "/" + before.removesuffix("index.html")
    site.edit(
        "content/own/harbour.md",
        "---\n",
        f'---\nslug: harbour\naliases: ["{alias}"]\n',
    )


def rename_section(site: SiteFixture) -> None:
    site.edit("content/own/dates.md", "اقتصاد", "زراعة")
    site.edit("site.toml", '"علوم"', '"زراعة"')


def compress(site: SiteFixture) -> None:
    site.write("site.toml", site.read("site.toml") + '\n[hosting]\nprecompress = ["gz"]\n')
    add(site)


def lose_state(site: SiteFixture) -> None:
    for path in (site.root / ".nashra").iterdir():
        path.unlink()
    add(site)


EDITS: dict[str, Callable[[SiteFixture], None]] = {
    one.__name__: one for one in (edit_css, add, delete, move, rename_section, compress, lose_state)
}


@pytest.mark.parametrize("edit", EDITS)
def test_no_moment_of_a_build_shows_a_link_that_leads_nowhere(site: SiteFixture, edit: str) -> None:
    site.build()
    EDITS[edit](site)

    build_watched(site, edit)

    assert_same(site.tree(), site.clean_tree())


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_neither_does_any_of_a_history_of_edits_and_killed_builds(site: SiteFixture, seed: int) -> None:
    follow(site, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(HISTORIES, 20 * HISTORIES))
def test_neither_does_any_of_many_more_histories(site: SiteFixture, seed: int) -> None:
    follow(site, seed)


def follow(site: SiteFixture, seed: int) -> None:
    """Take steps of all kinds, let every other build be killed somewhere, and watch each that follows."""
    rng, history = Random(seed), History(site, seed)
    site.build()
    kinds = list(History.STEPS)
    rng.shuffle(kinds)
    for kind in kinds:
        history.step(kind)
        if rng.random() < 0.5:
            killed_after(rng.randrange(60), site.root, site.build)
            history.step(rng.choice(History.STEPS))
        build_watched(site, kind)
        assert_same(site.tree(), site.clean_tree(), kind)


def test_what_a_killed_build_left_half_written_goes_and_a_file_of_somebody_else_stays(site: SiteFixture) -> None:
    site.build()
    site.edit("content/own/cup.md", "section: ", "section:  ")
    for path in (
        ".index.html.new",
        "archive/.index.html.new",
        "..nashra-manifest.new",
        ".draft.new",
        "x/.index.html.new",
    ):
        site.write(f"public/{path}", "half")
    lose_state(site)

    site.build()

    left = {path for path in site.tree() if path.endswith(".new")}
    assert left == {".draft.new", "x/.index.html.new"}

"""`build --swap`: readers see the old site or the new one, never a mixture, whenever the build is killed or fails."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import pytest
from effects import KilledError, killed_after, recorded
from histories import History
from site_fixture import SiteFixture, assert_same, markdown, small_site

from generator import build as building
from generator import generations
from generator.errors import Exit, SiteError


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def add(site: SiteFixture, number: int = 30) -> None:
    text = markdown("ميناء", number, day="2026-11-20T12:00:00+02:00", section="موانئ", author="نور")
    site.write(f"content/own/new-{number}.md", text)


def left_beside(site: SiteFixture) -> list[str]:
    return sorted(path.name for path in site.root.iterdir() if path.name.startswith(".public"))


def test_nothing_of_the_folder_changes_before_all_of_it_does(site: SiteFixture) -> None:
    site.build()
    add(site)
    (site.root / "content/own/cup.md").unlink()
    with recorded(site.root / "public") as effects:
        report = site.build(swap=True)

    assert effects == []
    assert report.written and report.removed
    assert left_beside(site) == []
    assert_same(site.tree(), site.clean_tree())
    assert list(site.build(swap=True).seconds) == ["scan"] or site.build(swap=True).written == 0


def test_what_stays_is_the_same_file(site: SiteFixture) -> None:
    site.build()
    before = {path: (site.root / "public" / path).stat().st_ino for path in site.tree()}
    site.edit("content/own/cup.md", "section: ", "section:  ")
    site.edit("content/own/cup.md", "\n\n", "\n\nتصويب ")

    report = site.build(swap=True)

    after = {path: (site.root / "public" / path).stat() for path in site.tree()}
    same = [path for path, found in after.items() if found.st_ino == before[path]]
    assert len(same) == report.reused > 50
    assert {found.st_nlink for found in after.values()} == {1}


@pytest.mark.parametrize("swap", [False, True])
def test_a_first_build_may_be_whole_and_the_next_of_either_kind(site: SiteFixture, swap: bool) -> None:
    (site.root / "public").mkdir()
    site.build(swap=True)
    add(site)

    report = site.build(swap=swap)

    assert 0 < report.written < report.reused
    assert_same(site.tree(), site.clean_tree())


def test_verify_mends_by_a_whole_generation(site: SiteFixture) -> None:
    site.build()
    site.write("public/index.html", "altered")
    (site.root / "public/robots.txt").unlink()

    report = site.build(swap=True, verify=True)

    assert set(report.written_paths) == {"/", "/robots.txt"}
    assert_same(site.tree(), site.clean_tree())


def test_a_lost_state_costs_time_and_no_bytes(site: SiteFixture) -> None:
    site.build()
    for path in (site.root / ".nashra").iterdir():
        path.unlink()
    add(site)

    site.build(swap=True)

    assert_same(site.tree(), site.clean_tree())


# files of others


def test_files_of_others_move_along(site: SiteFixture) -> None:
    site.build()
    public = site.root / "public"
    site.write("public/CNAME", "news.example")
    site.write("public/deep/er/own.txt", "mine")
    (public / "empty").mkdir(mode=0o750)
    (public / "link").symlink_to("CNAME")
    (public / "media-disk").symlink_to(site.root / "content")
    public.chmod(0o2711)
    add(site)

    site.build(swap=True)

    assert (public / "CNAME").read_text() == "news.example"
    assert (public / "deep/er/own.txt").read_text() == "mine"
    assert (public / "empty").stat().st_mode & 0o7777 == 0o750
    assert (public / "link").readlink() == Path("CNAME")
    assert (public / "media-disk").readlink() == site.root / "content"
    assert public.stat().st_mode & 0o7777 == 0o2711
    assert (site.root / "content/own/cup.md").exists()


def test_what_others_put_there_meanwhile_is_carried_over(site: SiteFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build()
    site.write("public/ads.txt", "old")
    site.write("public/gone.txt", "going")
    add(site)
    exchange = generations.exchange

    def meanwhile(output: Path) -> None:
        (output / "fresh").mkdir()
        (output / "fresh" / "token.html").write_text("token")
        (output / "ads.new").write_text("new")
        (output / "ads.new").replace(output / "ads.txt")
        exchange(output)

    monkeypatch.setattr(generations, "exchange", meanwhile)
    site.build(swap=True)

    assert site.read("public/fresh/token.html") == "token"
    assert site.read("public/ads.txt") == "new"
    assert left_beside(site) == []


def test_what_others_did_since_a_kill_stands(site: SiteFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build()
    for name in ("ads.txt", "gone.txt", "kept.txt"):
        site.write(f"public/{name}", "old")
    add(site)
    with monkeypatch.context() as patched:
        patched.setattr(generations, "clear", lambda output: None)
        site.build(swap=True)
    assert left_beside(site) == [".public.nashra-old"]
    (site.root / "public/gone.txt").unlink()
    (site.root / "public/ads.txt").unlink()
    site.write("public/ads.txt", "new")

    site.build()

    assert (site.read("public/ads.txt"), site.read("public/kept.txt")) == ("new", "old")
    assert not (site.root / "public/gone.txt").exists()
    assert left_beside(site) == []


def test_a_folder_of_that_name_that_is_not_ours_is_refused(site: SiteFixture) -> None:
    site.write(".public.nashra-old/precious.txt", "mine")

    with pytest.raises(SiteError) as refused:
        site.build()

    assert refused.value.problems[0].code == "output-foreign"
    assert site.read(".public.nashra-old/precious.txt") == "mine"


def test_where_the_output_is_a_link_its_target_is_exchanged(site: SiteFixture) -> None:
    (site.root / "srv").mkdir()
    (site.root / "public").symlink_to("srv/www")
    (site.root / "srv/www").mkdir()
    site.build(swap=True)
    add(site)

    site.build(swap=True)

    assert (site.root / "public").readlink() == Path("srv/www")
    assert sorted(path.name for path in (site.root / "srv").iterdir()) == ["www"]
    assert_same(site.tree(), site.clean_tree())


# where it cannot be


def test_a_system_that_cannot_exchange_folders_refuses_before_any_work(
    site: SiteFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build()
    before = site.tree()
    add(site)
    monkeypatch.setattr(sys, "platform", "somewhere")

    with pytest.raises(SiteError) as refused:
        site.build(swap=True)

    assert (refused.value.exit_code, refused.value.problems[0].code) == (Exit.USAGE, "swap-unsupported")
    assert left_beside(site) == []
    assert_same(site.tree(), before)


# kills and faults


PLACES = 9


def test_wherever_it_is_killed_readers_have_one_site_whole(site: SiteFixture) -> None:
    tried(site, PLACES)


@pytest.mark.soak
def test_wherever_it_is_killed_at_all(site: SiteFixture) -> None:
    tried(site, 10_000)


def tried(site: SiteFixture, most: int) -> None:
    """Kill builds at so many of their effects, or at each of them; heal each by a build of either kind."""
    site.build()
    history = History(site, 1)
    place, is_killed = 0, True
    while is_killed:
        before = site.tree()
        history.step(("edit_body", "add", "retag", "template", "rename")[place % 5])
        is_killed = killed_after(place, site.root, lambda: site.build(swap=True))
        now, clean = site.tree(), site.clean_tree()
        assert now in (before, clean), place
        site.build(swap=place % 2 == 0)
        assert left_beside(site) == []
        assert_same(site.tree(), clean, place)
        place += max(1, 2 * len(clean) // most)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_beside_the_exchange_is_healed(site: SiteFixture, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    site.build()
    before = site.tree()
    add(site)
    exchange = generations._exchange

    def killed(one: Path, other: Path) -> None:
        if other.name != "public":
            exchange(one, other)
            return
        if moment == "after":
            exchange(one, other)
        raise KilledError

    monkeypatch.setattr(generations, "_exchange", killed)
    monkeypatch.setattr(generations, "clear", lambda output: None)
    with suppress(KilledError):
        site.build(swap=True)
    monkeypatch.undo()
    clean = site.clean_tree()

    assert left_beside(site) == [".public.nashra-old"]
    assert_same(site.tree(), before if moment == "before" else clean)
    site.build()
    assert left_beside(site) == []
    assert_same(site.tree(), clean)


def test_an_error_on_the_way_leaves_no_trace(site: SiteFixture) -> None:
    site.build()
    before = site.tree()
    site.write("templates/topic.html", "{{ nothing.at.all }}")

    with pytest.raises(SiteError):
        site.build(swap=True)

    assert left_beside(site) == []
    assert_same(site.tree(), before)


def test_clean_takes_what_a_kill_left(site: SiteFixture) -> None:
    site.build()
    (site.root / ".public.nashra-new").mkdir()
    (site.root / ".public.nashra-new/.nashra-manifest").write_bytes(b"nashra manifest 1\n-  index.html\n")
    site.write(".public.nashra-new/index.html", "half")

    building.clean(site.root, site.root / "public")

    assert left_beside(site) == []


def test_nobody_but_the_builder_of_generations_reads_them(site: SiteFixture) -> None:
    """What lies beside the output folder for a moment is hidden, and no source even where the whole site is one."""
    site.edit("site.toml", "[rights]", '[sources]\npaths = ["content", "extra"]\n\n[rights]')
    site.write("extra/.public.nashra-new/a.md", markdown("تمور", 3, day="2026-11-01"))

    assert not [path for path in site.build().written_paths if "articles" in path and "تمور-3" in path]

"""A preview beside programs that save: whatever their habits, pace or number, the last text is what is shown."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import savers
from generations import NOW
from preview_process import PATIENCE, Answer, Process, ask, preview
from site_fixture import SiteFixture, markdown, small_site

from generator.digest import short_id


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    site = small_site(tmp_path_factory.mktemp("saves") / "site")
    write_drafts(site)
    site.build()
    return site


@pytest.fixture(scope="module")
def running(site: SiteFixture) -> Iterator[Process]:
    with preview(site.root, "--now", NOW) as process:
        yield process


DRAFTS = 12


def write_drafts(site: SiteFixture) -> None:
    """Write articles whose addresses are known."""
    for number in range(DRAFTS):
        name = f"draft-{number}"
        text = markdown("تمور", 100 + number, day=f"2026-11-{number + 1:02}", id=name, slug=name)
        site.write(f"content/drafts/{name}.md", text)


def target_of(path: Path) -> str:
    """Return the address of one of these articles."""
    return f"/articles/{path.stem}-{short_id(path.stem)}/"


async def shown(port: int, target: str, words: str) -> Answer:
    """Ask for a page until it shows these words."""
    async with asyncio.timeout(PATIENCE):
        while words.encode() not in (answer := await ask(port, target)).body:
            await asyncio.sleep(0.005)
    return answer


@pytest.mark.parametrize("saver", savers.SAVERS, ids=lambda saver: saver.__name__)
def test_a_text_is_shown_however_it_was_saved(site: SiteFixture, running: Process, saver: savers.Saver) -> None:
    path = site.root / "content/drafts/draft-0.md"
    text = path.read_bytes()

    async def save_thrice() -> None:
        for number in range(3):
            words = f"{saver.__name__}{number}"
            saver(path, text + f"\n\n{words}\n".encode())
            await shown(running.port, target_of(path), words)

    asyncio.run(save_thrice())
    for left in path.parent.glob("*~"):
        left.unlink()
    path.write_bytes(text)


# pace


@pytest.mark.parametrize("files", [1, DRAFTS])
def test_a_thousand_saves_a_second_end_with_the_last_on_the_screen(
    site: SiteFixture, running: Process, files: int
) -> None:
    late, _ = save_in_haste(site, running, pace=1000, seconds=1, files=files)

    assert late < 1


def save_in_haste(site: SiteFixture, running: Process, *, pace: int, seconds: float, files: int) -> tuple[float, float]:
    """Save drafts in turn from another process; return the seconds from the last save to the screen, and the pace."""
    paths = sorted((site.root / "content/drafts").glob("*.md"))[:files]
    texts = [path.read_bytes() for path in paths]
    program = [sys.executable, str(Path(savers.__file__)), str(pace), str(seconds), *map(str, paths)]
    saved = subprocess.run(program, capture_output=True, check=True, text=True)
    moment, count, took = map(float, saved.stdout.split())
    for number in range(int(count) - files, int(count)):
        asyncio.run(shown(running.port, target_of(paths[number % files]), f"كلمة{number}."))
    late = time.monotonic() - moment
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text)
    return late, count / took


# many files at once


def test_a_checkout_that_changes_many_folders_is_seen_whole(site: SiteFixture, running: Process) -> None:
    before, after = two_branches(site, folders=40)

    for branch, there, gone in (("after", after, before - after), ("before", before, after - before)):
        git(site, "checkout", "-q", branch)
        asyncio.run(all_shown(running.port, branch, there, gone))
    # Folders that the checkout made are watched, too.
    path = site.root / "content/c3/draft-c3.md"
    path.write_bytes(path.read_bytes() + "\n\nكلمة بعدها\n".encode())
    asyncio.run(shown(running.port, target_of(path), "كلمة بعدها"))


def two_branches(site: SiteFixture, folders: int) -> tuple[set[str], set[str]]:
    """Commit two states of so many folders: changed, added and deleted ones; return the files of both, by stem."""
    git(site, "init", "-q", "-b", "before")
    write_folders(site, "before", range(folders))
    git(site, "add", "content")
    git(site, "commit", "-q", "-m", "before")
    git(site, "checkout", "-q", "-b", "after")
    for number in range(0, folders, 4):
        shutil.rmtree(site.root / f"content/c{number}")
    write_folders(
        site, "after", (number for number in range(folders + folders // 4) if number % 4 or number >= folders)
    )
    git(site, "add", "-A", "content")
    git(site, "commit", "-q", "-m", "after")
    return files_of(site, "before"), files_of(site, "after")


def files_of(site: SiteFixture, branch: str) -> set[str]:
    """Return the articles of a branch, by the stems of their files."""
    names = git(site, "ls-tree", "-r", "--name-only", branch).split()
    return {Path(name).stem for name in names if name.startswith("content/c")}


def write_folders(site: SiteFixture, branch: str, numbers: Iterable[int]) -> None:
    for number in numbers:
        name = f"draft-c{number}"
        text = markdown("قطار", number, day=f"2026-10-{number % 28 + 1:02}", id=name, slug=name)
        site.write(f"content/c{number}/{name}.md", f"{text}\n\n{branch}.\n")


def git(site: SiteFixture, *arguments: str) -> str:
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    done = subprocess.run(["git", *who, *arguments], cwd=site.root, check=True, capture_output=True, text=True)
    return done.stdout


async def all_shown(port: int, words: str, there: Iterable[str], gone: Iterable[str]) -> None:
    """Wait until all articles show these words, and those that went are not found."""
    for name in sorted(there):
        await shown(port, target_of(Path(name)), words)
    for name in sorted(gone):
        async with asyncio.timeout(PATIENCE):
            while (await ask(port, target_of(Path(name)))).status != 404:
                await asyncio.sleep(0.05)


# events that the system loses


def test_what_is_saved_while_events_are_lost_is_seen(site: SiteFixture, running: Process) -> None:
    path = site.root / "content/drafts/draft-1.md"
    text = path.read_bytes()
    path.with_name("leaves.tmp").touch()
    time.sleep(1)
    os.kill(running.pid, signal.SIGSTOP)
    try:
        # What leaves is held back for half a second, for where it may come to; all behind it waits, and is thrown away.
        path.with_name("leaves.tmp").rename(site.root / "left.tmp")
        overflow(site)
        path.write_bytes(text + "\n\nكلمة لم يسمعها أحد\n".encode())
        late = site.root / "content/late/deep/draft-late.md"
        site.write(
            "content/late/deep/draft-late.md", markdown("كأس", 99, day="2026-11-01", id="draft-late", slug="draft-late")
        )
    finally:
        os.kill(running.pid, signal.SIGCONT)

    asyncio.run(shown(running.port, target_of(path), "كلمة لم يسمعها أحد"))
    asyncio.run(shown(running.port, target_of(late), "<h1"))
    late.write_bytes(late.read_bytes() + "\n\nكلمة بعدها\n".encode())
    asyncio.run(shown(running.port, target_of(late), "كلمة بعدها"))
    path.write_bytes(text)


def overflow(site: SiteFixture) -> None:
    """Let more happen than the system remembers."""
    queue = Path("/proc/sys/fs/inotify/max_queued_events")
    remembered = int(queue.read_text()) if queue.exists() else 0
    if not 0 < remembered < 100_000:
        pytest.skip("nobody says how many events this system remembers")
    noise = site.root / "content/noise.tmp"
    for _ in range(remembered // 2 + 100):
        noise.touch()
        noise.unlink()

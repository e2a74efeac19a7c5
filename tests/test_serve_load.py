"""A preview that many ask while the site changes: what it answers, whom it tells, and what it holds on to."""

from __future__ import annotations

import asyncio
import shutil
import socket
from pathlib import Path
from random import Random

import pytest
from generations import NOW, Generations, Owner, Reader
from preview_process import Process, preview
from serving import served
from site_fixture import SiteFixture, markdown, small_site
from texts import headline

from generator.digest import short_id
from generator.serve import freshen
from generator.serve.ground import HEAVY_FILES
from generator.serve.happenings import Kind
from generator.text.slug import slug

ARTICLE = "content/own/cup.md"
FRONT = "index.html"


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    site = small_site(tmp_path / "site")
    site.build()  # so that what relates to what is found
    return site


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


# answers


def test_every_answer_is_that_of_one_generation_while_the_site_changes(site: SiteFixture) -> None:
    readers = read_through(site.root, ARTICLE, edits=8, connections=12, seconds=2)

    assert [wrong for reader in readers for wrong in reader.wrong] == []
    assert {reader.seen for reader in readers} == {8}  # which all came to see
    assert sum(reader.answers for reader in readers) > 200


def read_through(
    root: Path, article: str, *, edits: int, connections: int, seconds: float, sample: int = 0, jobs: int = 1
) -> list[Reader]:
    """Have readers ask while a site goes through generations, and return them with what they saw."""
    port = a_free_port()
    apart = root.with_name("apart")
    shutil.copytree(root, apart)
    generations = Generations.built(
        apart,
        f"http://127.0.0.1:{port}/",
        Owner(apart, article).edits(edits),
        lambda paths: [FRONT, *Random(0).sample(paths, sample)] if sample else paths,
        jobs,
    )
    readers = [Reader(generations, Random(number)) for number in range(connections)]
    with preview(root, "--port", str(port), "--now", NOW) as running:
        asyncio.run(_read_through(running, readers, Owner(root, article), edits, seconds / edits))
    return readers


async def _read_through(running: Process, readers: list[Reader], owner: Owner, edits: int, pause: float) -> None:
    is_over = False
    reading = [asyncio.create_task(reader.read(running.port, lambda: is_over)) for reader in readers]
    for edit in owner.edits(edits):
        edit()
        await asyncio.sleep(pause)  # whether it was taken over by then or not
    await readers[0].await_last(running.port, FRONT)
    is_over = True
    await asyncio.gather(*reading)
    for reader in readers:
        await reader.await_last(running.port, FRONT)


# what is lacking


def test_where_no_process_can_be_started_the_site_is_served_all_the_same(
    site: SiteFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(site) as running:
        monkeypatch.setattr(freshen, "command", lambda: [str(site.root / "nothing")])
        with running.expecting(Kind.UNRELATED):
            for number in range(HEAVY_FILES + 1):
                site.write(f"content/many/{number}.md", markdown("قطار", number, day="2026-11-02", id=f"many-{number}"))

        assert running.page("/").status == 200
        assert running.page(f"/articles/{slug(headline('قطار', 7))}-{short_id('many-7')}/").status == 200

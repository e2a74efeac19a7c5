"""The preview on the real corpus of 16,434 articles, a file each: how soon a page is there, and news of it.

    python -m bench.preview [--site DIR] [--rebuilds N] [--invented N]

`--site` names a folder to keep the site in, so that the next run need not build it again. `--invented` takes so many
articles of bench/generate.py instead, measures saved bodies alone, and beside them what `hugo server` prints.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import TypeVar
from urllib.parse import quote, unquote, urlencode

from bench import generate, hugo_server
from bench.corpus import SHARED, SITE

ROOT = Path(__file__).parent.parent
FOLDERS = 300
READERS = 500
SAVES = 20
_MEGABYTE = 1 << 20

R = TypeVar("R")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every figure; return 1 where a goal is missed, 0 where the corpus is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--rebuilds", type=int, default=100)
    parser.add_argument("--invented", type=int, metavar="N")
    options = parser.parse_args(arguments)
    if options.invented:
        return _beside_hugo(options.invented)
    if not (SHARED / "data/related/articles.jsonl.gz").is_file():
        print("bench preview: skipped, ../shared/data/related is not here")
        return 0
    with tempfile.TemporaryDirectory(prefix="nashra-bench-") as folder:
        site = options.site or Path(folder)
        if not (site / "site.toml").is_file():
            write_site(site)
        subprocess.run(_nashra("build", "-C", str(site), "-q"), cwd=ROOT, check=False)
        return 0 if all(asyncio.run(_measured(site.resolve(), options.rebuilds))) else 1


def _beside_hugo(count: int) -> int:
    """Compare how soon a saved body is on the screen with how long Hugo's preview says that it rebuilt."""
    shared = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="nashra-bench-", dir=shared) as folder:
        ours, theirs = Path(folder) / "nashra", Path(folder) / "hugo"
        generate.write(theirs, count, "plain", "hugo", 1)
        rebuilt = [hugo_server.rebuild_seconds(theirs, "hugo.toml,related.toml", SAVES)]
        print(f"  hugo server, related links: rebuilt in {1000 * median(rebuilt[0]):.0f} ms by its own word")
        rebuilt.append(hugo_server.rebuild_seconds(theirs, "hugo.toml", SAVES))
        print(f"  hugo server: rebuilt in {1000 * median(rebuilt[1]):.0f} ms by its own word")
        generate.write(ours, count, "plain", "nashra", 1)
        subprocess.run(_nashra("build", "-C", str(ours), "-q"), cwd=ROOT, check=True)
        root = ours.resolve()
        shown = asyncio.run(_served(root, lambda began, port, pid: _saves(root, port)))
        return 0 if _goal("saved body → new page here, median, × hugo", shown / median(rebuilt[0]), 0.05, "") else 1


def write_site(site: Path) -> None:
    """Write the corpus as Markdown, an article a file, in FOLDERS folders."""
    with gzip.open(SHARED / "data/related/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            fields = {"id": row["id"], "title": row["title"], "outlet": row["source"], "published": row["published"]}
            fields |= {"section": row.get("section"), "standfirst": row.get("summary")}
            front = "\n".join(f"{name}: {json.dumps(v, ensure_ascii=False)}" for name, v in fields.items() if v)
            path = site / f"content/{number % FOLDERS:03}/{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            body = row["body"].replace("\n", "\n\n")
            path.write_text(f"---\n{front}\n---\n{body}\n", encoding="utf-8")
    (site / "site.toml").write_text(SITE, encoding="utf-8")


def _nashra(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "generator", *arguments]


async def _measured(site: Path, rebuilds: int) -> list[bool]:
    async def all_of_it(began: float, port: int, pid: int) -> list[bool]:
        await _get(port, "/")
        met = [_goal("first page after the start", time.perf_counter() - began, 3, "s")]
        met.append(_goal("saved body → new page here, median", await _saves(site, port), 0.0825, "s"))
        met += await _readers(site, port)
        return [*met, *await _memory(site, port, pid, rebuilds)]

    return await _served(site, all_of_it)


async def _served(site: Path, work: Callable[[float, int, int], Awaitable[R]]) -> R:
    """Do some work while the site is served; it is given when that began, the port, and the process."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *_nashra("serve", "-C", str(site), "--port", "0", "--json", "-q"), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        ready = json.loads(await process.stdout.readline())
        draining = asyncio.create_task(_drained(process.stdout))
        done = await work(began, int(ready["address"].rsplit(":", 1)[1].strip("/")), process.pid)
        draining.cancel()
        return done
    finally:
        process.terminate()
        await process.wait()


async def _drained(stream: asyncio.StreamReader) -> None:
    while await stream.readline():
        pass


def _goal(name: str, figure: float, at_most: float, unit: str) -> bool:
    met = figure <= at_most
    print(f"  {'met   ' if met else 'MISSED'} {name}: {figure:.3f} {unit} (goal: at most {at_most} {unit})", flush=True)
    return met


# what is measured


async def _saves(site: Path, port: int) -> float:
    """Save a body and measure until its open page is told, and until the new page has come; return the latter."""
    path, page = await _an_article(site, port)
    text = path.read_text("utf-8")
    told, shown = [], []
    for number in range(SAVES):
        async with _open_page(port, page) as stream:
            saved = time.perf_counter()
            path.write_text(f"{text}\n\nكلمة{number} جديدة.\n", encoding="utf-8")
            await _event(stream)
            told.append(time.perf_counter() - saved)
            assert f"كلمة{number}" in await _get(port, page)
            shown.append(time.perf_counter() - saved)
        await asyncio.sleep(0.05 if number % 2 else 4)  # in a row, and after the long way
    path.write_text(text, encoding="utf-8")
    print(f"  saved body → page told: median {1000 * median(told):.0f} ms, worst {1000 * max(told):.0f} ms")
    return median(shown)


async def _readers(site: Path, port: int) -> list[bool]:
    """Open READERS pages, exchange the style sheet, and measure until the last is told after the first."""
    pages = await _some_pages(port)
    opened = [_open_page(port, pages[number % len(pages)]) for number in range(READERS)]
    streams = [await page.__aenter__() for page in opened]
    sheet = site / "static/site.css"
    sheet.parent.mkdir(exist_ok=True)
    saved = time.perf_counter()
    sheet.write_text("body { color: teal }", encoding="utf-8")

    async def told(stream: asyncio.StreamReader) -> float:
        await _event(stream)
        return time.perf_counter() - saved

    times = sorted(await asyncio.gather(*map(told, streams)))
    for page in opened:
        await page.__aexit__(None, None, None)
    sheet.unlink()
    print(f"  {READERS} open pages: first told after {1000 * times[0]:.0f} ms, last after {1000 * times[-1]:.0f} ms")
    return [_goal("all told after the first", times[-1] - times[0], 0.25, "s")]


async def _memory(site: Path, port: int, pid: int, rebuilds: int) -> list[bool]:
    """Save words again and again, and measure what the process holds before and after."""
    path, page = await _an_article(site, port)
    text = path.read_text("utf-8")

    async def saves(count: int) -> None:
        for number in range(count):
            async with _open_page(port, page) as stream:
                path.write_text(f"{text}\n\nكلمة{number} جديدة.\n", encoding="utf-8")
                await _event(stream)

    await saves(20)
    before = _resident(pid)
    await saves(rebuilds)
    path.write_text(text, encoding="utf-8")
    await asyncio.sleep(5)
    after = _resident(pid)
    print(f"  memory: {before / _MEGABYTE:.0f} MB, after {rebuilds} more rebuilds {after / _MEGABYTE:.0f} MB")
    return [_goal("growth of memory", 100 * (after / before - 1), 10, "%")]


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


# asking


async def _an_article(site: Path, port: int) -> tuple[Path, str]:
    """Return a file of an article and the path of its page."""
    page = (await _some_pages(port))[-1]
    rows = subprocess.run(
        _nashra("list", "articles", "-C", str(site), "--json", "-q"), cwd=ROOT, stdout=subprocess.PIPE
    )
    for row in map(json.loads, rows.stdout.splitlines()):
        if row["permalink"] == unquote(page):
            return site / row["path"], page
    raise LookupError(f"no source of {page}")


async def _some_pages(port: int) -> list[str]:
    front = await _get(port, "/")
    links = [part.split('"', 1)[0] for part in front.split('href="')[1:]]
    return sorted({link for link in links if link.startswith("/articles/")})


async def _get(port: int, path: str) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    return answer.decode("utf-8", "replace")


@asynccontextmanager
async def _open_page(port: int, path: str) -> AsyncIterator[asyncio.StreamReader]:
    page = await _get(port, path)
    key = page.split('data-key="', 1)[1].split('"', 1)[0]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    query = urlencode({"path": quote(path, safe="/%"), "key": key, "notice": ""})
    writer.write(f"GET /_nashra/events?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    await reader.readuntil(b": nashra serve\n\n")
    try:
        yield reader
    finally:
        writer.close()


async def _event(stream: asyncio.StreamReader) -> str:
    while True:
        part = (await stream.readuntil(b"\n\n")).decode()
        if "event: " in part:
            return part


if __name__ == "__main__":
    sys.exit(main())

"""What each stage costs, in microseconds of processor an article: so that any size can be reckoned on paper.

    python -m bench.units [--articles N] [--kind plain|rich] [--json FILE]

Everything runs in this process, one thing after another, so the figures are those of one core and neither of forks nor
of start-up. Stages of relating look at an article's neighbours in time, so their cost grows with the articles a day;
run two sizes to see it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bench import generate
from generator import code, config, markup, scan, stages, theme, writing
from generator.build import build
from generator.jobs import Jobs
from generator.model import Article, Candidate, Page, Reading, Record
from generator.order import Order
from generator.relate import features as comparing
from generator.relate.copies import copies
from generator.relate.neighbours import neighbours
from generator.relate.related import related
from generator.relate.stories import events, of_several_outlets, stories
from generator.relate.table import table
from generator.relate.weights import weights
from generator.sources import front_matter, markdown_file
from generator.sources.markdown_body import markdown_body
from generator.store import Store, seal
from generator.theme_files import theme_root

_SHARED_MEMORY = Path("/dev/shm")
_MICRO = 1e6

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Unit:
    """Microseconds of processor an article."""

    stage: str
    cost: float
    remark: str = ""


class Clock:
    """Collects what stages cost."""

    def __init__(self, articles: int) -> None:
        self._articles = articles
        self.units: list[Unit] = []

    def once(self, stage: str, work: Callable[[], A], remark: str = "") -> A:
        """Do something that concerns all articles."""
        began = time.process_time()
        done = work()
        self.add(stage, time.process_time() - began, remark)
        return done

    def each(self, stage: str, work: Callable[[A], B], values: Iterable[A], remark: str = "") -> list[B]:
        """Do something to each value."""
        listed = list(values)
        return self.once(stage, lambda: [work(value) for value in listed], remark)

    def remark(self, words: str) -> None:
        """Say something of the last stage."""
        self.units[-1] = replace(self.units[-1], remark=words)

    def add(self, stage: str, seconds: float, remark: str = "") -> None:
        """Note seconds that all articles cost together."""
        self.units.append(Unit(stage, _MICRO * seconds / self._articles, remark))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kind", choices=["plain", "rich"], default="plain")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    found = units(options.articles, options.kind)
    if options.json:
        rows = {unit.stage: unit.cost for unit in found}
        told = {"articles": options.articles, "kind": options.kind, "load": os.getloadavg(), "micro": rows}
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(f"{options.articles:,} articles, {options.kind}: µs of processor an article")
    for unit in found:
        print(f"  {unit.stage:26} {unit.cost:9.1f}  {unit.remark}")
    return 0


def units(count: int, kind: str) -> list[Unit]:
    """Return the costs of all stages, in the order of the work."""
    shared = str(_SHARED_MEMORY) if os.access(_SHARED_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="nashra-units-", dir=shared) as folder:
        root = Path(folder) / "site"
        generate.write(root, count, kind, "nashra", 1)
        clock = Clock(count)
        articles = _reading(clock, root)
        _relating(clock, articles)
        _pages(clock, root)
    return clock.units


def _reading(clock: Clock, root: Path) -> list[Article]:
    """From the folder to articles, as ingest does it."""
    _parsed(b"---\ntitle: x\npublished: 2025-01-01\n---\n\n**x**\n")  # what is loaded at the first article
    scanned = clock.once("scan", lambda: scan.scan(root, ["content"]), "a stat each")
    paths = [root / found.path for found in scanned.files if found.path.endswith(".md")]
    files = clock.each("read", Path.read_bytes, paths)
    fronts = clock.each("front matter", lambda data: front_matter.read(data.decode()), files)
    bodies = clock.each("body", lambda front: markdown_body(front.body), fronts, "Markdown and sanitising")
    clock.each(
        "sanitising alone", lambda body: markup.sanitise(body.html), bodies, "not in `body` where that needs none"
    )
    articles = clock.each("parse", _parsed, files, "front matter, body and all fields")
    clock.each("seal", seal, articles, "the article as the store keeps it")
    return articles


def _parsed(data: bytes) -> Article:
    reading = Reading(path="content/x.md", zone="Asia/Riyadh")
    return markdown_file.parse(Record(data=data, line=1), reading).articles[0]


def _relating(clock: Clock, articles: Sequence[Article]) -> None:
    """From articles to copies, stories and related links."""
    texts = clock.each("plain text", lambda article: "\n".join(markup.paragraphs(article.body)), articles)
    pairs = list(zip(articles, texts, strict=True))
    found = clock.each("tokens and shingles", lambda p: comparing.features(p[0].headline, p[0].standfirst, p[1]), pairs)
    words = [list(range(feature.length)) for feature in found]
    clock.each("of it, shingles", comparing._shingles, words)
    zone = ZoneInfo("Asia/Riyadh")
    starts = [article.published.start(zone).timestamp() if article.published else None for article in articles]
    candidates = [
        Candidate(article.id, article.outlet, f"content/{place}.md", start, feature, 0.0)
        for place, (article, start, feature) in enumerate(zip(articles, starts, found, strict=True))
    ]
    rows = clock.once("table", lambda: table(candidates))
    weighed = clock.once("weights", lambda: weights(rows))
    same_text = clock.once("copies", lambda: copies(rows), "grows with the articles of a fortnight")
    same_event = clock.once("events", lambda: events(rows, weighed, same_text), "grows with the articles of three days")
    reported = of_several_outlets(rows, same_event)
    clock.once("stories", lambda: stories(rows, reported, same_text))
    ranking = clock.once("neighbours", lambda: neighbours(rows, weighed), "grows with the articles of four months")
    clock.once("related", lambda: related(rows, weighed, ranking, same_event), "lists with their reasons")


def _pages(clock: Clock, root: Path) -> None:
    """From a store that is up to date to files, a page at a time."""
    settled = config.load((root / "site.toml").read_text("utf-8"))
    order = Order(root=root, output=root / "public", config=settled, now=datetime(2026, 1, 2, tzinfo=UTC))
    clock.once("whole build, one process", lambda: build(order), "but relating, which has a process of its own")
    look = theme.read(root, theme_root("templates"), theme_root("static"))
    scanned, all_code = scan.scan(root, ["content"]), code.digest_of_code()
    store = Store(root / ".nashra/state.sqlite")
    clock.once("unchanged build", lambda: build(order), "in a process that has all loaded")
    plan = clock.once("load and plan", lambda: stages.planned(order, store, look, scanned, all_code), "nothing changed")
    store.close()
    jobs = Jobs(order, plan.edition, plan.press, {})
    pages = clock.each("pages", lambda recipe: recipe.make(plan.edition, recipe.argument), plan.recipes)
    clock.each("keys", plan.press.key, pages)
    kinds: dict[str, list[Page]] = {}
    for page in pages:
        if page.template != "file":
            kinds.setdefault(page.template, []).append(page)
    made = []
    for template, some in sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0])):
        jobs.rendered(some[0])  # what is compiled at the first page
        files = clock.each(f"render {template}", jobs.rendered, some)
        made += files
        clock.remark(f"{len(files)} files of {sum(map(len, files)) / len(files) / 1024:.1f} KB")
    _write(clock, root / "again", made)


def _write(clock: Clock, folder: Path, made: Sequence[bytes]) -> None:
    paths = [folder / str(place // 100) / str(place) for place in range(len(made))]
    clock.each(
        "write", lambda pair: writing.replace_file(*pair), zip(paths, made, strict=True), "all files, on a tmpfs"
    )


if __name__ == "__main__":
    sys.exit(main())

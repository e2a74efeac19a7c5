"""A site that goes through generations, what each of them is built to, and readers who judge answers by that."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from preview_process import PATIENCE, Answer, Connection, bare, connected

from generator import build, config
from generator.order import Order
from generator.theme_files import theme_root

NOW = "2026-11-23T12:00:00+03:00"
MISSING = "404.html"
LATER = "later/index.html"  # a page that comes and goes
Choose = Callable[[list[str]], list[str]]
Edit = Callable[[], None]


# edits, none of which changes what relates to what: a preview finds that out some seconds later


@dataclass
class Owner:
    """Whoever edits the site: each edit is one file that is exchanged as a whole."""

    root: Path
    article: str  # a Markdown file
    number: int = 0

    def edits(self, count: int) -> list[Edit]:
        """Return so many edits, of all kinds in turn, to be made in this order."""
        kinds = (self.words, self.sheet, self.page, self.title, self.desk, self.words, self.layout, self.gone)
        return [kinds[number % len(kinds)] for number in range(count)]

    def words(self) -> None:
        """Make another word of the article bold."""
        self.number += 1
        front, _, body = self._read(self.article).partition("\n---\n")
        words = body.replace("**", "").split(" ")
        words[self.number] = f"**{words[self.number]}**"
        self.put(self.article, f"{front}\n---\n{' '.join(words)}")

    def title(self) -> None:
        text = self._read("site.toml")
        before = text.split('title = "')[1].split('"')[0]
        self.put("site.toml", text.replace(f'"{before}"', f'"نشرة {self._next()}"', 1))

    def sheet(self) -> None:
        self.put("static/site.css", f"body {{ margin: {self._next()}px }}")

    def layout(self) -> None:
        text = (theme_root("templates") / "layout.html").read_text("utf-8")
        self.put("templates/layout.html", text.replace("</footer>", f"<p>جيل {self._next()}</p></footer>"))

    def page(self) -> None:
        self.put("content/pages/later.md", f"---\ntitle: صفحة {self._next()}\n---\nصفحة جاءت فيما بعد.\n")

    def gone(self) -> None:
        (self.root / "content/pages/later.md").unlink()

    def desk(self) -> None:
        self.put("content/desk.toml", f'pin = ["{self.article}"]\n# {self._next()}\n' * (self._next() % 2))

    def put(self, path: str, text: str) -> None:
        """Exchange a file, as editors do."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{place.name}.new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(place)

    def _read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def _next(self) -> int:
        self.number += 1
        return self.number


# what each generation is built to


@dataclass
class Generations:
    """The bytes of some paths in each generation, without what a preview adds; None where a path is not there."""

    paths: Sequence[str]  # of files in the output folder, and of some that come later
    trees: list[dict[str, bytes | None]] = field(default_factory=list)

    @classmethod
    def built(cls, root: Path, address: str, edits: Iterable[Edit], choose: Choose, jobs: int = 1) -> Generations:
        """Build the site at `root` before and after each edit, as it is served at `address`."""
        output = root / "public"
        build.build(_order(root, address, jobs))
        files = [path.relative_to(output).as_posix() for path in sorted(output.rglob("*")) if path.is_file()]
        found = cls([*choose([path for path in files if path != ".nashra-manifest"]), LATER])
        found.keep(output)
        for edit in edits:
            edit()
            build.build(_order(root, address, jobs))
            found.keep(output)
        return found

    def keep(self, output: Path) -> None:
        """Keep one more generation."""
        self.trees.append({path: _bytes(output / path) for path in {*self.paths, MISSING}})

    def those_of(self, path: str, answer: Answer) -> set[int]:
        """Return in which generations a path has this answer."""
        data = bare(answer.body)
        return {
            number
            for number, tree in enumerate(self.trees)
            if (tree[path] == data and answer.status == 200)
            or (tree[path] is None and tree[MISSING] == data and answer.status == 404)
        }


def _order(root: Path, address: str, jobs: int) -> Order:
    settled = config.load((root / "site.toml").read_text("utf-8"), "site.toml")
    return Order(
        root=root,
        output=root / "public",
        config=config.overridden(settled, base_url=address),
        now=datetime.fromisoformat(NOW),
        jobs=jobs,
    )


def _bytes(path: Path) -> bytes | None:
    return bare(path.read_bytes()) if path.is_file() else None


# readers


@dataclass
class Reader:
    """Ask for pages until it is enough, and judge every answer."""

    generations: Generations
    rng: random.Random
    seen: int = 0  # no answer may be of an earlier generation than one before it
    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    known: dict[str, tuple[str, set[int]]] = field(default_factory=dict)  # by path: tag and generations

    async def read(self, port: int, until: Callable[[], bool]) -> None:
        async with connected(port) as connection:
            while not until():
                path = self.rng.choice(self.generations.paths)
                async with asyncio.timeout(PATIENCE):
                    self.judge(path, await self._asked(connection, path))

    async def await_last(self, port: int, path: str) -> None:
        """Ask for a path until it is of the last generation."""
        async with asyncio.timeout(PATIENCE), connected(port) as connection:
            while self.seen < len(self.generations.trees) - 1 and not self.wrong:
                self.judge(path, await self._asked(connection, path))

    async def _asked(self, connection: Connection, path: str) -> Answer:
        target = f"/{path.removesuffix('index.html')}" if path.endswith("/index.html") else f"/{path}"
        if path in self.known and self.rng.random() < 0.3:
            return await connection.ask(target, If_None_Match=self.known[path][0])
        return await connection.ask(target)

    def judge(self, path: str, answer: Answer) -> None:
        """Tell of an answer that no generation gives, or an earlier one than what was answered before."""
        self.answers += 1
        if answer.status == 304:
            tag, found = self.known[path]
            if answer.headers["etag"] != tag:
                self.wrong.append(f"{path}: 304 for another tag")
        else:
            found = self.generations.those_of(path, answer)
            self.known[path] = (answer.headers.get("etag", ""), found)
        later = {number for number in found if number >= self.seen}
        if not later:
            self.wrong.append(f"{path}: {answer.status}, of {sorted(found)} after {self.seen}")
            return
        self.seen = max(self.seen, min(later))

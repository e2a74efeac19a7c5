"""The tutorial and the how-tos, followed word for word: commands run, files are written, promises hold.

Comments in the page, which readers do not see, say what becomes of the block below them, or what must be true by then:

    skip: WHY                 nothing
    file: PATH                the block is written there
    append: PATH              the block goes to the end of that file
    line: PATH                the line of that file that sets the same key becomes the block
    before: PATH | TEXT       the block goes before the first line of that file that holds TEXT
    without: PATH | WORD      the lines of that file that begin with WORD go; no block
    serve:                    the command runs until its first page was fetched
    page: GLOB | TEXT         a file of the built site whose path fits GLOB says TEXT; no block
    absent: GLOB | TEXT       none of them does; no block

A `text` block states what the command before it prints; `…` stands for anything. A `toml` block without a comment is an
example that must be sound.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PUBLIC = "mysite/public"
_STEP = re.compile(
    r"^<!-- (?P<directive>\w+): ?(?P<argument>[^\n]*?) ?-->$|^ *```(?P<language>\w+)\n(?P<block>.*?)^ *```$",
    re.M | re.S,
)
_ALONE = {"without", "page", "absent"}


@dataclass(frozen=True)
class Step:
    """Something to do: a block of code, or a comment with or without one."""

    line: int
    directive: str
    argument: str
    language: str = ""
    block: str = ""

    @property
    def parts(self) -> tuple[str, str]:
        """Return both sides of the bar in the argument."""
        before, _, after = self.argument.partition(" | ")
        return before, after


def steps(text: str) -> Iterator[Step]:
    """Yield the steps of a page, in order."""
    said = ("", "")
    for match in _STEP.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if match["directive"] in _ALONE:
            yield Step(line, match["directive"], match["argument"])
        elif match["directive"]:
            said = (match["directive"], match["argument"])
        else:
            yield Step(line, *said, match["language"], textwrap.dedent(match["block"]))
            said = ("", "")


class Reader:
    """Somebody who follows the page in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed = ""
        people = {
            f"GIT_{who}_{what}": "desk@news.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        programs = Path(sys.executable).parent
        own = {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(folder), "PYTHONPATH": str(ROOT)}
        self.environment = {**os.environ, **own, **people}

    def follow(self, step: Step) -> None:
        """Do what a step says; an AssertionError tells what did not come true."""
        kind = step.directive or {"sh": "run", "text": "states"}.get(step.language, step.language)
        getattr(self, f"_{kind}")(step)

    def _run(self, step: Step) -> None:
        command = ["bash", "-euo", "pipefail", "-c", step.block]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.printed = done.stdout.decode()
        assert done.returncode == 0, self.printed

    def _states(self, step: Step) -> None:
        pattern = ".*".join(map(re.escape, step.block.strip().split("…")))
        assert re.search(pattern, self.printed, re.S), f"{step.block} is not what was printed: {self.printed}"

    def _toml(self, step: Step) -> None:
        assert tomllib.loads(step.block)

    def _skip(self, step: Step) -> None:
        assert step.argument, "say why"

    def _file(self, step: Step) -> None:
        path = self.folder / step.argument
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.block, encoding="utf-8")

    def _append(self, step: Step) -> None:
        self._change(step.argument, lambda text: text + step.block)

    def _line(self, step: Step) -> None:
        key = re.escape(step.block.partition(" =")[0])
        self._change(
            step.argument, lambda text: re.sub(rf"^{key} =.*\n", lambda _: step.block, text, count=1, flags=re.M)
        )

    def _before(self, step: Step) -> None:
        path, mark = step.parts
        found = rf"^.*{re.escape(mark)}"
        self._change(path, lambda text: re.sub(found, lambda line: step.block + line[0], text, count=1, flags=re.M))

    def _without(self, step: Step) -> None:
        path, word = step.parts
        self._change(path, lambda text: re.sub(rf"^{re.escape(word)}.*\n", "", text, flags=re.M))

    def _change(self, name: str, change: Callable[[str], str]) -> None:
        path = self.folder / name
        before = path.read_text(encoding="utf-8")
        after = change(before)
        assert after != before, f"there was nothing to change in {name}"
        path.write_text(after, encoding="utf-8")

    def _page(self, step: Step) -> None:
        where, text = step.parts
        assert self._that_say(where, text), f"none of {where} says {text}"

    def _absent(self, step: Step) -> None:
        where, text = step.parts
        assert self._that_say(where, text) == []

    def _that_say(self, where: str, text: str) -> list[Path]:
        pages = [page for page in sorted((self.folder / PUBLIC).glob(where)) if page.is_file()]
        assert pages, f"no file is called {where}"
        return [page for page in pages if text.encode() in page.read_bytes()]

    def _serve(self, step: Step) -> None:
        with subprocess.Popen(
            ["bash", "-c", f"exec {step.block}"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as running:
            try:
                assert running.stdout
                address = next(filter(None, (re.search(r"http://[\w.:]+/", line) for line in running.stdout)))
                with urllib.request.urlopen(address[0], timeout=30) as answer:
                    assert 'dir="rtl"' in answer.read().decode()
            finally:
                running.send_signal(signal.SIGINT)
                running.communicate(timeout=30)


def follow(page: Path, reader: Reader) -> None:
    """Follow a whole page; a failure says at which line."""
    for step in steps(page.read_text("utf-8")):
        try:
            reader.follow(step)
        except Exception as failed:
            failed.add_note(f"{page.relative_to(ROOT)}, line {step.line}")
            raise


def test_the_tutorial_comes_true_step_by_step(tmp_path: Path) -> None:
    follow(ROOT / "docs/tutorial.md", Reader(tmp_path))

    front = (tmp_path / PUBLIC / "index.html").read_text("utf-8")
    lead = front.partition('<div class="lead">')[2].partition("</h2>")[0]
    assert "جسر للمشاة فوق نهر السنديان" in lead
    assert front.index("مكتبة الحي تفتح أبوابها") < front.index("مكتبة الحي تبحث عن متطوعين")


@pytest.mark.parametrize("name", ["sources", "dates", "outlets", "desk", "templates", "ci", "hosting"])
def test_a_how_to_comes_true_in_a_new_site(name: str, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.follow(Step(0, "", "", "sh", "nashra init mysite"))

    follow(ROOT / "docs/how-to" / f"{name}.md", reader)


@pytest.mark.parametrize(
    "text",
    [
        "```sh\nfalse\n```\n",
        "```sh\necho one\n```\n\n```text\ntwo\n```\n",
        "<!-- line: site.toml -->\n```toml\nkey = 1\n```\n",
        "<!-- page: index.html | نص -->\n",
        "<!-- wish: x -->\n```sh\ntrue\n```\n",
        "```toml\nkey =\n```\n",
    ],
)
def test_a_promise_that_is_not_kept_is_noticed(text: str, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("other = 1\n")
    reader = Reader(tmp_path)

    with pytest.raises((AssertionError, AttributeError, ValueError)):
        for step in steps(text):
            reader.follow(step)

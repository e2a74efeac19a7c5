"""Whole sites made through the command line, and their pages as a browser reads them."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import html5lib

from generator import cli

PROJECT = Path(__file__).parent.parent
NOW = "2026-11-23T12:00:00+03:00"

Element = Any  # of xml.etree; html5lib has no types for it


@dataclass(frozen=True)
class Ran:
    """What a command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return stdout read as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def nashra(*arguments: str | Path, stdin: bytes = b"") -> Ran:
    """Run the command line in this process, which has its libraries loaded already."""
    out, err = io.StringIO(), io.StringIO()
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin))),
        patch.dict(os.environ),
    ):
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as left:  # argparse
            code = int(left.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def environment() -> dict[str, str]:
    """Return the environment in which `python -m generator` is this checkout's, from any folder."""
    return {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "error"}


def process(*arguments: str | Path, folder: Path | None = None, stdin: bytes = b"", **options: Any) -> Ran:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    ran = subprocess.run(
        command, input=stdin, cwd=folder or PROJECT, env=environment(), capture_output=True, timeout=300, **options
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def new_site(root: Path, policy: str = "full") -> Path:
    """Begin a site as `nashra init` does, take its samples out and set the policy for outlets of others."""
    begun = nashra("init", root, "-q")
    assert begun.code == 0, begun.err
    shutil.rmtree(root / "content")
    (root / "content").mkdir()
    settings = root / "site.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count('\ndefault = "excerpt"\n') == 1
    settings.write_text(text.replace('\ndefault = "excerpt"\n', f'\ndefault = "{policy}"\n'), encoding="utf-8")
    return root


def copied(source: Path, target: Path) -> Path:
    """Copy a file or the files of a folder, which may be read-only, as files that can be edited and deleted."""
    for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
        if path.is_file():
            place = target / (path.relative_to(source) if source.is_dir() else path.name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    return target


def page_file(root: Path, permalink: str) -> Path:
    """Return the file that serves a permalink."""
    return root / "public" / permalink.strip("/") / "index.html"


# pages


def parsed(path: Path) -> Element:
    """Return a page's tree as a browser makes it, element names without their namespace."""
    return html5lib.parse(path.read_bytes(), namespaceHTMLElements=False, transport_encoding="utf-8")


def elements(tree: Element, name: str = "", css: str = "") -> Iterator[Element]:
    """Yield the elements of a name, of a class, or both, in order."""
    for element in tree.iter():
        is_wanted = isinstance(element.tag, str) and name in ("", element.tag)
        if is_wanted and (not css or css in (element.get("class") or "").split()):
            yield element


def words(element: Element) -> str:
    """Return the text of an element, its white space folded."""
    return folded("".join(element.itertext()))


def paragraphs(tree: Element) -> list[str]:
    """Return the body's paragraphs of an article's page."""
    (body,) = elements(tree, css="body")
    return [words(element) for element in body]


def folded(text: str) -> str:
    """Return a text with its white space folded."""
    return " ".join(text.split())


def unspaced(text: str) -> str:
    """Return a text without any white space: what is left must agree character for character."""
    return "".join(text.split())


def spelled(text: str | Iterable[str]) -> list[str]:
    """Return the words of a text, without the punctuation that clings to them."""
    return re.findall(r"\w+", text if isinstance(text, str) else "\n".join(text))

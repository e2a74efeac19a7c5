"""Which files the source folders hold, and what is told of those that cannot be sources."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from site_fixture import SiteFixture, small_site

from generator.scan import scan


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def put(path: Path) -> None:
    path.write_bytes("---\ntitle: خبر\n---\nنص.\n".encode())


def raw_name(folder: Path, name: bytes) -> Path:
    """Return a path whose name is these bytes; skip where the file system wants text."""
    path = folder / os.fsdecode(name)
    try:
        put(path)
    except OSError:
        pytest.skip("this file system takes no such name")
    return path


def plug(path: Path) -> None:
    """Leave a socket at `path`, bound by a short name: addresses of sockets are short."""
    with socket.socket(socket.AF_UNIX) as plugged:
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            plugged.bind(path.name)
        finally:
            os.chdir(here)


NO_FILES: dict[str, Callable[[Path], None]] = {"named pipe": os.mkfifo, "socket": plug}


@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file_is_told_and_never_opened(tmp_path: Path, kind: str) -> None:
    (tmp_path / "content").mkdir()
    put(tmp_path / "content" / "a.md")
    NO_FILES[kind](tmp_path / "content" / "b.md")

    found = scan(tmp_path, ["content"])

    assert [file.path for file in found.files] == ["content/a.md"]
    assert [(p.level, p.code, p.path) for p in found.problems] == [("error", "source-unreadable", "content/b.md")]
    assert kind in found.problems[0].message


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.md", "a\\nb.md"),
        (b"\xe3\xc8\xc7\xd1.md", "\\xe3\\xc8\\xc7\\xd1.md"),
        (b"a\x1b[31mb.md", "a\\x1b[31mb.md"),
    ],
)
def test_a_name_that_cannot_be_written_is_told_as_it_can(tmp_path: Path, name: bytes, shown: str) -> None:
    (tmp_path / "content").mkdir()
    put(tmp_path / "content" / "a.md")
    raw_name(tmp_path / "content", name)

    found = scan(tmp_path, ["content"])

    assert [file.path for file in found.files] == ["content/a.md"]
    assert [(p.level, p.code, p.path) for p in found.problems] == [("error", "source-name", f"content/{shown}")]
    assert str(found.problems[0]).isprintable() or "\n  hint" in str(found.problems[0])


def test_a_folder_with_such_a_name_is_one_problem(tmp_path: Path) -> None:
    folder = tmp_path / "content" / os.fsdecode(b"\xff")
    try:
        folder.mkdir(parents=True)
    except OSError:
        pytest.skip("this file system takes no such name")
    put(folder / "a.md")
    put(folder / "b.md")

    found = scan(tmp_path, ["content"])

    assert not found.files
    assert [problem.path for problem in found.problems] == ["content/\\xff"]


def test_hidden_ones_are_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    raw_name(tmp_path / "content", b".\xff.md")
    os.mkfifo(tmp_path / "content" / ".pipe")

    assert scan(tmp_path, ["content"]).problems == ()


@pytest.mark.parametrize("arguments", [["build", "--json", "-v"], ["build"], ["list", "problems", "--json"]])
def test_what_is_told_of_odd_names_never_stops_a_command(tmp_path: Path, arguments: list[str]) -> None:
    site = tmp_path / os.fsdecode(b"site-\xff")
    try:
        (site / "content").mkdir(parents=True)
    except OSError:
        pytest.skip("this file system takes no such name")
    (site / "site.toml").write_text('[site]\ntitle = "نشرة"\n', "utf-8")
    put(site / "content" / "a.md")
    raw_name(site / "content", b"b\xff.md")
    command = [sys.executable, "-m", "generator", *arguments, "-C", str(site)]
    environment = {**os.environ, "LC_ALL": "C"}

    ran = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, env=environment)

    assert b"internal" not in ran.stderr, ran.stderr
    assert b"source-name" in ran.stdout + ran.stderr
    if "--json" in arguments:
        assert [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_json_lines_that_hold_nothing_are_told(site: SiteFixture, data: bytes) -> None:
    site.write("content/wire.jsonl.gz" if data[:1] == b"\x1f" else "content/wire.jsonl", data)

    found = [problem for problem in site.build().problems if "wire" in problem.path]

    assert [(problem.level, problem.code) for problem in found] == [("warning", "empty-file")]

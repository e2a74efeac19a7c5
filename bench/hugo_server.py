"""Hugo's preview: how long it says that it took to rebuild after a saved body."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.tools import hugo

_REBUILT = re.compile(r"Total in (\d+) ms")
_PAUSE_SECONDS = 0.5


def rebuild_seconds(site: Path, config: str, saves: int) -> list[float]:
    """Save an article of the middle again and again, and return what the server prints after each.

    Raises RuntimeError where the server ends before.
    """
    articles = sorted((site / "content").rglob("*.md"))
    path = articles[len(articles) // 2]
    text = path.read_bytes()
    command = [
        hugo(),
        "server",
        "-s",
        str(site),
        "--config",
        config,
        "--bind",
        "127.0.0.1",
        "--port",
        str(_free_port()),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        _until(lines, "Press Ctrl+C")
        return [_rebuilt(lines, path, text, number) for number in range(saves)]
    finally:
        process.terminate()
        process.communicate()
        path.write_bytes(text)


def _rebuilt(lines: Iterator[str], path: Path, text: bytes, number: int) -> float:
    time.sleep(_PAUSE_SECONDS)  # it gathers what comes at once
    path.write_bytes(text + f"\nكلمة{number} جديدة.\n".encode())
    found = _REBUILT.search(_until(lines, "Total in "))
    assert found
    return int(found[1]) / 1000


def _until(lines: Iterator[str], words: str) -> str:
    for line in lines:
        if words in line:
            return line
    raise RuntimeError("hugo server has ended")


def _free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])

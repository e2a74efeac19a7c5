"""How much memory a command and all its children hold at once."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY_SECONDS = 0.05
_ASKED_EVERY_SECONDS = 0.5
_GROWN = 1.02
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Run:
    """A finished command: seconds of wall and processor, peak bytes of the process tree, its output and exit code."""

    wall: float
    cpu: float
    peak_resident: int  # sum of resident set sizes: pages shared by fork count once for each process
    peak_proportional: int  # sum of proportional set sizes: shared pages count once
    output: str
    code: int


def run(command: Sequence[str], cwd: Path) -> Run:
    """Run a command to its end, watching its process tree twenty times a second (Linux); its errors stay on ours."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    peaks = [0, 0]
    watcher = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
    watcher.start()
    output = process.communicate()[0]
    wall = time.perf_counter() - began
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, peaks[0], peaks[1], output, process.returncode)


def _watch(process: subprocess.Popen[str], peaks: list[int]) -> None:
    """Keep the peaks until the process has ended.

    The kernel walks every mapping to tell the proportional sizes, which would slow down what is measured; so they are
    asked for only where the resident ones, which cost nothing, have grown, and twice a second.
    """
    asked = 0.0
    while process.poll() is None:
        tree = _tree(process.pid)
        resident = sum(map(_resident, tree))
        if resident > _GROWN * peaks[0] or time.perf_counter() - asked > _ASKED_EVERY_SECONDS:
            peaks[1] = max(peaks[1], sum(map(_proportional, tree)))
            asked = time.perf_counter()
        peaks[0] = max(peaks[0], resident)
        time.sleep(_EVERY_SECONDS)


def _tree(root: int) -> list[int]:
    """Return a process and all below it."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            waiting += map(int, _read(path).split())
    return found


def _resident(pid: int) -> int:
    """Return the resident set size in bytes; nothing once the process is gone."""
    fields = _read(f"/proc/{pid}/statm").split()
    return int(fields[1]) * PAGE_BYTES if fields else 0


def _proportional(pid: int) -> int:
    """Return the proportional set size in bytes; nothing once the process is gone."""
    lines = _read(f"/proc/{pid}/smaps_rollup").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""

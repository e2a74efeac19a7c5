"""How much memory a command and all its children hold at once."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY_SECONDS = 0.05


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
    """Run a command to its end, watching its process tree twenty times a second (Linux)."""
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
    while process.poll() is None:
        sizes = [_sizes(pid) for pid in _tree(process.pid)]
        peaks[0] = max(peaks[0], sum(resident for resident, _ in sizes))
        peaks[1] = max(peaks[1], sum(proportional for _, proportional in sizes))
        time.sleep(_EVERY_SECONDS)


def _tree(root: int) -> list[int]:
    """Return a process and all below it."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def _sizes(pid: int) -> tuple[int, int]:
    """Return the resident and the proportional set size of a process in bytes; nothing once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    sizes = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines[1:])}
    return sizes.get("Rss", 0), sizes.get("Pss", 0)

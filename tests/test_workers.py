"""Workers end with the process that forked them, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOLDS_A_LOCK_AND_WORKS = """
import os, sys, time
from pathlib import Path
from generator.lock import locked
from generator.workers import map_batches

here = Path(sys.argv[1])

def work(batch):
    (here / f"worker-{os.getpid()}").touch()
    time.sleep(600)

with locked(here):
    list(map_batches(work, range(4), jobs=2, size=1))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_build_leaves_no_worker_and_no_lock(tmp_path: Path, signal_number: signal.Signals) -> None:
    command = [sys.executable, "-c", HOLDS_A_LOCK_AND_WORKS, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}) as build:
        _until(lambda: len(list(tmp_path.glob("worker-*"))) == 2)
        build.send_signal(signal_number)
        build.wait(60)
    workers = [int(path.name.removeprefix("worker-")) for path in tmp_path.glob("worker-*")]

    _until(lambda: not any(map(_runs, workers)))
    assert not any(map(_runs, workers))
    from generator.lock import locked

    with locked(tmp_path):
        pass


def _until(there: object) -> None:
    assert callable(there)
    end = time.monotonic() + 60
    while not there() and time.monotonic() < end:
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    """Tell whether a process is there and more than a zombie that nobody has asked for."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"

"""`nashra check` on the largest site that we measure: 16,434 articles of five outlets. `make soak` does it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from acceptance import NOW, environment

MEGABYTE = 1 << 20
MOST_MEGABYTES = 300  # of any of its processes
MOST_SECONDS = 0.005  # of a processor, for a page


@pytest.mark.soak
def test_sixteen_thousand_articles_are_checked_in_bounded_memory_and_time(shared: Path, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('[site]\ntitle = "corpus"\n[rights]\ndefault = "full"\n')
    (tmp_path / "content").mkdir()
    shutil.copy(shared / "data/related/articles.jsonl.gz", tmp_path / "content")
    command = [sys.executable, "-m", "generator", "-C", str(tmp_path)]
    subprocess.run([*command, "build", "-q", "--now", NOW], env=environment(), check=True, capture_output=True)

    with (tmp_path / "verdict.json").open("w+") as said:
        checking = subprocess.Popen(
            [*command, "check", "-q", "--json", "--now", NOW, "--jobs", "2"],
            env=environment(), stdout=said, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _, status, used = os.wait4(checking.pid, 0)
        checking.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        verdict = json.load(said)

    assert checking.returncode == 0
    assert verdict["pages"] > 20_000
    assert {problem["code"] for problem in verdict["problems"]} <= {"check-budget"}
    assert used.ru_maxrss * 1024 < MOST_MEGABYTES * MEGABYTE
    assert used.ru_utime + used.ru_stime < MOST_SECONDS * verdict["pages"]

"""bench/compare.py: what is edited is put back, and what is printed follows from the rows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import compare, memory, scenarios, tables
from bench.tables import Row
from bench.tools import TOOLS, PeerMissingError


def row(tool: str, scenario: str, turn: int, wall: float) -> Row:
    return Row(tool, scenario, turn, wall, 2 * wall, 300 << 20, 200 << 20)


ROWS = [
    row("nashra", "cold", 1, 1.0),
    row("nashra", "unchanged", 1, 0.1),
    row("hugo", "cold", 1, 2.0),
    row("nashra", "cold", 2, 3.0),
    row("nashra", "unchanged", 2, 0.1),
    row("hugo", "cold", 2, 4.0),
    row("nashra", "cold", 3, 9.0),
    row("nashra", "unchanged", 3, 0.2),
    row("hugo", "cold", 3, 9.0),
]


def test_a_ratio_is_the_median_of_the_pairs_of_a_round() -> None:
    assert tables.ratio(ROWS, "nashra", "cold", "hugo", "wall") == 0.75
    assert tables.ratio(ROWS, "nashra", "unchanged", "hugo", "cpu") == pytest.approx(0.025)


def test_the_table_has_a_line_for_each_scenario_and_tool() -> None:
    told = tables.markdown(1_000, "plain", ROWS).splitlines()
    assert [cells.split(" | ")[:3] for cells in told if cells.startswith("| ")][1:] == [
        ["| cold", "nashra", "3.00"],
        ["| cold", "hugo", "4.00"],
        ["| unchanged", "nashra", "0.10"],
    ]


def test_goals_are_those_of_the_size_and_kind_that_ran() -> None:
    assert tables.verdicts(1_000, "plain", ROWS) == [True]
    assert "- cold: 0.75, goal at most 1 × hugo cold: met" in tables.markdown(1_000, "plain", ROWS)
    assert tables.verdicts(1_000, "rich", ROWS) == []


@pytest.mark.parametrize("name", list(TOOLS))
def test_after_every_edit_a_site_can_be_put_back(tmp_path: Path, name: str) -> None:
    site = scenarios.write_site(TOOLS[name], tmp_path / "site", 5, "plain", 1)
    before = tree(site.folder)
    for edit in scenarios.SCENARIOS.values():
        edit(site, 1)
    changed = tree(site.folder)
    (site.folder / "public").mkdir()
    scenarios.restore(site)

    assert tree(site.folder) == before
    assert len(changed) == len(before) + 1
    assert sum(changed[path] != text for path, text in before.items()) == 2


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_memory_of_a_command_counts_its_children(tmp_path: Path) -> None:
    child = "held = bytearray(60 << 20); import time; time.sleep(0.4)"
    done = memory.run(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{child}'])"], tmp_path
    )
    assert done.code == 0
    assert done.peak_resident > 60 << 20
    assert 60 << 20 < done.peak_proportional <= done.peak_resident


def test_an_unknown_tool_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        compare.main(["--tools", "nashra,jekyll"])
    assert "jekyll is none of nashra, hugo" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["hugo", "eleventy", "pelican"])
def test_an_installed_peer_builds_what_is_written_for_it(tmp_path: Path, name: str) -> None:
    try:
        command = TOOLS[name].command(tmp_path / "site")
    except PeerMissingError as missing:
        pytest.skip(str(missing))
    site = scenarios.write_site(TOOLS[name], tmp_path / "site", 3, "rich", 1)
    scenarios.SCENARIOS["article"](site, 1)

    assert memory.run(command, site.folder).code == 0
    assert len(list((site.folder / "public/articles").glob("*/index.html"))) == 4

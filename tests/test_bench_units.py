"""bench/units.py: it knows the stages as they are."""

from __future__ import annotations

from bench import units


def test_every_stage_has_a_cost() -> None:
    found = units.units(5, "rich")
    assert [unit.stage for unit in found[:5]] == ["scan", "read", "front matter", "body", "sanitising alone"]
    assert {"copies", "neighbours", "render article.html", "write"} <= {unit.stage for unit in found}
    assert all(unit.cost >= 0 for unit in found)
    assert all(unit.cost > 0 for unit in found if unit.stage in ("body", "parse", "render article.html"))

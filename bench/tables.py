"""What was measured as tables in Markdown: medians, ratios within a round, and the goals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

_MEGABYTE = 1 << 20
# Ratios are to a cold build of these.
BASES = ("hugo", "hugo-related")


@dataclass(frozen=True, slots=True)
class Row:
    """One build: seconds of wall and processor, peak bytes of the process tree (shared pages once each, and once)."""

    tool: str
    scenario: str
    turn: int
    wall: float
    cpu: float
    resident: int
    proportional: int


@dataclass(frozen=True, slots=True)
class Goal:
    """What Nashra is to reach: `at_most` times the base's cold build, or seconds or bytes where there is no base."""

    articles: int
    kind: str
    scenario: str
    figure: str  # a field of Row
    base: str
    at_most: float


GOALS = (
    Goal(1_000, "plain", "cold", "wall", "hugo", 1.0),
    Goal(10_000, "plain", "cold", "wall", "hugo-related", 0.25),
    Goal(10_000, "rich", "cold", "wall", "hugo-related", 0.60),
    Goal(100_000, "plain", "cold", "wall", "hugo", 0.4),
    Goal(10_000, "plain", "unchanged", "wall", "hugo-related", 0.015),
    Goal(100_000, "plain", "unchanged", "wall", "", 0.9),
    Goal(10_000, "plain", "body", "wall", "hugo-related", 0.02),
    Goal(100_000, "plain", "body", "wall", "hugo", 0.01),
    Goal(10_000, "plain", "article", "wall", "hugo-related", 0.04),
    Goal(100_000, "plain", "article", "wall", "", 2.5),
    Goal(10_000, "plain", "template", "wall", "hugo-related", 0.2),
    Goal(10_000, "plain", "cold", "proportional", "hugo-related", 0.25),
    Goal(100_000, "plain", "cold", "proportional", "", 1.2e9),
)


def line(row: Row) -> str:
    """Return one build on one line."""
    memory = row.proportional // _MEGABYTE
    return f"{row.turn} {row.tool:13} {row.scenario:10} {row.wall:8.2f} s wall {row.cpu:8.2f} s processor {memory:6} MB"


def markdown(articles: int, kind: str, rows: Sequence[Row]) -> str:
    """Return the medians and, below them, what became of the goals."""
    bases = [base for base in BASES if _of(rows, base, "cold")]
    ratios = [f"{figure} × {base}" for base in bases for figure in ("wall", "processor", "memory")]
    lines = [
        f"### {articles:,} articles, {kind}",
        "",
        _cells("scenario", "", "wall s", "processor s", "memory MB", *ratios),
    ]
    lines.append("|---|---|" + "--:|" * (3 + len(ratios)))
    for tool, scenario in dict.fromkeys((row.tool, row.scenario) for row in _ordered(rows)):
        lines.append(_medians(rows, tool, scenario, bases))
    return "\n".join([*lines, "", *_told(articles, kind, rows)])


def verdicts(articles: int, kind: str, rows: Sequence[Row]) -> list[bool]:
    """Return for each goal that was measured whether it is met."""
    return [figure <= goal.at_most for goal, figure in _reached(articles, kind, rows)]


def ratio(rows: Iterable[Row], tool: str, scenario: str, base: str, figure: str) -> float:
    """Return the median over the rounds of one figure divided by that of the base's cold build of the same round."""
    below = {row.turn: row for row in _of(rows, base, "cold")}
    pairs = [(row, below[row.turn]) for row in _of(rows, tool, scenario) if row.turn in below]
    return float(median(getattr(row, figure) / getattr(cold, figure) for row, cold in pairs))


def _of(rows: Iterable[Row], tool: str, scenario: str) -> list[Row]:
    return [row for row in rows if row.tool == tool and row.scenario == scenario]


def _ordered(rows: Sequence[Row]) -> list[Row]:
    """Order by scenario and tool, both as they first came."""
    scenarios = list(dict.fromkeys(row.scenario for row in rows))
    tools = list(dict.fromkeys(row.tool for row in rows))
    return sorted(rows, key=lambda row: (scenarios.index(row.scenario), tools.index(row.tool)))


def _medians(rows: Sequence[Row], tool: str, scenario: str, bases: Sequence[str]) -> str:
    found = _of(rows, tool, scenario)
    memory = median(row.proportional for row in found) / _MEGABYTE
    ratios = [
        f"{ratio(rows, tool, scenario, base, figure):.3f}"
        for base in bases
        for figure in ("wall", "cpu", "proportional")
    ]
    wall, cpu = median(row.wall for row in found), median(row.cpu for row in found)
    return _cells(scenario, tool, f"{wall:.2f}", f"{cpu:.2f}", f"{memory:.0f}", *ratios)


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _reached(articles: int, kind: str, rows: Sequence[Row]) -> list[tuple[Goal, float]]:
    """Return the goals of such a run that its rows tell something of, each with the figure reached."""
    reached = []
    for goal in GOALS:
        found = _of(rows, "nashra", goal.scenario)
        if (goal.articles, goal.kind) != (articles, kind) or not found:
            continue
        if not goal.base:
            reached.append((goal, median(getattr(row, goal.figure) for row in found)))
        elif _of(rows, goal.base, "cold"):
            reached.append((goal, ratio(rows, "nashra", goal.scenario, goal.base, goal.figure)))
    return reached


def _told(articles: int, kind: str, rows: Sequence[Row]) -> list[str]:
    names = {"wall": "", "proportional": ", memory"}
    return [
        f"- {goal.scenario}{names[goal.figure]}: {figure:.3g}, goal at most {goal.at_most:.3g}"
        f"{f' × {goal.base} cold' if goal.base else ''}: {'met' if figure <= goal.at_most else 'MISSED'}"
        for goal, figure in _reached(articles, kind, rows)
    ]

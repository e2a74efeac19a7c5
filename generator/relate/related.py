"""Which links to show below an article, each with the words that are the reason for it.

From an article's ranking, nearest first: what reaches LEAST_SCORE and shares at least two rare words; not what its own
story or its copies show already; one of each event and of each group of copies; SHOWN at most, none when nothing fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.model import ArticleId, Neighbour
from generator.relate.neighbours import UNIT, Pairs
from generator.relate.reasons import reasons
from generator.relate.table import Table
from generator.relate.weights import Weights

LEAST_SCORE = 0.18
SHOWN = 5

Rows = tuple[int, ...]


def related(
    table: Table, weights: Weights, ranking: Pairs, events: Sequence[Rows], told: Sequence[Rows]
) -> dict[ArticleId, tuple[Neighbour, ...]]:
    """Return the links to show below each article that has any, nearest first.

    `events` are disjoint groups of rows of which one link is enough; `told` are those that an article's page shows as
    its story or its copies anyway.
    """
    event = {row: number for number, rows in enumerate(events) for row in rows}
    apart = {row: set(rows) for rows in told for row in rows}
    shown = {}
    for row, pairs in ranking.where(ranking.score >= LEAST_SCORE * UNIT).by_row():
        near = [near for near in pairs.near.tolist() if near not in apart.get(row, ())]
        found = dict(zip(pairs.near.tolist(), pairs.score.tolist(), strict=True))
        links = _with_reasons(table, weights, row, near, event)
        if links:
            shown[table.id(row)] = tuple(Neighbour(table.id(to), found[to] / UNIT, words) for to, words in links)
    return shown


def _with_reasons(
    table: Table, weights: Weights, row: int, near: Iterable[int], event: Mapping[int, int]
) -> list[tuple[int, tuple[str, ...]]]:
    """Return the first SHOWN of `near` that share a reason with `row`, one of each event, with their words."""
    links: list[tuple[int, tuple[str, ...]]] = []
    seen: set[int] = set()
    for to in near:
        if event.get(to, -to - 1) not in seen and len(links) < SHOWN:
            words = reasons(table, weights.between(table, row, to), row, to)
            if words:
                seen.add(event.get(to, -to - 1))
                links.append((to, words))
    return links

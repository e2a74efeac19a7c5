"""Which links may stand below an article, each with the words that are the reason for it.

From an article's ranking, nearest first: what reaches LEAST_SCORE and shares at least two rare words; OF_AN_EVENT of
each event, KEPT at most, none when nothing fits. More than are shown: the site chooses among those that are visible.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.model import ArticleId, Neighbour
from generator.relate.neighbours import UNIT, Pairs
from generator.relate.reasons import reasons
from generator.relate.table import Table
from generator.relate.weights import Weights

LEAST_SCORE = 0.18
KEPT = 8
OF_AN_EVENT = 2

Rows = tuple[int, ...]


def related(
    table: Table, weights: Weights, ranking: Pairs, events: Sequence[Rows]
) -> dict[ArticleId, tuple[Neighbour, ...]]:
    """Return the links for each article that has any, nearest first; `events` are disjoint groups of rows."""
    event = {row: number for number, rows in enumerate(events) for row in rows}
    kept = {}
    for row, pairs in ranking.where(ranking.score >= LEAST_SCORE * UNIT).by_row():
        found = dict(zip(pairs.near.tolist(), pairs.score.tolist(), strict=True))
        links = _with_reasons(table, weights, row, found, event)
        if links:
            kept[table.id(row)] = tuple(Neighbour(table.id(to), found[to] / UNIT, words) for to, words in links)
    return kept


def _with_reasons(
    table: Table, weights: Weights, row: int, near: Iterable[int], event: Mapping[int, int]
) -> list[tuple[int, tuple[str, ...]]]:
    """Return the first KEPT of `near` that share a reason with `row`, OF_AN_EVENT of each event, with their words."""
    links: list[tuple[int, tuple[str, ...]]] = []
    seen: Counter[int] = Counter()
    for to in near:
        if seen[event.get(to, -to - 1)] < OF_AN_EVENT and len(links) < KEPT:
            words = reasons(table, weights.between(table, row, to), row, to)
            if words:
                seen[event.get(to, -to - 1)] += 1
                links.append((to, words))
    return links
